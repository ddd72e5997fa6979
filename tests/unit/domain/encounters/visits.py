"""Encounters for tests: a pregnancy of 2026 and a girl born in it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from handbook.domain.encounters.encounter import Antenatal, Baby, ChildCheckup, Delivery, Details, Encounter, SickVisit
from handbook.domain.encounters.situation import Situation
from handbook.domain.ids import EntryId

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
LAST_PERIOD = date(2026, 1, 10)
BORN = date(2026, 10, 12)  # 275 days: 39 weeks 2 days

PREGNANT = Situation(date(2026, 6, 1), LAST_PERIOD, None, None)
BORN_ALIVE = Situation(TODAY, LAST_PERIOD, BORN, BORN)
CHILD_ONLY = Situation(TODAY, None, None, BORN)


def at(day: date) -> Situation:
    """The girl's handbook as of a day."""
    return replace(BORN_ALIVE, today=day)


def visit(details: Details, on: date = TODAY, **said: Any) -> Encounter:
    recorded_at = datetime.combine(max(on, TODAY), NOW.timetz())
    return Encounter(EntryId("e1"), on, recorded_at, "nurse", "staff", details, **said)


def antenatal(on: date = date(2026, 5, 1), **said: Any) -> Encounter:
    return visit(Antenatal(**{"weight_kg": 55.0, **said}), on)


def delivery(on: date = BORN, **said: Any) -> Encounter:
    return visit(Delivery(**{"babies": (Baby("alive"),), **said}), on)


def checkup(on: date = TODAY, band: str = "newborn_to_2_months", **said: Any) -> Encounter:
    return visit(ChildCheckup(band, **said), on)


def sick(on: date = TODAY, **said: Any) -> Encounter:
    return visit(SickVisit(**{"complaint": "Ho, sốt nhẹ", **said}), on)


def days(number: int) -> timedelta:
    return timedelta(days=number)
