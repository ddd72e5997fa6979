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


def months_after(day: date, months: int) -> date:
    """Add calendar months, held at the end of a shorter month: 31 January and 1 month is 28 February.

    Vietnamese practice, as in the immunization schedules.
    """
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return date(year, month0 + 1, day.day)
    except ValueError:  # only months shorter than 31 days come here, so the next month is in the same year
        return date(year, month0 + 2, 1) - timedelta(days=1)


def age_in_months(birth_date: date, on: date) -> int:
    """Give completed calendar months of life; negative before birth."""
    months = (on.year - birth_date.year) * 12 + on.month - birth_date.month
    return months - (on < months_after(birth_date, months))


def latest_birth_aged(months: int, on: date) -> date:
    """Give the latest birth of those who have completed so many calendar months of life on a day."""
    day = months_after(on, -months)
    while months_after(day + timedelta(days=1), months) <= on:  # the ends of longer months count as that of a shorter
        day += timedelta(days=1)
    return day


def iso_day(day: date | None) -> str | None:
    """Write a day in ISO 8601, None where there is none."""
    return day.isoformat() if day else None


def from_iso_day(text: str | None) -> date | None:
    """Read what `iso_day` wrote."""
    return date.fromisoformat(text) if text else None


def iso_utc(instant: datetime) -> str:
    """Write an aware instant as ISO 8601 UTC to the millisecond, so that text order is time order."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{instant.microsecond // 1000:03d}Z"


def from_iso_utc(text: str) -> datetime:
    """Read what `iso_utc` wrote."""
    return datetime.fromisoformat(text)
