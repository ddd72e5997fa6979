"""What a nurse should know of a number that was typed: it may be another person's. A warning never refuses."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from handbook.domain.identifiers import Identifier, System

type IdentifierWarning = Literal[
    "birth_year_differs", "sex_differs", "card_of_a_child", "form_before_2025", "period_is_over", "used_elsewhere"
]
"""`used_elsewhere`: the number stands on another handbook that the asker may see; nobody else learns of it."""

_FIRST_CENTURY = 1900  # Decree 137/2015 article 7: digits 0 and 1 the twentieth century, 2 and 3 the next, to 9
_CENTURY_DIGIT, _YEAR_DIGITS = 3, slice(4, 6)
_CHILDREN_UNDER_SIX = "TE"  # object code of a card, Decision 1351/QD-BHXH
_CERTIFICATE_FORM = ".GCS."
_NATIONAL_DIGITS = 12


@dataclass(frozen=True, slots=True)
class KnownOf:
    """What is known of the person whose number it is; None where it is not. `sex` is "F" or "M"."""

    birth_year: int | None = None
    sex: str | None = None


def warnings_of(identifier: Identifier, known: KnownOf, today: date) -> tuple[IdentifierWarning, ...]:
    """Compare a number with what is known of its person, in a fixed order."""
    found: list[IdentifierWarning] = []
    stated = _stated(identifier, known)
    if stated.birth_year is not None and known.birth_year not in {None, stated.birth_year}:
        found.append("birth_year_differs")
    if stated.sex is not None and known.sex not in {None, stated.sex}:
        found.append("sex_differs")
    if _is_card_of_a_child(identifier) and identifier.subject != "child":
        found.append("card_of_a_child")
    if identifier.system is System.BIRTH_CERTIFICATE and _CERTIFICATE_FORM not in identifier.value:
        found.append("form_before_2025")
    if identifier.status == "active" and identifier.ends_on is not None and identifier.ends_on < today:
        found.append("period_is_over")
    return tuple(found)


def _stated(identifier: Identifier, known: KnownOf) -> KnownOf:
    """Read what a number itself says of its person."""
    system, value = identifier.system, identifier.value
    if system in {System.PERSONAL_ID, System.HEALTH_ID} and len(value) == _NATIONAL_DIGITS and value.isdecimal():
        century, sex = divmod(int(value[_CENTURY_DIGIT]), 2)
        return KnownOf(_FIRST_CENTURY + 100 * century + int(value[_YEAR_DIGITS]), "F" if sex else "M")
    if system is System.BIRTH_CERTIFICATE and _CERTIFICATE_FORM in value and identifier.subject == "child":
        return _certified(int(value[-2:]), known)
    return KnownOf()


def _certified(short_year: int, known: KnownOf) -> KnownOf:
    # A child of the last days of a year gets a certificate of the next.
    if known.birth_year is not None and short_year == (known.birth_year + 1) % 100:
        return KnownOf()
    return KnownOf(2000 + short_year)


def _is_card_of_a_child(identifier: Identifier) -> bool:
    return identifier.system is System.HEALTH_INSURANCE and identifier.value.startswith(_CHILDREN_UNDER_SIX)
