"""Findings, milestones, feeding, supplements and teeth: what is recorded, by whom, and what is refused."""

import json
from typing import Any

import pytest

from tests.integration.api import Caller
from tests.integration.refusals import refused
from tests.integration.revisions import as_recorded
from tests.integration.world import FAR_NURSE, MANAGER, MOTHER, NOBODY, NURSE, OTHER_MOTHER, everything, open_handbook

pytestmark = pytest.mark.usefixtures("world")

FINDINGS = {
    "observed_on": "2026-06-15",
    "subject": "child",
    "stage": "child",
    "danger_signs": ["unable_to_drink", "convulsions"],
    "temperature_c": 39.2,
    "breaths_per_minute": 52,
}
MILESTONES = {
    "checked_on": "2026-06-15",
    "band": "4_to_6_months",
    "items": {"laughs": True, "rolls_over": False, "holds_head_steady": None},
}
FEEDING = {"observed_on": "2026-06-15", "milk": "exclusive_breastfeeding", "breastfed": True}
VITAMIN_A = {"given_on": "2026-06-15", "product": "vitamin_a", "dose_iu": 200000, "recipient": "mother"}
DENTAL = {"checked_on": "2026-06-15", "teeth_erupted": 2, "teeth_decayed": 0, "advice": "Lau nướu bằng gạc sạch"}
RESOURCES: dict[str, dict[str, Any]] = {
    "findings": FINDINGS,
    "milestones": MILESTONES,
    "feeding": FEEDING,
    "supplements": VITAMIN_A,
    "dental": DENTAL,
}
each_resource = pytest.mark.parametrize(("resource", "body"), list(RESOURCES.items()), ids=list(RESOURCES))


@pytest.fixture
def path() -> str:
    """A girl of 161 days."""
    return f"/v1/handbooks/{open_handbook()['handbook_id']}"


@each_resource
@pytest.mark.parametrize(("caller", "source"), [(NURSE, "staff"), (MOTHER, "family")], ids=["staff", "family"])
def test_an_entry_is_kept_as_it_was_said_with_who_said_it(
    path: str, resource: str, body: dict[str, Any], caller: Caller, source: str
) -> None:
    recorded = caller.post(f"{path}/{resource}", body)

    assert recorded.status == 201, recorded.body
    assert {name: recorded.body[name] for name in body} == body
    assert (recorded.body["source"], recorded.body["recorded_by"]) == (source, caller.username)
    assert recorded.body["recorded_at"] == "2026-06-15T03:00:00Z"
    listed = as_recorded(MOTHER.get(f"{path}/{resource}").body)
    assert listed["next"] is None
    (item,) = listed["items"]
    assert {name: recorded.body[name] for name in item if name != "warnings"} == {
        name: value for name, value in item.items() if name != "warnings"
    }


@each_resource
def test_a_retry_gets_the_first_answer_and_records_nothing(path: str, resource: str, body: dict[str, Any]) -> None:
    first = NURSE.post(f"{path}/{resource}", body, key="k")
    after = everything()

    assert NURSE.post(f"{path}/{resource}", body, key="k").body == first.body
    assert everything() == after


@each_resource
def test_staffs_writing_and_reading_stands_in_the_access_log_and_a_familys_reading_does_not(
    path: str, resource: str, body: dict[str, Any]
) -> None:
    NURSE.post(f"{path}/{resource}", body)
    NURSE.get(f"{path}/{resource}")
    MOTHER.get(f"{path}/{resource}")

    logged = {(item["actor_id"], item["action"]) for item in MOTHER.get(f"{path}/access-log").body["items"]}
    (action,) = {action for _, action in logged if action.startswith("record_")}
    assert logged == {("mother", "open_handbook"), ("nurse", action), ("nurse", "read_handbook")}


@each_resource
@pytest.mark.parametrize("caller", [OTHER_MOTHER, FAR_NURSE], ids=["stranger", "other commune"])
def test_to_strangers_the_handbook_is_absent(path: str, resource: str, body: dict[str, Any], caller: Caller) -> None:
    before = everything()

    refused(caller.post(f"{path}/{resource}", body), 404, "not-found")
    refused(caller.get(f"{path}/{resource}"), 404, "not-found")
    assert everything() == before


@each_resource
def test_managers_see_numbers_and_no_child_and_nobody_sees_nothing(
    path: str, resource: str, body: dict[str, Any]
) -> None:
    refused(MANAGER.get(f"{path}/{resource}"), 404, "not-found")
    refused(MANAGER.post(f"{path}/{resource}", body), 404, "not-found")
    refused(NOBODY.post(f"{path}/{resource}", body), 401, "unauthenticated")


@pytest.mark.parametrize(
    ("resource", "change", "problem", "field"),
    [
        ("findings", {"danger_signs": ["tummy_ache"]}, "invalid-field", "danger_signs"),
        ("findings", {"danger_signs": ["convulsions", "convulsions"]}, "invalid-field", "danger_signs"),
        ("findings", {"danger_signs": ["x"] * 21}, "invalid-field", "danger_signs"),
        ("findings", {"danger_signs": None, "temperature_c": None, "breaths_per_minute": None}, None, "danger_signs"),
        ("findings", {"stage": "newborn"}, "invalid-field", "stage"),
        ("findings", {"stage": "toddler"}, "invalid-field", "stage"),
        ("findings", {"subject": "father"}, "invalid-field", "subject"),
        ("findings", {"temperature_c": 392}, "implausible-value", "temperature_c"),
        ("findings", {"temperature_c": "39,2"}, "invalid-field", "temperature_c"),
        ("findings", {"spo2_percent": 101}, "implausible-value", "spo2_percent"),
        ("findings", {"spo2_percent": 98.5}, "invalid-field", "spo2_percent"),
        ("findings", {"apgar_5": 9}, "invalid-field", "apgar_5"),
        ("findings", {"urine_protein": "5+"}, "invalid-field", "urine_protein"),
        ("findings", {"observed_on": "2026-06-16"}, "date-in-future", "observed_on"),
        ("findings", {"observed_on": "2026-01-04"}, "date-before-birth", "observed_on"),
        ("milestones", {"band": "7_to_9_months"}, "invalid-field", "band"),
        ("milestones", {"band": "teenager"}, "invalid-field", "band"),
        ("milestones", {"items": {"plays_chess": True}}, "invalid-field", "items"),
        ("milestones", {"items": {"laughs": "yes"}}, "invalid-field", "items.laughs"),
        ("milestones", {"items": {}}, "invalid-field", "items"),
        ("milestones", {"autism_risk": False}, "invalid-field", "autism_risk"),
        ("milestones", {"checked_on": "2026-06-16"}, "date-in-future", "checked_on"),
        ("feeding", {"milk": "cow"}, "invalid-field", "milk"),
        ("feeding", {"complementary_foods": True}, "invalid-field", "complementary_foods"),
        ("feeding", {"breastfed": False}, "invalid-field", "breastfed"),
        ("feeding", {"breastfed": "yes"}, "invalid-field", "breastfed"),
        ("feeding", {"observed_on": "2026-01-04"}, "date-before-birth", "observed_on"),
        ("supplements", {"product": "vitamin_c"}, "invalid-field", "product"),
        ("supplements", {"dose_iu": None}, "invalid-field", "dose_iu"),
        ("supplements", {"dose_mg": 200}, "invalid-field", "dose_mg"),
        ("supplements", {"dose_iu": 200}, "implausible-value", "dose_iu"),
        ("supplements", {"recipient": "father"}, "invalid-field", "recipient"),
        ("supplements", {"given_on": "2026-06-16"}, "date-in-future", "given_on"),
        ("dental", {"teeth_erupted": 33}, "implausible-value", "teeth_erupted"),
        ("dental", {"teeth_decayed": 3}, "invalid-field", "teeth_decayed"),
        ("dental", {"advice": "x" * 501}, "invalid-field", "advice"),
        ("dental", {"advice": "  "}, "invalid-field", "advice"),
        ("dental", {"advice": "a\u202eb"}, "invalid-field", "advice"),
        ("dental", {"checked_on": "2026-06-16"}, "date-in-future", "checked_on"),
    ],
)
def test_what_cannot_be_is_refused_by_field_and_nothing_is_written(
    path: str, resource: str, change: dict[str, Any], problem: str | None, field: str
) -> None:
    before = everything()

    answer = NURSE.post(f"{path}/{resource}", {**RESOURCES[resource], **change})

    refused(answer, 422, problem or "invalid-field", field)
    assert all(value not in answer.text for value in ("tummy_ache", "plays_chess", "vitamin_c", "teenager", "39,2"))
    assert everything() == before


def test_a_temperature_without_its_point_gets_the_hint_that_explains_it(path: str) -> None:
    answer = NURSE.post(f"{path}/findings", {**FINDINGS, "temperature_c": 392})

    assert answer.body["errors"][0]["hint"]["code"] == "factor_10"


def test_entries_come_in_the_order_of_days_page_by_page(path: str) -> None:
    for day in ("2026-06-03", "2026-06-01", "2026-06-02"):
        assert MOTHER.post(f"{path}/feeding", {**FEEDING, "observed_on": day}).status == 201

    first = MOTHER.get(f"{path}/feeding", {"limit": "2"}).body
    rest = MOTHER.get(f"{path}/feeding", {"limit": "2", "cursor": first["next"]}).body

    days = [item["observed_on"] for item in (*first["items"], *rest["items"])]
    assert (days, rest["next"]) == (["2026-06-01", "2026-06-02", "2026-06-03"], None)


def test_a_mothers_blood_pressure_before_birth_belongs_to_the_pregnancy(path: str) -> None:
    body = {
        "observed_on": "2025-11-20",
        "subject": "mother",
        "stage": "pregnancy",
        "systolic_mmhg": 142,
        "diastolic_mmhg": 91,
        "urine_protein": "1+",
        "gestation_days": 230,
    }

    assert NURSE.post(f"{path}/findings", body).status == 201
    refused(NURSE.post(f"{path}/findings", {**body, "stage": "postpartum"}), 422, "invalid-field", "stage")
    refused(NURSE.post(f"{path}/findings", {**body, "diastolic_mmhg": None}), 422, "invalid-field", "diastolic_mmhg")


def test_the_checklist_asks_what_the_form_of_the_childs_age_asks_in_both_languages(path: str) -> None:
    checklist = MOTHER.get(f"{path}/milestones/checklist")

    assert checklist.status == 200
    assert (checklist.body["on"], checklist.body["age_months"], checklist.body["band"]) == (
        "2026-06-15",
        5,
        "4_to_6_months",
    )
    assert (checklist.body["corrected"], checklist.body["asks_autism_risk"]) == (False, False)
    assert checklist.body["items"][0] == {
        "code": "laughs",
        "text": {"vi": "Cười thành tiếng", "en": "Laughs"},
        "expected_from_months": 4,
    }
    answers = {item["code"]: True for item in checklist.body["items"]}
    body = {"checked_on": checklist.body["on"], "band": checklist.body["band"], "items": answers}
    assert MOTHER.post(f"{path}/milestones", body).status == 201


def test_a_preterm_child_is_asked_what_its_corrected_age_allows() -> None:
    early = f"/v1/handbooks/{open_handbook(gestation_days=210)['handbook_id']}"  # ten weeks early
    checklist = NURSE.get(f"{early}/milestones/checklist").body

    assert (checklist["age_months"], checklist["band"], checklist["corrected"]) == (2, "2_to_3_months", True)


def test_the_checklist_of_a_stranger_is_absent_and_staffs_reading_is_logged(path: str) -> None:
    refused(OTHER_MOTHER.get(f"{path}/milestones/checklist"), 404, "not-found")
    NURSE.get(f"{path}/milestones/checklist")

    assert "read_handbook" in json.dumps(MOTHER.get(f"{path}/access-log").body)


def test_a_list_of_supplements_says_what_does_not_fit_and_what_is_due() -> None:
    toddler = f"/v1/handbooks/{open_handbook(birth_date='2025-01-05')['handbook_id']}"
    for day in ("2026-05-01", "2026-06-01"):
        body = {"given_on": day, "product": "vitamin_a", "dose_iu": 100000}
        assert NURSE.post(f"{toddler}/supplements", body).status == 201

    listed = MOTHER.get(f"{toddler}/supplements", {"limit": "1"}).body
    (second,) = MOTHER.get(f"{toddler}/supplements", {"limit": "1", "cursor": listed["next"]}).body["items"]

    assert [one["code"] for one in listed["items"][0]["warnings"]] == ["wrong_dose_for_age"]
    assert [one["code"] for one in second["warnings"]] == ["wrong_dose_for_age", "too_soon"]
    assert second["warnings"][1]["vi"] == "Quá gần liều trước; hãy hỏi cán bộ y tế trước khi dùng thêm."
    due = {one["course"]: one for one in listed["due"]}
    assert due["vitamin_a"]["due_on"] == "2026-12-01"
    assert due["deworming"] == {
        "course": "deworming",
        "due_on": "2026-01-05",
        "overdue_after": "2026-02-05",
        "choices": [{"product": "albendazole", "dose_iu": None, "dose_mg": 200}],
    }


def test_a_dose_that_is_late_is_the_dose_of_the_childs_age_today() -> None:
    child = f"/v1/handbooks/{open_handbook(birth_date='2023-05-01')['handbook_id']}"

    due = {one["course"]: one for one in MOTHER.get(f"{child}/supplements").body["due"]}

    assert due["deworming"]["due_on"] == "2024-05-01"
    amounts = [(one["product"], one["dose_mg"]) for one in due["deworming"]["choices"]]
    assert amounts == [("albendazole", 400), ("mebendazole", 500)]


def test_a_list_of_dental_checks_says_when_the_next_is_due(path: str) -> None:
    before = MOTHER.get(f"{path}/dental").body
    NURSE.post(f"{path}/dental", DENTAL)

    assert before == {
        "items": [],
        "next": None,
        "next_check": {"due_on": "2027-01-05", "overdue_after": "2027-02-05"},
    }
    assert MOTHER.get(f"{path}/dental").body["next_check"]["due_on"] == "2027-01-05"


def test_the_codes_of_observations_come_with_their_texts_and_are_taken() -> None:
    lists = MOTHER.get("/v1/care-codes")

    assert (lists.status, lists.headers["Cache-Control"]) == (200, "private, max-age=86400")
    signs = lists.body["danger_signs"]
    assert set(signs) == {"pregnancy", "postpartum", "newborn", "child"}
    texts = [
        entry for entries in (*signs.values(), lists.body["urine_protein"], lists.body["milks"]) for entry in entries
    ]
    assert all(entry["code"] and entry["vi"] and entry["en"] for entry in texts)
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}/findings"
    said = {"observed_on": "2026-06-15", "subject": "child", "stage": "child"}
    taken = MOTHER.post(path, {**said, "danger_signs": [entry["code"] for entry in signs["child"]]})
    assert taken.status == 201
