"""What a pregnancy's length says, and two findings that are one danger together."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from handbook.domain.alerts import Alert, History, alerts_of
from tests.unit.domain.alerts.children import GIRL, TODAY
from tests.unit.domain.care import entries

EXPECTING = replace(GIRL, birth_date=None, sex=None, pregnant_since=TODAY - timedelta(days=200))
HIGH: dict[str, Any] = {"systolic_mmhg": 140, "diastolic_mmhg": 85}
PROTEIN: dict[str, Any] = {"urine_protein": "1+"}
CODE = "high_blood_pressure_with_protein"


def found(*seen: tuple[int, dict[str, Any]]) -> list[Alert]:
    """The alerts of findings so many days ago."""
    made = [entries.findings("pregnancy", TODAY - timedelta(days=ago), f"f{ago}", **values) for ago, values in seen]
    return [one for one in alerts_of(EXPECTING, History(findings=tuple(made)), TODAY) if one.rule.code == CODE]


@pytest.mark.parametrize(("apart", "met"), [(0, True), (7, True), (8, False)])
@pytest.mark.parametrize("pressure_first", [True, False])
def test_pressure_and_protein_within_seven_days_are_one_danger_whichever_came_first(
    apart: int, met: bool, pressure_first: bool
) -> None:
    first, second = (HIGH, PROTEIN) if pressure_first else (PROTEIN, HIGH)
    seen = [(0, {**HIGH, **PROTEIN})] if apart == 0 else [(apart, first), (0, second)]
    alerts = found(*seen)
    assert bool(alerts) is met
    if met and apart:
        assert set(alerts[0].evidence) == {f"f{apart}", "f0"}


def test_a_normal_pressure_afterwards_ends_it_and_a_finding_of_something_else_does_not() -> None:
    both = (5, {**HIGH, **PROTEIN})
    assert found(both, (3, {"temperature_c": 37.0}))[0].is_open
    ended = found(both, (3, {"systolic_mmhg": 120, "diastolic_mmhg": 80}))[0]
    assert (ended.is_open, ended.resolved_because) == (False, "no_longer_met")


def test_a_pregnancy_past_its_day_is_one_alert_that_grows_graver() -> None:
    def codes(days: int) -> set[str]:
        child = replace(EXPECTING, pregnant_since=TODAY - timedelta(days=days))
        return {one.rule.code for one in alerts_of(child, History(), TODAY)}

    assert codes(286) == set()
    assert codes(287) == codes(293) == {"pregnancy_past_due"}
    assert codes(294) == {"pregnancy_post_term"}
