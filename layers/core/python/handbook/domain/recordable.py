"""Until when something is recorded in a handbook: the ends that life brings, and the sixth birthday."""

from datetime import date, timedelta

from handbook.domain.handbook import Handbook
from handbook.domain.life import POSTPARTUM, check_before_end, check_before_six, sixth_birthday


def check_recordable(handbook: Handbook, day: date, name: str, *, routine: bool) -> None:
    """Refuse what is dated after the end, and routine care from the sixth birthday on, by the field `name`.

    What happened before is taken however late it comes. After a pregnancy that ended without a child the mother is
    cared for six weeks longer. Vaccine doses are not routine: one of school age is due at seven.
    Raises: DateAfterEndError, DateAfterSixError.
    """
    check_before_end(day, _end(handbook), name)
    if routine and handbook.child is not None:
        check_before_six(day, handbook.child.birth_date, name)


def care_until(handbook: Handbook) -> date | None:
    """Give the last day of care: before the end, or before the sixth birthday. None while a pregnancy goes on."""
    ends = [_end(handbook)]
    if handbook.child is not None:
        ends.append(sixth_birthday(handbook.child.birth_date) - timedelta(days=1))
    return min((day for day in ends if day is not None), default=None)


def _end(handbook: Handbook) -> date | None:
    ended = handbook.ended_on
    return ended if ended is None or handbook.child is not None else ended + POSTPARTUM
