"""Telling accounts, put together from the adapters; who is told is counted by the way it took."""

from collections.abc import Mapping

from handbook import bootstrap
from handbook.bootstrap import accounts, messaging
from handbook.domain.errors import UnavailableError
from handbook.domain.ids import AccountId, PhoneE164
from handbook.domain.notices import letter_text
from handbook.observability import count
from handbook.usecases.deliver import Line
from handbook.usecases.tell_account import Teller, Told, tell_account, tell_phone


def lines(workers: int = 1) -> dict[str, Line]:
    """Make the line of each channel: its providers in order, their breakers, and this worker's share of the rate."""
    found = {}
    settings = messaging.providers()
    for channel in ("app", "sms"):
        mine = [one for one in settings if one.channel == channel]
        if mine:
            share = min(one.per_second for one in mine) / workers
            found[channel] = Line(messaging.adapters(mine), messaging.breakers(), messaging.pace(share))
    return found


def teller() -> Teller:
    """Give what telling works with; the lines are made anew, as the providers' secret says now."""
    return Teller(bootstrap.directory(), messaging.recipients(), lines(), bootstrap.new_id)


def tell(account_id: AccountId, notice: str, facts: Mapping[str, str] | None = None) -> Told:
    """Tell an account now, and count the way. Raises: UnavailableError; ValueError, KeyError for what is no notice."""
    return _counted(tell_account(account_id, notice, bootstrap.now(), teller=teller(), facts=facts))


def tell_number(phone: PhoneE164, notice: str, language: str, facts: Mapping[str, str] | None = None) -> Told:
    """Tell a number now by SMS, and count the way. Raises: as `tell` does."""
    return _counted(tell_phone(phone, notice, language, bootstrap.now(), teller=teller(), facts=facts))


def tell_first(account_id: AccountId, notice: str, facts: Mapping[str, str] | None = None) -> None:
    """Tell an account of what is about to be done to it.

    Raises: as `tell` does; UnavailableError also where no provider takes it now: then it is not done; a retry tells.
    """
    if tell(account_id, notice, facts) is Told.NOBODY:
        raise UnavailableError("no provider took it")


def tell_number_of(phone: PhoneE164, notice: str, language: str, facts: Mapping[str, str] | None = None) -> None:
    """Tell a number of what was done already, and count the way; where it cannot be told now, it stays done."""
    try:
        tell_number(phone, notice, language, facts)
    except UnavailableError:
        count("account_told", reason="unavailable")


def write_to(address: str, letter: str, language: str, facts: Mapping[str, str] | None = None) -> bool:
    """Send a letter about what was done already; say whether it was taken, which is counted where it was not."""
    try:
        accounts.mail().send(address, *letter_text(letter, language, facts or {}))
    except UnavailableError:
        count("letter_failed")
        return False
    return True


def _counted(told: Told) -> Told:
    count("account_told", reason=told)
    return told
