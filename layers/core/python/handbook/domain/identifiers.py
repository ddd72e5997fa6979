"""Numbers by which offices know a person: kept as a list beside the handbook, never its key.

Forms: personal identification number and CMND, Decree 137/2015 and Circular 59/2021; health insurance card, Decisions
1351/QD-BHXH (15 characters) and 1666/QD-BHXH (10 digits, 2021); health id, Decision 4376/QD-BYT 2019 and Decree
102/2025 article 6; birth certificate of the facility (giấy chứng sinh), Circular 22/2025. No check digit is published
for any of them, so none is checked.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from handbook.domain.errors import InvalidFieldError
from handbook.domain.ids import HandbookId, IdentifierId


class System(StrEnum):
    """Who gives a number out. A system keeps its name when the form of its numbers changes."""

    PERSONAL_ID = "personal_id"
    HEALTH_INSURANCE = "health_insurance"
    SOCIAL_INSURANCE = "social_insurance"
    HEALTH_ID = "health_id"
    NATIONAL_IMMUNIZATION = "national_immunization"
    BIRTH_CERTIFICATE = "birth_certificate"
    CMND = "cmnd"
    PASSPORT = "passport"
    FOREIGN_PASSPORT = "foreign_passport"


type Subject = Literal["child", "mother", "father"]
type Status = Literal["active", "cancelled", "replaced"]

_FORMS: Mapping[System, re.Pattern[str]] = {
    system: re.compile(form, re.ASCII)
    for system, form in {
        System.PERSONAL_ID: r"\d{12}",
        System.HEALTH_INSURANCE: r"[A-Z]{2}[1-5]\d{12}|\d{10}",
        System.SOCIAL_INSURANCE: r"\d{10}",
        System.HEALTH_ID: r"\d{12}|\d{10}\.\d{1,10}",
        System.NATIONAL_IMMUNIZATION: r"[0-9A-Z.\-]{1,32}",
        # Certificates from before October 2025 have no common form.
        System.BIRTH_CERTIFICATE: r"[0-9A-Z]{5}\.GCS\.\d{5}\.\d{2}|[0-9A-Z.\-/]{1,32}",
        System.CMND: r"\d{9}",
        System.PASSPORT: r"[A-Z]\d{7}",
        System.FOREIGN_PASSPORT: r"[0-9A-Z]{1,20}",
    }.items()
}
_MEANINGFUL_POINTS = frozenset({System.HEALTH_ID, System.NATIONAL_IMMUNIZATION, System.BIRTH_CERTIFICATE})
_MEANINGFUL_DASHES = frozenset({System.NATIONAL_IMMUNIZATION, System.BIRTH_CERTIFICATE})
_LONGEST = 64
_INSURANCE_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Identifier:
    """One number of one person of a handbook, from and until when it held, and what became of it.

    `value` is as `normalise_identifier` gives it; `handbook_id` is where it was recorded, which stays after a merge.
    An end says no more than the day; what the number was stays.
    """

    identifier_id: IdentifierId
    handbook_id: HandbookId
    subject: Subject
    system: System
    value: str
    recorded_at: datetime
    recorded_by: str
    status: Status = "active"
    starts_on: date | None = None
    ends_on: date | None = None
    changed_at: datetime | None = None
    changed_by: str | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class NumberMark:
    """A number that holds, without the number: whose it is, of which office, and its blind index."""

    subject: Subject
    office: str
    mark: str


def normalise_identifier(system: System, text: str, field: str = "value") -> str | None:
    """Write a number as its office does: no spaces, upper case, points and dashes only where they mean something.

    All zeros are what forms are filled with where there is no number: None. Raises: InvalidFieldError by `field`.
    """
    value = "".join(unicodedata.normalize("NFKC", text[:_LONGEST]).upper().split())
    if system not in _MEANINGFUL_DASHES:
        value = value.replace("-", "")
    if system not in _MEANINGFUL_POINTS:
        value = value.replace(".", "")
    if len(text) > _LONGEST or not _FORMS[system].fullmatch(value):
        raise InvalidFieldError(field)
    return None if _is_absent(system, value) else value


def _is_absent(system: System, value: str) -> bool:
    core = _insurance_number(system, value) or value
    return set(core) <= set("0.-/")


def _insurance_number(system: System, value: str) -> str | None:
    """Give the social insurance number in a value, where it holds one: QD 1351 ends a card with it, QD 4376 begins."""
    if system is System.SOCIAL_INSURANCE:
        return value
    if system is System.HEALTH_INSURANCE:
        return value[-_INSURANCE_DIGITS:]
    if system is System.HEALTH_ID and "." in value:
        return value.partition(".")[0]
    return None


def same_number(system: System, value: str) -> str:
    """Name what a value identifies, so that two cards which carry one number are found by either.

    A card of 15 and one of 10, the insurance number and the old health id are one; so are the personal id and today's
    health id.
    """
    insurance = _insurance_number(system, value)
    if insurance is not None:
        return f"insurance:{insurance}"
    if system in {System.PERSONAL_ID, System.HEALTH_ID}:
        return f"national:{value}"
    return f"{system.value}:{value}"


def office_of(system: System, value: str) -> str:
    """Name the office whose number a value is: of each, a person has one that holds."""
    return same_number(system, value).partition(":")[0]


_SHOWN_OF_LONG, _SHOWN_OF_SHORT, _LONG = 4, 2, 9


def masked(value: str) -> str:
    """Show the end of a number and dots for the rest: enough to tell two cards apart, too little to use one."""
    shown = _SHOWN_OF_LONG if len(value) >= _LONG else min(_SHOWN_OF_SHORT, len(value) // 2)
    hidden = len(value) - shown
    return "•" * hidden + value[hidden:]
