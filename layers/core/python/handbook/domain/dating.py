"""How far a pregnancy is: what was stated of it, which statement wins, and what follows from that on a day.

Counted in completed days from day zero, the first day of the last menstrual period or the day that it would have been.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from handbook.domain.errors import DateInFutureError, GestationTooLongError, InvalidFieldError

type DatingMethod = Literal["lmp", "ultrasound", "ivf"]

PREGNANCY_DAYS = 280
"""Naegele: due 40 completed weeks after day zero."""
FIRST_TRIMESTER_DAYS, SECOND_TRIMESTER_DAYS = 13 * 7 + 6, 27 * 7 + 6
"""The last day of each: 13 weeks 6 days and 27 weeks 6 days."""
POST_TERM_FROM_DAYS = 42 * 7
"""WHO, ICD-10 volume 2: term to under 42 completed weeks, post-term from 42."""
LONGEST_DAYS = 44 * 7
"""No pregnancy is known to last longer: from here on it is the dating that is wrong."""
EARLY_SCAN_DAYS = FIRST_TRIMESTER_DAYS
"""A scan to here is surer than the last period (Ministry of Health practice; ACOG Committee Opinion 700)."""
SCAN_TOLERANCE_DAYS = 7
"""An early scan that differs by no more leaves the last period as it is (the same)."""
FERTILISATION_DAYS = 14
"""Fertilisation is day 14 by count; an embryo's own days follow (ACOG Committee Opinion 700, assisted conception)."""
EARLIEST_SCAN_DAYS = 4 * 7
OLDEST_EMBRYO_DAYS = 6
"""Embryos are transferred on day 2, 3, 5 or 6; day 0 and 1 are zygotes."""
DAY_FIELDS: dict[DatingMethod, str] = {"lmp": "last_period_on", "ultrasound": "scanned_on", "ivf": "transferred_on"}
"""What the day of a statement is called by those who make it."""


@dataclass(frozen=True, slots=True)
class Dating:
    """One statement of how far the pregnancy was: `gestation_days` on the day of `measured_on`.

    For a last period that day is day zero and the days are 0; for an embryo's transfer they are 14 and its own age.
    `certain` is false for a last period that was not sure or a cycle that is not regular. Statements are never
    removed: one that was a mistake is withdrawn, and does not count.
    """

    dating_id: str
    method: DatingMethod
    measured_on: date
    gestation_days: int
    recorded_at: datetime
    recorded_by: str
    certain: bool = True
    withdrawn_at: datetime | None = None

    @property
    def day_zero(self) -> date:
        """Day from which this statement counts."""
        return self.measured_on - timedelta(days=self.gestation_days)


def check_dating(dating: Dating, today: date, ended_on: date | None = None) -> None:
    """Refuse a statement of the future, one that no such method makes, and a pregnancy of more than 44 weeks.

    `ended_on` is the day of its birth or end, where that is known.

    Raises, naming the field under `pregnancy.dating`: DateInFutureError, InvalidFieldError, GestationTooLongError.
    """
    name = f"pregnancy.dating.{DAY_FIELDS[dating.method]}"
    if dating.measured_on > today:
        raise DateInFutureError(name)
    if dating.method == "ultrasound" and not EARLIEST_SCAN_DAYS <= dating.gestation_days <= LONGEST_DAYS:
        raise InvalidFieldError("pregnancy.dating.gestation_days")
    if dating.method == "ivf" and not 0 <= dating.gestation_days - FERTILISATION_DAYS <= OLDEST_EMBRYO_DAYS:
        raise InvalidFieldError("pregnancy.dating.embryo_age_days")
    if ((ended_on or today) - dating.day_zero).days > LONGEST_DAYS:
        raise GestationTooLongError(name)


def established(datings: Iterable[Dating]) -> Dating | None:
    """Give the statement that the pregnancy is counted by, the same in whatever order they come; None of none.

    A transfer of embryos is known to the day and wins. Otherwise the last period counts, unless it was not certain or
    the first scan was early (to 13 weeks 6 days) and differs by more than 7 days: then that scan does. Of two last
    periods, of two transfers and of two readings of one scan the later statement counts: it is the correction.
    """
    standing = [one for one in datings if one.withdrawn_at is None]
    newest = sorted(standing, key=lambda one: (one.recorded_at, one.dating_id))
    by_method = {one.method: one for one in newest}
    if "ivf" in by_method:
        return by_method["ivf"]
    last_period, scan = by_method.get("lmp"), _first_scan(newest)
    if scan is None or last_period is None:
        return scan or last_period
    if not last_period.certain:
        return scan
    apart = abs((scan.day_zero - last_period.day_zero).days)
    early = scan.gestation_days <= EARLY_SCAN_DAYS
    return scan if early and apart > SCAN_TOLERANCE_DAYS else last_period


def _first_scan(in_order: Sequence[Dating]) -> Dating | None:
    # The smaller the embryo, the surer its age.
    readings = {one.measured_on: one for one in in_order if one.method == "ultrasound"}
    return min(readings.values(), key=lambda one: (one.gestation_days, one.measured_on), default=None)


def withdrawn(datings: Sequence[Dating], dating_id: str, at: datetime) -> tuple[Dating, ...]:
    """Say of one statement that it was a mistake. Raises: InvalidFieldError when it is not there or was withdrawn."""
    if not any(one.dating_id == dating_id and one.withdrawn_at is None for one in datings):
        raise InvalidFieldError("pregnancy.withdraw_dating")
    return tuple(replace(one, withdrawn_at=at) if one.dating_id == dating_id else one for one in datings)


def gestation_days_on(day_zero: date, on: date) -> int:
    """Count completed days of pregnancy; negative before day zero."""
    return (on - day_zero).days


def due_on(day_zero: date) -> date:
    """Give the expected day of birth."""
    return day_zero + timedelta(days=PREGNANCY_DAYS)


def trimester(gestation_days: int) -> int:
    """Give 1 to 13 weeks 6 days, 2 to 27 weeks 6 days, 3 after that."""
    return 1 + (gestation_days > FIRST_TRIMESTER_DAYS) + (gestation_days > SECOND_TRIMESTER_DAYS)
