"""What a demo child is: its age on the day of seeding, how it comes to the station, and how it grows."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tools.seed.names import Sex

PENTA_VISIT = ("penta", "bopv")


@dataclass(frozen=True, slots=True)
class Age:
    """Age on the day of seeding. `due_in_days` moves the day on which the months are reached away from it."""

    months: int = 0
    days: int = 0
    due_in_days: int = 0

    def birth_date(self, today: date) -> date:
        """The birth date; in a month without that day, the month's last."""
        return months_before(today + timedelta(days=self.due_in_days), self.months) - timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Attendance:
    """How a family keeps appointments: days late, when it stopped, and doses given outside the schedule.

    `until_age_days` -1 is never, 0 is at birth only, None is still coming; `away_days` is how long before the day
    of seeding the last visit lies at least. `unplanned` are products by age in days, given whatever the rules say.
    """

    late_days: tuple[int, int] = (0, 5)
    until_age_days: int | None = None
    away_days: int = 1
    unplanned: tuple[tuple[int, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """From an age on the weight channel moves by `z_per_month`, to `until_z` at most."""

    from_days: int
    z_per_month: float
    until_z: float


@dataclass(frozen=True, slots=True)
class Channel:
    """The z-scores along which a child grows: length for age, and weight for that length."""

    length_z: float = 0.0
    weight_z: float = 0.0
    turn: Turn | None = None


@dataclass(frozen=True, slots=True)
class Child:
    """One child. `family` is the guardian's number; `opened_at_days` is the age at which the handbook was opened."""

    number: int
    full_name: str
    sex: Sex
    age: Age
    mother: str
    family: int
    gestation_days: int | None = None
    attendance: Attendance = Attendance()
    channel: Channel = Channel()
    opened_at_days: int = 0
    opened_by_family: bool = False
    story: str = ""

    @property
    def station(self) -> int:
        """Which of the two communes the family lives in: twins and siblings in the same."""
        return self.family % 2


def months_before(day: date, months: int) -> date:
    """The day so many calendar months earlier, clamped to the end of a shorter month."""
    index = day.year * 12 + day.month - 1 - months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def random_for(*parts: object) -> Random:
    """A generator that gives the same numbers in every run."""
    return Random("/".join(map(str, ("so-me-va-be", *parts))))  # noqa: S311 - repeatable data, nothing secret
