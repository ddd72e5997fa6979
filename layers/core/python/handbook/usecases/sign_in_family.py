"""Sign a family member in with a code by SMS."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from handbook.domain import sign_in
from handbook.domain.directory import Account
from handbook.domain.errors import (
    ConflictError,
    TooManyRequestsError,
    UnavailableError,
    WrongCodeError,
)
from handbook.domain.ids import AccountId, PhoneE164, PhoneIndex
from handbook.domain.preferences import Preferences
from handbook.usecases.ports import Directory, IndexOf, NewId, Sms

_TICKET = "ticket"
_CODE = "code"


class SentCodes(Protocol):
    """Codes that a number was sent."""

    @property
    def instants(self) -> tuple[datetime, ...]: ...


class SignIns[S: SentCodes](Protocol):
    """See storage.sign_in.SignIns."""

    def sent_to(self, index: PhoneIndex) -> S: ...
    def begin(self, index: PhoneIndex, challenge_id: str, code_proof: str, sent: S, now: datetime) -> None: ...
    def take_back(self, index: PhoneIndex, sent: S) -> None: ...
    def spend_try(self, index: PhoneIndex, challenge_id: str, now: datetime) -> str | None: ...
    def use_up(self, index: PhoneIndex, challenge_id: str) -> bool: ...
    def issue_ticket(self, ticket_proof: str, account_id: str, now: datetime) -> None: ...
    def redeem_ticket(self, ticket_proof: str, account_id: str, now: datetime) -> bool: ...
    def count(self, subjects: list[tuple[str, sign_in.Limit]], now: datetime) -> sign_in.Limit | None: ...
    def uncount(self, subjects: list[tuple[str, sign_in.Limit]], now: datetime) -> None: ...


class Exchange[T](Protocol):
    """See gateways.cognito.FamilyPool."""

    def add(self, account_id: AccountId) -> None: ...
    def exchange(self, account_id: AccountId, ticket: str) -> T: ...


@dataclass(frozen=True, slots=True)
class Client:
    """Where a request comes from; `device` is the app's own identifier, empty when it sends none."""

    address: str
    device: str = ""
    language: str = "vi"


@dataclass(frozen=True, slots=True)
class CodeSent:
    """A code is on its way; the same whoever the number belongs to."""

    challenge_id: str
    expires_in_seconds: int
    resend_in_seconds: int


def request_code[S: SentCodes](
    phone: PhoneE164,
    client: Client,
    now: datetime,
    *,
    sign_ins: SignIns[S],
    index_of: IndexOf,
    sms: Sms,
    pepper: bytes,
    new_id: NewId,
    random_number: int,
) -> CodeSent:
    """Send a new code, which kills the old one. Whether the number has an account is never looked at.

    Every limit is checked before an SMS is paid for. Raises: TooManyRequestsError; UnavailableError when the
    provider did not take the message, and then the request does not count.
    """
    index = index_of(phone)
    sent = sign_ins.sent_to(index)
    subjects = _subjects(client)
    _check_limits(sent.instants, subjects, now, sign_ins)
    challenge_id = new_id()
    code = sign_in.code_from_number(random_number)
    try:
        sign_ins.begin(index, challenge_id, _code_proof(pepper, index, challenge_id, code), sent, now)
    except ConflictError as error:
        sign_ins.uncount(subjects, now)
        raise TooManyRequestsError(_seconds(sign_in.RESEND_AFTER)) from error
    try:
        sms.send(phone, sign_in.sms_text(code, client.language))
    except UnavailableError:
        sign_ins.take_back(index, sent)
        sign_ins.uncount(subjects, now)
        raise
    return CodeSent(challenge_id, _seconds(sign_in.CODE_LIFE), _seconds(sign_in.RESEND_AFTER))


def redeem_code[S: SentCodes, T](
    phone: PhoneE164,
    challenge_id: str,
    code: str,
    client: Client,
    now: datetime,
    *,
    sign_ins: SignIns[S],
    directory: Directory,
    index_of: IndexOf,
    pool: Exchange[T],
    pepper: bytes,
    new_id: NewId,
) -> T:
    """Give tokens for the right code; the account is made the first time.

    Raises: WrongCodeError for every reason alike: wrong, used, expired, dead, never sent.
    """
    index = index_of(phone)
    expected = sign_ins.spend_try(index, challenge_id, now)
    given = _code_proof(pepper, index, challenge_id, code)
    if not sign_in.same(expected or "", given):
        raise WrongCodeError("code")
    account_id = _account_of(phone, index, client.language, now, directory, pool, new_id)
    ticket = new_id() + new_id()
    sign_ins.issue_ticket(_ticket_proof(pepper, ticket), account_id, now)
    # Late, so that a table that does not answer costs no code; before the exchange, so that a code works once.
    if not sign_ins.use_up(index, challenge_id):
        raise WrongCodeError("code")
    return pool.exchange(account_id, ticket)


def redeem_ticket[S: SentCodes](
    account_id: str, ticket: str, now: datetime, *, sign_ins: SignIns[S], pepper: bytes
) -> bool:
    """Say whether a ticket lets an account in, once: the answer to Cognito's custom challenge."""
    return sign_ins.redeem_ticket(_ticket_proof(pepper, ticket), account_id, now)


def _subjects(client: Client) -> list[tuple[str, sign_in.Limit]]:
    subjects = [(f"address#{client.address}", sign_in.PER_ADDRESS), ("everybody", sign_in.EVERYBODY)]
    return [(f"device#{client.device}", sign_in.PER_DEVICE), *subjects] if client.device else subjects


def _check_limits[S: SentCodes](
    sent: tuple[datetime, ...], subjects: list[tuple[str, sign_in.Limit]], now: datetime, sign_ins: SignIns[S]
) -> None:
    wait = sign_in.wait_before_sending(sent, now)
    if wait is not None:
        raise TooManyRequestsError(_seconds(wait) + 1)
    reached = sign_ins.count(subjects, now)
    if reached is not None:
        raise TooManyRequestsError(sign_in.seconds_left(reached, now))


def _account_of[T](
    phone: PhoneE164,
    index: PhoneIndex,
    language: str,
    now: datetime,
    directory: Directory,
    pool: Exchange[T],
    new_id: NewId,
) -> AccountId:
    known = directory.account_of_phone(index)
    if known is not None:
        return known
    preferences = Preferences(language="en" if language == "en" else "vi")
    account = Account(AccountId(new_id()), phone, created_at=now, preferences=preferences)
    # The user comes first: a crash in between leaves one that nobody can sign in as, and the next try starts anew.
    pool.add(account.account_id)
    try:
        directory.add_account(account, index)
    except ConflictError:
        faster = directory.account_of_phone(index)
        if faster is None:
            raise
        return faster
    return account.account_id


def _code_proof(pepper: bytes, index: PhoneIndex, challenge_id: str, code: str) -> str:
    return sign_in.proof(pepper, _CODE, index, challenge_id, code)


def _ticket_proof(pepper: bytes, ticket: str) -> str:
    return sign_in.proof(pepper, _TICKET, ticket)


def _seconds(span: timedelta) -> int:
    return max(1, int(span.total_seconds()))
