"""Implausible values and nutritional classes, at both sides of every limit."""

import subprocess
import sys
from pathlib import Path

import pytest

import handbook
from handbook.domain.growth import INDICATORS, Flag, GrowthClass, Indicator, assess, value_at
from handbook.domain.growth.assessment import HIGHEST_UNREMARKABLE, LOWEST_UNREMARKABLE
from handbook.domain.growth.classes import PLAUSIBLE, classes_of, implausible

CORE = Path(handbook.__path__[0]).parent
WEIGHT, LENGTH = Indicator.WEIGHT_FOR_AGE, Indicator.LENGTH_FOR_AGE
BY_LENGTH, BMI, HEAD = Indicator.WEIGHT_FOR_LENGTH, Indicator.BMI_FOR_AGE, Indicator.HEAD_FOR_AGE


def classes(scores: dict[Indicator, float], *, from_5_years: bool = False) -> tuple[GrowthClass, ...]:
    return classes_of(scores, implausible(scores), age_days=None, muac_mm=None, oedema=False, from_5_years=from_5_years)


@pytest.mark.parametrize(
    ("indicator", "lowest", "highest", "flag"),
    [
        (WEIGHT, -6.0, 5.0, "weight_for_age_implausible"),
        (LENGTH, -6.0, 6.0, "length_for_age_implausible"),
        (BY_LENGTH, -5.0, 5.0, "weight_for_length_implausible"),
        (BMI, -5.0, 5.0, "bmi_for_age_implausible"),
        (HEAD, -5.0, 5.0, "head_for_age_implausible"),
    ],
)
def test_a_score_is_flagged_only_strictly_beyond_its_limits(
    indicator: Indicator, lowest: float, highest: float, flag: Flag
) -> None:
    assert implausible({indicator: lowest}) == ()
    assert implausible({indicator: highest}) == ()
    assert implausible({indicator: lowest - 0.01}) == (flag,)
    assert implausible({indicator: highest + 0.01}) == (flag,)


@pytest.mark.parametrize(
    ("indicator", "at_limit", "beyond"),
    [
        (LENGTH, -2.0, "stunted"),
        (LENGTH, -3.0, "severely_stunted"),
        (WEIGHT, -2.0, "underweight"),
        (WEIGHT, -3.0, "severely_underweight"),
        (BY_LENGTH, -2.0, "wasted"),
        (BY_LENGTH, -3.0, "severely_wasted"),
        (BY_LENGTH, 1.0, "possible_risk_of_overweight"),
        (BY_LENGTH, 2.0, "overweight"),
        (BY_LENGTH, 3.0, "obese"),
        (BMI, 1.0, "possible_risk_of_overweight"),
        (BMI, 2.0, "overweight"),
        (BMI, 3.0, "obese"),
        (HEAD, -2.0, "small_head"),
        (HEAD, -3.0, "very_small_head"),
        (HEAD, 2.0, "large_head"),
        (HEAD, 3.0, "very_large_head"),
    ],
)
def test_under_5_years_a_class_begins_strictly_beyond_its_limit(
    indicator: Indicator, at_limit: float, beyond: GrowthClass
) -> None:
    side = 1 if at_limit > 0 else -1

    assert beyond not in classes({indicator: at_limit})
    assert classes({indicator: round(at_limit + side * 0.01, 2)}) == (beyond,)


@pytest.mark.parametrize(
    ("at_limit", "beyond"),
    [(1.0, "overweight"), (2.0, "obese"), (-2.0, "thin"), (-3.0, "severely_thin")],
)
def test_from_5_years_the_bmi_classes_are_those_of_2007(at_limit: float, beyond: GrowthClass) -> None:
    side = 1 if at_limit > 0 else -1

    assert beyond not in classes({BMI: at_limit}, from_5_years=True)
    assert classes({BMI: round(at_limit + side * 0.01, 2)}, from_5_years=True) == (beyond,)


@pytest.mark.parametrize("from_5_years", [False, True])
@pytest.mark.parametrize("z", [LOWEST_UNREMARKABLE, HIGHEST_UNREMARKABLE])
def test_between_the_unremarkable_scores_there_is_no_flag_and_no_class(z: float, *, from_5_years: bool) -> None:
    scores = dict.fromkeys(INDICATORS, z)

    assert implausible(scores) == ()
    assert classes(scores, from_5_years=from_5_years) == ()
    assert classes(dict.fromkeys(INDICATORS, z + (0.01 if z > 0 else -0.01)), from_5_years=from_5_years) != ()


def test_an_unremarkable_child_does_not_load_the_limits_of_flags_and_classes() -> None:
    first = """
import sys
from handbook.domain.growth import assess
assess("F", 400, weight_kg=9.1, length_cm=74.5, posture="lying", head_cm=45.2)
print([name for name in sys.modules if name.startswith("handbook")])
"""
    code = f"import sys; sys.path.insert(0, {str(CORE)!r})\n{first}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603

    assert done.stdout.count("handbook.domain.growth.") == len(("assessment", "standards", "vocabulary"))


def test_the_graver_of_weight_for_length_and_bmi_decides_on_overweight() -> None:
    assert classes({BY_LENGTH: 1.5, BMI: 2.5}) == ("overweight",)
    assert classes({BY_LENGTH: 3.5, BMI: 2.5}) == ("obese",)


def test_one_child_may_be_stunted_and_overweight_at_once() -> None:
    assert classes({LENGTH: -2.5, BY_LENGTH: 2.5}) == ("stunted", "overweight")


def test_a_flagged_score_is_reported_but_never_classified() -> None:
    child = assess("M", 400, weight_kg=3.0, length_cm=76.0, posture="lying")

    assert child.waz is not None
    assert child.waz < -6.0
    assert "weight_for_age_implausible" in child.flags
    assert child.classes == ()


def test_z_is_rounded_before_it_is_flagged_or_classified() -> None:
    # -2.004 rounds to -2.00, which is not below -2; -2.006 rounds to -2.01, which is.
    just_not = value_at(LENGTH, "F", 400, -2.004)
    just_so = value_at(LENGTH, "F", 400, -2.006)

    assert assess("F", 400, length_cm=just_not).classes == ()
    assert assess("F", 400, length_cm=just_so).classes == ("stunted",)


@pytest.mark.parametrize(
    ("muac_mm", "expected"),
    [(114.9, ("severely_wasted",)), (115, ("wasted",)), (124.9, ("wasted",)), (125, ()), (0, ()), (-1, ())],
)
def test_arm_circumference_classes_wasting(muac_mm: float, expected: tuple[GrowthClass, ...]) -> None:
    assert assess("F", 400, muac_mm=muac_mm).classes == expected


@pytest.mark.parametrize(("age_days", "counts"), [(182, False), (183, True), (1826, True), (1827, False)])
def test_arm_circumference_counts_from_6_to_59_months(age_days: int, counts: bool) -> None:
    assert bool(assess("F", age_days, muac_mm=110).classes) is counts


def test_arm_circumference_needs_an_age() -> None:
    assert assess("F", None, muac_mm=110).classes == ()


def test_the_graver_of_arm_circumference_and_weight_for_length_stays() -> None:
    wasted_kg = value_at(BY_LENGTH, "F", 75.0, -2.5)
    severely_wasted_kg = value_at(BY_LENGTH, "F", 75.0, -3.5)

    by_arm = assess("F", 400, weight_kg=wasted_kg, length_cm=75.0, muac_mm=110).classes
    by_weight = assess("F", 400, weight_kg=severely_wasted_kg, length_cm=75.0, muac_mm=120).classes
    by_both = assess("F", 400, weight_kg=wasted_kg, length_cm=75.0, muac_mm=120).classes

    assert [name for name in by_arm if "wasted" in name] == ["severely_wasted"]
    assert [name for name in by_weight if "wasted" in name] == ["severely_wasted"]
    assert [name for name in by_both if "wasted" in name] == ["wasted"]


def test_oedema_counts_as_severely_underweight_and_severely_wasted() -> None:
    child = assess("M", 500, weight_kg=10.0, length_cm=80.0, posture="lying", muac_mm=140, oedema=True)

    assert child.classes == ("severely_underweight", "severely_wasted")


def test_oedema_from_5_years_counts_as_severely_thin() -> None:
    assert assess("M", 2000, oedema=True).classes == ("severely_underweight", "severely_thin")


def test_every_indicator_has_a_plausible_range() -> None:
    assert set(PLAUSIBLE) == set(INDICATORS)
