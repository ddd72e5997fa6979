"""Codes of six digits: sent once a minute at most, used once, five tries. By SMS to a number, by e-mail to an address.

A code is bound to its subject, a number's blind index, or that of an address with what the code is for, and to its
purpose: it is a wrong one for every other. The limits of a number hold for all purposes together.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from handbook.domain import sign_in
from handbook.domain.code_purposes import Purpose
from handbook.domain.errors import ConflictError, TooManyRequestsError, UnavailableError, WrongCodeError
from handbook.domain.ids import PhoneIndex
from handbook.usecases.ports import NewId

_CODE = "code"


class SentCodes(Protocol):
    """Codes that a number was sent."""

    @property
    def instants(self) -> tuple[datetime, ...]: ...
    @property
    def known(self) -> tuple[datetime, ...]: ...
    @property
    def kept_until(self) -> datetime | None: ...


class Codes[S: SentCodes](Protocol):
    """See storage.sign_in.SignIns."""

    def sent_to(self, index: PhoneIndex) -> S: ...
    def begin(
        self, index: PhoneIndex, challenge_id: str, code_proof: str, sent: S, now: datetime, *, is_known: bool
    ) -> None: ...
    def take_back(self, index: PhoneIndex, sent: S) -> None: ...
    def spend_try(self, index: PhoneIndex, challenge_id: str, now: datetime) -> str | None: ...
    def use_up(self, index: PhoneIndex, challenge_id: str) -> bool: ...
    def give_back(self, index: PhoneIndex, challenge_id: str, code_proof: str) -> None: ...
    def count(self, subjects: list[tuple[str, sign_in.Limit]], now: datetime) -> sign_in.Limit | None: ...
    def uncount(self, subjects: list[tuple[str, sign_in.Limit]], now: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class Client:
    """Where a request comes from; `device` is the app's own identifier, empty when it sends none."""

    address: str
    device: str = ""
    language: str = "vi"
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class CodeSent:
    """A code is on its way; the same whoever the number belongs to."""

    challenge_id: str
    expires_in_seconds: int
    resend_in_seconds: int


@dataclass(frozen=True, slots=True)
class Said:
    """A code that somebody gives back, and the challenge that it belongs to."""

    challenge_id: str
    code: str


def send_code[S: SentCodes](
    subject: PhoneIndex,
    purpose: Purpose,
    deliver: Callable[[str], None],
    client: Client,
    now: datetime,
    *,
    codes: Codes[S],
    pepper: bytes,
    new_id: NewId,
    random_number: int,
    is_known: bool = True,
) -> CodeSent:
    """Send a subject a new code for a purpose, which kills the old one; `deliver` hands it over.

    Every limit is checked before a message is paid for; who is not known to a number has strangers' share of its codes.
    Raises: TooManyRequestsError; UnavailableError when the provider did not take the message, and then the request does
    not count.
    """
    sent = codes.sent_to(subject)
    subjects = subjects_of(client, pepper)
    _check_limits(sent, subjects, now, codes, is_known=is_known)
    challenge_id = new_id()
    code = sign_in.code_from_number(random_number)
    try:
        proof = _proof(pepper, purpose, subject, challenge_id, code)
        codes.begin(subject, challenge_id, proof, sent, now, is_known=is_known)
    except ConflictError as error:
        codes.uncount(subjects, now)
        raise TooManyRequestsError(_seconds(sign_in.RESEND_AFTER)) from error
    try:
        deliver(code)
    except UnavailableError:
        codes.take_back(subject, sent)
        codes.uncount(subjects, now)
        raise
    return CodeSent(challenge_id, _seconds(sign_in.CODE_LIFE), _seconds(sign_in.RESEND_AFTER))


def check_code[S: SentCodes](
    subject: PhoneIndex,
    purpose: Purpose,
    said: Said,
    now: datetime,
    *,
    codes: Codes[S],
    pepper: bytes,
    field: str = "code",
) -> None:
    """Spend a try on a code for a purpose.

    Raises: WrongCodeError for every reason alike: wrong, for another purpose, used, expired, dead, never sent.
    """
    expected = codes.spend_try(subject, said.challenge_id, now)
    if not sign_in.same(expected or "", _proof(pepper, purpose, subject, said.challenge_id, said.code)):
        raise WrongCodeError(field)


def use_code[S: SentCodes](subject: PhoneIndex, said: Said, *, codes: Codes[S], field: str = "code") -> None:
    """End a code that was right. Raises: WrongCodeError when somebody used it in the same instant."""
    if not codes.use_up(subject, said.challenge_id):
        raise WrongCodeError(field)


def give_back_code[S: SentCodes](
    subject: PhoneIndex, purpose: Purpose, said: Said, *, codes: Codes[S], pepper: bytes
) -> None:
    """Let a code be used again that was right and used up for nothing, in the time and tries that it has left."""
    codes.give_back(subject, said.challenge_id, _proof(pepper, purpose, subject, said.challenge_id, said.code))


def subjects_of(client: Client, pepper: bytes) -> list[tuple[str, sign_in.Limit]]:
    """Name whose requests are counted beside the number's: a device, an address, everybody."""
    line = sign_in.address_subject(pepper, client.address)
    subjects = [(line, sign_in.PER_ADDRESS), ("everybody", sign_in.EVERYBODY)]
    return (
        [(sign_in.device_subject(pepper, client.device), sign_in.PER_DEVICE), *subjects] if client.device else subjects
    )


def _check_limits[S: SentCodes](
    sent: S, subjects: list[tuple[str, sign_in.Limit]], now: datetime, codes: Codes[S], *, is_known: bool
) -> None:
    if is_known:
        wait = sign_in.wait_before_sending(sent.instants, now)
    else:
        wait = sign_in.strangers_wait(sent.instants, sent.known, sent.kept_until, now)
    if wait is not None:
        raise TooManyRequestsError(_seconds(wait) + 1)
    reached = codes.count(subjects, now)
    if reached is not None:
        raise TooManyRequestsError(sign_in.seconds_left(reached, now))


def _proof(pepper: bytes, purpose: Purpose, subject: PhoneIndex, challenge_id: str, code: str) -> str:
    # As it always was for signing in, so that a code holds while two versions of the functions answer (ADR 30).
    bound_to = _CODE if purpose is Purpose.SIGN_IN else f"{_CODE}.{purpose}"
    return sign_in.proof(pepper, bound_to, subject, challenge_id, code)


def _seconds(span: timedelta) -> int:
    return max(1, int(span.total_seconds()))
