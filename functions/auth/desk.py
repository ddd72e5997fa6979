"""What the routes of accounts work with, put together from the adapters."""

from collections.abc import Mapping
from typing import Any

from functions.auth.door import door_with
from functions.auth.schemas import CodeSentAnswer
from handbook import bootstrap
from handbook.bootstrap import accounts
from handbook.domain.access import Actor
from handbook.domain.code_purposes import Purpose
from handbook.domain.directory import Account
from handbook.domain.errors import ForbiddenError
from handbook.domain.ids import AccountId, PhoneE164
from handbook.domain.notices import letter_text
from handbook.usecases.door import Door
from handbook.usecases.one_time_codes import Client
from handbook.usecases.passwords import SendLetter
from handbook.usecases.ports import NewId
from handbook.usecases.sign_in_family import request_code
from handbook.web.requests import App, client_address, header, language_of, request_id

_LONGEST_DEVICE = 64


def client_of(app: App) -> Client:
    """Say where a request comes from."""
    device = header(app, "X-Device-Id")[:_LONGEST_DEVICE]
    return Client(client_address(app), device, language_of(app), request_id(app))


def the_door() -> Door[Any, Any]:
    """Give what signing in works with."""
    return door_with(bootstrap.pepper())


def send_code_to(
    phone: PhoneE164,
    purpose: Purpose,
    app: App,
    known_device: str = "",
    new_id: NewId = bootstrap.new_id,
) -> CodeSentAnswer:
    """Send a code by SMS to a number and say until when it lives. Raises what `request_code` raises."""
    sent = request_code(
        phone,
        purpose,
        client_of(app),
        bootstrap.now(),
        sign_ins=bootstrap.sign_ins(),
        index_of=bootstrap.phone_vault().index,
        sms=bootstrap.sms(),
        pepper=bootstrap.pepper(),
        new_id=new_id,
        random_number=bootstrap.random_number(),
        known_device=known_device,
    )
    return CodeSentAnswer.of(sent)


def own_id(actor: Actor) -> AccountId:
    """Give the account of a family member. Raises: ForbiddenError for staff, whose accounts their managers keep."""
    if not actor.is_family:
        raise ForbiddenError
    return AccountId(actor.id)


def tell_number_moves(before: Account, phone: PhoneE164) -> None:
    """Tell an account that it gets another number: at the old number, at the new one, in the app and by letter.

    `before` is the account as it still is; a number that had left it is somebody else's and hears nothing.
    Raises: UnavailableError, also where no provider takes it now.
    """
    from handbook.web import telling  # noqa: PLC0415 - of few requests

    telling.tell_first(before.account_id, "number_changed")
    telling.tell_number(phone, "number_changed", before.language)
    write_to_owner(before, "number_changed")


def write_to_owner(account: Account, letter: str, facts: Mapping[str, str] | None = None) -> None:
    """Send an account a letter where it has verified an address."""
    from handbook.web import telling  # noqa: PLC0415 - of few requests

    email = accounts.accounts().profile(account.account_id).email
    if email:
        telling.write_to(email, letter, account.language, facts)


def letters(letter: str, language: str) -> SendLetter:
    """Give what sends a letter with a code; without a code it says that no account uses the address."""

    def send(address: str, code: str | None) -> None:
        key, facts = (letter, {"code": code}) if code else ("no_account", {})
        accounts.mail().send(address, *letter_text(key, language, facts))

    return send
