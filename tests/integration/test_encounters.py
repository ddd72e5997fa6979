"""Encounters: one visit typed once, with what was seen at it, what is refused, and who may read what."""

import json
from typing import Any

import pytest

from tests.integration.api import Answer, Caller
from tests.integration.refusals import refused
from tests.integration.world import (
    FAR_NURSE,
    MANAGER,
    MOTHER,
    NOBODY,
    NURSE,
    OTHER_MOTHER,
    VENDOR,
    Clock,
    everything,
    items,
    open_handbook,
)

pytestmark = pytest.mark.usefixtures("world")
BORN, TODAY = "2026-01-05", "2026-06-15"

ANTENATAL: dict[str, Any] = {
    "kind": "antenatal",
    "visited_on": "2025-09-01",
    "facility_name": "Trạm y tế xã",
    "facility_code": "01234",
    "examiner_name": "Lê Thị Hoa",
    "diagnoses": ["Z34.0; O99.0"],
    "labs": [{"test": "hbsag", "finding": "negative"}, {"test": "ogtt_fasting", "value": 4.6}],
    "advice": "Ăn đủ bốn nhóm chất, uống viên sắt mỗi ngày",
    "next_visit_on": "2025-10-01",
    "antenatal": {
        "gestation_days": 154,
        "weight_kg": 56.5,
        "height_cm": 155.0,
        "oedema": False,
        "fundal_height_cm": 20.0,
        "abdominal_circumference_cm": 84.0,
        "fetal_heart_bpm": [145],
        "presentation": "cephalic",
        "ultrasound": "Thai phát triển phù hợp tuổi thai",
        "iron_tablets": 30,
        "folic_acid": True,
        "calcium": True,
    },
    "mother_findings": {"systolic_mmhg": 110, "diastolic_mmhg": 70, "haemoglobin_g_l": 118.0, "danger_signs": []},
}
DELIVERY: dict[str, Any] = {
    "kind": "delivery",
    "visited_on": BORN,
    "delivery": {
        "delivered_at": "2026-01-05T09:30:00+07:00",
        "place": "hospital",
        "attendant": "midwife",
        "mode": "vaginal",
        "gestation_days": 280,
        "labour_minutes": 480,
        "blood_loss_ml": 250,
        "perineum": "tear_1",
        "babies": [{"outcome": "alive", "skin_to_skin": True, "breastfed_within_1_hour": True, "vitamin_k1": True}],
    },
    "child_findings": {"apgar_1": 8, "apgar_5": 9},
    "measurement": {"weight_kg": 3.1, "length_cm": 49.5, "posture": "lying", "head_cm": 34.0},
}
POSTPARTUM: dict[str, Any] = {
    "kind": "postpartum",
    "visited_on": "2026-01-08",
    "postpartum": {"uterus": "contracted", "lochia": "normal", "breast": "normal", "wound": "clean"},
    "mother_findings": {"temperature_c": 36.9, "danger_signs": []},
    "supplements": [{"product": "vitamin_a", "dose_iu": 200000, "recipient": "mother"}],
}
NEWBORN: dict[str, Any] = {
    "kind": "newborn",
    "visited_on": "2026-01-09",
    "newborn": {
        "cord": "attached_clean",
        "jaundice": "none",
        "screening": ["heel_blood", "hearing"],
        "examination": {"fontanelle": "normal", "moro_reflex": "yes"},
    },
    "child_findings": {"temperature_c": 36.8, "danger_signs": []},
    "measurement": {"weight_kg": 3.0},
    "feeding": {"milk": "exclusive_breastfeeding"},
}
CHECKUP: dict[str, Any] = {
    "kind": "child_checkup",
    "visited_on": TODAY,
    "payer": "health_insurance",
    "beneficiary": "other",
    "pulse_per_minute": 120,
    "child_checkup": {
        "band": "4_to_6_months",
        "companion": "mother",
        "companion_name": "Nguyễn Thị Lan",
        "tuberculosis_contact": False,
        "own_history": [],
        "family_history": ["E11"],
        "anaemia_signs": False,
        "rickets_signs": False,
        "examination": {"lungs": "normal", "palms": "not_pale"},
        "normal": True,
        "tuberculosis_risk": False,
    },
    "child_findings": {"temperature_c": 36.7, "breaths_per_minute": 40},
    "measurement": {"weight_kg": 6.9, "length_cm": 64.0, "posture": "lying", "muac_mm": 140},
    "milestones": {"items": {"laughs": True, "rolls_over": True}},
    "feeding": {"breastfed": True, "complementary_foods": False},
    "dental": {"teeth_erupted": 0},
}
SICK: dict[str, Any] = {
    "kind": "sick_visit",
    "visited_on": TODAY,
    "diagnoses": ["J00"],
    "diagnosis_text": "Viêm mũi họng cấp",
    "sick_visit": {
        "complaint": "Ho, sốt nhẹ hai ngày",
        "onset_on": "2026-06-13",
        "treatment": "Nhỏ mũi nước muối sinh lý",
        "outcome": "home_care",
    },
    "child_findings": {"temperature_c": 38.1, "danger_signs": []},
}
VISITS = {body["kind"]: body for body in (ANTENATAL, DELIVERY, POSTPARTUM, NEWBORN, CHECKUP, SICK)}
each_kind = pytest.mark.parametrize("body", VISITS.values(), ids=VISITS)


@pytest.fixture
def path() -> str:
    """A girl of 161 days, born after 280 days of pregnancy."""
    return f"/v1/handbooks/{open_handbook(gestation_days=280)['handbook_id']}"


def record(path: str, body: dict[str, Any], caller: Caller = NURSE, **changes: Any) -> Answer:
    return caller.post(f"{path}/encounters", {**body, **changes})


def kept(path: str, body: dict[str, Any], caller: Caller = NURSE, **changes: Any) -> dict[str, Any]:
    recorded = record(path, body, caller, **changes)
    assert recorded.status == 201, recorded.body
    answer: dict[str, Any] = recorded.body
    return answer


@each_kind
def test_an_encounter_is_kept_as_it_was_said_and_its_parts_are_entries(path: str, body: dict[str, Any]) -> None:
    recorded = record(path, body)

    assert recorded.status == 201, recorded.body
    encounter = recorded.body
    own = set(body) - {"labs", "diagnoses", body["kind"], *encounter["seen"]}
    assert {name: encounter[name] for name in own} == {name: body[name] for name in own}
    said = {k: v for k, v in body[body["kind"]].items() if k not in {"delivered_at", "babies"}}
    assert said.items() <= encounter[body["kind"]].items()
    assert (encounter["recorded_by"], encounter["source"]) == ("nurse", "staff")
    for name, part in encounter["seen"].items():
        if name in body and name != "supplements":
            assert body[name].items() <= part.items()
            assert part["encounter_id"] == encounter["encounter_id"]
    assert recorded.headers["Location"] == f"{path}/encounters/{encounter['encounter_id']}"

    read = MOTHER.get(f"{path}/encounters/{encounter['encounter_id']}")
    assert read.status == 200
    assert read.headers["ETag"] == read.body["etag"] == '"1"'
    assert (read.body["status"], read.body["confidential"]) == ("recorded", None)
    assert {name: read.body[name] for name in encounter if name in read.body} == {
        name: value for name, value in encounter.items() if name in read.body
    }
    (listed,) = MOTHER.get(f"{path}/encounters").body["items"]
    assert listed == {name: value for name, value in read.body.items() if name != "confidential"}


def test_what_was_seen_at_a_visit_stands_in_the_lists_of_its_kind_and_in_growth(path: str) -> None:
    encounter = kept(path, CHECKUP)

    for resource in ("findings", "measurements", "milestones", "feeding", "dental"):
        (item,) = MOTHER.get(f"{path}/{resource}").body["items"]
        assert item["encounter_id"] == encounter["encounter_id"], resource
    assert MOTHER.get(f"{path}/milestones").body["items"][0]["band"] == "4_to_6_months"
    assert MOTHER.get(f"{path}/growth").body["items"][0]["weight_kg"] == 6.9
    assert encounter["seen"]["measurement"]["assessment"]["reference"] == "who-2006"


def test_danger_signs_and_blood_pressure_of_a_visit_raise_the_same_alerts(path: str) -> None:
    pressure = {"systolic_mmhg": 165, "diastolic_mmhg": 112}
    grave = kept(path, POSTPARTUM, visited_on=TODAY, mother_findings=pressure, supplements=[])
    assert "go_now" in [one["severity"] for one in grave["alerts_opened"]], grave

    sick = kept(path, SICK, child_findings={"danger_signs": ["convulsions"]})
    assert "go_now" in {one["severity"] for one in sick["alerts_opened"]}
    told = {one["alert_id"] for one in sick["alerts_opened"]}
    assert told <= {one["alert_id"] for one in MOTHER.get(f"{path}/alerts").body["items"]}


def test_several_parts_of_one_visit_move_alerts_together(path: str) -> None:
    weights: dict[str, Any] = {"measurement": {"weight_kg": 4.0, "length_cm": 64.0, "posture": "lying", "muac_mm": 105}}
    both = kept(path, CHECKUP, **weights, child_findings={"danger_signs": ["lethargy"]})
    groups = {one["group"] for one in both["alerts_opened"]}
    assert len(groups) >= 2, groups


def test_what_is_unusual_is_said_and_not_refused(path: str) -> None:
    said = {**ANTENATAL["antenatal"], "fetal_heart_bpm": [100], "gestation_days": 120}
    found = kept(path, ANTENATAL, antenatal=said, labs=[{"test": "hbsag", "finding": "positive"}])
    assert [(one["code"], one["field"]) for one in found["notices"]] == [
        ("unusual_value", "antenatal.fetal_heart_bpm"),
        ("differs_from_dating", "antenatal.gestation_days"),
        ("unusual_result", "labs.0"),
    ]


def test_codes_of_diagnoses_are_read_as_people_write_them(path: str) -> None:
    assert kept(path, SICK, diagnoses=["j00;J18.9", "J189"])["diagnoses"] == ["J00", "J18.9"]


def test_the_answer_names_the_form_and_the_contact_that_is_next(path: str) -> None:
    encounter = kept(path, CHECKUP)
    assert encounter["official_form"] == 8
    assert (encounter["next_contact"]["code"], encounter["next_contact"]["due_on"]) == ("7_to_9_months", "2026-08-05")
    (done,) = [one for one in plan(path) if one["code"] == "4_to_6_months"]
    assert (done["state"], done["done_on"], done["encounter_id"]) == ("done", TODAY, encounter["encounter_id"])


def plan(path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = MOTHER.get(f"{path}/care-plan").body["items"]
    return found


def test_the_plan_follows_a_whole_pregnancy_and_childhood(path: str) -> None:
    before = {one["code"]: one["state"] for one in plan(path)}
    assert before["antenatal_second_trimester"] == "not_recorded"
    for body in VISITS.values():
        kept(path, body)
    after = {one["code"]: one["state"] for one in plan(path)}
    assert {code for code, state in after.items() if state == "done"} == {
        "antenatal_second_trimester",
        "postpartum_week_1",
        "newborn_week_1",
        "4_to_6_months",
    }
    assert after["7_to_9_months"] == "upcoming"


def test_a_pregnancy_has_one_delivery(path: str) -> None:
    kept(path, DELIVERY)
    before = everything()
    refused(record(path, DELIVERY), 409, "delivery-recorded")
    assert everything() == before


@each_kind
def test_a_retry_gets_the_first_answer_and_records_nothing(path: str, body: dict[str, Any]) -> None:
    first = NURSE.post(f"{path}/encounters", body, key="k")
    after = everything()
    assert NURSE.post(f"{path}/encounters", body, key="k").body == first.body
    assert everything() == after


@each_kind
def test_the_family_records_sick_visits_only_and_sees_all(path: str, body: dict[str, Any]) -> None:
    recorded = record(path, body, MOTHER)
    if body["kind"] == "sick_visit":
        assert (recorded.status, recorded.body["source"]) == (201, "family")
    else:
        refused(recorded, 403, "forbidden")


def test_to_strangers_the_handbook_is_absent(path: str) -> None:
    encounter = kept(path, SICK)["encounter_id"]
    before = everything()
    for caller in (OTHER_MOTHER, FAR_NURSE, MANAGER, VENDOR):
        refused(record(path, SICK, caller), 404, "not-found")
        for place in ("encounters", f"encounters/{encounter}", "care-plan"):
            refused(caller.get(f"{path}/{place}"), 404, "not-found")
    refused(record(path, SICK, NOBODY), 401, "unauthenticated")
    refused(NOBODY.get("/v1/encounters/codes"), 401, "unauthenticated")
    assert everything() == before


@pytest.mark.parametrize("encounter_id", ["nobody", "x" * 300, "%00", "../SUMMARY"])
def test_an_encounter_that_is_not_there_is_not_found(path: str, encounter_id: str) -> None:
    refused(MOTHER.get(f"{path}/encounters/{encounter_id.replace('/', '%2F')}"), 404, "not-found")


def test_staffs_writing_and_reading_stands_in_the_access_log(path: str) -> None:
    encounter = kept(path, SICK)["encounter_id"]
    NURSE.get(f"{path}/encounters")
    NURSE.get(f"{path}/encounters/{encounter}")
    NURSE.get(f"{path}/care-plan")
    logged = [item["action"] for item in MOTHER.get(f"{path}/access-log").body["items"] if item["actor_id"] == "nurse"]
    assert sorted(logged) == ["read_handbook"] * 3 + ["record_sick_visit"]


HIV: dict[str, Any] = {"labs": [{"test": "hiv", "finding": "positive"}, {"test": "hbsag", "finding": "negative"}]}


def test_what_tells_of_hiv_is_read_by_staff_one_by_one_and_by_nobody_of_the_family(path: str) -> None:
    encounter = kept(path, ANTENATAL, **HIV, diagnoses=["O98.7", "O99.0"])
    place = f"{path}/encounters/{encounter['encounter_id']}"

    assert encounter["kept_apart"] is True
    assert (encounter["diagnoses"], [one["test"] for one in encounter["labs"]]) == (["O99.0"], ["hbsag"])
    assert NURSE.get(place).body["confidential"] == {
        "labs": [{"test": "hiv", "value": None, "finding": "positive"}],
        "diagnoses": {"diagnoses": ["O98.7"]},
    }
    assert MOTHER.get(place).body["confidential"] is None
    for caller in (MOTHER, NURSE):
        for shown in (caller.get(f"{path}/encounters"), caller.get(f"{path}/alerts"), caller.get(f"{path}/care-plan")):
            assert "hiv" not in shown.text.lower()
            assert "O98.7" not in shown.text
    logged = [(one["actor_id"], one["action"]) for one in MOTHER.get(f"{path}/access-log").body["items"]]
    assert logged.count(("nurse", "read_confidential")) == 1


def test_nothing_that_tells_of_hiv_lies_where_entries_and_changes_are_read_from(path: str) -> None:
    kept(path, ANTENATAL, **HIV, diagnoses=["O98.7"])
    telling = [item for item in items("RecordsTable") if any(w in json.dumps(item) for w in ("hiv", "O98.7"))]
    assert [item["sk"]["S"].split("#")[0] for item in telling] == ["_CONFIDENTIAL"]
    assert "seq" not in telling[0]


def test_a_scan_lets_the_visiting_station_read_results_while_it_lasts(path: str, clock: Clock) -> None:
    opened = open_handbook(gestation_days=280)
    book = f"/v1/handbooks/{opened['handbook_id']}"
    encounter = kept(book, ANTENATAL, **HIV)["encounter_id"]
    FAR_NURSE.get(f"/v1/qr/codes/{opened['code']}")
    assert FAR_NURSE.get(f"{book}/encounters/{encounter}").body["confidential"]["labs"][0]["test"] == "hiv"
    clock.move(hours=24)
    refused(FAR_NURSE.get(f"{book}/encounters/{encounter}"), 404, "not-found")


@pytest.mark.parametrize("change", [HIV, {"diagnoses": ["B20"]}], ids=["result", "diagnosis"])
def test_a_family_cannot_record_what_tells_of_hiv(path: str, change: dict[str, Any]) -> None:
    before = everything()
    answer = record(path, SICK, MOTHER, **change)
    refused(answer, 422, "invalid-field", next(iter(change)))
    assert everything() == before


def changed(body: dict[str, Any], **said: Any) -> dict[str, Any]:
    return {body["kind"]: {**body[body["kind"]], **said}}


@pytest.mark.parametrize(
    ("body", "change", "problem", "field"),
    [
        (ANTENATAL, {"visited_on": "2025-03-30"}, "date-before-pregnancy", "visited_on"),
        (ANTENATAL, {"visited_on": "2026-01-06"}, "invalid-field", "visited_on"),
        (ANTENATAL, {"visited_on": "2026-02-30"}, "invalid-field", "visited_on"),
        (ANTENATAL, {"kind": "checkup"}, "invalid-field", "kind"),
        (ANTENATAL, {"kind": "delivery"}, "invalid-field", "antenatal"),
        (ANTENATAL, {"antenatal": None}, "invalid-field", "antenatal"),
        (ANTENATAL, changed(ANTENATAL, weight_kg="56,5"), "invalid-field", "antenatal.weight_kg"),
        (ANTENATAL, changed(ANTENATAL, weight_kg=565.0), "implausible-value", "antenatal.weight_kg"),
        (ANTENATAL, changed(ANTENATAL, star_sign="ram"), "unknown-field", "antenatal.star_sign"),
        (ANTENATAL, {"measurement": {"weight_kg": 3.0}}, "invalid-field", "measurement"),
        (ANTENATAL, {"mother_findings": {"apgar_1": 9}}, "invalid-field", "mother_findings.apgar_1"),
        (ANTENATAL, {"mother_findings": {"systolic_mmhg": 110}}, "invalid-field", "mother_findings.diastolic_mmhg"),
        (ANTENATAL, {"labs": [{"test": "hiv"}]}, "invalid-field", "labs.0.finding"),
        (ANTENATAL, {"diagnoses": ["Z34.0; viêm"]}, "invalid-field", "diagnoses"),
        (ANTENATAL, {"diagnoses": ["x" * 256]}, "invalid-field", "diagnoses.0"),
        (ANTENATAL, {"advice": "x" * 501}, "invalid-field", "advice"),
        (ANTENATAL, {"facility_code": "123"}, "invalid-field", "facility_code"),
        (ANTENATAL, {"next_visit_on": "2025-09-01"}, "invalid-field", "next_visit_on"),
        (DELIVERY, {"visited_on": "2026-01-06"}, "invalid-field", "visited_on"),
        (DELIVERY, {"visited_on": "2026-06-16"}, "date-in-future", "visited_on"),
        (DELIVERY, changed(DELIVERY, babies=[]), "invalid-field", "delivery.babies"),
        (DELIVERY, changed(DELIVERY, mode="stork"), "invalid-field", "delivery.mode"),
        (DELIVERY, {"measurement": {"weight_kg": 3100.0}}, "implausible-value", "measurement.weight_kg"),
        (POSTPARTUM, {"visited_on": "2026-01-04"}, "date-before-birth", "visited_on"),
        (POSTPARTUM, {"supplements": [{"product": "vitamin_c"}]}, "invalid-field", "supplements.0.product"),
        (POSTPARTUM, {"supplements": [{"product": "vitamin_a"}]}, "invalid-field", "supplements.0.dose_iu"),
        (NEWBORN, {"visited_on": "2026-03-05"}, "invalid-field", "visited_on"),
        (NEWBORN, changed(NEWBORN, cord="golden"), "invalid-field", "newborn.cord"),
        (CHECKUP, changed(CHECKUP, band="2_to_3_months"), "invalid-field", "child_checkup.band"),
        (CHECKUP, changed(CHECKUP, examination={"wings": "two"}), "invalid-field", "child_checkup.examination"),
        (CHECKUP, {"visited_on": "2026-01-04"}, "date-before-birth", "visited_on"),
        (CHECKUP, {"milestones": {"items": {"plays_chess": True}}}, "invalid-field", "milestones.items"),
        (CHECKUP, {"payer": "king"}, "invalid-field", "payer"),
        (SICK, changed(SICK, complaint="  "), "invalid-field", "sick_visit.complaint"),
        (SICK, changed(SICK, complaint="nhiễm HIV"), "invalid-field", "sick_visit.complaint"),
        (SICK, changed(SICK, complaint="a\u202eb"), "invalid-field", "sick_visit.complaint"),
        (SICK, {"visited_on": "2026-06-16"}, "date-in-future", "visited_on"),
    ],
)
def test_what_cannot_be_is_refused_by_field_and_nothing_is_written(
    path: str, body: dict[str, Any], change: dict[str, Any], problem: str, field: str
) -> None:
    before = everything()
    answer = record(path, body, **change)
    refused(answer, 422, problem, field)
    assert everything() == before


def test_lists_are_paged_in_the_order_of_days(path: str) -> None:
    for body in (CHECKUP, ANTENATAL, DELIVERY):
        kept(path, body)
    first = MOTHER.get(f"{path}/encounters", {"limit": "2"}).body
    rest = MOTHER.get(f"{path}/encounters", {"limit": "2", "cursor": first["next"]}).body
    kinds = [one["kind"] for one in (*first["items"], *rest["items"])]
    assert (kinds, rest["next"]) == (["antenatal", "delivery", "child_checkup"], None)


def test_the_code_lists_have_official_codes_and_both_languages() -> None:
    answer = NURSE.get("/v1/encounters/codes")
    assert answer.headers["Cache-Control"] == "private, max-age=86400"
    lists = {one["name"]: one for one in answer.body["lists"]}
    assert [(c["code"], c["official_code"]) for c in lists["birth_kind"]["codes"]] == [
        ("vaginal", "1"),
        ("caesarean", "2"),
    ]
    assert lists["milk"]["official_field"] == "DINH_DUONG"
    assert [one["official_form"] for one in answer.body["checkup_bands"]] == [6, 7, 8, 9, 10, 11, 12, 13, 13, 13, 13]
    hiv = next(one for one in answer.body["labs"] if one["code"] == "hiv")
    assert (hiv["confidential"], hiv["choices"][0]["text"]["vi"]) == (True, "Âm tính")


def amend(path: str, encounter: dict[str, Any], tag: str = '"1"', caller: Caller = NURSE, **changes: Any) -> Answer:
    place = f"{path}/entries/encounter/{encounter['encounter_id']}"
    body = {"changes": changes, "reason": {"code": REASON, "text": "Ghi nhầm"}}
    return caller.call("PATCH", place, body, headers={"If-Match": tag})


REASON = "typing_slip"


def test_an_encounter_is_amended_field_by_field_and_its_parts_by_themselves(path: str) -> None:
    encounter = kept(path, ANTENATAL)

    amended = amend(path, encounter, antenatal={"fundal_height_cm": 22.0}, advice="Nghỉ ngơi")

    assert amended.status == 200, amended.body
    read = MOTHER.get(f"{path}/encounters/{encounter['encounter_id']}").body
    assert (read["status"], read["etag"], read["advice"]) == ("amended", '"2"', "Nghỉ ngơi")
    assert read["antenatal"] == {**encounter["antenatal"], "fundal_height_cm": 22.0}
    assert read["seen"] == encounter["seen"]


def test_amending_the_day_moves_the_plan_of_care(path: str) -> None:
    encounter = kept(path, ANTENATAL)
    assert amend(path, encounter, visited_on="2025-06-01", next_visit_on=None).status == 200
    done = {one["code"]: one["done_on"] for one in plan(path) if one["state"] == "done"}
    assert done == {"antenatal_first_trimester": "2025-06-01"}


@pytest.mark.parametrize(
    ("change", "problem", "field"),
    [
        ({"antenatal": {"fundal_height_cm": 200.0}}, "implausible-value", "changes.antenatal.fundal_height_cm"),
        ({"antenatal": {"star_sign": "ram"}}, "unknown-field", "changes.antenatal.star_sign"),
        ({"visited_on": "2026-02-01"}, "invalid-field", "changes.visited_on"),
        ({"kind": "sick_visit"}, "invalid-field", "changes.antenatal"),
        ({"labs": [{"test": "hiv", "finding": "negative"}]}, "invalid-field", "changes.labs"),
        ({"diagnoses": ["Z21"]}, "invalid-field", "changes.diagnoses"),
        ({"advice": "uống ARV"}, "invalid-field", "changes.advice"),
    ],
)
def test_an_amendment_is_checked_as_a_recording_and_cannot_tell_of_hiv(
    path: str, change: dict[str, Any], problem: str, field: str
) -> None:
    encounter = kept(path, ANTENATAL)
    before = everything()
    refused(amend(path, encounter, **change), 422, problem, field)
    assert everything() == before


def test_an_encounter_that_was_entered_in_error_is_seen_and_meets_no_contact(path: str) -> None:
    encounter = kept(path, CHECKUP)
    place = f"{path}/entries/encounter/{encounter['encounter_id']}/entered-in-error"
    body = {"reason": {"code": "wrong_child", "text": "Nhầm trẻ"}}
    headers = {"If-Match": '"1"', "Idempotency-Key": "k"}
    assert NURSE.call("POST", place, body, headers=headers).status == 200
    (listed,) = MOTHER.get(f"{path}/encounters").body["items"]
    assert listed["status"] == "entered_in_error"
    assert "done" not in {one["state"] for one in plan(path)}


def test_the_change_feed_tells_of_encounters_and_never_of_what_is_apart(path: str) -> None:
    kept(path, ANTENATAL, **HIV, diagnoses=["O98.7"])
    shown = NURSE.get(f"{path}/changes").text
    assert '"antenatal"' in shown
    assert "O98.7" not in shown
    assert '"hiv"' not in shown


def test_an_encounter_with_an_id_of_the_clients_own_is_recorded_once(path: str) -> None:
    body = {**SICK, "id": "0b9f2c1e-5d4a-4c3b-9a8f-1e2d3c4b5a69"}
    first = NURSE.post(f"{path}/encounters", body)
    assert (first.status, first.body["encounter_id"]) == (201, body["id"])
    again = NURSE.post(f"{path}/encounters", body)
    assert (again.status, again.body["seen"]) == (201, first.body["seen"])
    assert len(MOTHER.get(f"{path}/encounters").body["items"]) == 1
    other = NURSE.post(f"{path}/encounters", {**body, "advice": "Khác"})
    assert other.status == 409
