"""Sign a member of staff in with password and second factor, behind a lock against guessing."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from handbook.domain import sign_in
from handbook.domain.errors import TooManyRequestsError, WrongCredentialsError
from handbook.domain.sign_in import Limit

_STAFF = "staff"
_RECOVERY = "recovery"


class Tries(Protocol):
    """See storage.sign_in.SignIns."""

    def count(self, subjects: list[tuple[str, Limit]], now: datetime) -> Limit | None: ...
    def uncount(self, subjects: list[tuple[str, Limit]], now: datetime) -> None: ...


def guarded[T](username: str, address: str, work: Callable[[], T], now: datetime, *, tries: Tries, pepper: bytes) -> T:
    """Do a step of signing in that may be a guess: ten wrong ones lock a user name for the rest of the hour.

    A name that nobody has locks just as well. Raises: TooManyRequestsError, and what the work raises.
    """
    subjects = _count(_STAFF, username, address, now, tries, pepper)
    try:
        done = work()
    except WrongCredentialsError:
        raise
    except Exception:
        tries.uncount(subjects, now)
        raise
    tries.uncount(subjects, now)
    return done


def limit_recovery(username: str, address: str, now: datetime, *, tries: Tries, pepper: bytes) -> None:
    """Count a request for a code by e-mail, whoever it is for. Raises: TooManyRequestsError."""
    _count(_RECOVERY, username, address, now, tries, pepper)


def _count(
    purpose: str, username: str, address: str, now: datetime, tries: Tries, pepper: bytes
) -> list[tuple[str, Limit]]:
    # A keyed hash: the table of counters names nobody.
    subject = f"{purpose}#{sign_in.proof(pepper, purpose, username.casefold())}"
    subjects = [(subject, sign_in.PER_STAFF), (sign_in.address_subject(pepper, address), sign_in.PER_ADDRESS)]
    reached = tries.count(subjects, now)
    if reached is not None:
        raise TooManyRequestsError(sign_in.seconds_left(reached, now))
    return subjects
