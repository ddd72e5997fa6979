"""Findings are refused only when they cannot be, by the field's name and with the slip that explains them."""

from datetime import date, timedelta
from typing import Any

import pytest

from handbook.domain.errors import DateBeforeBirthError, DateInFutureError, ImplausibleValueError, InvalidFieldError
from handbook.domain.findings import Stage, check_findings, danger_signs_of, stage_on, urine_protein_grades
from tests.unit.domain.care.entries import BORN, TODAY, findings

DAY = timedelta(days=1)
ON: dict[Stage, date] = {
    "pregnancy": BORN - 30 * DAY,
    "postpartum": BORN + 5 * DAY,
    "newborn": BORN + 5 * DAY,
    "child": BORN + 200 * DAY,
}
STAGES: list[Stage] = ["pregnancy", "postpartum", "newborn", "child"]


def refused(stage: Stage, **values: Any) -> InvalidFieldError:
    with pytest.raises(InvalidFieldError) as caught:
        check_findings(findings(stage, ON[stage], **values), BORN, TODAY)
    return caught.value


@pytest.mark.parametrize("stage", STAGES)
def test_every_danger_sign_of_a_stage_can_be_recorded_in_it(stage: Stage) -> None:
    check_findings(findings(stage, ON[stage], danger_signs=tuple(danger_signs_of(stage))), BORN, TODAY)


@pytest.mark.parametrize(("stage", "count"), [("pregnancy", 10), ("postpartum", 7), ("newborn", 10), ("child", 4)])
def test_the_lists_of_danger_signs_are_as_long_as_the_handbooks(stage: Stage, count: int) -> None:
    assert len(danger_signs_of(stage)) == count


@pytest.mark.parametrize(
    ("stage", "signs"),
    [
        ("child", ("vaginal_bleeding",)),
        ("newborn", ("unheard_of",)),
        ("pregnancy", ("cyanosis",)),
        ("child", ("lethargy", "lethargy")),
    ],
)
def test_a_sign_of_another_stage_an_unknown_and_a_repeated_one_are_refused(
    stage: Stage, signs: tuple[str, ...]
) -> None:
    assert refused(stage, danger_signs=signs).field == "danger_signs"


LIMITS = [
    ("pregnancy", "haemoglobin_g_l", 20, 250),
    ("child", "temperature_c", 28, 43),
    ("newborn", "breaths_per_minute", 5, 150),
    ("newborn", "spo2_percent", 30, 100),
    ("newborn", "apgar_1", 0, 10),
    ("newborn", "apgar_5", 0, 10),
    ("newborn", "apgar_10", 0, 10),
]


@pytest.mark.parametrize(("stage", "field", "smallest", "largest"), LIMITS)
def test_a_value_is_possible_to_its_limits_and_not_one_step_beyond(
    stage: Stage, field: str, smallest: int, largest: int
) -> None:
    for value in (smallest, largest):
        check_findings(findings(stage, ON[stage], **dict[str, Any]({field: value})), BORN, TODAY)
    for value in (smallest - 1, largest + 1):
        error = refused(stage, **dict[str, Any]({field: value}))
        assert (type(error), error.field) == (ImplausibleValueError, field)


@pytest.mark.parametrize(("systolic", "diastolic", "field"), [
    (40, 20, None), (39, 20, "systolic_mmhg"), (300, 200, None), (301, 200, "systolic_mmhg"),
    (40, 19, "diastolic_mmhg"), (300, 201, "diastolic_mmhg"), (90, 90, "diastolic_mmhg"), (90, 89, None),
    (120, None, "diastolic_mmhg"), (None, 80, "systolic_mmhg"),
])  # fmt: skip
def test_a_blood_pressure_has_two_numbers_the_higher_first(
    systolic: int | None, diastolic: int | None, field: str | None
) -> None:
    values: dict[str, Any] = {"systolic_mmhg": systolic, "diastolic_mmhg": diastolic}
    if field is None:
        check_findings(findings("pregnancy", ON["pregnancy"], **values), BORN, TODAY)
    else:
        assert refused("pregnancy", **values).field == field


@pytest.mark.parametrize(
    ("stage", "values", "hint"),
    [
        ("pregnancy", {"haemoglobin_g_l": 11.5}, "factor_10"),
        ("pregnancy", {"systolic_mmhg": 12, "diastolic_mmhg": 8}, "factor_10"),
        ("child", {"temperature_c": 375.0}, "factor_10"),
        ("child", {"temperature_c": 99.5}, ""),
        ("newborn", {"spo2_percent": 0}, ""),
    ],
)
def test_a_refusal_says_which_factor_explains_the_number(stage: Stage, values: dict[str, Any], hint: str) -> None:
    assert refused(stage, **values).hint == hint


@pytest.mark.parametrize(
    ("stage", "values", "field"),
    [
        ("child", {"apgar_5": 7}, "apgar_5"),
        ("child", {"systolic_mmhg": 90, "diastolic_mmhg": 60}, "systolic_mmhg"),
        ("newborn", {"urine_protein": "1+"}, "urine_protein"),
        ("postpartum", {"temperature_c": 37.0, "gestation_days": 200}, "gestation_days"),
        ("pregnancy", {"urine_protein": "5+"}, "urine_protein"),
        ("pregnancy", {}, "danger_signs"),
    ],
)
def test_what_does_not_belong_to_a_stage_and_an_empty_form_are_refused(
    stage: Stage, values: dict[str, Any], field: str
) -> None:
    assert refused(stage, **values).field == field


@pytest.mark.parametrize("grade", list(urine_protein_grades()))
def test_every_grade_of_urine_protein_can_be_recorded(grade: str) -> None:
    check_findings(findings("pregnancy", ON["pregnancy"], urine_protein=grade, gestation_days=250), BORN, TODAY)


@pytest.mark.parametrize(("on", "stage"), [
    (date(2025, 1, 31), "newborn"), (date(2025, 3, 30), "newborn"), (date(2025, 3, 31), "child"),
])  # fmt: skip
def test_a_child_is_a_newborn_under_two_months(on: date, stage: Stage) -> None:
    assert stage_on("child", BORN, on) == stage
    other: Stage = "child" if stage == "newborn" else "newborn"
    check_findings(findings(stage, on, temperature_c=37.0), BORN, TODAY)
    with pytest.raises(InvalidFieldError) as caught:
        check_findings(findings(other, on, temperature_c=37.0), BORN, TODAY)
    assert caught.value.field == "stage"


def test_the_day_of_birth_belongs_to_pregnancy_and_to_the_time_after() -> None:
    for stage in ("pregnancy", "postpartum"):
        check_findings(findings(stage, BORN, temperature_c=37.0), BORN, TODAY)
    assert (stage_on("mother", BORN, BORN), stage_on("mother", BORN, BORN - DAY)) == ("postpartum", "pregnancy")
    for stage, on in (("postpartum", BORN - DAY), ("pregnancy", BORN + DAY)):
        with pytest.raises(InvalidFieldError):
            check_findings(findings(stage, on, temperature_c=37.0), BORN, TODAY)  # type: ignore[arg-type]


def test_before_birth_there_is_only_the_mother() -> None:
    check_findings(findings("pregnancy", TODAY, temperature_c=37.0), None, TODAY)
    with pytest.raises(DateBeforeBirthError):
        check_findings(findings("newborn", TODAY, temperature_c=37.0), None, TODAY)
    with pytest.raises(DateBeforeBirthError):
        check_findings(findings("newborn", BORN - DAY, temperature_c=37.0), BORN, TODAY)


def test_nothing_is_found_tomorrow() -> None:
    for stage in ("pregnancy", "child"):
        born = BORN if stage == "child" else None
        with pytest.raises(DateInFutureError):
            check_findings(findings(stage, TODAY + DAY, temperature_c=37.0), born, TODAY)


def test_asked_and_nothing_seen_is_a_finding_and_not_asked_is_none() -> None:
    check_findings(findings("child", ON["child"], danger_signs=()), BORN, TODAY)
    assert refused("child", danger_signs=None).field == "danger_signs"
