"""Staff sign out: their tokens are refused from the next request on, not only when they run out."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from handbook.domain.errors import ConflictError, UnavailableError, WrongCredentialsError
from handbook.domain.ids import StaffId
from handbook.domain.staff_sessions import session_of
from handbook.usecases.end_session import Sessions, claims_of

_RACES = 3
"""As many sign-outs of one person in one instant are not to be waited for."""


class Ends(Protocol):
    """See storage.directory.Directory."""

    def end_sessions(self, staff_id: StaffId, at: datetime) -> None: ...
    def end_session(self, staff_id: StaffId, marks: Iterable[str], at: datetime) -> None: ...


class SignsOut(Protocol):
    """See gateways.staff_accounts.StaffAccounts."""

    def sign_out(self, staff_id: StaffId) -> None: ...


def end_staff_session(refresh_token: str, now: datetime, *, sessions: Sessions, directory: Ends) -> None:
    """End one session with all its tokens; one that is dead already is no error. Raises: UnavailableError.

    A refresh token does not say whose it is: it is traded once more, and what comes of it tells, and ends with it.
    """
    try:
        last = sessions.refresh(refresh_token)
    except WrongCredentialsError:
        return
    for token in {refresh_token, last.refresh_token or refresh_token}:
        sessions.revoke(token)
    claims = claims_of(last.id_token)
    name, marks = claims.get("cognito:username"), session_of(claims).marks
    if isinstance(name, str) and marks:
        _end(StaffId(name), marks, now, directory)


def _end(staff_id: StaffId, marks: frozenset[str], now: datetime, directory: Ends) -> None:
    for _ in range(_RACES):
        try:
            directory.end_session(staff_id, marks, now)
        except ConflictError:
            continue
        return
    raise UnavailableError


def end_staff_sessions(staff_id: StaffId, now: datetime, *, directory: Ends, accounts: SignsOut) -> None:
    """End every session of a member of staff, at once. Raises: UnavailableError; then the caller can try again."""
    accounts.sign_out(staff_id)
    directory.end_sessions(staff_id, now)
