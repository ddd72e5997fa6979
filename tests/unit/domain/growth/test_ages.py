"""Which tables apply on which day, and at both sides of every change."""

import pytest

from handbook.domain.growth import INDICATORS, Indicator, assess, assess_at_months, value_at
from handbook.domain.growth.standards import z_of_value

AGE_INDICATORS = (
    Indicator.WEIGHT_FOR_AGE,
    Indicator.LENGTH_FOR_AGE,
    Indicator.BMI_FOR_AGE,
    Indicator.HEAD_FOR_AGE,
)


def test_a_newborn_is_assessed_on_day_0() -> None:
    newborn = assess("F", 0, weight_kg=3.2322, length_cm=49.1477, posture="lying", head_cm=33.8787)

    assert (newborn.waz, newborn.haz, newborn.hcz) == (0.0, 0.0, 0.0)
    assert newborn.reference == "who-2006"
    assert newborn.age_basis == "chronological"
    assert newborn.reference_age_days == 0


def test_the_day_before_birth_has_no_reference() -> None:
    unborn = assess("F", -1, weight_kg=3.2, length_cm=49.0, head_cm=34.0)

    assert unborn.missing == dict.fromkeys(INDICATORS, "age_outside_reference")


def test_length_turns_into_height_between_day_730_and_731() -> None:
    last_lying = assess("M", 730, weight_kg=12.0, length_cm=87.0, posture="standing")
    first_standing = assess("M", 731, weight_kg=12.0, length_cm=87.0, posture="standing")

    assert (last_lying.adjusted_length_cm, first_standing.adjusted_length_cm) == (87.7, 87.0)
    assert last_lying.haz == pytest.approx(first_standing.haz, abs=0.03)


def test_the_2006_standards_end_with_day_1826() -> None:
    last = assess("M", 1826, weight_kg=18.0, length_cm=109.0, posture="standing", head_cm=50.0)

    assert last.reference == "who-2006"
    assert last.missing == {}


def test_the_2007_reference_begins_on_day_1827_without_head_and_weight_for_height() -> None:
    first = assess("M", 1827, weight_kg=18.0, length_cm=109.0, posture="standing", head_cm=50.0)

    assert first.reference == "who-2007"
    assert first.missing == {
        Indicator.WEIGHT_FOR_LENGTH: "age_outside_reference",
        Indicator.HEAD_FOR_AGE: "age_outside_reference",
    }
    assert None not in (first.haz, first.waz, first.baz)


@pytest.mark.parametrize(("age_months", "covered"), [(59.99, False), (60, True), (120, True), (120.01, False)])
def test_weight_for_age_of_2007_covers_60_to_120_months(age_months: float, covered: bool) -> None:
    assert (assess_at_months("F", age_months, weight_kg=25.0).waz is not None) is covered


@pytest.mark.parametrize(("age_months", "covered"), [(59.99, False), (60, True), (228, True), (228.01, False)])
def test_height_and_bmi_of_2007_cover_60_to_228_months(age_months: float, covered: bool) -> None:
    child = assess_at_months("F", age_months, weight_kg=45.0, height_cm=150.0)

    assert (child.haz is not None, child.baz is not None) == (covered, covered)


def test_between_two_months_l_m_and_s_are_interpolated() -> None:
    # WHO 2007 girls, weight-for-age, months 61 and 62 as printed; halfway between them.
    halfway = ((-0.4681 - 0.4711) / 2, (18.2579 + 18.4329) / 2, (0.14295 + 0.1435) / 2)

    assert assess_at_months("F", 61.5, weight_kg=15.0).waz == z_of_value(halfway, 15.0, restricted=True)


def test_days_from_1827_are_read_in_months_of_30_4375_days() -> None:
    by_day = assess("F", 2922, weight_kg=20.0, length_cm=120.0)  # 96 months to the day
    by_month = assess_at_months("F", 96.0, weight_kg=20.0, height_cm=120.0)

    assert by_day == by_month


def test_an_unknown_age_leaves_only_weight_for_length() -> None:
    child = assess("F", None, weight_kg=7.0, length_cm=65.0, posture="lying", head_cm=42.0)

    assert child.whz is not None
    assert child.missing == dict.fromkeys(AGE_INDICATORS, "age_missing")
    assert (child.age_basis, child.reference_age_days) == ("none", None)


def test_a_sex_without_tables_is_an_error() -> None:
    with pytest.raises(ValueError, match="sex"):
        assess("X", 100, weight_kg=6.0)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="sex"):
        value_at(Indicator.WEIGHT_FOR_AGE, "X", 100, 0)  # type: ignore[arg-type]
