"""What must be known of a handbook before an encounter can be believed: when it can have happened."""

from dataclasses import dataclass
from datetime import date, timedelta

from handbook.domain.errors import DateBeforeBirthError, DateBeforePregnancyError, DateInFutureError, InvalidFieldError
from handbook.domain.ids import EntryId

LONGEST_PREGNANCY_DAYS = 308
"""44 weeks: no pregnancy is known to last longer."""
DELIVERY_FROM_DAYS = 140
"""20 weeks: no child lived that was born earlier; what ends a pregnancy sooner is a miscarriage."""
MOTHERS_CARE_DAYS = 365
"""A visit of the mother later than a year after birth belongs to no pregnancy."""


@dataclass(frozen=True, slots=True)
class Situation:
    """The days that encounters of one handbook lie between. None is unknown, or has not happened.

    `pregnant_from` is the day from which the pregnancy is counted (the last menstrual period, as dated); `ended_on`
    the birth, or the day on which the pregnancy ended without a living child; `birth_date` that of this child.
    `delivery` is the delivery that was recorded already.
    """

    today: date
    pregnant_from: date | None
    ended_on: date | None
    birth_date: date | None
    delivery: EntryId | None = None

    @property
    def earliest(self) -> date | None:
        """The first day of the pregnancy, or the earliest that it can have been; None where neither is known."""
        if self.pregnant_from is not None:
            return self.pregnant_from
        ended = self.ended_on or self.birth_date
        return ended - timedelta(days=LONGEST_PREGNANCY_DAYS) if ended else None

    def gestation_on(self, day: date) -> int | None:
        """Completed days of pregnancy on a day, by its dating; None where that is not known or the day is outside."""
        if self.pregnant_from is None or day < self.pregnant_from:
            return None
        return (day - self.pregnant_from).days


def check_not_in_future(day: date, situation: Situation, field: str) -> None:
    """Refuse a day after today. Raises: DateInFutureError by `field`."""
    if day > situation.today:
        raise DateInFutureError(field)


def check_in_pregnancy(day: date, situation: Situation, field: str) -> None:
    """Refuse a day before the pregnancy, or after its end. Raises: DateBeforePregnancyError, InvalidFieldError."""
    check_not_in_future(day, situation, field)
    if situation.earliest is None:
        raise InvalidFieldError("kind")
    ended = situation.ended_on or situation.birth_date
    if day < situation.earliest:
        raise DateBeforePregnancyError(field)
    if ended is not None and day > ended:
        raise InvalidFieldError(field)
    if ended is None and (day - situation.earliest).days > LONGEST_PREGNANCY_DAYS:
        raise InvalidFieldError(field)


def check_at_delivery(day: date, situation: Situation, field: str) -> None:
    """Refuse a delivery on another day than the birth, or too early in the pregnancy to be one."""
    check_in_pregnancy(day, situation, field)
    born = situation.birth_date or situation.ended_on
    # Of twins the second may come after midnight, and carry the later date.
    if born is not None and not timedelta(0) <= born - day <= timedelta(days=1):
        raise InvalidFieldError(field)
    gestation = situation.gestation_on(day)
    if gestation is not None and gestation < DELIVERY_FROM_DAYS:
        raise InvalidFieldError(field)


def check_after_delivery(day: date, situation: Situation, field: str) -> None:
    """Refuse a visit of the mother before the birth, or so late that it belongs to no pregnancy."""
    check_not_in_future(day, situation, field)
    ended = situation.ended_on or situation.birth_date
    if ended is None:
        raise InvalidFieldError("kind")
    if day < ended:
        raise DateBeforeBirthError(field)
    if (day - ended).days > MOTHERS_CARE_DAYS:
        raise InvalidFieldError(field)


def check_child_born(day: date, situation: Situation, field: str) -> None:
    """Refuse a visit of a child before its birth, or while it is unborn. Raises: DateBeforeBirthError."""
    check_not_in_future(day, situation, field)
    if situation.birth_date is None or day < situation.birth_date:
        raise DateBeforeBirthError(field)
