"""What somebody sees and changes of the own account: profile, verified e-mail address, sessions."""

from dataclasses import dataclass, replace
from datetime import datetime

from handbook.domain.account_errors import EmailTakenError
from handbook.domain.accounts import EventKind, Profile, Standing, normalise_email
from handbook.domain.code_purposes import Purpose
from handbook.domain.directory import Account
from handbook.domain.errors import ConflictError, NotFoundError, StaleVersionError
from handbook.domain.ids import AccountId, PhoneIndex
from handbook.domain.texts import Language
from handbook.usecases.door import Door, event_of, note
from handbook.usecases.one_time_codes import Client, CodeSent, Said, SentCodes, check_code, send_code, use_code
from handbook.usecases.passwords import MarkOf, SendLetter, TellFirst, prove_number


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """An account as its owner sees it."""

    account: Account
    profile: Profile
    standing: Standing


@dataclass(frozen=True, slots=True)
class ProfileChange:
    """What is to be changed; None leaves as it is, an empty name takes the name away."""

    display_name: str | None = None
    language: Language | None = None


def read_own[S: SentCodes, T](account_id: AccountId, door: Door[S, T]) -> OwnAccount:
    """Read the own account. Raises: NotFoundError for one that was closed."""
    account = door.directory.account(account_id)
    if account is None:
        raise NotFoundError
    return OwnAccount(account, door.accounts.profile(account_id), door.accounts.standing(account_id))


def change_profile[S: SentCodes, T](
    account_id: AccountId, change: ProfileChange, based_on: int, client: Client, now: datetime, *, door: Door[S, T]
) -> OwnAccount:
    """Change name and language. Raises: StaleVersionError, NotFoundError."""
    own = read_own(account_id, door)
    _check_version(own.profile, based_on)
    name = own.profile.display_name if change.display_name is None else change.display_name or None
    _speak(own.account, change.language, door)  # first: once the version has moved on, nobody tries again
    event = event_of(account_id, EventKind.PROFILE_CHANGED, client, now)
    changed = door.accounts.save_profile(replace(own.profile, display_name=name), own.profile, event)
    return replace(read_own(account_id, door), profile=changed)


def _speak[S: SentCodes, T](account: Account, language: Language | None, door: Door[S, T]) -> None:
    if language is None or language == account.language:
        return
    wanted = replace(account.preferences, language=language)
    try:
        door.directory.set_preferences(account.account_id, wanted, account.preferences_version)
    except StaleVersionError as error:
        raise ConflictError from error  # somebody chose reminders in the same instant: read again


def ask_email[S: SentCodes, T](
    account_id: AccountId,
    email: str,
    said: Said,
    based_on: int,
    client: Client,
    now: datetime,
    *,
    door: Door[S, T],
    mark_of: MarkOf,
    letter: SendLetter,
    number: int,
) -> CodeSent:
    """Send a code to an address that is to be an account's, after a fresh code by SMS: it will open the account.

    Raises: WrongCodeError, StaleVersionError, NotFoundError, and as `send_code` does.
    """
    _check_version(door.accounts.profile(account_id), based_on)
    prove_number(account_id, Purpose.EMAIL, said, now, door)
    address = normalise_email(email)
    return send_code(
        _verification(account_id, address, mark_of),
        Purpose.LETTER,
        lambda code: letter(address, code),
        client,
        now,
        codes=door.sign_ins,
        pepper=door.pepper,
        new_id=door.new_id,
        random_number=number,
    )


def confirm_email[S: SentCodes, T](
    account_id: AccountId,
    email: str,
    said: Said,
    based_on: int,
    client: Client,
    now: datetime,
    *,
    door: Door[S, T],
    mark_of: MarkOf,
    tell: TellFirst,
) -> Profile:
    """Take an address for the code that it got; the account is told first.

    Raises: WrongCodeError, StaleVersionError, EmailTakenError, UnavailableError.
    """
    profile = door.accounts.profile(account_id)
    _check_version(profile, based_on)
    address = normalise_email(email)
    subject = _verification(account_id, address, mark_of)
    check_code(subject, Purpose.LETTER, said, now, codes=door.sign_ins, pepper=door.pepper)
    if door.accounts.account_of_email(address) not in {None, account_id}:
        raise EmailTakenError("email")
    tell(account_id)
    event = event_of(account_id, EventKind.EMAIL_SET, client, now)
    changed = door.accounts.save_profile(replace(profile, email=address), profile, event)
    use_code(subject, said, codes=door.sign_ins)
    return changed


def remove_email[S: SentCodes, T](
    account_id: AccountId, based_on: int, client: Client, now: datetime, *, door: Door[S, T], tell: TellFirst
) -> Profile:
    """Take the address away; without one a lost password is set anew by SMS. The account is told first.

    Raises: StaleVersionError, UnavailableError.
    """
    profile = door.accounts.profile(account_id)
    _check_version(profile, based_on)
    if profile.email is None:
        return profile
    tell(account_id)
    event = event_of(account_id, EventKind.EMAIL_REMOVED, client, now)
    return door.accounts.save_profile(replace(profile, email=None), profile, event)


def sign_out_everywhere[S: SentCodes, T](
    account_id: AccountId, client: Client, now: datetime, *, door: Door[S, T]
) -> None:
    """End every session of an account: no refresh token works any more. Raises: UnavailableError."""
    note(account_id, EventKind.SIGNED_OUT_EVERYWHERE, client, now, door)
    door.pool.sign_out(account_id)


def _check_version(profile: Profile, based_on: int) -> None:
    if profile.version != based_on:
        raise StaleVersionError


def _verification(account_id: AccountId, address: str, mark_of: MarkOf) -> PhoneIndex:
    return PhoneIndex(f"VERIFY#{account_id}#{mark_of(address)}")
