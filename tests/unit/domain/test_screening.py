"""Screening before vaccination: both sides of every limit of Decision 1575/QD-BYT 2023."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.domain.errors import HandbookError, ImplausibleValueError, InvalidFieldError
from handbook.domain.screening import (
    Finding,
    ScreeningFacts,
    check_answers,
    checklist,
    findings_of,
    form_for,
    live_groups,
)
from handbook.domain.standing import cause_of_deferral
from tests.builders import child_schedule

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)
NEWBORN, CHILD = checklist()["forms"]


def facts(form: Any = CHILD, answers: dict[str, Any] | None = None, **changes: Any) -> ScreeningFacts:
    said: dict[str, Any] = dict.fromkeys(form["questions"], "no") | (answers or {})
    weight = 3200 if form is NEWBORN else None
    usual: dict[str, Any] = {"screened_on": TODAY, "answers": said, "temperature_c": 36.8, "weight_g": weight}
    return ScreeningFacts(**usual | changes)


def found(form: Any = CHILD, answers: dict[str, Any] | None = None, **changes: Any) -> dict[str, Finding]:
    return {one.code: one for one in findings_of(facts(form, answers, **changes), form, child_schedule())}


@pytest.mark.parametrize(
    ("born", "form"),
    [(TODAY, "newborn"), (date(2026, 10, 21), "newborn"), (date(2026, 10, 20), "child"), (date(2020, 1, 1), "child")],
)
def test_the_form_changes_when_the_first_month_is_over(born: date, form: str) -> None:
    assert form_for(born, TODAY)["id"] == form


def test_a_well_child_may_be_vaccinated() -> None:
    assert found() == {}
    assert found(NEWBORN) == {}


@pytest.mark.parametrize(
    ("temperature_c", "codes"),
    [(35.5, {"temperature_c.low"}), (35.6, set()), (37.9, set()), (38.0, {"temperature_c.high"})],
)
def test_fever_and_cold_defer_everything(temperature_c: float, codes: set[str]) -> None:
    assert set(found(temperature_c=temperature_c)) == codes
    for one in found(temperature_c=temperature_c).values():
        assert (one.decision, one.of, one.until) == ("defer", (), TODAY + 7 * DAY)


@pytest.mark.parametrize(("weight_g", "deferred"), [(1999, True), (2000, False)])
def test_a_small_newborn_is_deferred(weight_g: int, deferred: bool) -> None:
    assert ("weight_g.low" in found(NEWBORN, weight_g=weight_g)) is deferred


@pytest.mark.parametrize(("mother", "spared"), [("yes", True), ("no", False), ("unknown", False)])
def test_hepatitis_b_does_not_wait_for_the_weight_when_the_mother_carries_it(mother: str, spared: bool) -> None:
    finding = found(NEWBORN, {"mother_hbsag": mother}, weight_g=1800)["weight_g.low"]

    assert ("group:hepb-birth" not in finding.of and "group:bcg" in finding.of) is spared
    assert (finding.of == ()) is not spared


@pytest.mark.parametrize(
    ("question", "field", "ago", "until"),
    [
        ("corticosteroid", "corticosteroid_ended_on", TODAY - 13 * DAY, TODAY + DAY),
        ("corticosteroid", "corticosteroid_ended_on", TODAY - 14 * DAY, None),
        ("corticosteroid", "corticosteroid_ended_on", None, TODAY + 14 * DAY),
        ("immunoglobulin", "immunoglobulin_on", date(2026, 8, 21), date(2026, 11, 21)),
        ("immunoglobulin", "immunoglobulin_on", date(2026, 8, 20), None),
        ("immunoglobulin", "immunoglobulin_on", None, date(2027, 2, 20)),
    ],
)
def test_live_vaccines_wait_for_the_term_of_a_treatment(
    question: str, field: str, ago: date | None, until: date | None
) -> None:
    finding = found(answers={question: "yes"}, **{field: ago}).get(f"{question}.rule")

    assert (finding and finding.until) == until
    assert finding is None or finding.of == ("live",)


@pytest.mark.parametrize(
    ("products", "codes"),
    [
        (("penta",), ("anaphylaxis-penta", "anaphylaxis-hepb")),
        (("hepb-birth",), ("anaphylaxis-hepb",)),
        (("mr",), ("anaphylaxis-measles-rubella",)),
        (("bcg",), ("tuberculosis",)),
    ],
)
def test_severe_anaphylaxis_forbids_what_shares_a_component(products: tuple[str, ...], codes: tuple[str, ...]) -> None:
    finding = found(answers={"anaphylaxis_severe": "yes"}, anaphylaxis_products=products)["anaphylaxis_severe.rule"]

    assert (finding.decision, finding.codes) == ("contraindicated", codes)


def test_severe_anaphylaxis_after_an_unknown_vaccine_and_grade_two_go_to_hospital() -> None:
    unknown = found(answers={"anaphylaxis_severe": "yes"})
    second = found(answers={"anaphylaxis_grade_2": "yes"})

    assert [one.decision for one in (*unknown.values(), *second.values())] == ["refer", "refer"]


def test_what_forbids_a_vaccine_for_good_is_a_contraindication() -> None:
    assert found(answers={"intussusception": "yes"})["intussusception.rule"].codes == ("intussusception",)
    immune = found(answers={"congenital_immunodeficiency": "yes"})
    assert immune["congenital_immunodeficiency.rule"].codes == ("congenital-immunodeficiency",)
    assert immune["congenital_immunodeficiency.also"].of == ("live",)


def test_the_nurse_sets_the_day_where_no_term_is_set_and_only_there() -> None:
    answers = {"acute_illness": "yes", "immunoglobulin": "yes"}

    finding = found(answers=answers, recheck_on=TODAY + 3 * DAY)

    assert finding["acute_illness.rule"].until == TODAY + 3 * DAY
    assert finding["immunoglobulin.rule"].until == date(2027, 2, 20)


def test_the_live_groups_of_the_programme() -> None:
    assert live_groups(child_schedule()) == {"bcg", "opv", "rota", "measles", "rubella"}


@pytest.mark.parametrize(
    ("form", "changes", "refusal", "field"),
    [
        (CHILD, {"temperature_c": 29.9}, ImplausibleValueError, "temperature_c"),
        (CHILD, {"temperature_c": 43.1}, ImplausibleValueError, "temperature_c"),
        (NEWBORN, {"weight_g": None}, InvalidFieldError, "weight_g"),
        (NEWBORN, {"weight_g": 299}, ImplausibleValueError, "weight_g"),
        (NEWBORN, {"weight_g": 9001}, ImplausibleValueError, "weight_g"),
        (CHILD, {"immunoglobulin_on": TODAY}, InvalidFieldError, "immunoglobulin_on"),
        (CHILD, {"corticosteroid_ended_on": TODAY}, InvalidFieldError, "corticosteroid_ended_on"),
        (CHILD, {"anaphylaxis_products": ("penta",)}, InvalidFieldError, "anaphylaxis_products"),
        (CHILD, {"recheck_on": TODAY}, InvalidFieldError, "recheck_on"),
    ],
)
def test_a_form_that_was_not_gone_through_names_the_field(
    form: Any, changes: dict[str, Any], refusal: type[HandbookError], field: str
) -> None:
    with pytest.raises(refusal) as caught:
        check_answers(facts(form, **changes), form)
    assert caught.value.field == field


def test_every_question_is_answered() -> None:
    with pytest.raises(InvalidFieldError) as caught:
        check_answers(ScreeningFacts(TODAY, {"organ_failure": "no"}, 36.8), CHILD)
    assert caught.value.field == "answers.acute_illness"


def test_a_question_of_another_age_is_not_answered() -> None:
    with pytest.raises(InvalidFieldError) as caught:
        check_answers(facts(CHILD, {"mother_hbsag": "yes"}), CHILD)
    assert caught.value.field == "answers"


def test_the_limits_of_what_is_measured_belong_to_it() -> None:
    for form, changes in (
        (CHILD, {"temperature_c": 30.0}),
        (CHILD, {"temperature_c": 43.0}),
        (NEWBORN, {"weight_g": 300}),
    ):
        check_answers(facts(form, **changes), form)


answers = st.fixed_dictionaries({code: st.sampled_from(["yes", "no", "unknown"]) for code in CHILD["questions"]})


@given(answers, st.floats(30, 43, allow_nan=False))
@settings(deadline=None)
def test_every_finding_is_said_in_both_languages_and_ends_later_than_today(said: Any, temperature_c: float) -> None:
    for one in found(answers=said, temperature_c=temperature_c).values():
        text = cause_of_deferral(one.code)
        assert text.vi not in {one.code, text.en}
        assert one.until is None or one.until > TODAY
        assert bool(one.codes) is (one.decision == "contraindicated")
        assert (one.until is not None) is (one.decision == "defer")
