"""An optional password beside the codes by SMS: set with a fresh code, signed in with, recovered by e-mail."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from handbook.domain import sign_in
from handbook.domain.accounts import EventKind, check_password, normalise_email, unproved_name
from handbook.domain.code_purposes import Purpose
from handbook.domain.errors import (
    NotFoundError,
    StaleVersionError,
    TooManyRequestsError,
    WrongCodeError,
    WrongCredentialsError,
)
from handbook.domain.ids import AccountId, PhoneE164, PhoneIndex
from handbook.usecases.door import Door, arrive, event_of, is_doubtful, keep_seen, last_number_seen
from handbook.usecases.one_time_codes import (
    Client,
    CodeSent,
    Said,
    SentCodes,
    check_code,
    send_code,
    subjects_of,
    use_code,
)

type MarkOf = Callable[[str], str]
"""Blind index of an e-mail address."""
type SendLetter = Callable[[str, str | None], None]
"""Sends a code to an address; without one, that there is no account with it."""
type TellFirst = Callable[[AccountId], object]
"""Tells an account of what is about to be done; raises UnavailableError where it cannot be told now."""


def sign_in_with_password[S: SentCodes, T](
    phone: PhoneE164, password: str, client: Client, now: datetime, *, door: Door[S, T]
) -> T:
    """Give tokens for a number and its account's password.

    A number without an account takes the same path to the same refusal: Cognito is asked for a user that there is
    not. Raises: WrongCredentialsError for every reason alike; TooManyRequestsError after five wrong ones in an hour,
    which keeps nobody from signing in by SMS.
    """
    index = door.index_of(phone)
    tried = (f"password#{index}", sign_in.PER_PASSWORD)
    subjects = [tried, *subjects_of(client, door.pepper)]
    reached = door.sign_ins.count(subjects, now)
    if reached is not None:
        raise TooManyRequestsError(sign_in.seconds_left(reached, now))
    account_id = door.directory.account_of_phone(index) or _nobody(door.pepper, index)
    try:
        tokens = door.pool.check_password(account_id, password)
    except WrongCredentialsError:
        raise
    except Exception:
        door.sign_ins.uncount(subjects, now)
        raise
    door.sign_ins.uncount([tried], now)
    standing = door.accounts.standing(account_id)
    arrive(
        account_id,
        "password",
        standing,
        client,
        now,
        door,
        number_seen=last_number_seen(account_id, standing, now, door),
    )
    if is_doubtful(account_id, index, standing, now, door):
        door.pool.sign_out(unproved_name(account_id))
    return tokens


def set_password[S: SentCodes, T](
    account_id: AccountId,
    password: str,
    said: Said,
    based_on: int,
    client: Client,
    now: datetime,
    *,
    door: Door[S, T],
    tell: TellFirst,
) -> int:
    """Set or change an account's password after a fresh code by SMS, and give the profile's version.

    The account is told first: whatever fails after, nobody gets in of whom the owner did not hear.
    Raises: InvalidFieldError, WrongCodeError, StaleVersionError, NotFoundError, UnavailableError.
    """
    check_password(password)
    profile = door.accounts.profile(account_id)
    if profile.version != based_on:
        raise StaleVersionError
    prove_number(account_id, Purpose.PASSWORD, said, now, door, tell)
    # Written down first: no password is ever set of which the owner cannot read.
    event = event_of(account_id, EventKind.PASSWORD_SET, client, now)
    changed = door.accounts.save_profile(replace(profile, has_password=True), profile, event)
    door.pool.set_password(account_id, password)
    return changed.version


def prove_number[S: SentCodes, T](
    account_id: AccountId,
    purpose: Purpose,
    said: Said,
    now: datetime,
    door: Door[S, T],
    tell: TellFirst | None = None,
) -> PhoneE164:
    """Take a fresh code for a purpose of an account's own number, and give that number, which is seen with it.

    `tell` is called once the code is found right, before it is used up. Raises: WrongCodeError, NotFoundError,
    UnavailableError, and what `tell` raises.
    """
    account = door.directory.account(account_id)
    if account is None or account.number_gone:
        raise NotFoundError
    index = door.index_of(account.phone)
    check_code(index, purpose, said, now, codes=door.sign_ins, pepper=door.pepper)
    if tell is not None:
        tell(account_id)
    use_code(index, said, codes=door.sign_ins)
    keep_seen(account_id, door.accounts.standing(account_id), now, door.accounts, now)
    return account.phone


def ask_recovery[S: SentCodes, T](
    email: str, client: Client, now: datetime, *, door: Door[S, T], mark_of: MarkOf, letter: SendLetter, number: int
) -> CodeSent:
    """Send a code to an address.

    Whoever it belongs to, a letter goes out: one without a code says that there is no account, so that the answer and
    its time tell nothing. Raises: as `send_code` does.
    """
    address = normalise_email(email)
    known = door.accounts.account_of_email(address) is not None
    return send_code(
        _recovery(address, mark_of),
        Purpose.LETTER,
        lambda code: letter(address, code if known else None),
        client,
        now,
        codes=door.sign_ins,
        pepper=door.pepper,
        new_id=door.new_id,
        random_number=number,
    )


def recover_password[S: SentCodes, T](
    email: str,
    said: Said,
    password: str,
    client: Client,
    now: datetime,
    *,
    door: Door[S, T],
    mark_of: MarkOf,
    tell: TellFirst,
) -> None:
    """Set a new password for the code from the letter, and end every session; the account is told first.

    Raises: InvalidFieldError; WrongCodeError for every other reason alike; UnavailableError.
    """
    check_password(password)
    address = normalise_email(email)
    subject = _recovery(address, mark_of)
    check_code(subject, Purpose.LETTER, said, now, codes=door.sign_ins, pepper=door.pepper)
    account_id = door.accounts.account_of_email(address)
    if account_id is None:
        raise WrongCodeError("code")
    profile = door.accounts.profile(account_id)
    tell(account_id)
    use_code(subject, said, codes=door.sign_ins)
    event = event_of(account_id, EventKind.PASSWORD_RECOVERED, client, now, "email")
    if profile.has_password:
        door.events.note(event)
    else:
        door.accounts.save_profile(replace(profile, has_password=True), profile, event)
    door.pool.add_missing(account_id)  # who comes by e-mail first after a restore
    door.pool.set_password(account_id, password)
    door.pool.sign_out(account_id)


def _recovery(address: str, mark_of: MarkOf) -> PhoneIndex:
    return PhoneIndex(f"RECOVERY#{mark_of(address)}")


def _nobody(pepper: bytes, index: PhoneIndex) -> AccountId:
    """Name a user that there is not: the same for the same number, as an account's would be."""
    return AccountId(str(UUID(hex=sign_in.proof(pepper, "nobody", index)[:32], version=4)))
