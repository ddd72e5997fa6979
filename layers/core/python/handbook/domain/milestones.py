"""Milestone checks by the age bands of Decision 1551/QD-BYT 2026, PL01, forms 6-13 (reference/care/milestones.json)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from handbook.domain.calendar import age_in_months
from handbook.domain.errors import InvalidFieldError
from handbook.domain.growth.standards import PRETERM_UNDER_GESTATION_DAYS, TERM_GESTATION_DAYS
from handbook.domain.ids import EntryId
from handbook.domain.recorded import Source, check_day, check_something_said
from handbook.domain.texts import Text
from handbook.reference.care import load_document


@dataclass(frozen=True, slots=True)
class MilestoneCheck:
    """What a child could do on a day.

    `band` is the code of an age band; `items` maps item codes of that band or an earlier one to reached (True), not
    reached (False) or not known (None). `autism_risk` is the result of the screening at 16-30 months.
    """

    entry_id: EntryId
    checked_on: date
    recorded_at: datetime
    recorded_by: str
    source: Source
    band: str
    items: Mapping[str, bool | None] = field(default_factory=lambda: MappingProxyType({}))
    autism_risk: bool | None = None
    encounter_id: EntryId | None = None


class Item(NamedTuple):
    """One milestone. Not reaching it counts only from `expected_from_months` of the age that chose the band."""

    code: str
    text: Text
    expected_from_months: int


class Band(NamedTuple):
    """Completed months `from_months` to under `under_months`, with what is expected of that age."""

    code: str
    from_months: int
    under_months: int
    text: Text
    items: tuple[Item, ...]


@cache
def bands() -> tuple[Band, ...]:
    """All age bands, from the youngest."""
    return tuple(_band(band) for band in load_document("milestones")["bands"])


def _band(band: Mapping[str, object]) -> Band:
    start = int(str(band["from_months"]))
    items: list[Mapping[str, object]] = band["items"]  # type: ignore[assignment]
    return Band(
        str(band["code"]),
        start,
        int(str(band["under_months"])),
        Text(str(band["vi"]), str(band["en"])),
        tuple(_item(item, start) for item in items),
    )


def _item(item: Mapping[str, object], start: int) -> Item:
    expected = int(str(item.get("expected_from_months", start)))
    return Item(str(item["code"]), Text(str(item["vi"]), str(item["en"])), expected)


def developmental_birth_date(birth_date: date, gestation_days: int | None, on: date) -> date:
    """The date that development counts from on a day: for children born before 37 weeks the day they were due.

    From 24 months after birth the day of birth, as for everybody (reference/care/milestones.json, correction).
    """
    preterm = gestation_days is not None and gestation_days < PRETERM_UNDER_GESTATION_DAYS
    if not preterm or gestation_days is None:
        return birth_date
    if age_in_months(birth_date, on) >= int(load_document("milestones")["correction"]["to_months"]):
        return birth_date
    return birth_date + timedelta(days=TERM_GESTATION_DAYS - gestation_days)


def developmental_months(birth_date: date, gestation_days: int | None, on: date) -> int:
    """Completed months that choose the band, corrected for prematurity; 0 before the due date."""
    return max(0, age_in_months(developmental_birth_date(birth_date, gestation_days, on), on))


def band_on(birth_date: date, gestation_days: int | None, on: date) -> Band | None:
    """The band of a child on a day, or None from 6 years on."""
    months = developmental_months(birth_date, gestation_days, on)
    return next((band for band in bands() if band.from_months <= months < band.under_months), None)


def items_up_to(band: Band) -> Mapping[str, Item]:
    """The items that a check in `band` may hold: its own and those of the bands before it."""
    return {item.code: item for one in bands() if one.from_months <= band.from_months for item in one.items}


def check_milestones(check: MilestoneCheck, birth_date: date, gestation_days: int | None, today: date) -> None:
    """Refuse a check of another age, with unknown items, or without any answer.

    Raises, naming the field: DateInFutureError, DateBeforeBirthError, InvalidFieldError ("checked_on" from 6 years,
    "band" when it is not the band of that day, "items" for an unknown code, "autism_risk" outside 16-30 months).
    """
    check_day(check.checked_on, birth_date, today, "checked_on")
    band = band_on(birth_date, gestation_days, check.checked_on)
    if band is None:
        raise InvalidFieldError("checked_on")
    if check.band != band.code:
        raise InvalidFieldError("band")
    if not check.items.keys() <= items_up_to(band).keys():
        raise InvalidFieldError("items")
    if check.autism_risk is not None and not autism_screening_fits(birth_date, check.checked_on):
        raise InvalidFieldError("autism_risk")
    check_something_said(check, ("items", "autism_risk"))


def autism_screening_fits(birth_date: date, on: date) -> bool:
    """Whether a child is 16 to 30 completed months old since birth (Decision 1551/2026, NGUY_CO_TU_KY)."""
    limits = load_document("milestones")["autism"]
    return bool(limits["from_months"] <= age_in_months(birth_date, on) <= limits["to_months"])
