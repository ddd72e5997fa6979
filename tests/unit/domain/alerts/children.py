"""A child born on a round day, and visits with exactly the scores that a test wants."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from handbook.domain.alerts import Alert, ChildFacts, GrowthVisit, History, alerts_of
from handbook.domain.growth import assess
from handbook.domain.growth.vocabulary import Assessment
from handbook.domain.ids import HandbookId, MeasurementId
from handbook.domain.measurements import Measurement
from tests.builders import NOW

BORN = date(2025, 1, 1)
TODAY = date(2031, 6, 1)
GIRL = ChildFacts(HandbookId("book"), "F", BORN)
_SCORES = ("haz", "waz", "whz", "baz", "hcz")


def on(age_days: int) -> date:
    return BORN + timedelta(days=age_days)


def visit(
    age_days: int, entry_id: str = "", *, recorded_at: datetime = NOW, reference: str = "", **values: Any
) -> GrowthVisit:
    """A visit whose assessment holds exactly the scores, flags and basis given; measurements go to the entry."""
    standard = reference or ("who-2006" if age_days <= 1826 else "who-2007")
    basis = values.pop("age_basis", "chronological")
    flags = values.pop("flags", ())
    scores = {name: values.pop(name, None) for name in _SCORES}
    entry = Measurement(
        MeasurementId(entry_id or f"m{age_days}"), on(age_days), recorded_at, "nurse", "staff", **values
    )
    made = Assessment(
        **scores,
        flags=flags,
        classes=(),
        bmi=None,
        adjusted_length_cm=entry.length_cm,
        reference=standard,  # type: ignore[arg-type]
        age_basis=basis,
        reference_age_days=age_days,
        missing=MappingProxyType({}),
    )
    return GrowthVisit(entry, made)


def measured(child: ChildFacts, age_days: int, entry_id: str = "", **values: Any) -> GrowthVisit:
    """A visit assessed by the growth rules themselves."""
    entry = Measurement(MeasurementId(entry_id or f"m{age_days}"), on(age_days), NOW, "nurse", "staff", **values)
    names = ("weight_kg", "length_cm", "posture", "head_cm", "muac_mm", "oedema")
    said = {name: getattr(entry, name) for name in names}
    return GrowthVisit(entry, assess(child.sex or "F", age_days, gestation_days=child.gestation_days, **said))


def alerts(*visits: GrowthVisit, child: ChildFacts = GIRL, today: date = TODAY, **entries: Any) -> tuple[Alert, ...]:
    """All alerts but the overdue ones, which every child without records has."""
    found = alerts_of(child, History(visits=visits, **entries), today)
    return found if entries else without_overdue(found)


def without_overdue(found: Iterable[Alert]) -> tuple[Alert, ...]:
    return tuple(alert for alert in found if alert.rule.judge != "due")


def codes(found: Iterable[Alert]) -> set[str]:
    return {alert.rule.code for alert in without_overdue(found)}


def one(found: Iterable[Alert], code: str) -> Alert:
    (alert,) = [alert for alert in found if alert.rule.code == code]
    return alert
