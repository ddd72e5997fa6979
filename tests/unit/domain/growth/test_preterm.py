"""Children born before 259 days: INTERGROWTH-21st to 64 weeks, then corrected age to 24 months."""

import pytest

from handbook.domain.growth import (
    Indicator,
    Sex,
    assess,
    preterm_value_at,
    value_at,
)

WEIGHT, LENGTH, HEAD = Indicator.WEIGHT_FOR_AGE, Indicator.LENGTH_FOR_AGE, Indicator.HEAD_FOR_AGE
GESTATION_32_WEEKS = 224


@pytest.mark.parametrize(
    ("indicator", "sex", "z", "published"),
    [
        # Worked examples at 34 weeks, supplementary appendix of Villar et al. 2015.
        (WEIGHT, "M", 0.0, 2.04),
        (WEIGHT, "F", 0.0, 1.86),
        (WEIGHT, "M", -1.88, 1.51),
        (WEIGHT, "F", -1.88, 1.38),
        (HEAD, "M", 0.0, 31.27),
        (HEAD, "F", 0.0, 30.48),
        (HEAD, "M", -1.88, 29.15),
        (HEAD, "F", -1.88, 28.35),
    ],
)
def test_the_equations_give_the_worked_examples_of_the_paper(
    indicator: Indicator, sex: Sex, z: float, published: float
) -> None:
    assert preterm_value_at(indicator, sex, 34 * 7, z) == pytest.approx(published, abs=0.005001)


@pytest.mark.parametrize(
    ("indicator", "sex", "weeks", "published", "step"),
    [
        # Medians of the printed tables of the project: 27, 40 and 64 weeks.
        (WEIGHT, "M", 27, 0.67, 0.01),
        (WEIGHT, "F", 40, 3.13, 0.01),
        (WEIGHT, "M", 64, 7.79, 0.01),
        (LENGTH, "F", 27, 31.7, 0.1),
        (LENGTH, "M", 40, 50.9, 0.1),
        (LENGTH, "F", 64, 64.7, 0.1),
        (HEAD, "M", 27, 24.8, 0.1),
        (HEAD, "F", 40, 34.2, 0.1),
        (HEAD, "M", 64, 43.0, 0.1),
    ],
)
def test_medians_equal_the_printed_tables(
    indicator: Indicator, sex: Sex, weeks: int, published: float, step: float
) -> None:
    assert preterm_value_at(indicator, sex, weeks * 7, 0.0) == pytest.approx(published, abs=step / 2)


@pytest.mark.parametrize(("gestation_days", "preterm"), [(258, True), (259, False)])
def test_preterm_ends_with_37_completed_weeks(gestation_days: int, preterm: bool) -> None:
    child = assess("F", 30, weight_kg=3.2, gestation_days=gestation_days)

    assert (child.reference == "intergrowth-21st-postnatal") is preterm
    assert child.age_basis == ("post-menstrual" if preterm else "chronological")


def test_to_64_weeks_a_preterm_child_is_read_by_post_menstrual_age() -> None:
    last = assess("M", 448 - GESTATION_32_WEEKS, weight_kg=7.0, gestation_days=GESTATION_32_WEEKS)
    next_day = assess("M", 449 - GESTATION_32_WEEKS, weight_kg=7.0, gestation_days=GESTATION_32_WEEKS)

    assert (last.reference, last.reference_age_days) == ("intergrowth-21st-postnatal", 448)
    assert (next_day.reference, next_day.age_basis) == ("who-2006", "corrected")
    assert next_day.reference_age_days == 449 - 280


def test_corrected_age_ends_at_24_months_after_birth() -> None:
    corrected = assess("M", 730, weight_kg=11.0, gestation_days=GESTATION_32_WEEKS)
    as_born = assess("M", 731, weight_kg=11.0, gestation_days=GESTATION_32_WEEKS)

    assert (corrected.age_basis, corrected.reference_age_days) == ("corrected", 730 - 56)
    assert (as_born.age_basis, as_born.reference_age_days) == ("chronological", 731)
    assert corrected.waz == assess("M", 730 - 56, weight_kg=11.0).waz


def test_under_27_weeks_there_is_no_reference() -> None:
    last_without = assess("F", 20, weight_kg=0.6, length_cm=36.0, gestation_days=168)
    first_with = assess("F", 21, weight_kg=0.6, length_cm=36.0, gestation_days=168)

    assert last_without.missing[WEIGHT] == "age_outside_reference"
    assert last_without.missing[Indicator.WEIGHT_FOR_LENGTH] == "age_outside_reference"
    assert None not in (first_with.waz, first_with.whz)


def test_a_median_preterm_child_scores_zero_in_every_indicator_of_the_reference() -> None:
    length_cm = preterm_value_at(LENGTH, "F", 250, 0.0)
    assert length_cm is not None
    child = assess(
        "F",
        250 - GESTATION_32_WEEKS,
        weight_kg=preterm_value_at(WEIGHT, "F", 250, 0.0),
        length_cm=length_cm,
        head_cm=preterm_value_at(HEAD, "F", 250, 0.0),
        gestation_days=GESTATION_32_WEEKS,
    )

    assert (child.waz, child.haz, child.hcz) == (0.0, 0.0, 0.0)
    assert child.missing == {Indicator.BMI_FOR_AGE: "not_in_reference"}


@pytest.mark.parametrize("sex", ["F", "M"])
def test_weight_for_length_of_the_reference_covers_35_to_65_cm(sex: Sex) -> None:
    at = {
        length_cm: assess(sex, 60, weight_kg=4.0, length_cm=length_cm, gestation_days=GESTATION_32_WEEKS)
        for length_cm in (34.9999, 35.0, 65.0, 65.0001)
    }

    assert [at[length_cm].whz is not None for length_cm in at] == [False, True, True, False]
    assert at[34.9999].missing[Indicator.WEIGHT_FOR_LENGTH] == "length_outside_table"


@pytest.mark.parametrize("sex", ["F", "M"])
def test_weight_for_length_of_the_reference_is_inverse_to_its_curve(sex: Sex) -> None:
    weight_kg = preterm_value_at(Indicator.WEIGHT_FOR_LENGTH, sex, 50.0, 1.5)

    child = assess(sex, 60, weight_kg=weight_kg, length_cm=50.0, gestation_days=GESTATION_32_WEEKS)

    assert child.whz == 1.5


def test_the_reference_has_no_straight_tails() -> None:
    weight_kg = preterm_value_at(WEIGHT, "F", 250, -4.5)

    child = assess("F", 250 - GESTATION_32_WEEKS, weight_kg=weight_kg, gestation_days=GESTATION_32_WEEKS)

    assert child.waz == -4.5


def test_correction_lifts_the_score_of_a_child_born_early() -> None:
    corrected = assess("F", 300, weight_kg=7.0, gestation_days=GESTATION_32_WEEKS)
    chronological = assess("F", 300, weight_kg=7.0, gestation_days=GESTATION_32_WEEKS, policy="chronological-only")

    assert corrected.waz is not None
    assert chronological.waz is not None
    assert corrected.waz > chronological.waz
    assert chronological == assess("F", 300, weight_kg=7.0)


def test_standing_is_judged_by_corrected_age() -> None:
    # 300 days after birth at 32 weeks the corrected age is 244 days, under 9 months.
    child = assess("F", 300, length_cm=68.0, posture="standing", gestation_days=GESTATION_32_WEEKS)

    assert child.flags == ("standing_under_9_months",)
    assert child.adjusted_length_cm == 68.0


def test_curves_end_where_their_reference_ends() -> None:
    assert preterm_value_at(WEIGHT, "F", 188, 0.0) is None
    assert preterm_value_at(WEIGHT, "F", 449, 0.0) is None
    assert preterm_value_at(Indicator.BMI_FOR_AGE, "F", 300, 0.0) is None
    assert value_at(WEIGHT, "F", -1, 0.0) is None
    assert value_at(HEAD, "F", 1827, 0.0) is None
