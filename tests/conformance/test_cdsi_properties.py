"""CDC's whole schedule under histories that no case holds: what counts obeys the data, no answer contradicts itself."""

from __future__ import annotations

import os
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.domain.immunization import (
    AdministeredDose,
    AntigenForecast,
    AntigenOutcome,
    DoseOutcome,
    DoseStatus,
    Forecast,
    GroupForecast,
    Person,
    ReasonCode,
    Schedule,
    SeriesStatus,
    forecast,
)
from handbook.domain.immunization.series_rules import Series, TargetDose
from handbook.domain.immunization.spans import MonthOverflow, Span, add_span
from tests.conformance.cdsi import load_schedule

FOLDER = Path(os.environ.get("HANDBOOK_TESTDATA") or Path(__file__).resolve().parents[3] / "shared/testdata") / "cdsi"
SUPPORTING_DATA = FOLDER / "supporting-data-v4.55"
BORN = date(2023, 12, 31)

pytestmark = pytest.mark.skipif(not SUPPORTING_DATA.is_dir(), reason="CDC's data are not there; set HANDBOOK_TESTDATA")


@cache
def schedule() -> Schedule:
    return load_schedule(SUPPORTING_DATA)


@cache
def series_by_id() -> dict[tuple[str, str], Series]:
    return {(one.antigen, one.id): one for each in schedule().series_by_antigen.values() for one in each}


@cache
def products() -> list[str]:
    """Vaccines of the childhood antigens, and one that nobody knows."""
    return [*sorted({p for one in series_by_id().values() for p in one.accepted_products}), "9999"]


@st.composite
def answers(draw: st.DrawFn) -> Forecast:
    """Histories with steps of the lengths that rules are made of, a few days more or less."""
    steps = st.sampled_from([0, 0, 1, 24, 27, 28, 29, 42, 52, 56, 80, 84, 120, 168, 180, 365])
    day, doses = BORN, []
    for number in range(draw(st.integers(min_value=0, max_value=9))):
        day += timedelta(days=draw(steps) + draw(st.integers(min_value=0, max_value=2)))
        doses.append(AdministeredDose(str(number), draw(st.sampled_from(products())), day))
    sex = draw(st.sampled_from(["F", "M"]))
    on = day + timedelta(days=draw(st.integers(min_value=0, max_value=900)))
    return forecast(schedule(), Person(BORN, sex), doses, on)  # type: ignore[arg-type]


def judged(answer: Forecast) -> list[tuple[DoseOutcome, AntigenOutcome, TargetDose]]:
    found = []
    for dose in answer.evaluation.doses:
        for one in dose.antigens:
            doses = series_by_id()[one.antigen, one.series_id].doses
            if one.target_dose is not None:
                found.append((dose, one, doses[min(one.target_dose, len(doses)) - 1]))
    return found


def reached(age: Span) -> date:
    return add_span(BORN, age, MonthOverflow.NEXT_MONTH)


@given(answers())
@settings(max_examples=150, deadline=None)
def test_a_dose_that_counts_was_given_at_an_age_and_of_a_product_that_its_target_dose_takes(answer: Forecast) -> None:
    for dose, one, target in judged(answer):
        if one.status is not DoseStatus.VALID:
            continue
        on = dose.administered_on
        assert on is not None
        assert dose.product in target.accepted
        assert any(
            (rule.from_age is None or on >= reached(rule.from_age))
            and (rule.until_age is None or on < reached(rule.until_age))
            for rule in target.accepted[dose.product]
        )
        for age in target.ages:
            if age.effective_from <= on <= age.effective_to:
                assert age.absolute_min is None or on >= reached(age.absolute_min)
                assert age.max is None or on < reached(age.max)


@given(answers())
@settings(max_examples=150, deadline=None)
def test_a_dose_called_too_young_or_too_old_was(answer: Forecast) -> None:
    for dose, one, target in judged(answer):
        on = dose.administered_on
        assert on is not None
        if one.reason.code is ReasonCode.TOO_YOUNG:
            assert any(age.min is not None and on < reached(age.min) for age in target.ages)
        if one.reason.code is ReasonCode.TOO_OLD:
            assert any(age.max is not None and on >= reached(age.max) for age in target.ages)


@given(answers())
@settings(max_examples=150, deadline=None)
def test_no_target_dose_is_satisfied_twice_and_none_before_the_one_ahead_of_it(answer: Forecast) -> None:
    satisfied: dict[tuple[str, str], list[int]] = {}
    for _dose, one, _target in judged(answer):
        if one.status is DoseStatus.VALID and one.target_dose is not None:
            satisfied.setdefault((one.antigen, one.series_id), []).append(one.target_dose)

    for numbers in satisfied.values():
        assert numbers == sorted(set(numbers))


@given(answers())
@settings(max_examples=150, deadline=None)
def test_dates_stand_in_order_and_only_where_a_dose_is_wanted(answer: Forecast) -> None:
    forecasts: list[AntigenForecast | GroupForecast] = [*answer.antigens, *answer.groups]
    for one in forecasts:
        if one.status is not SeriesStatus.NOT_COMPLETE:
            assert (one.earliest, one.recommended, one.past_due) == (None, None, None)
            continue
        assert one.earliest is not None
        assert one.recommended is not None
        assert one.earliest.on <= one.recommended.on
        assert one.past_due is None or one.earliest.on <= one.past_due.on
