"""Building blocks for tests against the Vietnamese childhood schedule."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from handbook.domain.immunization import (
    AdministeredDose,
    AntigenForecast,
    DoseOutcome,
    Forecast,
    GroupForecast,
    Person,
    Schedule,
    forecast,
    parse_schedule,
)
from handbook.reference.immunization import load_document
from tests.builders import CHILD_SCHEDULE

LANG_SON = "20"  # a province with PCV since 2025


@cache
def schedule() -> Schedule:
    return parse_schedule(load_document(CHILD_SCHEDULE))


def child(born: date, **facts: object) -> Person:
    return Person(birth_date=born, **({"sex": "F", "province_code": LANG_SON} | facts))  # type: ignore[arg-type]


def given(*entries: tuple[str, date]) -> list[AdministeredDose]:
    return [AdministeredDose(f"{number}", product, on) for number, (product, on) in enumerate(entries)]


def group(answer: Forecast, name: str) -> GroupForecast:
    return next(one for one in answer.groups if one.group == name)


def antigen(answer: Forecast, name: str, series_group: str = "") -> AntigenForecast:
    return next(one for one in answer.antigens if one.antigen == name and series_group in {"", one.series_group})


def outcome(answer: Forecast, number: int) -> DoseOutcome:
    return next(one for one in answer.evaluation.doses if one.dose_id == f"{number}")


def asked(born: date, on: date, *entries: tuple[str, date], person: Person | None = None) -> Forecast:
    return forecast(schedule(), person or child(born), given(*entries), on)


def days(count: int) -> timedelta:
    return timedelta(days=count)
