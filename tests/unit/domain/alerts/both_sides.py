"""For every rule a history that just meets it and one that just does not: the table that the tests walk through."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from handbook.domain.alerts import ChildFacts, GrowthVisit, History
from handbook.domain.findings import Stage
from tests.unit.domain.alerts.children import BORN, GIRL, TODAY, on, visit
from tests.unit.domain.care import entries

type Side = tuple[ChildFacts, History, date]
type Both = tuple[Side, Side]


def _visits(*found: GrowthVisit, child: ChildFacts = GIRL) -> Side:
    return child, History(visits=found), TODAY


def _z(name: str, met: float, not_met: float, age_days: int = 400) -> Both:
    scores: list[dict[str, Any]] = [{name: met}, {name: not_met}]
    return _visits(visit(age_days, **scores[0])), _visits(visit(age_days, **scores[1]))


def _pair(
    first: tuple[int, dict[str, Any]], met: tuple[int, dict[str, Any]], not_met: tuple[int, dict[str, Any]]
) -> Both:
    earlier = visit(first[0], **first[1])
    return _visits(earlier, visit(met[0], **met[1])), _visits(earlier, visit(not_met[0], **not_met[1]))


_ON: dict[Stage, int] = {"pregnancy": -30, "postpartum": 5, "newborn": 5, "child": 400}


def _finding(stage: Stage, age_days: int | None = None, **values: Any) -> Side:
    entry = entries.findings(stage, on(_ON[stage] if age_days is None else age_days), **values)
    return GIRL, History(findings=(entry,)), TODAY


def _number(stage: Stage, field: str, met: float, not_met: float, age_days: int | None = None, **more: Any) -> Both:
    return _finding(stage, age_days, **{field: met}, **more), _finding(stage, age_days, **{field: not_met}, **more)


def _danger(stage: Stage, sign: str) -> Both:
    return _finding(stage, danger_signs=(sign,)), _finding(stage, danger_signs=())


def _pregnant(days: int) -> Side:
    expecting = replace(GIRL, birth_date=None, sex=None, pregnant_since=TODAY - timedelta(days=days))
    return expecting, History(), TODAY


def _pressed(gestation_days: int) -> Side:
    values: dict[str, Any] = {"systolic_mmhg": 140, "diastolic_mmhg": 85, "urine_protein": "1+"}
    return _finding("pregnancy", gestation_days=gestation_days, **values)


def _born(met_g: int, not_met_g: int) -> Both:
    return (
        (replace(GIRL, birth_weight_g=met_g), History(), TODAY),
        (replace(GIRL, birth_weight_g=not_met_g), History(), TODAY),
    )


def _check(items: dict[str, bool], age_days: int = 160, band: str = "4_to_6_months") -> Side:
    return GIRL, History(milestones=(entries.milestones(band, on(age_days), items=items),)), TODAY


def _screened(*, risk: bool) -> Side:
    return GIRL, History(milestones=(entries.milestones("13_to_18_months", on(520), autism_risk=risk),)), TODAY


def _fed(age_days: int, **answers: Any) -> Side:
    return GIRL, History(feedings=(entries.feeding(on(age_days), **answers),)), TODAY


def _on_day(last: date) -> Both:
    return (GIRL, History(), last + timedelta(days=1)), (GIRL, History(), last)


PRESSURE = {"diastolic_mmhg": 80}
BOTH_SIDES: dict[str, Both] = {
    "severely_stunted": _z("haz", -3.01, -3.0),
    "stunted": _z("haz", -2.01, -2.0),
    "severely_underweight": _z("waz", -3.01, -3.0),
    "underweight": _z("waz", -2.01, -2.0),
    "severely_wasted": _z("whz", -3.01, -3.0),
    "wasted": _z("whz", -2.01, -2.0),
    "severely_thin": _z("baz", -3.01, -3.0, 1827),
    "thin": _z("baz", -2.01, -2.0, 1827),
    "obese": _z("whz", 3.01, 3.0),
    "overweight": _z("baz", 2.01, 2.0),
    "possible_risk_of_overweight": _z("baz", 1.01, 1.0),
    "very_small_head": _z("hcz", -3.01, -3.0),
    "small_head": _z("hcz", -2.01, -2.0),
    "very_large_head": _z("hcz", 3.01, 3.0),
    "large_head": _z("hcz", 2.01, 2.0),
    "muac_severe": (_visits(visit(400, muac_mm=114)), _visits(visit(400, muac_mm=115))),
    "muac_moderate": (_visits(visit(400, muac_mm=124)), _visits(visit(400, muac_mm=125))),
    "oedema": (_visits(visit(400, oedema=True)), _visits(visit(400, oedema=False))),
    "measure_again": (
        _visits(visit(400, waz=-6.01, flags=("weight_for_age_implausible",))),
        _visits(visit(400, waz=-6.0)),
    ),
    "very_low_birth_weight": _born(1499, 1500),
    "low_birth_weight": _born(2499, 2500),
    "weight_loss_after_birth": (
        _visits(visit(5, weight_kg=2.699), child=replace(GIRL, birth_weight_g=3000)),
        _visits(visit(5, weight_kg=2.7), child=replace(GIRL, birth_weight_g=3000)),
    ),
    "weight_loss": _pair((14, {"weight_kg": 4.0}), (21, {"weight_kg": 3.949}), (21, {"weight_kg": 3.95})),
    "no_weight_gain": _pair((60, {"weight_kg": 5.0}), (90, {"weight_kg": 5.0}), (90, {"weight_kg": 5.001})),
    "weight_fall_across_centiles": _pair((60, {"waz": 1.0}), (120, {"waz": -0.33}), (120, {"waz": -0.32})),
    "weight_crossed_minus_3": _pair((60, {"waz": -3.0}), (90, {"waz": -3.01}), (90, {"waz": -3.0})),
    "weight_crossed_minus_2": _pair((60, {"waz": -2.0}), (90, {"waz": -2.01}), (90, {"waz": -2.0})),
    "length_faltering": _pair((60, {"haz": 0.0}), (150, {"haz": -0.67}), (150, {"haz": -0.66})),
    "head_growth_changed": _pair((60, {"hcz": 0.0}), (90, {"hcz": 1.0}), (90, {"hcz": 0.99})),
    "length_shrank": _pair((60, {"length_cm": 60.0}), (90, {"length_cm": 59.29}), (90, {"length_cm": 59.3})),
    "danger_sign_pregnancy": _danger("pregnancy", "vaginal_bleeding"),
    "danger_sign_postpartum": _danger("postpartum", "heavy_bleeding"),
    "danger_sign_newborn": _danger("newborn", "cyanosis"),
    "danger_sign_child": _danger("child", "lethargy"),
    "severe_high_blood_pressure": _number("pregnancy", "systolic_mmhg", 160, 159, **PRESSURE),
    "high_blood_pressure": _number("pregnancy", "systolic_mmhg", 140, 139, **PRESSURE),
    "proteinuria": (_finding("pregnancy", urine_protein="1+"), _finding("pregnancy", urine_protein="trace")),
    "pregnancy_post_term": (_pregnant(294), _pregnant(293)),
    "pregnancy_past_due": (_pregnant(287), _pregnant(286)),
    "high_blood_pressure_with_protein": (_pressed(140), _pressed(139)),
    "mother_severe_anaemia": _number("pregnancy", "haemoglobin_g_l", 69, 70),
    "mother_anaemia": _number("pregnancy", "haemoglobin_g_l", 109, 110),
    "child_severe_anaemia": _number("child", "haemoglobin_g_l", 69, 70),
    "child_anaemia": _number("child", "haemoglobin_g_l", 104, 105),
    "newborn_fever": _number("newborn", "temperature_c", 37.5, 37.4),
    "newborn_low_temperature": _number("newborn", "temperature_c", 35.4, 35.5),
    "child_high_fever": _number("child", "temperature_c", 38.5, 38.4),
    "child_fever": _number("child", "temperature_c", 37.5, 37.4),
    "mother_fever": _number("postpartum", "temperature_c", 38.0, 37.9),
    "newborn_fast_breathing": _number("newborn", "breaths_per_minute", 60, 59),
    "child_fast_breathing": _number("child", "breaths_per_minute", 40, 39),
    "newborn_low_oxygen": _number("newborn", "spo2_percent", 94, 95),
    "low_apgar": _number("newborn", "apgar_5", 7, 8),
    "milestones_late": (_check({"laughs": False, "rolls_over": False}), _check({"laughs": False, "rolls_over": True})),
    "milestone_not_reached": (_check({"rolls_over": False}), _check({"rolls_over": True})),
    "autism_risk": (_screened(risk=True), _screened(risk=False)),
    "mixed_feeding_under_6_months": (_fed(179, milk="mixed"), _fed(180, milk="mixed")),
    "formula_under_6_months": (_fed(179, milk="formula"), _fed(180, milk="formula")),
    "foods_before_6_months": (_fed(179, complementary_foods=True), _fed(180, complementary_foods=True)),
    "no_foods_from_6_months": (_fed(180, complementary_foods=False), _fed(179, complementary_foods=False)),
    "breastfeeding_stopped_before_24_months": (_fed(730, breastfed=False), _fed(731, breastfed=False)),
    "vitamin_a_overdue": _on_day(date(2025, 12, 31)),
    "deworming_overdue": _on_day(date(2026, 2, 1)),
    "dental_check_overdue": _on_day(date(2026, 2, 1)),
}
assert date(2025, 1, 1) == BORN
