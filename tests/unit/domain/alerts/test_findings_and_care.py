"""Findings, milestones, feeding and what is overdue: the limits that go by age, stage and answers."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from handbook.domain.alerts import Alert, History, alerts_of
from handbook.domain.findings import Stage
from tests.unit.domain.alerts.children import GIRL, alerts, codes, on, one
from tests.unit.domain.care import entries


def found(stage: Stage, on_day: date, **values: Any) -> set[str]:
    return codes(alerts(findings=(entries.findings(stage, on_day, **values),), today=on_day))


@pytest.mark.parametrize(("day", "breaths", "fires"), [
    (date(2025, 3, 1), 50, True), (date(2025, 3, 1), 49, False), (date(2025, 12, 31), 50, True),
    (date(2025, 12, 31), 49, False), (date(2026, 1, 1), 40, True), (date(2026, 1, 1), 39, False),
    (date(2029, 12, 31), 40, True), (date(2030, 1, 1), 90, False),
])  # fmt: skip
def test_fast_breathing_begins_at_50_under_a_year_and_at_40_to_five_years(day: date, breaths: int, fires: bool) -> None:
    assert ("child_fast_breathing" in found("child", day, breaths_per_minute=breaths)) == fires


@pytest.mark.parametrize(("day", "haemoglobin", "fires"), [
    (date(2025, 6, 30), 80, False), (date(2025, 7, 1), 104, True), (date(2025, 7, 1), 105, False),
    (date(2026, 12, 31), 105, False), (date(2027, 1, 1), 109, True), (date(2027, 1, 1), 110, False),
    (date(2029, 12, 31), 109, True), (date(2030, 1, 1), 80, False),
])  # fmt: skip
def test_a_childs_haemoglobin_is_low_by_age_from_6_to_59_months(day: date, haemoglobin: int, fires: bool) -> None:
    assert ("child_anaemia" in found("child", day, haemoglobin_g_l=haemoglobin)) == fires


@pytest.mark.parametrize(("systolic", "diastolic", "code"), [
    (139, 89, None), (140, 89, "high_blood_pressure"), (139, 90, "high_blood_pressure"),
    (159, 109, "high_blood_pressure"), (160, 109, "severe_high_blood_pressure"),
    (159, 110, "severe_high_blood_pressure"),
])  # fmt: skip
@pytest.mark.parametrize("stage", ["pregnancy", "postpartum"])
def test_either_number_makes_a_blood_pressure_high(
    stage: Stage, systolic: int, diastolic: int, code: str | None
) -> None:
    day = on(-3) if stage == "pregnancy" else on(3)
    assert found(stage, day, systolic_mmhg=systolic, diastolic_mmhg=diastolic) == ({code} if code else set())


def test_a_normal_blood_pressure_after_birth_ends_the_alert_of_pregnancy() -> None:
    seen = (
        entries.findings("pregnancy", on(-3), "f1", systolic_mmhg=150, diastolic_mmhg=95),
        entries.findings("postpartum", on(3), "f2", systolic_mmhg=120, diastolic_mmhg=80),
    )
    assert one(alerts(findings=seen, today=on(4)), "high_blood_pressure").resolved_on == on(3)


def test_protein_counts_in_pregnancy_and_may_clear_after_birth() -> None:
    assert found("postpartum", on(3), urine_protein="3+") == set()
    first = entries.findings("pregnancy", on(-3), "f1", urine_protein="4+")
    for grade, is_open in (("3+", True), ("trace", False)):
        seen = (first, entries.findings("postpartum", on(3), "f2", urine_protein=grade))
        assert one(alerts(findings=seen, today=on(4)), "proteinuria").is_open == is_open


def test_a_newborns_fever_and_cold_are_grades_of_one_cause() -> None:
    seen = (
        entries.findings("newborn", on(3), "f1", temperature_c=38.0),
        entries.findings("newborn", on(4), "f2", temperature_c=35.0),
    )
    result = alerts(findings=seen, today=on(5))
    assert one(result, "newborn_fever").resolved_because == "eased"
    assert one(result, "newborn_low_temperature").is_open


type Answers = dict[str, bool | None]


def checked(*given: tuple[int, str, Answers], gestation_days: int | None = None) -> tuple[Alert, ...]:
    checks = tuple(entries.milestones(band, on(age), f"m{age}", items=items) for age, band, items in given)
    return alerts(child=replace(GIRL, gestation_days=gestation_days), milestones=checks, today=on(1500))


def test_a_milestone_of_a_band_that_is_over_is_late_by_itself() -> None:
    assert "milestone_not_reached" in codes(checked((200, "4_to_6_months", {"rolls_over": False})))
    assert "milestones_late" in codes(checked((230, "7_to_9_months", {"rolls_over": False})))


def test_by_corrected_age_the_band_of_a_preterm_child_is_not_over_yet() -> None:
    late = checked((230, "4_to_6_months", {"rolls_over": False}), gestation_days=210)
    assert codes(late) == {"milestone_not_reached"}


def test_walking_alone_is_expected_from_18_months() -> None:
    for day, fires in ((date(2026, 6, 30), False), (date(2026, 7, 1), True)):
        age = (day - on(0)).days
        assert bool(codes(checked((age, "13_to_18_months", {"walks_alone": False})))) == fires


def test_the_newest_check_speaks_and_an_unknown_answer_says_nothing() -> None:
    missed: tuple[int, str, Answers] = (160, "4_to_6_months", {"rolls_over": False})
    unknown: Answers = {"babbles": None}
    assert one(checked(missed, (230, "7_to_9_months", unknown)), "milestone_not_reached").is_open
    reached: Answers = {"babbles": True}
    assert not one(checked(missed, (230, "7_to_9_months", reached)), "milestone_not_reached").is_open


def test_one_alert_holds_all_milestones_and_names_them() -> None:
    alert = one(checked((160, "4_to_6_months", {"rolls_over": False, "laughs": False})), "milestones_late")
    assert alert.reason("vi").endswith("Cười thành tiếng; Lẫy.")
    assert alert.reason("en").endswith("Laughs; Rolls over.")


def fed(*given: tuple[int, dict[str, Any]], today: int = 1000) -> tuple[Alert, ...]:
    records = tuple(entries.feeding(on(age), f"e{age}", **answers) for age, answers in given)
    return alerts(feedings=records, today=on(today))


def test_feeding_alerts_end_with_another_answer_or_with_the_age() -> None:
    mixed = (60, {"milk": "mixed"})
    assert one(fed(mixed, today=179), "mixed_feeding_under_6_months").is_open
    ended = one(fed(mixed, today=180), "mixed_feeding_under_6_months")
    assert (ended.resolved_on, ended.resolved_because) == (on(180), "no_longer_applies")
    again = one(fed(mixed, (90, {"milk": "exclusive_breastfeeding"}), today=100), "mixed_feeding_under_6_months")
    assert (again.resolved_on, again.resolved_because) == (on(90), "no_longer_met")
    assert one(fed(mixed, (300, {"milk": "formula"})), "mixed_feeding_under_6_months").resolved_on == on(180)


def test_only_breast_milk_implies_no_other_foods_and_that_the_breast_is_given() -> None:
    assert codes(fed((200, {"milk": "exclusive_breastfeeding"}), today=200)) == {"no_foods_from_6_months"}
    assert codes(fed((200, {"milk": "formula"}), today=200)) == {"breastfeeding_stopped_before_24_months"}


def overdue(today: date, **records: Any) -> set[str]:
    return {alert.rule.code for alert in alerts_of(GIRL, History(**records), today)}


def test_what_is_overdue_is_gone_when_it_is_recorded() -> None:
    day = date(2026, 3, 1)
    assert overdue(day) == {"vitamin_a_overdue", "deworming_overdue", "dental_check_overdue"}
    dose = entries.supplement(date(2025, 12, 5), "a", product="vitamin_a", dose_iu=100_000)
    worm = entries.supplement(date(2026, 2, 5), "w", product="albendazole", dose_mg=200)
    teeth = entries.dental(date(2026, 1, 20), teeth_erupted=8)
    assert overdue(day, supplements=(dose, worm), dental=(teeth,)) == set()


def test_a_round_of_vitamin_a_is_overdue_until_the_next_begins() -> None:
    (alert,) = [a for a in alerts_of(GIRL, History(), date(2026, 5, 31)) if a.rule.code == "vitamin_a_overdue"]
    assert (alert.opened_on, alert.about, alert.evidence) == (date(2026, 1, 1), "2025-12-01", ())
    assert "vitamin_a_overdue" not in overdue(date(2026, 6, 30))
    assert "vitamin_a_overdue" in overdue(date(2026, 7, 1))


def test_low_birth_weight_is_known_for_a_year() -> None:
    child = replace(GIRL, birth_weight_g=2400)
    assert one(alerts(child=child, today=on(364)), "low_birth_weight").is_open
    assert one(alerts(child=child, today=on(365)), "low_birth_weight").resolved_because == "no_longer_applies"
