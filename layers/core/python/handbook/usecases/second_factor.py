"""Staff change their second factor: codes by SMS to a number that they prove, or an authenticator."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from handbook.domain import sign_in
from handbook.domain.accounts import AccountEvent
from handbook.domain.code_purposes import Purpose
from handbook.domain.errors import (
    ConflictError,
    InvalidFieldError,
    TooManyRequestsError,
    UnavailableError,
    WrongCodeError,
    WrongCredentialsError,
)
from handbook.domain.ids import PhoneE164, PhoneIndex, StaffId
from handbook.domain.sign_in import StaffChallenge, Step, Tokens
from handbook.domain.staff_contacts import SealedContacts
from handbook.usecases.end_session import claims_of
from handbook.usecases.one_time_codes import Client, Codes, Said, SentCodes, check_code, subjects_of, use_code
from handbook.usecases.ports import NewId


class Members(Protocol):
    """See storage.staff.StaffMembers."""

    def check_contacts_free(self, contacts: SealedContacts, staff_id: StaffId) -> None: ...
    def set_second_factor(
        self, staff_id: StaffId, number: SealedContacts | None, event: AccountEvent | None = None
    ) -> None: ...


class Accounts(Protocol):
    """See gateways.staff_accounts.StaffAccounts."""

    def take_codes_by_sms(self, staff_id: StaffId, number: PhoneE164) -> None: ...
    def take_authenticator(self, staff_id: StaffId) -> None: ...


class Pool(Protocol):
    """See gateways.cognito.StaffPool."""

    def answer(self, username: str, challenge: StaffChallenge, session: str, said: str) -> Tokens | Step: ...
    def begin_authenticator(self, access_token: str) -> str: ...
    def prove_authenticator(self, access_token: str, code: str) -> None: ...


class Keeper(Protocol):
    """See gateways.staff_contacts.ContactKeeper."""

    def sealed_number(self, staff_id: StaffId, phone: PhoneE164) -> SealedContacts: ...


class Tickets(Protocol):
    """See gateways.setup_tickets.SetupTickets."""

    def seal(self, staff_id: StaffId, access_token: str) -> str: ...
    def opened(self, staff_id: StaffId, ticket: str) -> str: ...


class Log(Protocol):
    """See storage.account_events.AccountEvents."""

    def note(self, event: AccountEvent) -> None: ...


class PaidCodes[S: SentCodes](Codes[S], Protocol):
    """See storage.sign_in.SignIns."""

    def note_sent(self, index: PhoneIndex, sent: S, now: datetime) -> None: ...
    def unsend(self, index: PhoneIndex, sent: S) -> None: ...


@dataclass(frozen=True, slots=True)
class Office:
    """What changing a factor works with; `tell` tells somebody of it at address and number as they are before it.

    It raises UnavailableError where nobody takes that now: then nothing is changed.
    """

    directory: Members
    accounts: Accounts
    pool: Pool
    keeper: Keeper
    tickets: Tickets
    log: Log
    tell: Callable[[StaffId], None]


type FactorChallenge = Literal["authenticator_code", "sms_code"]


@dataclass(frozen=True, slots=True)
class Proof:
    """What a sign-in that was begun with the password asked for, its session, and the code of that second factor."""

    challenge: FactorChallenge
    session: str
    code: str


def prove_again(staff_id: StaffId, proof: Proof, *, pool: Pool) -> Tokens:
    """Ask for both factors anew, whoever holds a session: a stolen one, however fresh, changes no factor.

    Gives the tokens of that sign-in, which are nobody's but ours. Raises: WrongCredentialsError, UnavailableError.
    """
    done = pool.answer(staff_id, proof.challenge, proof.session, proof.code)
    # Cognito checks the session itself; that it is the asker's own it cannot know.
    if not isinstance(done, Tokens) or claims_of(done.access_token).get("username") != staff_id:
        raise WrongCredentialsError
    return done


def challenge_of(staff_id: StaffId, pepper: bytes, new_id: NewId) -> str:
    """Name the challenge of a code so that it is good for one member of staff, who gave a proof for it."""
    name = new_id()
    return f"{name}.{_bound(staff_id, name, pepper)}"


_BOUND = 26
"""Hexadecimal digits, 104 bits: with an identifier of 36 signs it stays below the 64 that a challenge may have."""


def _bound(staff_id: StaffId, name: str, pepper: bytes) -> str:
    return sign_in.proof(pepper, "second-factor", staff_id, name)[:_BOUND]


def _check_bound(staff_id: StaffId, said: Said, pepper: bytes) -> None:
    name, _, bound = said.challenge_id.partition(".")
    if not sign_in.same(bound, _bound(staff_id, name, pepper)):
        raise WrongCodeError("code")


def choose_sms[S: SentCodes](
    phone: PhoneE164,
    said: Said,
    event: AccountEvent,
    staff_id: StaffId,
    *,
    office: Office,
    codes: Codes[S],
    pepper: bytes,
) -> None:
    """Let codes come by SMS to a number, for the code that it got for this member of staff.

    Whose number it is is told to who has it only. Raises: WrongCodeError, ContactTakenError, ConflictError,
    UnavailableError; sent again after the last the same change is made whole with another code.
    """
    number = office.keeper.sealed_number(staff_id, phone)
    if number.phone_mark is None:
        raise InvalidFieldError("phone")
    check_code(number.phone_mark, Purpose.SECOND_FACTOR, said, event.at, codes=codes, pepper=pepper)
    _check_bound(staff_id, said, pepper)
    office.directory.check_contacts_free(number, staff_id)
    office.tell(staff_id)
    use_code(number.phone_mark, said, codes=codes)
    # Ours first: it only counts what Cognito sends, while the other way round codes would go out uncounted.
    office.directory.set_second_factor(staff_id, number, event)
    office.accounts.take_codes_by_sms(staff_id, phone)


def begin_authenticator(staff_id: StaffId, proved: Tokens, *, office: Office) -> tuple[str, str]:
    """Give the secret of a new authenticator, and the ticket that its first code comes back with.

    Raises: WrongCredentialsError, UnavailableError.
    """
    secret = office.pool.begin_authenticator(proved.access_token)
    return secret, office.tickets.seal(staff_id, proved.access_token)


def choose_authenticator(ticket: str, code: str, event: AccountEvent, staff_id: StaffId, *, office: Office) -> None:
    """Let codes come from the authenticator that was set up. Raises: WrongCredentialsError, UnavailableError."""
    office.pool.prove_authenticator(office.tickets.opened(staff_id, ticket), code)
    office.tell(staff_id)
    office.log.note(event)  # before Cognito: nothing is changed there of which the owner cannot read
    office.accounts.take_authenticator(staff_id)
    office.directory.set_second_factor(staff_id, None)


def paced[T, S: SentCodes](
    index: PhoneIndex | None,
    client: Client,
    now: datetime,
    work: Callable[[], T],
    *,
    codes: PaidCodes[S],
    pepper: bytes,
    sends: Callable[[T], bool],
) -> T:
    """Do a step that lets Cognito send a code by SMS to a member of staff, within the limits of a number's codes.

    They are counted under `index` before the message is paid for, apart from those of families; a step that was refused
    or of which `sends` says that it asked for something else, sent nothing and is not counted. Without a number no
    code goes out. Raises: TooManyRequestsError, and what the work raises.
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
    sending = False
    try:
        done = work()
        sending = sends(done)
    finally:
        if not sending:
            with suppress(UnavailableError):  # one counted too many: what Cognito has done is told all the same
                codes.unsend(index, sent)
                codes.uncount(subjects, now)
    return done
