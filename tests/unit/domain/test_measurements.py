"""What no scale and no tape can have shown is refused, with the field's name; everything else is kept."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.errors import ImplausibleValueError, InvalidFieldError
from handbook.domain.ids import MeasurementId
from handbook.domain.measurements import Measurement, check_plausible
from tests.builders import NOW, TODAY

# The limits as the module states them: smallest, largest at birth, largest gain a day.
LIMITS = {
    "weight_kg": (0.3, 8.0, 0.03),
    "length_cm": (20.0, 70.0, 0.06),
    "head_cm": (12.0, 50.0, 0.03),
    "muac_mm": (40, 200, 0.15),
}
STEP = {"weight_kg": 0.001, "length_cm": 0.1, "head_cm": 0.1, "muac_mm": 1}


def measured(**values: Any) -> Measurement:
    return Measurement(MeasurementId("m"), TODAY, NOW, "nurse", "staff", **values)


@pytest.mark.parametrize("field", LIMITS)
@pytest.mark.parametrize("age_days", [0, 100, 1826])
def test_both_limits_of_a_value_are_still_possible(field: str, age_days: int) -> None:
    smallest, largest, gain = LIMITS[field]
    check_plausible(measured(**{field: smallest}), age_days)
    check_plausible(measured(**{field: largest + gain * age_days}), age_days)


@pytest.mark.parametrize("field", LIMITS)
@pytest.mark.parametrize("age_days", [0, 100, 1826])
def test_one_step_beyond_either_limit_is_refused_by_the_fields_name(field: str, age_days: int) -> None:
    smallest, largest, gain = LIMITS[field]
    for value in (smallest - STEP[field], largest + gain * age_days + STEP[field]):
        with pytest.raises(ImplausibleValueError) as caught:
            check_plausible(measured(**{field: value}), age_days)
        assert caught.value.field == field


@pytest.mark.parametrize("weight_kg", [300.0, 3200.0, 0.0, -3.2, float("nan"), float("inf")])
def test_a_newborn_never_weighs_what_a_slip_of_the_keyboard_says(weight_kg: float) -> None:
    with pytest.raises(ImplausibleValueError):
        check_plausible(measured(weight_kg=weight_kg), 0)


def test_a_measurement_needs_a_value() -> None:
    with pytest.raises(InvalidFieldError) as caught:
        check_plausible(measured(), 10)
    assert type(caught.value) is InvalidFieldError


def test_oedema_alone_is_a_finding() -> None:
    check_plausible(measured(oedema=True), 400)
    check_plausible(measured(oedema=False), 400)


@given(st.floats(min_value=2.0, max_value=28.0), st.integers(min_value=0, max_value=2192))
def test_no_refusal_repeats_a_value(weight_kg: float, age_days: int) -> None:
    try:
        check_plausible(measured(weight_kg=weight_kg), age_days)
    except ImplausibleValueError as error:
        assert error.args == ("weight_kg",)  # noqa: PT017 - either outcome is right


def hint_for(age_days: int, **values: float) -> str:
    with pytest.raises(ImplausibleValueError) as caught:
        check_plausible(measured(**values), age_days)
    return caught.value.hint


@pytest.mark.parametrize(
    ("age_days", "values", "hint"),
    [
        (0, {"weight_kg": 3500}, "factor_1000"),
        (0, {"weight_kg": 500}, "factor_1000"),
        (0, {"weight_kg": 499}, ""),
        (0, {"weight_kg": 0.0035}, "factor_1000"),
        (0, {"weight_kg": 35}, "factor_10"),
        (0, {"weight_kg": 80}, "factor_10"),
        (0, {"weight_kg": 80.1}, ""),
        (0, {"weight_kg": 300}, ""),
        (0, {"weight_kg": 0}, ""),
        (0, {"weight_kg": -1}, ""),
        (0, {"weight_kg": float("nan")}, ""),
        (365, {"weight_kg": 95}, "factor_10"),
        (0, {"length_cm": 500}, "factor_10"),
        (0, {"length_cm": 0.5}, "factor_100"),
        (0, {"length_cm": 5}, "factor_10"),
        (730, {"length_cm": 0.86}, "factor_100"),
        (730, {"length_cm": 860}, "factor_10"),
        (0, {"head_cm": 345}, "factor_10"),
        (0, {"head_cm": 0.345}, "factor_100"),
        (365, {"muac_mm": 14}, "factor_10"),
        (365, {"muac_mm": 1400}, "factor_10"),
        (365, {"muac_mm": 3}, ""),
    ],
)
def test_a_refusal_says_which_factor_explains_the_number(age_days: int, values: dict[str, float], hint: str) -> None:
    assert hint_for(age_days, **values) == hint


@given(st.floats(allow_nan=True, allow_infinity=True), st.integers(min_value=0, max_value=2192))
def test_a_hint_never_comes_with_a_number_that_no_factor_makes_usual(weight_kg: float, age_days: int) -> None:
    try:
        check_plausible(measured(weight_kg=weight_kg), age_days)
    except ImplausibleValueError as error:
        factor = {"factor_10": 10, "factor_1000": 1000}.get(error.hint)
        usual = (0.5, 8.0 + 0.03 * age_days)
        made = [weight_kg / factor, weight_kg * factor] if factor else []
        assert bool(made) == bool(error.hint)  # noqa: PT017 - either outcome is right
        assert not made or any(usual[0] <= one <= usual[1] for one in made)
