"""An alert is one episode: it opens once, stays one while it is met, ends with a reason, and comes back as another."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from handbook.domain.alerts import History, alerts_of
from handbook.domain.ids import HandbookId
from tests.builders import NOW
from tests.unit.domain.alerts.children import GIRL, TODAY, alerts, codes, on, one, visit
from tests.unit.domain.care.entries import findings

LOW: dict[str, Any] = {"haz": -2.5}
LOWER: dict[str, Any] = {"haz": -3.5}
FINE: dict[str, Any] = {"haz": -1.0}


def test_one_cause_is_one_alert_however_often_it_is_seen() -> None:
    alert = one(alerts(visit(100, **LOW), visit(130, **LOW), visit(160, **LOW)), "stunted")
    assert (alert.opened_on, alert.latest_on, alert.is_open) == (on(100), on(160), True)
    assert alert.evidence == ("m100", "m130", "m160")


def test_it_resolves_at_the_first_entry_that_no_longer_meets_it() -> None:
    alert = one(alerts(visit(100, **LOW), visit(130, **FINE), visit(160, **FINE)), "stunted")
    assert (alert.resolved_on, alert.resolved_because) == (on(130), "no_longer_met")


def test_a_recurrence_is_another_alert_with_another_id() -> None:
    found = [a for a in alerts(visit(100, **LOW), visit(130, **FINE), visit(160, **LOW)) if a.rule.code == "stunted"]
    assert [(a.opened_on, a.is_open) for a in found] == [(on(160), True), (on(100), False)]
    assert found[0].alert_id != found[1].alert_id


def test_an_entry_that_cannot_judge_changes_nothing() -> None:
    alert = one(alerts(visit(100, **LOW), visit(130, waz=0.0), visit(160, **LOW)), "stunted")
    assert (alert.is_open, alert.evidence) == (True, ("m100", "m160"))


def test_a_graver_class_takes_the_place_of_the_milder_and_the_milder_of_the_graver() -> None:
    found = alerts(visit(100, **LOW), visit(130, **LOWER), visit(160, "again", **LOW))
    milder = [a for a in found if a.rule.code == "stunted"]
    graver = one(found, "severely_stunted")
    assert (milder[-1].resolved_because, milder[-1].resolved_on) == ("escalated", on(130))
    assert (graver.resolved_because, graver.resolved_on) == ("eased", on(160))
    assert (milder[0].opened_by, milder[0].is_open) == ("again", True)


def test_an_alert_keeps_its_id_whatever_comes_later() -> None:
    before = one(alerts(visit(100, **LOW)), "stunted")
    for later in ([visit(130, **LOW)], [visit(130, **FINE)], [visit(130, **FINE), visit(160, **LOW)]):
        assert before.alert_id in {alert.alert_id for alert in alerts(visit(100, **LOW), *later)}


def test_the_id_belongs_to_one_handbook_and_names_neither_rule_nor_child() -> None:
    other = replace(GIRL, handbook_id=HandbookId("another"))
    here, there = one(alerts(visit(100, **LOW)), "stunted"), one(alerts(visit(100, **LOW), child=other), "stunted")
    assert here.alert_id != there.alert_id
    assert set(here.alert_id) <= set("0123456789abcdef")


def test_an_id_that_was_given_once_never_changes() -> None:
    """Acknowledgements are kept by it: a change here would lose them."""
    assert one(alerts(visit(100, **LOW)), "stunted").alert_id == "2a3c16154a04bf4028c86c2279c086c8"


def test_of_two_entries_of_one_day_the_later_recorded_decides_last() -> None:
    slip = visit(100, "slip", recorded_at=NOW, **LOW)
    mended = visit(100, "mended", recorded_at=NOW + timedelta(minutes=5), **FINE)
    for order in ((slip, mended), (mended, slip)):
        alert = one(alerts(*order), "stunted")
        assert (alert.opened_by, alert.resolved_on, alert.opened_on) == ("slip", on(100), on(100))


def test_a_corrected_birth_date_leaves_out_what_then_lies_before_birth() -> None:
    later = replace(GIRL, birth_date=on(101))
    assert codes(alerts(visit(100, **LOW), child=later)) == set()


def test_what_lies_after_today_is_left_out() -> None:
    assert codes(alerts(visit(100, **LOW), today=on(99))) == set()
    assert codes(alerts(visit(100, **LOW), today=on(100))) == {"stunted"}


def test_the_class_of_thinness_follows_the_child_across_five_years() -> None:
    found = alerts(visit(1800, whz=-2.5, baz=-2.4), visit(1830, baz=-1.0))
    assert (one(found, "wasted").resolved_on, one(found, "wasted").resolved_because) == (on(1830), "no_longer_met")
    found = alerts(visit(1800, whz=-2.5), visit(1830, baz=-2.5))
    assert one(found, "wasted").resolved_because == "eased"
    assert one(found, "thin").is_open


def test_overweight_begins_at_plus_two_under_five_years_and_at_plus_one_from_then_on() -> None:
    assert codes(alerts(visit(1826, baz=2.01))) == {"overweight"}
    assert codes(alerts(visit(1826, baz=2.0))) == {"possible_risk_of_overweight"}
    assert codes(alerts(visit(1826, baz=1.0))) == set()
    assert codes(alerts(visit(1827, baz=1.01))) == {"overweight"}
    assert codes(alerts(visit(1827, baz=2.01))) == {"obese"}
    assert codes(alerts(visit(1827, baz=1.0))) == set()


def test_a_normal_weight_for_length_does_not_end_an_alert_of_the_arm() -> None:
    found = alerts(visit(400, muac_mm=110), visit(430, whz=0.0))
    assert one(found, "muac_severe").is_open
    assert one(alerts(visit(400, muac_mm=110), visit(430, muac_mm=130)), "muac_severe").resolved_on == on(430)


def test_the_arm_counts_from_183_to_1826_days() -> None:
    for age_days, expected in ((182, set()), (183, {"muac_severe"}), (1826, {"muac_severe"}), (1827, set())):
        assert codes(alerts(visit(age_days, muac_mm=110))) == expected
    found = alerts(visit(1800, muac_mm=110), visit(1827, weight_kg=18.0))
    assert one(found, "muac_severe").resolved_because == "no_longer_applies"


def test_a_flagged_value_asks_for_another_and_feeds_nothing_else() -> None:
    flagged = visit(400, waz=-6.5, haz=-1.0, weight_kg=3.0, flags=("weight_for_age_implausible",))
    found = alerts(flagged)
    assert codes(found) == {"measure_again"}
    assert one(found, "measure_again").reason("en") == (
        "A measurement is hard to believe: Weight implausible for age: weigh again."
    )
    again = alerts(flagged, visit(401, waz=-1.0, weight_kg=8.0))
    assert one(again, "measure_again").resolved_on == on(401)


def test_a_danger_sign_is_an_alert_of_its_own_so_that_a_new_one_is_never_hidden() -> None:
    seen = (
        findings("child", on(400), "f1", danger_signs=("lethargy",)),
        findings("child", on(401), "f2", danger_signs=("lethargy", "convulsions")),
    )
    found = [a for a in alerts(findings=seen, today=on(402)) if a.rule.group == "danger"]
    assert {(a.about, a.opened_by) for a in found} == {("lethargy", "f1"), ("convulsions", "f2")}


def test_a_danger_sign_ends_when_asked_and_not_seen_but_not_when_nobody_asked() -> None:
    seen = findings("child", on(400), "f1", danger_signs=("lethargy",))
    for entry, is_open in ((findings("child", on(401), "f2", temperature_c=37.0), True),
                           (findings("child", on(401), "f2", danger_signs=()), False)):  # fmt: skip
        assert one(alerts(findings=(seen, entry), today=on(402)), "danger_sign_child").is_open == is_open


def test_a_danger_sign_lapses_after_fourteen_days() -> None:
    seen = (findings("child", on(400), danger_signs=("lethargy",)),)
    assert one(alerts(findings=seen, today=on(413)), "danger_sign_child").is_open
    lapsed = one(alerts(findings=seen, today=on(414)), "danger_sign_child")
    assert (lapsed.resolved_on, lapsed.resolved_because) == (on(414), "no_longer_applies")


def test_what_comes_back_after_it_lapsed_is_another_alert() -> None:
    for gap, count in ((14, 1), (15, 2)):
        seen = (
            findings("child", on(400), "f1", danger_signs=("lethargy",)),
            findings("child", on(400 + gap), "f2", danger_signs=("lethargy",)),
        )
        found = [a for a in alerts(findings=seen, today=on(420)) if a.rule.group == "danger"]
        assert len(found) == count


def test_a_sign_of_pregnancy_ends_when_the_mother_is_asked_after_birth() -> None:
    seen = (
        findings("pregnancy", on(-2), "f1", danger_signs=("severe_headache",)),
        findings("postpartum", on(1), "f2", danger_signs=("convulsions",)),
    )
    found = alerts(findings=seen, today=on(2))
    assert one(found, "danger_sign_pregnancy").resolved_because == "no_longer_applies"
    assert one(found, "danger_sign_postpartum").is_open


def test_before_birth_there_are_only_the_mothers_alerts() -> None:
    unborn = replace(GIRL, birth_date=None)
    seen = findings("pregnancy", on(-2), systolic_mmhg=165, diastolic_mmhg=100)
    found = alerts_of(unborn, History(findings=(seen,)), TODAY)
    assert [alert.rule.code for alert in found] == ["severe_high_blood_pressure"]


def test_open_alerts_come_first_the_gravest_before_the_others() -> None:
    found = alerts(visit(100, haz=-2.5, whz=-3.5, baz=0.0), visit(130, haz=-1.0))
    assert [alert.rule.code for alert in found] == ["severely_wasted", "stunted"]


def test_texts_say_days_and_numbers_as_people_write_them() -> None:
    alert = one(alerts(visit(100, weight_kg=6.0), visit(110, weight_kg=5.92)), "weight_loss")
    assert alert.reason("vi") == "Trẻ sụt 80 g kể từ ngày 11/04/2025."
    assert alert.reason("en") == "The child lost 80 g since 2025-04-11."
    assert one(alerts(visit(100, **LOW)), "stunted").reason("vi").endswith("(z = −2,5).")


def test_of_two_measurements_of_one_moment_the_plausible_one_is_the_correction() -> None:
    for slip_id, mended_id in (("a", "b"), ("b", "a")):
        slip = visit(400, slip_id, waz=-6.5, flags=("weight_for_age_implausible",))
        assert not one(alerts(slip, visit(400, mended_id, waz=-1.0)), "measure_again").is_open
