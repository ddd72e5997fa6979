"""Lying and standing, the limits of the weight-for-length tables, and integer interpolation inside them."""

import pytest

from handbook.domain.growth import Indicator, Posture, assess


def test_103_1_cm_lying_reads_the_row_of_102_4_cm() -> None:
    # In floats 103.1 - 0.7 is 102.39999999999999, for which WHO's R package answers -1.64.
    child = assess("M", 1000, weight_kg=14.07, length_cm=103.1, posture="lying")

    assert child.whz == -1.61
    assert child.adjusted_length_cm == 102.4
    assert child.whz == assess("M", 1000, weight_kg=14.07, length_cm=102.4, posture="standing").whz


def test_between_two_rows_of_0_1_cm_l_m_and_s_are_interpolated() -> None:
    # WHO girls, weight-for-length 45.0 and 45.1 cm: L -0.3833 both, M 2.4607 and 2.4777, S 0.09029 and 0.0903.
    median = (2.4607 + 2.4777) / 2

    assert assess("F", 0, weight_kg=median, length_cm=45.05).whz == 0.0


@pytest.mark.parametrize(
    ("posture", "length_cm", "covered"),
    [
        ("lying", 44.9999, False),
        ("lying", 45.0, True),
        ("lying", 110.0, True),
        ("lying", 110.0001, False),
        ("standing", 64.9999, False),
        ("standing", 65.0, True),
        ("standing", 120.0, True),
        ("standing", 120.0001, False),
    ],
)
def test_weight_for_length_is_absent_outside_its_table_and_never_clamped(
    posture: Posture, length_cm: float, covered: bool
) -> None:
    child = assess("M", None, weight_kg=10.0, length_cm=length_cm, posture=posture)

    assert (child.whz is not None) is covered
    assert child.missing.get(Indicator.WEIGHT_FOR_LENGTH) == (None if covered else "length_outside_table")


def test_lying_under_two_years_and_standing_from_then_on_are_taken_as_measured() -> None:
    assert assess("F", 730, length_cm=86.0, posture="lying").adjusted_length_cm == 86.0
    assert assess("F", 731, length_cm=86.0, posture="standing").adjusted_length_cm == 86.0


def test_standing_under_two_years_adds_0_7_cm() -> None:
    assert assess("F", 730, length_cm=86.0, posture="standing").adjusted_length_cm == 86.7


def test_lying_from_two_years_takes_0_7_cm_off() -> None:
    assert assess("F", 731, length_cm=86.0, posture="lying").adjusted_length_cm == 85.3


def test_an_unknown_posture_is_lying_under_two_years_and_standing_from_then_on() -> None:
    assert assess("F", 730, length_cm=86.0).adjusted_length_cm == 86.0
    assert assess("F", 731, length_cm=86.0).adjusted_length_cm == 86.0


def test_standing_under_9_months_is_flagged_and_ignored() -> None:
    day_273 = assess("M", 273, weight_kg=8.0, length_cm=70.0, posture="standing")
    day_274 = assess("M", 274, weight_kg=8.0, length_cm=70.0, posture="standing")

    assert day_273.flags == ("standing_under_9_months",)
    assert day_273.adjusted_length_cm == 70.0
    assert day_274.flags == ()
    assert day_274.adjusted_length_cm == 70.7


def test_without_age_and_posture_a_child_of_87_cm_is_taken_as_standing() -> None:
    shorter = assess("M", None, weight_kg=12.0, length_cm=86.9)
    as_long = assess("M", None, weight_kg=12.0, length_cm=87.0)

    assert shorter.whz == assess("M", None, weight_kg=12.0, length_cm=86.9, posture="lying").whz
    assert as_long.whz == assess("M", None, weight_kg=12.0, length_cm=87.0, posture="standing").whz


def test_the_adjusted_length_feeds_height_weight_for_height_and_bmi() -> None:
    lying = assess("F", 1000, weight_kg=13.0, length_cm=92.7, posture="lying")
    standing = assess("F", 1000, weight_kg=13.0, length_cm=92.0, posture="standing")

    assert lying == standing
    assert lying.bmi == pytest.approx(13.0 / 0.92**2)
