"""The usual size of an age: at -2, 0 and +2 z-scores of the reference that the child is read against."""

import pytest

from handbook.domain.growth import assess
from handbook.domain.growth.expected import Range, expected_size


def test_a_girl_of_six_months_usually_weighs_what_the_who_table_says() -> None:
    # WHO Child Growth Standards (2006), expanded tables by day, girls, day 182: weight-for-age -2 SD 5.7, median 7.3,
    # +2 SD 9.3 kg; length-for-age 61.2, 65.7, 70.2 cm (70.3 is the row of 6 months, half a day later).
    found = expected_size("F", 182)
    assert (found.reference, found.age_basis) == ("who-2006", "chronological")
    assert found.weight_kg == Range(5.7, 7.3, 9.3)
    assert found.length_cm == Range(61.2, 65.7, 70.2)


@pytest.mark.parametrize(
    ("age_days", "gestation_days"),
    [(0, None), (400, None), (731, None), (1826, 280), (1827, None), (40, 224), (250, 224)],
)
def test_the_range_is_that_of_the_z_scores(age_days: int, gestation_days: int | None) -> None:
    found = expected_size("M", age_days, gestation_days)
    assert found.weight_kg is not None
    assert found.length_cm is not None
    for z, weight_kg, length_cm in zip((-2, 0, 2), found.weight_kg, found.length_cm, strict=True):
        scored = assess("M", age_days, weight_kg=weight_kg, length_cm=length_cm, gestation_days=gestation_days)
        assert (scored.reference, scored.age_basis) == (found.reference, found.age_basis)
        assert scored.waz == pytest.approx(z, abs=0.15)
        assert scored.haz == pytest.approx(z, abs=0.06)


@pytest.mark.parametrize(("age_days", "weight_known"), [(3652, True), (3653, False)])
def test_where_the_reference_ends_nothing_is_said(age_days: int, weight_known: bool) -> None:
    found = expected_size("F", age_days)
    assert (found.weight_kg is not None) is weight_known
    assert found.length_cm is not None
