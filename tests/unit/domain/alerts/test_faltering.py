"""The faltering rules F1-F7: what is compared with what, and across what nothing is compared."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.builders import NOW
from tests.unit.domain.alerts.children import GIRL, alerts, codes, measured, on, one, visit

FALTERING = {
    "weight_loss_after_birth", "weight_loss", "no_weight_gain", "weight_fall_across_centiles", "weight_crossed_minus_2",
    "weight_crossed_minus_3", "length_faltering", "head_growth_changed", "length_shrank",
}  # fmt: skip


@pytest.mark.parametrize(("first", "second", "fires"), [
    (14, 21, True), (13, 21, False), (14, 20, False), (100, 107, True), (100, 106, False),
])  # fmt: skip
def test_weight_loss_is_over_seven_days_or_more_from_day_14_on(first: int, second: int, fires: bool) -> None:
    found = alerts(visit(first, weight_kg=4.0), visit(second, weight_kg=3.9))
    assert ("weight_loss" in codes(found)) == fires


def test_daily_weighing_does_not_hide_a_loss_over_a_week() -> None:
    days = [visit(100 + day, weight_kg=6.0 - 0.02 * day) for day in range(8)]
    alert = one(alerts(*days), "weight_loss")
    assert (alert.opened_on, alert.numbers["loss_g"], alert.numbers["since"]) == (on(107), 140, on(100))


def test_the_gain_of_the_next_visit_ends_a_loss() -> None:
    found = alerts(visit(100, weight_kg=6.0), visit(110, weight_kg=5.9), visit(120, weight_kg=6.1))
    assert one(found, "weight_loss").resolved_on == on(120)


@pytest.mark.parametrize(("age_days", "fires"), [(1, True), (14, True), (15, False)])
def test_loss_after_birth_opens_by_day_14(age_days: int, fires: bool) -> None:
    child = replace(GIRL, birth_weight_g=3000)
    found = alerts(visit(age_days, weight_kg=2.6), child=child)
    assert ("weight_loss_after_birth" in codes(found)) == fires


def test_loss_after_birth_stays_open_until_the_weight_is_back() -> None:
    child = replace(GIRL, birth_weight_g=3000)
    low = [visit(5, weight_kg=2.6), visit(20, weight_kg=2.65)]
    assert one(alerts(*low, child=child), "weight_loss_after_birth").is_open
    back = one(alerts(*low, visit(25, weight_kg=2.7), child=child), "weight_loss_after_birth")
    assert back.resolved_on == on(25)


def test_without_a_birth_weight_the_first_weighing_on_the_day_of_birth_stands_for_it() -> None:
    alert = one(alerts(visit(0, weight_kg=3.0), visit(4, weight_kg=2.6)), "weight_loss_after_birth")
    assert (alert.evidence, alert.numbers["loss_g"], alert.numbers["percent"]) == (("m0", "m4"), 400, 13.3)


@pytest.mark.parametrize(("second", "days", "fires"), [
    (182, 30, True), (182, 29, False), (183, 30, False), (183, 60, True), (183, 59, False), (730, 60, True),
    (731, 60, False), (731, 90, True), (731, 89, False), (1826, 90, True),
])  # fmt: skip
def test_no_gain_is_over_30_60_or_90_days_by_age(second: int, days: int, fires: bool) -> None:
    found = alerts(visit(second - days, weight_kg=6.0), visit(second, weight_kg=6.0))
    assert ("no_weight_gain" in codes(found)) == fires


def test_a_standstill_is_told_from_its_beginning_and_not_from_the_visit_before() -> None:
    weights = {60: 5.0, 90: 5.1, 125: 5.1, 160: 5.05}
    found = one(alerts(*(visit(age, weight_kg=weight_kg) for age, weight_kg in weights.items())), "no_weight_gain")
    assert found.numbers["days"] == 70
    assert found.evidence == ("m90", "m125", "m160")


def test_no_gain_ends_with_five_years() -> None:
    open_one = [visit(1700, weight_kg=16.0), visit(1800, weight_kg=16.0)]
    assert one(alerts(*open_one), "no_weight_gain").is_open
    assert one(alerts(*open_one, visit(1827, weight_kg=17.0)), "no_weight_gain").resolved_because == "no_longer_applies"


@pytest.mark.parametrize(("birth_weight_g", "fall", "fires"), [
    (2650, 0.67, True), (2650, 0.66, False), (2660, 1.33, True), (2660, 1.32, False), (3880, 1.33, True),
    (3880, 1.32, False), (3890, 2.0, True), (3890, 1.99, False), (None, 1.33, True), (None, 1.32, False),
])  # fmt: skip
def test_the_fall_that_counts_depends_on_the_centile_at_birth(
    birth_weight_g: int | None, fall: float, fires: bool
) -> None:
    child = replace(GIRL, birth_weight_g=birth_weight_g)
    found = alerts(visit(60, waz=1.0), visit(120, waz=round(1.0 - fall, 2)), child=child)
    assert ("weight_fall_across_centiles" in codes(found)) == fires


def test_a_slow_fall_is_seen_against_the_highest_weight_of_the_last_year() -> None:
    slow = [visit(60 + 30 * step, waz=round(1.0 - 0.3 * step, 2)) for step in range(6)]
    alert = one(alerts(*slow), "weight_fall_across_centiles")
    assert (alert.opened_on, alert.numbers["fall"], alert.numbers["since"]) == (on(210), 1.5, on(60))
    for gap, fires in ((365, True), (366, False)):
        found = alerts(visit(60, waz=1.0), visit(60 + gap, waz=-0.5))
        assert ("weight_fall_across_centiles" in codes(found)) == fires


@pytest.mark.parametrize(("age_days", "fires"), [(13, False), (14, True)])
def test_the_first_days_weigh_less_and_cross_no_line(age_days: int, fires: bool) -> None:
    found = codes(alerts(visit(0, waz=0.0), visit(age_days, waz=-2.1)))
    assert ({"weight_crossed_minus_2", "weight_fall_across_centiles"} <= found) == fires


def test_a_line_that_was_crossed_counts_until_the_child_is_back_above_it() -> None:
    down = [visit(60, waz=-1.5), visit(90, waz=-2.2), visit(120, waz=-2.3)]
    alert = one(alerts(*down), "weight_crossed_minus_2")
    assert (alert.is_open, alert.evidence) == (True, ("m60", "m90", "m120"))
    assert one(alerts(*down, visit(150, waz=-2.0)), "weight_crossed_minus_2").resolved_on == on(150)
    further = alerts(*down, visit(150, waz=-3.2), visit(180, waz=-2.5))
    assert one(further, "weight_crossed_minus_3").resolved_because == "eased"


def test_a_child_who_was_always_under_a_line_crosses_none() -> None:
    assert "weight_crossed_minus_2" not in codes(alerts(visit(60, waz=-2.5), visit(90, waz=-2.6)))


@pytest.mark.parametrize(("days", "fires"), [(90, True), (89, False)])
def test_length_falters_over_ninety_days(days: int, fires: bool) -> None:
    found = alerts(visit(60, haz=0.0), visit(60 + days, haz=-0.8))
    assert ("length_faltering" in codes(found)) == fires


@pytest.mark.parametrize(("change", "fires"), [(1.0, True), (0.99, False), (-1.0, True), (-0.99, False)])
def test_a_head_may_grow_too_fast_or_too_slowly(change: float, fires: bool) -> None:
    found = alerts(visit(60, hcz=0.0), visit(90, hcz=change))
    assert ("head_growth_changed" in codes(found)) == fires
    for gap, seen in ((183, fires), (184, False)):
        assert ("head_growth_changed" in codes(alerts(visit(60, hcz=0.0), visit(60 + gap, hcz=change)))) == seen


def test_a_child_who_shrank_was_measured_wrongly_and_is_not_faltering() -> None:
    tall = visit(60, haz=2.0, length_cm=62.0)
    short = visit(160, haz=0.0, length_cm=61.0)
    found = alerts(tall, short)
    assert codes(found) == {"length_shrank"}
    assert (
        one(found, "length_shrank").reason("en").startswith("The recorded length is 1.0 cm shorter than on 2025-03-02")
    )
    later = alerts(tall, short, visit(260, haz=0.5, length_cm=68.0))
    assert codes(later) == {"length_shrank"}
    assert one(later, "length_shrank").resolved_on == on(260)


def test_standing_instead_of_lying_is_not_shrinking() -> None:
    found = [
        measured(GIRL, 725, length_cm=86.0, posture="lying"),
        measured(GIRL, 735, length_cm=85.4, posture="standing"),
    ]
    assert "length_shrank" not in codes(alerts(*found))


FALLS: list[dict[str, Any]] = [
    {"waz": -0.5, "haz": 0.5, "hcz": 1.5, "weight_kg": 16.0, "length_cm": 105.0},
    {"waz": -3.5, "haz": -2.5, "hcz": -1.5, "weight_kg": 15.0, "length_cm": 100.0},
]


@pytest.mark.parametrize(("first", "second"), [(1730, 1826), (1828, 1930)])
def test_a_fall_on_one_side_of_five_years_falters(first: int, second: int) -> None:
    found = codes(alerts(visit(first, **FALLS[0]), visit(second, **FALLS[1])))
    assert {"weight_loss", "weight_crossed_minus_3", "length_faltering", "length_shrank"} & found


@pytest.mark.parametrize("first", [1700, 1826])
@pytest.mark.parametrize("second", [1827, 2000])
def test_no_fall_across_five_years_falters(first: int, second: int) -> None:
    assert not codes(alerts(visit(first, **FALLS[0]), visit(second, **FALLS[1]))) & FALTERING


@pytest.mark.parametrize("change", [{"age_basis": "corrected"}, {"reference": "intergrowth-21st-postnatal"}])
def test_no_fall_across_another_reference_or_age_basis_falters(change: dict[str, Any]) -> None:
    assert not codes(alerts(visit(200, **FALLS[0], **change), visit(300, **FALLS[1]))) & FALTERING
    assert codes(alerts(visit(200, **FALLS[0], **change), visit(300, **FALLS[1], **change))) & FALTERING


def test_a_change_of_reference_neither_opens_nor_ends_a_crossing() -> None:
    before = [visit(1700, waz=-1.0), visit(1800, waz=-3.5)]
    open_one = one(alerts(*before, visit(1830, waz=-2.5)), "weight_crossed_minus_3")
    assert (open_one.is_open, open_one.latest_on) == (True, on(1800))
    eased = one(alerts(*before, visit(1830, waz=-2.5), visit(1860, waz=-2.5)), "weight_crossed_minus_2")
    assert eased.evidence == ("m1830", "m1860")


@pytest.mark.parametrize("age_days", [100, 160])
def test_a_flagged_visit_neither_falters_nor_is_compared_with(age_days: int) -> None:
    flagged = visit(age_days, **FALLS[1 if age_days == 160 else 0], flags=("weight_for_length_implausible",))
    other = visit(100 if age_days == 160 else 160, **FALLS[0 if age_days == 160 else 1])
    assert not codes(alerts(flagged, other)) & FALTERING


def test_of_two_weights_of_one_day_the_correction_is_compared() -> None:
    first, slip = visit(100, weight_kg=6.0), visit(130, "slip", weight_kg=5.0)
    mended = visit(130, "mended", weight_kg=6.5, recorded_at=NOW + timedelta(minutes=1))
    assert "weight_loss" in codes(alerts(first, slip))
    assert "weight_loss" not in codes(alerts(first, slip, mended))


def test_two_months_without_any_gain_are_seen_at_three_months_and_at_twelve() -> None:
    """By the standards' own scores, not by made ones: z alone falls 1.46 and 0.41."""
    for born_kg, first, second in ((4.2, 30, 91), (8.5, 305, 366)):
        found = alerts(measured(GIRL, first, weight_kg=born_kg), measured(GIRL, second, weight_kg=born_kg))
        assert "no_weight_gain" in codes(found)


def test_an_entry_that_opened_one_alert_may_be_compared_with_in_another_and_meets_only_the_first() -> None:
    """Or an acknowledgement of the first, kept by the entry that opened it, would hide the second."""
    fell = [visit(60, waz=2.0), visit(120, waz=0.5), visit(440, waz=0.4), visit(480, waz=-1.0)]
    found = [a for a in alerts(*fell) if a.rule.code == "weight_fall_across_centiles"]
    assert [(a.is_open, a.evidence, a.met_by) for a in found] == [
        (True, ("m120", "m480"), ("m480",)),
        (False, ("m60", "m120"), ("m120",)),
    ]
