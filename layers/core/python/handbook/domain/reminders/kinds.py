"""Why a family is written to, and about what."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

DOSE, SCHOOL_DOSE, ANTENATAL, CHECK_UP = "dose", "school_dose", "antenatal", "check_up"
VITAMIN_A, DEWORMING = "vitamin_a", "deworming"
"""The subjects of messages; rule documents say when and in which words one writes about each."""


class Kind(StrEnum):
    """Why we write."""

    UPCOMING = "upcoming"
    DUE = "due"
    OVERDUE = "overdue"
    LONG_OVERDUE = "long_overdue"
    MOVED = "moved"
    """The vaccination session that a message named is on another day, or not at all."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Something that a family is expected for on a day.

    `what` names it among all of a handbook, also when its day moves ("measles-1"): what a cap counts by. `until` is
    the last day on which it makes sense to come, None when there is none.
    """

    subject: str
    what: str
    on: date
    until: date | None = None
