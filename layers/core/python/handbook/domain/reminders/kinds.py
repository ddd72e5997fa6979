"""Why a family is written to, and about what."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

DOSE = "dose"
"""The subject of vaccinations; rule documents name the others."""


class Kind(StrEnum):
    """Why we write."""

    UPCOMING = "upcoming"
    DUE = "due"
    OVERDUE = "overdue"
    LONG_OVERDUE = "long_overdue"


@dataclass(frozen=True, slots=True)
class Contact:
    """Something that a family is expected for on a day.

    `what` names it among all of a handbook, also when its day moves ("measles-1"): what a cap counts by.
    """

    subject: str
    what: str
    on: date
