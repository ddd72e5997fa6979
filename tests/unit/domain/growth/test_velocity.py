"""Velocity compares plausible visits read the same way, and says why where it cannot."""

from datetime import date, timedelta
from typing import Any

import pytest

from handbook.domain.growth import Indicator, assess
from handbook.domain.growth.velocity import GrowthPoint, length_as_lying_cm, velocities

BORN = date(2025, 1, 1)


def point(age_days: int, gestation_days: int | None = None, **values: Any) -> GrowthPoint:
    assessment = assess("F", age_days, gestation_days=gestation_days, **values)
    on = BORN + timedelta(days=age_days)
    return GrowthPoint(on, values.get("weight_kg"), values.get("head_cm"), assessment)


def test_growth_is_grams_a_day_and_centimetres_a_month_of_30_4375_days() -> None:
    first = point(100, weight_kg=5.5, length_cm=60.0, head_cm=40.0)
    second = point(130, weight_kg=6.1, length_cm=62.0, head_cm=41.0)
    found = velocities([first, second])[1]

    assert found.weight_g_per_day == (20.0, BORN + timedelta(days=100), 30, None)
    assert found.length_cm_per_month.value == round(2.0 * 30.4375 / 30, 2)
    assert found.head_cm_per_month.value == round(30.4375 / 30, 2)
    assert found.z[Indicator.WEIGHT_FOR_AGE].value == round(
        (second.assessment.waz or 0) - (first.assessment.waz or 0), 2
    )


def test_a_first_visit_has_nothing_to_compare_with() -> None:
    (found,) = velocities([point(100, weight_kg=5.5)])
    assert (found.weight_g_per_day.value, found.weight_g_per_day.reason) == (None, "first_visit")
    assert found.length_cm_per_month.reason == "not_measured"


def test_each_value_looks_back_to_the_last_visit_that_has_it() -> None:
    points = [point(100, weight_kg=5.5, length_cm=60.0), point(110, weight_kg=5.7), point(130, length_cm=62.0)]
    last = velocities(points)[2]
    assert (last.length_cm_per_month.days, last.weight_g_per_day.reason) == (30, "not_measured")


def test_a_flagged_visit_has_no_velocity_and_is_looked_past() -> None:
    points = [point(100, weight_kg=5.5), point(110, weight_kg=12.0), point(130, weight_kg=6.1)]
    found = velocities(points)
    assert found[1].weight_g_per_day.reason == "implausible"
    assert (found[2].weight_g_per_day.value, found[2].weight_g_per_day.days) == (20.0, 30)


def test_a_posture_not_to_be_expected_is_no_reason_to_look_past_a_visit() -> None:
    points = [point(200, length_cm=66.0, posture="standing"), point(230, length_cm=67.0)]
    assert velocities(points)[1].length_cm_per_month.value is not None


@pytest.mark.parametrize(("first", "second", "reason"), [
    (1826, 1827, "reference_changed"), (1825, 1826, None), (1827, 1828, None),
])  # fmt: skip
def test_nothing_is_compared_across_five_years(first: int, second: int, reason: str | None) -> None:
    found = velocities([point(first, weight_kg=17.0), point(second, weight_kg=17.1)])[1]
    assert found.weight_g_per_day.reason == reason
    assert found.z[Indicator.WEIGHT_FOR_AGE].reason == reason


@pytest.mark.parametrize(("first", "second", "reason"), [
    (200, 248, None), (248, 249, "reference_changed"), (249, 250, None),
    (730, 731, "age_basis_changed"), (729, 730, None),
])  # fmt: skip
def test_nothing_is_compared_where_a_preterm_childs_age_is_counted_anew(
    first: int, second: int, reason: str | None
) -> None:
    weights = (8.0, 8.1) if first < 700 else (11.0, 11.1)
    points = [point(age, gestation_days=200, weight_kg=kg) for age, kg in zip((first, second), weights, strict=True)]
    assert velocities(points)[1].weight_g_per_day.reason == reason


def test_two_visits_on_one_day_have_no_speed() -> None:
    found = velocities([point(100, weight_kg=5.5), point(100, weight_kg=5.6), point(110, weight_kg=5.7)])
    assert found[1].weight_g_per_day.reason == "same_day"
    assert found[2].weight_g_per_day.value == 10.0


def test_from_lying_to_standing_is_no_change_of_length() -> None:
    lying, standing = point(730, length_cm=86.0), point(731, length_cm=85.3)
    assert length_as_lying_cm(lying.assessment) == pytest.approx(86.0)
    assert length_as_lying_cm(standing.assessment) == pytest.approx(86.0)
    assert velocities([lying, standing])[1].length_cm_per_month.value == 0.0


def test_without_visits_there_is_nothing() -> None:
    assert velocities([]) == ()
