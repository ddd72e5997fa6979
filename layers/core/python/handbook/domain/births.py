"""Births: what is written down of each child that is born, and what cannot have been."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from handbook.domain.dating import LONGEST_DAYS, gestation_days_on
from handbook.domain.errors import (
    DateBeforePregnancyError,
    DateInFutureError,
    GestationTooShortError,
    ImplausibleValueError,
    InvalidFieldError,
)
from handbook.domain.ids import HandbookId
from handbook.domain.pregnancy import MOST_FETUSES, Pregnancy

type Outcome = Literal["alive", "stillborn"]
type Mode = Literal["vaginal", "vacuum", "forceps", "caesarean"]
type Place = Literal["hospital", "station", "other_facility", "home", "on_the_way"]
type BirthWarning = Literal[
    "born_before_22_weeks", "gestation_over_44_weeks", "fetuses_differ", "days_apart", "weight_unusual_for_gestation"
]

VIABLE_FROM_DAYS = 22 * 7
"""A loss before 22 completed weeks is a miscarriage (Ministry of Health, national guidelines on reproductive health
services 2016; WHO, ICD-10 volume 2: the perinatal period begins at 22 weeks)."""
EARLIEST_BIRTH_DAYS = 20 * 7
"""No child lived that was born earlier: it was a miscarriage, or the dating is wrong."""
LONGEST_BETWEEN = timedelta(days=150)
"""Between twins: delayed delivery of the second has lasted for months, once in a great while."""
_LIGHTEST_G, _HEAVIEST_G = 300, 8000
_USUAL_WEIGHT_G = {22 * 7: (250, 1000), 28 * 7: (500, 2200), 32 * 7: (800, 3200), 37 * 7: (1200, 6000)}
"""From so many days on: wide bounds, that a date or a decimal point is asked about and a child is not."""
_SIZES = {"length_cm": (20.0, 70.0), "head_cm": (12.0, 50.0), "weight_g": (_LIGHTEST_G, _HEAVIEST_G)}
_APGAR = ("apgar_1", "apgar_5", "apgar_10")


@dataclass(frozen=True, slots=True)
class ChildBorn:
    """One child at birth: grams, centimetres, Apgar scores at 1, 5 and 10 minutes; None was not said.

    `born_on` is the local day of `born_at` where the time is known. `handbook_id` is the handbook that goes on with
    the child; a stillborn child has none.
    """

    outcome: Outcome
    born_on: date
    born_at: datetime | None = None
    sex: Literal["F", "M"] | None = None
    full_name: str | None = None
    mode: Mode | None = None
    weight_g: int | None = None
    length_cm: float | None = None
    head_cm: float | None = None
    apgar_1: int | None = None
    apgar_5: int | None = None
    apgar_10: int | None = None
    handbook_id: HandbookId | None = None


@dataclass(frozen=True, slots=True)
class Birth:
    """A birth, or one child's part in it: `order` is its place among `born_together`, 1 the first.

    `gestation_days` is how far the pregnancy was when the first child came, None when the dating cannot be right.
    """

    children: tuple[ChildBorn, ...]
    born_together: int
    gestation_days: int | None
    order: int = 1
    place: Place | None = None
    facility_name: str | None = None

    @property
    def living(self) -> tuple[ChildBorn, ...]:
        """Children that were born alive."""
        return tuple(child for child in self.children if child.outcome == "alive")


def check_birth(children: Sequence[ChildBorn], pregnancy: Pregnancy, today: date) -> None:
    """Refuse a birth that cannot have been. Raises an InvalidFieldError of some kind, naming the field."""
    if not 1 <= len(children) <= MOST_FETUSES:
        raise InvalidFieldError("children")
    for number, child in enumerate(children):
        _check_day(child, f"children.{number}", pregnancy, today)
        _check_child(child, f"children.{number}")
    days = [child.born_on for child in children]
    if max(days) - min(days) > LONGEST_BETWEEN:
        raise InvalidFieldError(f"children.{days.index(max(days))}.{_day_field(children[days.index(max(days))])}")


def _check_day(child: ChildBorn, place: str, pregnancy: Pregnancy, today: date) -> None:
    name, days = f"{place}.{_day_field(child)}", pregnancy.gestation_days_on(child.born_on)
    if child.born_on > today:
        raise DateInFutureError(name)
    if days < 0:
        raise DateBeforePregnancyError(name)
    if days < EARLIEST_BIRTH_DAYS:
        raise GestationTooShortError(name)


def _day_field(child: ChildBorn) -> str:
    return "born_on" if child.born_at is None else "born_at"


def _check_child(child: ChildBorn, place: str) -> None:
    if child.outcome == "alive" and child.sex is None:
        raise InvalidFieldError(f"{place}.sex")
    for name, (smallest, largest) in _SIZES.items():
        value = getattr(child, name)
        if value is not None and not smallest <= value <= largest:
            raise ImplausibleValueError(f"{place}.{name}")
    for name in _APGAR:
        score = getattr(child, name)
        # A stillborn child shows no sign of life: any score above 0 says that it was born alive.
        if score is not None and not 0 <= score <= (10 if child.outcome == "alive" else 0):
            raise InvalidFieldError(f"{place}.{name}")


def gestation_at_birth(children: Sequence[ChildBorn], pregnancy: Pregnancy) -> int | None:
    """Count completed days of the pregnancy at the first child's birth; None beyond 44 weeks, which no dating means."""
    days = gestation_days_on(pregnancy.day_zero, min(child.born_on for child in children))
    return days if days <= LONGEST_DAYS else None


def warnings_of(children: Sequence[ChildBorn], pregnancy: Pregnancy) -> tuple[BirthWarning, ...]:
    """Say what is unusual about a birth, and may still be true."""
    found: list[BirthWarning] = []
    days = gestation_at_birth(children, pregnancy)
    if days is None:
        found.append("gestation_over_44_weeks")
    elif days < VIABLE_FROM_DAYS:
        found.append("born_before_22_weeks")
    if pregnancy.fetuses is not None and pregnancy.fetuses != len(children):
        found.append("fetuses_differ")
    born = [child.born_on for child in children]
    if max(born) - min(born) > timedelta(days=1):
        found.append("days_apart")
    if days is not None and any(_is_unusual(child.weight_g, days) for child in children):
        found.append("weight_unusual_for_gestation")
    return tuple(found)


def _is_unusual(weight_g: int | None, days: int) -> bool:
    bounds = [bound for least, bound in _USUAL_WEIGHT_G.items() if days >= least]
    return weight_g is not None and bool(bounds) and not bounds[-1][0] <= weight_g <= bounds[-1][1]


def unnamed(mother_name: str, order: int, born_together: int) -> str:
    """Give what a child without a name is called until its birth is registered, as maternity wards do."""
    return f"Con bà {mother_name}" + (f" {order}" if born_together > 1 else "")
