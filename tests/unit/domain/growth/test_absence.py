"""Whatever cannot be scored is absent, with its reason, and nothing else suffers from it."""

from math import inf, nan

import pytest

from handbook.domain.growth import INDICATORS, Indicator, assess


def test_nothing_measured_gives_nothing_and_says_so() -> None:
    empty = assess("F", 100)

    assert (empty.haz, empty.waz, empty.whz, empty.baz, empty.hcz, empty.bmi) == (None,) * 6
    assert empty.missing == dict.fromkeys(INDICATORS, "not_measured")


def test_without_a_length_weight_for_age_and_head_remain() -> None:
    child = assess("F", 100, weight_kg=6.0, head_cm=40.0)

    assert None not in (child.waz, child.hcz)
    assert child.missing == {
        Indicator.LENGTH_FOR_AGE: "not_measured",
        Indicator.WEIGHT_FOR_LENGTH: "not_measured",
        Indicator.BMI_FOR_AGE: "not_measured",
    }


@pytest.mark.parametrize("weight_kg", [0.0, -1.0, nan, inf, -inf, 1e300, 1e-300])
def test_a_weight_no_scale_can_show_is_unusable(weight_kg: float) -> None:
    child = assess("M", 100, weight_kg=weight_kg, length_cm=61.0)

    assert (child.waz, child.whz, child.baz, child.bmi) == (None,) * 4
    assert child.missing[Indicator.WEIGHT_FOR_AGE] == "unusable_value"
    assert child.haz is not None


@pytest.mark.parametrize("length_cm", [0.0, -50.0, nan, inf, 1e-9])
def test_a_length_no_board_can_show_is_unusable(length_cm: float) -> None:
    child = assess("M", 100, weight_kg=6.0, length_cm=length_cm)

    assert (child.haz, child.whz, child.baz, child.adjusted_length_cm) == (None,) * 4
    assert child.missing[Indicator.LENGTH_FOR_AGE] == "unusable_value"
    assert child.waz is not None


def test_a_length_that_the_posture_takes_below_zero_is_unusable() -> None:
    child = assess("M", 1000, weight_kg=12.0, length_cm=0.6, posture="lying")

    assert child.missing[Indicator.LENGTH_FOR_AGE] == "unusable_value"


def test_oedema_removes_every_score_with_weight_in_it() -> None:
    child = assess("M", 500, weight_kg=9.0, length_cm=78.0, posture="lying", head_cm=46.0, oedema=True)

    assert (child.waz, child.whz, child.baz) == (None, None, None)
    assert None not in (child.haz, child.hcz, child.bmi)
    assert child.missing == {
        Indicator.WEIGHT_FOR_AGE: "oedema",
        Indicator.WEIGHT_FOR_LENGTH: "oedema",
        Indicator.BMI_FOR_AGE: "oedema",
    }


def test_reasons_cannot_be_changed_by_who_reads_them() -> None:
    with pytest.raises(TypeError):
        assess("M", 100, weight_kg=6.0).missing[Indicator.WEIGHT_FOR_AGE] = "oedema"  # type: ignore[index]
