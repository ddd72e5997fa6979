"""What every entry of daily care has: who recorded it, and numbers that can have been measured."""

from collections.abc import Mapping
from datetime import date
from typing import Literal, NamedTuple

from handbook.domain.errors import DateInFutureError, ImplausibleValueError, InvalidFieldError
from handbook.domain.plausible_days import check_event_date
from handbook.domain.slips import factor_hint

type Source = Literal["staff", "family"]


class Limits(NamedTuple):
    """The smallest and largest value that can have been measured; wide, to catch slips and nothing else."""

    smallest: float
    largest: float


def check_limits(entry: object, limits: Mapping[str, Limits]) -> None:
    """Refuse the first field outside its limits, with the factor that would explain it.

    Raises: ImplausibleValueError naming the field. Fields that are None are left alone.
    """
    for name, (smallest, largest) in limits.items():
        value = getattr(entry, name)
        if value is not None and not smallest <= value <= largest:
            raise ImplausibleValueError(name, factor_hint(value, smallest, largest) or "")


def check_something_said(entry: object, names: tuple[str, ...]) -> None:
    """Refuse an entry in which every one of `names` is None, an empty text or an empty form, by the first name."""
    if all(getattr(entry, name) in (None, {}, "") for name in names):
        raise InvalidFieldError(names[0])


def check_day(day: date, birth_date: date | None, today: date, name: str) -> None:
    """Refuse a day after today, or before birth where the child is born. Raises by `name`."""
    if birth_date is not None:
        check_event_date(day, birth_date, today, name)
    elif day > today:
        raise DateInFutureError(name)
