"""What `assess` takes, and which arguments are mistakes of the caller rather than of the measurement."""

import inspect

import pytest

from handbook.domain.growth import INDICATORS, Assessment, Indicator, assess, assess_at_months


def test_the_arguments_are_sex_and_age_and_then_measurements_by_name() -> None:
    parameters = inspect.signature(assess).parameters
    defaults = {name: one.default for name, one in parameters.items() if one.kind is inspect.Parameter.KEYWORD_ONLY}

    assert list(parameters)[:2] == ["sex", "age_days"]
    assert defaults == {
        "weight_kg": None,
        "length_cm": None,
        "posture": None,
        "head_cm": None,
        "muac_mm": None,
        "oedema": False,
        "gestation_days": None,
        "policy": "corrected-to-24-months",
    }


def test_the_result_names_scores_meaning_reference_and_reasons() -> None:
    assert set(Assessment.__slots__) == {
        *("haz", "waz", "whz", "baz", "hcz", "flags", "classes", "bmi", "adjusted_length_cm"),
        *("reference", "age_basis", "reference_age_days", "missing"),
    }


def test_results_are_equal_when_everything_in_them_is() -> None:
    child = assess("F", 100, weight_kg=6.0, length_cm=60.0)

    assert child == assess("F", 100, weight_kg=6.0, length_cm=60.0)
    assert child != assess("F", 100, weight_kg=6.1, length_cm=60.0)
    assert child != assess("M", 100, weight_kg=6.0, length_cm=60.0)
    assert child != (child.haz, child.waz)
    assert len({child, assess("F", 100, weight_kg=6.0, length_cm=60.0)}) == 1
    assert repr(child).startswith("Assessment(adjusted_length_cm=60.0, ")


@pytest.mark.parametrize("sex", ["f", "male", "1", "", None])
def test_a_sex_without_tables_is_an_error(sex: str) -> None:
    with pytest.raises(ValueError, match="sex"):
        assess(sex, 100, weight_kg=6.0)  # type: ignore[arg-type]


@pytest.mark.parametrize("posture", ["l", "Standing", "sitting", ""])
def test_a_posture_that_is_neither_lying_nor_standing_is_an_error(posture: str) -> None:
    with pytest.raises(ValueError, match="posture"):
        assess("F", 100, length_cm=60.0, posture=posture)  # type: ignore[arg-type]


@pytest.mark.parametrize("age_days", [-1, -280, -100_000])
def test_an_age_before_birth_has_no_score_even_by_length(age_days: int) -> None:
    child = assess("F", age_days, weight_kg=3.2, length_cm=49.0, head_cm=34.0)

    assert child.missing == dict.fromkeys(INDICATORS, "age_outside_reference")
    assert (child.flags, child.classes) == ((), ())


def test_an_unknown_age_in_months_is_a_reason_and_not_an_error() -> None:
    child = assess_at_months("M", None, weight_kg=20.0, height_cm=115.0)

    assert {child.missing[indicator] for indicator in (Indicator.LENGTH_FOR_AGE, Indicator.BMI_FOR_AGE)} == {
        "age_missing"
    }
    assert (child.age_basis, child.reference_age_days) == ("none", None)
    assert child.bmi is not None


def test_a_birth_before_term_changes_nothing_when_the_age_is_unknown() -> None:
    assert assess("F", None, weight_kg=7.0, length_cm=65.0, gestation_days=210) == assess(
        "F", None, weight_kg=7.0, length_cm=65.0
    )
