"""A pregnancy: the mother, what it is dated by, what was before it, and what makes it one at risk."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from types import MappingProxyType
from typing import Literal

from handbook.domain.calendar import age_in_months
from handbook.domain.dating import (
    LONGEST_DAYS,
    POST_TERM_FROM_DAYS,
    Dating,
    due_on,
    established,
    gestation_days_on,
    withdrawn,
)
from handbook.domain.errors import DatingNeededError, InvalidFieldError
from handbook.domain.ids import CommuneCode, ProvinceCode
from handbook.domain.texts import Text
from handbook.reference.care import load_document
from handbook.reference.provinces import PROVINCES

type BloodGroup = Literal["O+", "O-", "A+", "A-", "B+", "B-", "AB+", "AB-"]
type PregnancyWarning = Literal[
    "post_term", "over_44_weeks", "mother_under_15", "mother_50_or_older", "para_living_more_than_born"
]

YOUNGEST_MOTHER_YEARS, OLDEST_MOTHER_YEARS = 8, 70
"""Beyond these a birth date is a slip: the youngest and the oldest mothers on record were 5 and 74, once each."""
USUAL_FROM_YEARS, USUAL_UNDER_YEARS = 15, 50
"""Women of childbearing age: 15 to 49 (WHO)."""
MOST_FETUSES = 6
MOST_DATINGS = 30
PARA_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Mother:
    """Who is pregnant. The birth date is None where she does not know or tell it; ethnicity is a code of two digits."""

    full_name: str
    birth_date: date | None = None
    blood_group: BloodGroup | None = None
    ethnicity_code: str | None = None


@dataclass(frozen=True, slots=True)
class Para:
    """What was before this pregnancy: births at term, births before term, losses, children living; each 0 to 9."""

    term: int
    preterm: int
    losses: int
    living: int

    @property
    def text(self) -> str:
        """Write the four digits, as the paper book does."""
        return f"{self.term}{self.preterm}{self.losses}{self.living}"


def para_of(text: str) -> Para:
    """Read four digits. Raises: InvalidFieldError."""
    if len(text) != PARA_DIGITS or not (text.isascii() and text.isdigit()):
        raise InvalidFieldError("pregnancy.para")
    return Para(*(int(digit) for digit in text))


@dataclass(frozen=True, slots=True)
class Pregnancy:
    """One pregnancy as it was stated, with every dating that was ever stated of it.

    `risks` are codes of `risk_codes()`; `fetuses` is None until somebody counted. Where the mother lives is what the
    handbook goes by until the birth.
    """

    mother: Mother
    commune_code: CommuneCode
    province_code: ProvinceCode
    datings: tuple[Dating, ...]
    para: Para | None = None
    risks: tuple[str, ...] = ()
    fetuses: int | None = None

    @property
    def dated_by(self) -> Dating:
        """Give the statement that the pregnancy is counted by. Raises: DatingNeededError when none counts."""
        found = established(self.datings)
        if found is None:
            raise DatingNeededError("pregnancy.dating")
        return found

    @property
    def day_zero(self) -> date:
        """Day from which the pregnancy is counted."""
        return self.dated_by.day_zero

    @property
    def due_on(self) -> date:
        """Give the expected day of birth."""
        return due_on(self.day_zero)

    def gestation_days_on(self, on: date) -> int:
        """Count completed days of pregnancy; negative before day zero."""
        return gestation_days_on(self.day_zero, on)

    def dated(self, dating: Dating) -> "Pregnancy":
        """Add a statement; those before stay. Raises: InvalidFieldError when there are more than anybody makes."""
        if len(self.datings) >= MOST_DATINGS:
            raise InvalidFieldError("pregnancy.dating")
        return replace(self, datings=(*self.datings, dating))

    def without_dating(self, dating_id: str, at: datetime) -> "Pregnancy":
        """Withdraw a statement. Raises: InvalidFieldError; DatingNeededError when no other is left."""
        changed = replace(self, datings=withdrawn(self.datings, dating_id, at))
        if established(changed.datings) is None:
            raise DatingNeededError("pregnancy.withdraw_dating")
        return changed


@cache
def risk_codes() -> Mapping[str, Text]:
    """The conditions that make a pregnancy one at risk, by code, in the order of the form."""
    risks = load_document("pregnancy_risks")["risks"]
    return MappingProxyType({risk["code"]: Text(risk["vi"], risk["en"]) for risk in risks})


def check_pregnancy(pregnancy: Pregnancy) -> None:
    """Refuse what cannot be, at day zero of the dating that counts.

    Raises InvalidFieldError naming the field under `pregnancy`, DatingNeededError.
    """
    if pregnancy.province_code not in PROVINCES:
        raise InvalidFieldError("province_code")
    if len(set(pregnancy.risks)) < len(pregnancy.risks) or not set(pregnancy.risks) <= risk_codes().keys():
        raise InvalidFieldError("pregnancy.risks")
    if pregnancy.fetuses is not None and not 1 <= pregnancy.fetuses <= MOST_FETUSES:
        raise InvalidFieldError("pregnancy.fetuses")
    born = pregnancy.mother.birth_date
    if born is None:
        return
    if not YOUNGEST_MOTHER_YEARS <= _years(born, pregnancy.day_zero) < OLDEST_MOTHER_YEARS:
        raise InvalidFieldError("pregnancy.mother.birth_date")


def warnings_of(pregnancy: Pregnancy, today: date, *, is_over: bool) -> tuple[PregnancyWarning, ...]:
    """Say what is unusual as of a day, and may still be true."""
    found: list[PregnancyWarning] = []
    days = pregnancy.gestation_days_on(today)
    if not is_over and days >= POST_TERM_FROM_DAYS:
        found.append("over_44_weeks" if days > LONGEST_DAYS else "post_term")
    born, para = pregnancy.mother.birth_date, pregnancy.para
    if born is not None:
        years = _years(born, pregnancy.day_zero)
        if years < USUAL_FROM_YEARS:
            found.append("mother_under_15")
        if years >= USUAL_UNDER_YEARS:
            found.append("mother_50_or_older")
    # Twins count as one birth, so that this may be true.
    if para is not None and para.living > para.term + para.preterm:
        found.append("para_living_more_than_born")
    return tuple(found)


def _years(born: date, on: date) -> int:
    return age_in_months(born, on) // 12
