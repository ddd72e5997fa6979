"""Local dates. Ages and due dates are dates in Vietnam; instants are UTC."""

from datetime import UTC, date, datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
"""Fixed since 1975 and without daylight saving, so that no zone database is needed."""


def local_date(instant: datetime) -> date:
    """Give the date in Vietnam at an aware instant."""
    return instant.astimezone(VIETNAM).date()


def age_in_days(birth_date: date, on: date) -> int:
    """Give completed days of life; 0 on the day of birth."""
    return (on - birth_date).days


def iso_utc(instant: datetime) -> str:
    """Write an aware instant as ISO 8601 UTC to the millisecond, so that text order is time order."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{instant.microsecond // 1000:03d}Z"


def from_iso_utc(text: str) -> datetime:
    """Read what `iso_utc` wrote."""
    return datetime.fromisoformat(text)
