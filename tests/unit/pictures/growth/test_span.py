"""Which part of childhood a chart shows when nobody says."""

import pytest

from handbook.domain.growth import Indicator
from handbook.pictures.growth_chart import ChartPoint, Span, choose_span


def at(*ages_days: int) -> list[ChartPoint]:
    return [ChartPoint(value=10.0, z=0.0, age_days=age_days) for age_days in ages_days]


@pytest.mark.parametrize(
    ("ages_days", "span"),
    [
        ([], "0-2y"),
        ([0], "0-6m"),
        ([0, 182], "0-6m"),
        ([0, 183], "0-2y"),
        ([0, 730], "0-2y"),
        ([0, 731], "0-5y"),
        ([731], "2-5y"),
        ([730, 1826], "0-5y"),
        ([1826], "2-5y"),
        ([0, 1827], "5-10y"),
        ([3652], "5-10y"),
    ],
)
def test_the_span_reaches_from_the_first_point_to_the_latest(ages_days: list[int], span: Span) -> None:
    assert choose_span(Indicator.WEIGHT_FOR_AGE, at(*ages_days)) == span


def test_the_order_of_the_points_does_not_matter() -> None:
    assert choose_span(Indicator.WEIGHT_FOR_AGE, at(731, 0)) == "0-5y"


@pytest.mark.parametrize("indicator", [Indicator.LENGTH_FOR_AGE, Indicator.BMI_FOR_AGE])
def test_after_ten_years_height_and_bmi_go_on_to_nineteen(indicator: Indicator) -> None:
    assert choose_span(indicator, at(3652)) == "5-10y"
    assert choose_span(indicator, at(1900, 3653)) == "5-19y"


def test_weight_stays_with_the_ten_years_that_it_has() -> None:
    assert choose_span(Indicator.WEIGHT_FOR_AGE, at(1900, 3653)) == "5-10y"


def test_head_circumference_stays_with_the_standards_it_has() -> None:
    assert choose_span(Indicator.HEAD_FOR_AGE, at(0, 2000)) == "0-5y"


@pytest.mark.parametrize(("age_days", "span"), [(730, "length"), (731, "height")])
def test_weight_for_length_turns_to_height_at_two_years(age_days: int, span: Span) -> None:
    assert choose_span(Indicator.WEIGHT_FOR_LENGTH, at(0, age_days)) == span


@pytest.mark.parametrize(("length_cm", "span"), [(86.9, "length"), (87.0, "height")])
def test_without_an_age_the_length_decides(length_cm: float, span: Span) -> None:
    point = ChartPoint(value=12.0, z=0.0, age_days=None, length_cm=length_cm)

    assert choose_span(Indicator.WEIGHT_FOR_LENGTH, [point]) == span
    assert choose_span(Indicator.WEIGHT_FOR_LENGTH, []) == "length"


def test_a_preterm_child_is_shown_in_weeks_while_the_reference_lasts() -> None:
    newborn = ChartPoint(value=1.2, z=0.0, age_days=230, age_basis="post-menstrual")
    infant = ChartPoint(value=6.0, z=0.0, age_days=170, age_basis="corrected")

    assert choose_span(Indicator.WEIGHT_FOR_AGE, [newborn]) == "preterm"
    assert choose_span(Indicator.WEIGHT_FOR_AGE, [newborn, infant]) == "0-6m"
    assert choose_span(Indicator.BMI_FOR_AGE, [newborn]) == "0-6m"
