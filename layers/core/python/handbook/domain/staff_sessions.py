"""Sessions of staff, as their tokens tell of them. Pure.

A token is good for fifteen minutes whatever happens meanwhile; each request of staff reads the member of staff anyway,
and there stands which sessions were ended before that.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from handbook.domain.errors import HandbookError

TOKEN_LIFE = timedelta(minutes=15)
"""Of ID and access tokens (template.yaml, StaffClient): an ended session need not be remembered for longer."""


class SignInAgainError(HandbookError):
    """A session alone does not do what opens an account: password and present second factor are asked again with it."""


@dataclass(frozen=True, slots=True)
class Session:
    """What a token says of its session: when somebody signed in, to the second, and what all its tokens share."""

    signed_in_at: datetime | None = None
    marks: frozenset[str] = frozenset()


def session_of(claims: Mapping[str, Any]) -> Session:
    """Read the session from the claims of a verified token.

    `auth_time` is when somebody gave both factors, `origin_jti` names the refresh token that began the session; both
    stay when it is renewed (Amazon Cognito, "Understanding the identity token"). The gateway gives them as texts.
    """
    text, origin = str(claims.get("auth_time") or ""), str(claims.get("origin_jti") or "")
    known = text.isascii() and text.isdigit() and len(text) <= 12  # noqa: PLR2004 - until the year 33,000
    at = datetime.fromtimestamp(int(text), UTC) if known else None
    return Session(at, frozenset({origin, f"at:{text}" if known else ""} - {""}))


def lets_in(session: Session, not_before: datetime | None, ended: Mapping[str, datetime], now: datetime) -> bool:
    """Say whether a session still holds: not one of those that ended, nor begun before all of them were.

    A token that does not tell when its session began holds only where no session was ever ended at once.
    """
    if any(mark in ended and now < ended[mark] for mark in session.marks):
        return False
    if not_before is None:
        return True
    return session.signed_in_at is not None and session.signed_in_at > not_before


def with_ended(ended: Mapping[str, datetime], marks: Iterable[str], now: datetime) -> dict[str, datetime]:
    """Add a session that ends now to those that are remembered, and forget those whose tokens have all run out."""
    kept = {mark: until for mark, until in ended.items() if now < until}
    return kept | dict.fromkeys(marks, now + TOKEN_LIFE)
