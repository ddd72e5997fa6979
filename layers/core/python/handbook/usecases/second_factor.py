"""Staff change their second factor: codes by SMS to a number that they prove, or an authenticator."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handbook.domain import sign_in
from handbook.domain.code_purposes import Purpose
from handbook.domain.errors import (
    ConflictError,
    InvalidFieldError,
    TooManyRequestsError,
    UnavailableError,
    WrongCredentialsError,
)
from handbook.domain.ids import PhoneE164, PhoneIndex, StaffId
from handbook.domain.staff_contacts import SealedContacts
from handbook.domain.staff_sessions import TOKEN_LIFE, Session, SignInAgainError
from handbook.usecases.end_session import claims_of
from handbook.usecases.one_time_codes import Client, Codes, Said, SentCodes, check_code, subjects_of, use_code


class Members(Protocol):
    """See storage.staff.StaffMembers."""

    def check_contacts_free(self, contacts: SealedContacts, staff_id: StaffId) -> None: ...
    def set_second_factor(self, staff_id: StaffId, number: SealedContacts | None) -> None: ...


class Accounts(Protocol):
    """See gateways.staff_accounts.StaffAccounts."""

    def take_codes_by_sms(self, staff_id: StaffId, number: PhoneE164) -> None: ...
    def take_authenticator(self, staff_id: StaffId) -> None: ...


class Authenticators(Protocol):
    """See gateways.cognito.StaffPool."""

    def begin_authenticator(self, access_token: str) -> str: ...
    def prove_authenticator(self, access_token: str, code: str) -> None: ...


class Keeper(Protocol):
    """See gateways.staff_contacts.ContactKeeper."""

    def sealed_number(self, staff_id: StaffId, phone: PhoneE164) -> SealedContacts: ...


class PaidCodes[S: SentCodes](Codes[S], Protocol):
    """See storage.sign_in.SignIns."""

    def note_sent(self, index: PhoneIndex, sent: S, now: datetime) -> None: ...
    def unsend(self, index: PhoneIndex, sent: S) -> None: ...


@dataclass(frozen=True, slots=True)
class Office:
    """What changing a factor works with."""

    directory: Members
    accounts: Accounts
    pool: Authenticators
    keeper: Keeper


def check_fresh(session: Session, now: datetime) -> None:
    """Refuse who signed in longer ago than a token lives: a screen that was left open changes no factor.

    Raises: SignInAgainError.
    """
    if session.signed_in_at is None or now - session.signed_in_at > TOKEN_LIFE:
        raise SignInAgainError


def check_number_free(staff_id: StaffId, phone: PhoneE164, office: Office) -> None:
    """Refuse another account's number before a code is paid for. Raises: ContactTakenError, UnavailableError."""
    office.directory.check_contacts_free(office.keeper.sealed_number(staff_id, phone), staff_id)


def choose_sms[S: SentCodes](
    staff_id: StaffId, phone: PhoneE164, said: Said, now: datetime, *, office: Office, codes: Codes[S], pepper: bytes
) -> None:
    """Let codes come by SMS to a number, for the code that it got.

    Raises: WrongCodeError, ContactTakenError, ConflictError, UnavailableError; sent again after the last the same
    change is made whole with another code.
    """
    number = office.keeper.sealed_number(staff_id, phone)
    if number.phone_mark is None:
        raise InvalidFieldError("phone")
    check_code(number.phone_mark, Purpose.SECOND_FACTOR, said, now, codes=codes, pepper=pepper)
    office.directory.check_contacts_free(number, staff_id)
    use_code(number.phone_mark, said, codes=codes)
    # Ours first: it only counts what Cognito sends, while the other way round codes would go out uncounted.
    office.directory.set_second_factor(staff_id, number)
    office.accounts.take_codes_by_sms(staff_id, phone)


def begin_authenticator(staff_id: StaffId, access_token: str, *, office: Office) -> str:
    """Give the secret of a new authenticator. Raises: WrongCredentialsError, UnavailableError."""
    _check_own(staff_id, access_token)
    return office.pool.begin_authenticator(access_token)


def choose_authenticator(staff_id: StaffId, access_token: str, code: str, *, office: Office) -> None:
    """Let codes come from the authenticator that was set up. Raises: WrongCredentialsError, UnavailableError."""
    _check_own(staff_id, access_token)
    office.pool.prove_authenticator(access_token, code)
    office.accounts.take_authenticator(staff_id)
    office.directory.set_second_factor(staff_id, None)


def _check_own(staff_id: StaffId, access_token: str) -> None:
    # Cognito checks the token itself; that it is the asker's own it cannot know.
    if claims_of(access_token).get("username") != staff_id:
        raise WrongCredentialsError


def paced[T, S: SentCodes](
    index: PhoneIndex | None,
    client: Client,
    now: datetime,
    work: Callable[[], T],
    *,
    codes: PaidCodes[S],
    pepper: bytes,
) -> T:
    """Do a step that lets Cognito send a code by SMS to a number, within the limits of every number's codes.

    They are those of families' codes and counted with them, before the message is paid for; a step that was refused
    sent nothing and is not counted. Without a number no code goes out. Raises: TooManyRequestsError, and what the
    work raises.
    """
    if index is None:
        return work()
    subjects = subjects_of(client, pepper)
    sent = codes.sent_to(index)
    wait = sign_in.wait_before_sending(sent.instants, now)
    if wait is not None:
        raise TooManyRequestsError(max(1, int(wait.total_seconds())) + 1)
    reached = codes.count(subjects, now)
    if reached is not None:
        raise TooManyRequestsError(sign_in.seconds_left(reached, now))
    try:
        codes.note_sent(index, sent, now)
    except ConflictError as error:
        codes.uncount(subjects, now)
        raise TooManyRequestsError(int(sign_in.RESEND_AFTER.total_seconds())) from error
    try:
        return work()
    except (WrongCredentialsError, UnavailableError):
        codes.uncount(subjects, now)
        codes.unsend(index, sent)
        raise
