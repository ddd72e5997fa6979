"""The age bands of the official check-up forms, by completed months of life (reference/encounters/care_plan.json).

A form is chosen by the age since birth, also of a child born preterm; the milestones to look for are chosen by the
corrected age (domain/milestones.py).
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from handbook.domain.calendar import age_in_months, months_after
from handbook.domain.texts import Text
from handbook.reference.encounters import load_document


class CheckupBand(NamedTuple):
    """Completed months `from_months` to under `under_months`, with the number of the official form.

    A check-up is due at `due_months` and overdue at `overdue_months`.
    """

    code: str
    form: int
    text: Text
    from_months: int
    under_months: int
    due_months: int
    overdue_months: int


@cache
def checkup_bands() -> tuple[CheckupBand, ...]:
    """All bands, from the youngest."""
    return tuple(_band(form) for form in load_document("care_plan")["child_checkups"]["bands"])


def checkup_band_on(birth_date: date, on: date) -> CheckupBand | None:
    """The band of a child on a day; None before birth and from six years on."""
    months = age_in_months(birth_date, on)
    return next((band for band in checkup_bands() if band.from_months <= months < band.under_months), None)


def band_of(code: str) -> CheckupBand | None:
    """The band with a code; None where there is none."""
    return next((band for band in checkup_bands() if band.code == code), None)


def first_day(band: CheckupBand, birth_date: date) -> date:
    """The first day of a band in a child's life."""
    return months_after(birth_date, band.from_months)


def _band(form: Mapping[str, Any]) -> CheckupBand:
    return CheckupBand(
        form["code"],
        form["official_form"],
        Text(form["vi"], form["en"]),
        form["from_months"],
        form["under_months"],
        form["due_months"],
        form["overdue_months"],
    )
