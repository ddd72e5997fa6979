"""The life of a handbook over HTTP: from pregnancy to birth, ends, adoption and moves."""

from datetime import date
from typing import Any

import pytest

from tests.integration.api import Answer, Caller
from tests.integration.world import (
    CHILD,
    FAR,
    FAR_NURSE,
    MOTHER,
    MOTHERS_PHONE,
    NEAR,
    NEAR_TOO,
    NURSE,
    OTHER_MOTHER,
    OTHER_MOTHERS_PHONE,
    Clock,
    everything,
    open_handbook,
)

pytestmark = pytest.mark.usefixtures("world")

# The clock stands on 15 June 2026: 30 weeks 0 days after 17 November 2025.
LAST_PERIOD, DUE = "2025-11-17", "2026-08-24"
PREGNANCY: dict[str, Any] = {
    "commune_code": NEAR,
    "province_code": "01",
    "pregnancy": {
        "mother": {"full_name": "Lê Thị Hoa", "birth_date": "1998-03-02", "blood_group": "O+", "ethnicity_code": "01"},
        "dating": {"method": "lmp", "last_period_on": LAST_PERIOD},
        "para": "1011",
        "risks": ["previous_caesarean"],
        "fetuses": 1,
    },
}
ALIVE: dict[str, Any] = {"outcome": "alive", "born_at": "2026-08-20T06:30:00+07:00", "sex": "F", "weight_g": 3100}


SCANNED, TRANSFERRED = {"scanned_on": "2026-06-01"}, {"transferred_on": "2026-01-01"}


def dated(method: str, **said: Any) -> dict[str, Any]:
    return {"dating": {"method": method, **said}}


def changed(caller: Caller, path: str, body: Any, version: int) -> Answer:
    return caller.call("PATCH", path, body, headers={"If-Match": f'"{version}"'})


def happened(caller: Caller, path: str, version: int, **body: Any) -> Answer:
    headers = {"If-Match": f'"{version}"', "Idempotency-Key": f"{path}-{version}-{body['kind']}-{body['on']}"}
    return caller.call("POST", f"{path}/status", body, headers=headers)


def pregnant(caller: Caller = MOTHER, **changes: Any) -> str:
    opened = caller.post("/v1/handbooks", {**PREGNANCY, **changes})
    assert opened.status == 201, opened.body
    return f"/v1/handbooks/{opened.body['handbook_id']}"


def born(path: str, *children: dict[str, Any], caller: Caller = NURSE, **more: Any) -> Answer:
    return caller.post(f"{path}/birth", {"children": list(children), **more})


@pytest.fixture
def at_term(clock: Clock) -> None:
    clock.move(days=67)  # 21 August 2026


def test_a_handbook_opened_in_pregnancy_says_how_far_it_is() -> None:
    opened = MOTHER.post("/v1/handbooks", PREGNANCY)

    assert opened.status == 201, opened.body
    body = {name: value for name, value in opened.body.items() if name != "possible_duplicates"}
    assert (body["full_name"], body["birth_date"], body["sex"]) == (None, None, None)
    assert (body["state"], body["commune_code"], body["province_code"]) == ("pregnant", NEAR, "01")
    told = body["pregnancy"]
    assert (told["gestation_days"], told["gestation"], told["trimester"]) == (210, "30w0d", 3)
    assert (told["day_zero"], told["due_on"], told["warnings"]) == (LAST_PERIOD, DUE, [])
    assert (told["para"], told["risks"], told["fetuses"]) == ("1011", ["previous_caesarean"], 1)
    assert told["mother"] == PREGNANCY["pregnancy"]["mother"]
    assert [(one["method"], one["used"]) for one in told["datings"]] == [("lmp", True)]
    assert MOTHER.get(f"/v1/handbooks/{body['handbook_id']}").body == body
    assert MOTHER.get("/v1/handbooks").body["items"] == [body]
    assert NURSE.get("/v1/handbooks").body["items"] == []  # the list of children


def test_the_pregnancy_counts_on_from_day_to_day(clock: Clock) -> None:
    path = pregnant()
    clock.move(days=1)
    assert MOTHER.get(path).body["pregnancy"]["gestation"] == "30w1d"
    clock.move(days=83)
    assert MOTHER.get(path).body["pregnancy"]["warnings"] == ["post_term"]  # 42 weeks
    clock.move(days=15)
    assert MOTHER.get(path).body["pregnancy"]["warnings"] == ["over_44_weeks"]


def test_a_nurse_opens_one_in_pregnancy_for_the_family_of_a_number() -> None:
    refused = NURSE.post("/v1/handbooks", {**PREGNANCY, "commune_code": FAR, "guardian_phone": MOTHERS_PHONE})
    assert (refused.status, refused.body["errors"][0]["field"]) == (422, "commune_code")
    opened = NURSE.post("/v1/handbooks", {**PREGNANCY, "guardian_phone": MOTHERS_PHONE})
    read = MOTHER.get(f"/v1/handbooks/{opened.body['handbook_id']}").body
    assert {**read, "possible_duplicates": []} == opened.body


@pytest.mark.parametrize(
    ("changes", "field", "problem"),
    [
        (dated("lmp"), "pregnancy.dating.last_period_on", "invalid-field"),
        (dated("lmp", last_period_on="2026-06-16"), "pregnancy.dating.last_period_on", "date-in-future"),
        (dated("lmp", last_period_on="2025-08-10"), "pregnancy.dating.last_period_on", "gestation-too-long"),
        (dated("lmp", last_period_on="2026-02-30"), "pregnancy.dating.last_period_on", "invalid-field"),
        (dated("ultrasound", **SCANNED, gestation_days=27), "pregnancy.dating.gestation_days", "invalid-field"),
        (dated("ivf", **TRANSFERRED, embryo_age_days=7), "pregnancy.dating.embryo_age_days", "invalid-field"),
        (dated("ivf", **TRANSFERRED, gestation_days=80), "pregnancy.dating.gestation_days", "invalid-field"),
        ({"para": "10111"}, "pregnancy.para", "invalid-field"),
        ({"risks": ["hiv"]}, "pregnancy.risks", "invalid-field"),
        ({"risks": ["smoking", "smoking"]}, "pregnancy.risks", "invalid-field"),
        ({"fetuses": 7}, "pregnancy.fetuses", "invalid-field"),
        ({"mother": {"full_name": "Hoa", "birth_date": "2026-01-01"}}, "pregnancy.mother.birth_date", "invalid-field"),
        ({"mother": {"full_name": ""}}, "pregnancy.mother.full_name", "invalid-field"),
    ],
)  # fmt: skip
def test_what_no_pregnancy_can_be_is_refused_by_its_field(changes: dict[str, Any], field: str, problem: str) -> None:
    before = everything()
    refused = MOTHER.post("/v1/handbooks", {**PREGNANCY, "pregnancy": {**PREGNANCY["pregnancy"], **changes}})
    assert (refused.status, refused.problem) == (422, problem), refused.body
    assert [one["field"] for one in refused.body["errors"]] == [field]
    assert everything() == before


def test_44_weeks_are_taken_and_a_day_more_is_not() -> None:
    def opened(day: str) -> int:
        dating = {"method": "lmp", "last_period_on": day}
        return MOTHER.post(
            "/v1/handbooks", {**PREGNANCY, "pregnancy": {**PREGNANCY["pregnancy"], "dating": dating}}
        ).status

    assert (opened("2025-08-11"), opened("2025-08-10")) == (201, 422)


def test_a_child_and_a_pregnancy_are_not_opened_in_one() -> None:
    refused = MOTHER.post("/v1/handbooks", {**PREGNANCY, "full_name": "Nguyễn Thị Ánh"})
    assert (refused.problem, refused.body["errors"][0]["field"]) == ("unknown-field", "full_name")
    refused = MOTHER.post("/v1/handbooks", {"pregnancy": PREGNANCY["pregnancy"]})
    assert [one["field"] for one in refused.body["errors"]] == ["commune_code", "province_code"]
    refused = MOTHER.post("/v1/handbooks", {"full_name": "Nguyễn Thị Ánh"})
    assert [one["field"] for one in refused.body["errors"]] == ["sex", "birth_date", "commune_code", "province_code"]


def test_an_early_scan_dates_the_pregnancy_anew_and_the_old_dating_stays_visible() -> None:
    path = pregnant()
    scan = {"method": "ultrasound", "scanned_on": "2026-01-26", "gestation_days": 62}  # day zero 25 November
    told_on = MOTHER.get(path).body["next_contact_on"]

    dated = changed(MOTHER, path, {"pregnancy": {"dating": scan}}, 1)

    # Eight days later than by the last period, and so is the next visit.
    assert (date.fromisoformat(dated.body["next_contact_on"]) - date.fromisoformat(told_on)).days == 8

    told = dated.body["pregnancy"]
    assert (dated.status, told["day_zero"], told["due_on"]) == (200, "2025-11-25", "2026-09-01")
    assert [(one["method"], one["used"]) for one in told["datings"]] == [("lmp", False), ("ultrasound", True)]
    assert changed(MOTHER, path, {"pregnancy": {"dating": scan}}, 1).status == 412
    withdrawn = changed(MOTHER, path, {"pregnancy": {"withdraw_dating": told["datings"][1]["dating_id"]}}, 2)
    assert withdrawn.body["pregnancy"]["day_zero"] == LAST_PERIOD
    assert withdrawn.body["pregnancy"]["datings"][1]["withdrawn_at"] == "2026-06-15T03:00:00Z"
    last = changed(MOTHER, path, {"pregnancy": {"withdraw_dating": told["datings"][0]["dating_id"]}}, 3)
    assert (last.status, last.problem) == (422, "dating-needed")


def test_facts_of_the_pregnancy_are_changed_one_by_one_and_a_residence_moves_by_itself() -> None:
    path = pregnant()
    facts = {"mother": {"blood_group": None}, "para": "2011", "risks": [], "fetuses": 2}
    told = changed(MOTHER, path, {"pregnancy": facts}, 1).body["pregnancy"]
    assert (told["mother"]["full_name"], told["mother"]["blood_group"]) == ("Lê Thị Hoa", None)
    assert (told["para"], told["risks"], told["fetuses"]) == ("2011", [], 2)
    assert changed(MOTHER, path, {"commune_code": NEAR_TOO}, 2).body["commune_code"] == NEAR_TOO
    assert changed(MOTHER, path, {"full_name": "Ánh"}, 3).problem == "not-born-yet"
    assert changed(MOTHER, path, {"pregnancy": {}, "commune_code": NEAR}, 3).body["errors"][0]["field"] == "pregnancy"
    child = f"/v1/handbooks/{open_handbook()['handbook_id']}"
    assert changed(MOTHER, child, {"pregnancy": {"para": "0000"}}, 1).problem == "no-pregnancy"


CHILD_ONLY = (
    "growth", "growth/weight-for-age.svg", "forecast", "milestones/checklist", "screenings/checklist",
    "supplements", "dental", "card.pdf",
)  # fmt: skip


@pytest.mark.parametrize("part", CHILD_ONLY)
def test_what_is_of_a_child_says_before_the_birth_that_there_is_none(part: str) -> None:
    refused = MOTHER.get(f"{pregnant()}/{part}")
    assert (refused.status, refused.problem) == (409, "not-born-yet")


@pytest.mark.parametrize(
    ("part", "body"),
    [
        ("measurements", {"measured_on": "2026-06-15", "weight_kg": 3.0}),
        ("immunizations", {"product": "bcg", "administered_on": "2026-06-15"}),
        ("feeding", {"observed_on": "2026-06-15", "milk": 1}),
        ("findings", {"observed_on": "2026-06-15", "subject": "child", "stage": "newborn", "temperature_c": 37.0}),
    ],
)
def test_nothing_of_a_child_is_recorded_before_the_birth(part: str, body: dict[str, Any]) -> None:
    path, before = pregnant(), None
    before = everything()
    refused = NURSE.post(f"{path}/{part}", body)
    assert refused.status in {409, 422}, refused.body
    assert refused.problem in {"not-born-yet", "invalid-field"}, refused.body
    assert everything() == before


def test_the_mothers_findings_carry_the_gestational_age_and_raise_alerts() -> None:
    path = pregnant()
    found = {
        "observed_on": "2026-06-15",
        "subject": "mother",
        "stage": "pregnancy",
        "systolic_mmhg": 165,
        "diastolic_mmhg": 100,
    }

    recorded = NURSE.post(f"{path}/findings", found)

    assert (recorded.status, recorded.body["gestation_days"]) == (201, 210)
    assert "severe_high_blood_pressure" in {one["code"] for one in recorded.body["alerts_opened"]}
    assert MOTHER.get(path).body["attention"] == "go_now"
    too_early = NURSE.post(f"{path}/findings", {**found, "observed_on": "2025-11-16"})
    assert (too_early.status, too_early.problem) == (422, "date-before-pregnancy")


@pytest.mark.usefixtures("at_term")
def test_a_birth_turns_the_pregnancy_into_the_child_under_the_same_code() -> None:
    path = pregnant()
    before = MOTHER.get(path).body
    child = {**ALIVE, "length_cm": 49.5, "head_cm": 34.0, "apgar_1": 8, "apgar_5": 9, "mode": "caesarean"}

    recorded = born(path, child, place="hospital", facility_name="Bệnh viện huyện")

    assert recorded.status == 201, recorded.body
    book = recorded.body["handbooks"][0]
    assert (book["handbook_id"], book["code"], book["etag"]) == (before["handbook_id"], before["code"], '"2"')
    assert (book["full_name"], book["sex"], book["birth_date"]) == ("Con bà Lê Thị Hoa", "F", "2026-08-20")
    assert (book["gestation_days"], book["birth_weight_g"], book["mother_name"]) == (276, 3100, "Lê Thị Hoa")
    assert (book["state"], book["next_contact_on"] is not None) == ("in_care", True)
    assert (book["pregnancy"]["due_on"], book["pregnancy"]["gestation_days"]) == (DUE, None)
    assert recorded.body["warnings"] == []
    assert MOTHER.get(path).body == book
    assert NURSE.get("/v1/handbooks").body["items"] == [book]
    measured = MOTHER.get(f"{path}/measurements").body["items"]
    assert [(one["measured_on"], one["weight_kg"], one["length_cm"]) for one in measured] == [("2026-08-20", 3.1, 49.5)]
    assert MOTHER.get(f"{path}/findings").body["items"][0]["apgar_5"] == 9
    assert NURSE.post(f"{path}/immunizations", {"product": "bcg", "administered_on": "2026-08-21"}).status == 201
    events = MOTHER.get(f"{path}/status").body["items"]
    assert [(one["kind"], one["on"]) for one in events] == [("birth", "2026-08-20")]
    assert events[0]["birth"]["children"][0]["mode"] == "caesarean"
    assert events[0]["birth"]["facility_name"] == "Bệnh viện huyện"


@pytest.mark.usefixtures("at_term")
def test_a_birth_sent_twice_is_recorded_once_and_a_second_one_is_refused() -> None:
    path = pregnant()
    first = NURSE.post(f"{path}/birth", {"children": [ALIVE]}, key="birth")
    again = NURSE.post(f"{path}/birth", {"children": [ALIVE]}, key="birth")
    assert (first.status, again.body) == (201, first.body)
    own = {"id": "0190b5a4-3c5e-7b6a-9d2e-5f1a2b3c4d5e", "children": [ALIVE]}
    assert (born(path, ALIVE, caller=MOTHER).problem, MOTHER.post(f"{path}/birth", own).status) == (
        "birth-recorded",
        409,
    )
    other = pregnant()
    named = MOTHER.post(f"{other}/birth", own)
    assert (named.status, named.body["event_id"]) == (201, own["id"])
    assert MOTHER.post(f"{other}/birth", own).body["event_id"] == own["id"]
    assert MOTHER.post(f"{other}/birth", {**own, "children": [{**ALIVE, "sex": "M"}]}).problem == "id-taken"
    child = f"/v1/handbooks/{open_handbook()['handbook_id']}"
    assert born(child, ALIVE).problem == "no-pregnancy"


@pytest.mark.usefixtures("at_term")
def test_twins_get_a_handbook_and_a_code_each_and_share_the_pregnancy() -> None:
    path = pregnant()
    second = {**ALIVE, "sex": "M", "weight_g": 2400, "born_at": "2026-08-20T06:41:00+07:00", "full_name": "Lò Văn Páo"}

    recorded = born(path, ALIVE, second)

    assert recorded.body["warnings"] == ["fetuses_differ"]
    one, two = recorded.body["handbooks"]
    assert (one["full_name"], two["full_name"]) == ("Con bà Lê Thị Hoa 1", "Lò Văn Páo")
    assert one["code"] != two["code"]
    assert (one["pregnancy_in"], two["pregnancy_in"]) == (None, one["handbook_id"])
    other = f"/v1/handbooks/{two['handbook_id']}"
    assert MOTHER.get(other).body["pregnancy"] == one["pregnancy"]
    assert MOTHER.get(f"/v1/qr/codes/{two['code']}").body["handbook_id"] == two["handbook_id"]
    assert {book["handbook_id"] for book in MOTHER.get("/v1/handbooks").body["items"]} == {
        one["handbook_id"],
        two["handbook_id"],
    }
    event = MOTHER.get(f"{other}/status").body["items"][0]
    assert (event["birth"]["order"], event["birth"]["born_together"], len(event["birth"]["children"])) == (2, 2, 1)
    assert len(MOTHER.get(f"{path}/status").body["items"][0]["birth"]["children"]) == 2
    assert MOTHER.get(f"{other}/measurements").body["items"][0]["weight_kg"] == 2.4
    assert MOTHER.get(f"{other}/access-log").body["items"][0]["action"] == "record_birth"


@pytest.mark.usefixtures("at_term")
def test_of_twins_of_whom_one_is_stillborn_the_other_goes_on_with_the_handbook() -> None:
    path = pregnant()
    still = {"outcome": "stillborn", "born_on": "2026-08-20"}

    recorded = born(path, still, ALIVE)

    assert [book["state"] for book in recorded.body["handbooks"]] == ["in_care"]
    assert recorded.body["handbooks"][0]["full_name"] == "Con bà Lê Thị Hoa 2"
    children = MOTHER.get(f"{path}/status").body["items"][0]["birth"]["children"]
    assert [child["outcome"] for child in children] == ["stillborn", "alive"]
    assert (children[0]["handbook_id"], children[1]["handbook_id"]) == (None, path.rpartition("/")[2])


@pytest.mark.usefixtures("at_term")
def test_a_stillbirth_ends_the_pregnancy_and_the_mother_is_cared_for_six_weeks_longer(clock: Clock) -> None:
    path = pregnant()
    recorded = born(path, {"outcome": "stillborn", "born_on": "2026-08-20", "weight_g": 2900})
    book = recorded.body["handbooks"][0]
    assert (book["state"], book["ended_on"], book["next_contact_on"]) == ("pregnancy_ended", "2026-08-20", None)
    assert born(path, ALIVE).problem == "birth-recorded"
    found = {"observed_on": "2026-08-21", "subject": "mother", "stage": "postpartum", "danger_signs": ["fever"]}
    assert NURSE.post(f"{path}/findings", found).body["alerts_opened"][0]["code"] == "danger_sign_postpartum"
    clock.move(days=41)  # 1 October, the 42nd day after
    assert NURSE.post(f"{path}/findings", {**found, "observed_on": "2026-10-01"}).status == 201
    clock.move(days=1)
    assert NURSE.post(f"{path}/findings", {**found, "observed_on": "2026-10-02"}).problem == "date-after-end"
    assert MOTHER.get(f"{path}/alerts").body["items"] == []


@pytest.mark.usefixtures("at_term")
@pytest.mark.parametrize(
    ("child", "field", "problem"),
    [
        ({**ALIVE, "born_at": "2026-08-22T06:30:00+07:00"}, "children.0.born_at", "date-in-future"),
        ({**ALIVE, "born_at": "2025-11-16T06:30:00+07:00"}, "children.0.born_at", "date-before-pregnancy"),
        ({**ALIVE, "born_at": "2026-04-05T06:30:00+07:00"}, "children.0.born_at", "gestation-too-short"),
        ({"outcome": "alive", "sex": "F"}, "children.0.born_at", "invalid-field"),
        ({**ALIVE, "born_on": "2026-08-19"}, "children.0.born_on", "invalid-field"),
        ({**ALIVE, "sex": None}, "children.0.sex", "invalid-field"),
        ({**ALIVE, "weight_g": 299}, "children.0.weight_g", "implausible-value"),
        ({**ALIVE, "head_cm": 51.0}, "children.0.head_cm", "implausible-value"),
        ({**ALIVE, "apgar_1": 11}, "children.0.apgar_1", "invalid-field"),
        ({"outcome": "stillborn", "born_on": "2026-08-20", "apgar_1": 1}, "children.0.apgar_1", "invalid-field"),
    ],
)
def test_what_no_birth_can_be_is_refused_by_its_field(child: dict[str, Any], field: str, problem: str) -> None:
    path = pregnant()
    before = everything()
    refused = born(path, child)
    assert (refused.status, refused.problem) == (422, problem), refused.body
    assert [one["field"] for one in refused.body["errors"]] == [field]
    assert everything() == before


@pytest.mark.usefixtures("at_term")
def test_a_birth_at_20_weeks_is_taken_with_a_warning() -> None:
    recorded = born(pregnant(), {**ALIVE, "born_at": "2026-04-06T06:30:00+07:00", "weight_g": 340})
    assert (recorded.status, recorded.body["warnings"]) == (201, ["born_before_22_weeks"])


def test_what_happened_before_a_death_is_recorded_late_and_nothing_after_it(clock: Clock) -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}"
    recorded = happened(MOTHER, path, 1, kind="death", on="2026-06-10", cause_icd10="P22.0")

    assert recorded.status == 201, recorded.body
    book = recorded.body["handbook"]
    assert (book["state"], book["ended_on"], book["next_contact_on"]) == ("deceased", "2026-06-10", None)
    assert recorded.headers["ETag"] == '"2"'
    forecast = MOTHER.get(f"{path}/forecast").body
    assert (forecast["groups"], forecast["next_visit"]) == ([], None)
    assert MOTHER.get(f"{path}/alerts").body["items"] == []
    for part, body in (("measurements", {"weight_kg": 6.0}), ("immunizations", {"product": "bcg"})):
        day = {"measurements": "measured_on", "immunizations": "administered_on"}[part]
        assert NURSE.post(f"{path}/{part}", {**body, day: "2026-06-11"}).problem == "date-after-end"
        assert NURSE.post(f"{path}/{part}", {**body, day: "2026-06-10"}).status == 201
    assert MOTHER.get(f"{path}/growth/weight-for-age.svg").status == 200
    assert happened(MOTHER, path, 2, kind="death", on="2026-06-10").problem == "wrong-life-state"
    assert (
        happened(MOTHER, path, 2, kind="move", on="2026-06-11", commune_code=NEAR_TOO, province_code="01").status == 409
    )


def test_an_end_is_taken_back_by_a_retraction_and_both_stay_readable() -> None:
    opened = open_handbook()
    path = f"/v1/handbooks/{opened['handbook_id']}"
    ended = happened(NURSE, path, 1, kind="death", on="2026-06-10").body["event"]["event_id"]
    assert happened(MOTHER, path, 2, kind="retraction", on="2026-06-15", retracts=ended).problem == "forbidden"

    back = happened(NURSE, path, 2, kind="retraction", on="2026-06-15", retracts=ended, note="Nhầm sổ")

    assert (back.body["handbook"]["state"], back.body["handbook"]["ended_on"]) == ("in_care", None)
    assert back.body["handbook"]["next_contact_on"] == opened["next_contact_on"]
    events = MOTHER.get(f"{path}/status").body["items"]
    assert [(one["kind"], one["retracted_by"]) for one in events] == [
        ("death", events[1]["event_id"]),
        ("retraction", None),
    ]
    assert happened(NURSE, path, 3, kind="retraction", on="2026-06-15", retracts=ended).problem == "wrong-life-state"
    assert happened(NURSE, path, 3, kind="retraction", on="2026-06-15", retracts="nothing").body["errors"] == [
        {"field": "retracts", "code": "invalid-field"}
    ]


def test_a_change_of_state_needs_the_version_that_it_is_based_on() -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}"
    body = {"kind": "death", "on": "2026-06-10"}
    assert MOTHER.post(f"{path}/status", body).status == 428
    assert happened(MOTHER, path, 2, **body).status == 412
    first = happened(MOTHER, path, 1, **body)
    assert happened(MOTHER, path, 1, **body).body == first.body  # the same key


def test_a_child_that_moves_is_its_new_communes_and_the_old_one_stays_readable() -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}"
    assert FAR_NURSE.get(path).status == 404

    moved = happened(MOTHER, path, 1, kind="move", on="2026-06-01", commune_code=FAR, province_code="04")

    assert moved.body["event"]["moved_from"] == {"commune_code": NEAR, "province_code": "01"}
    assert (moved.body["handbook"]["commune_code"], moved.body["handbook"]["state"]) == (FAR, "in_care")
    assert (NURSE.get(path).status, FAR_NURSE.get(path).status) == (404, 200)
    assert FAR_NURSE.get("/v1/handbooks").body["items"][0]["handbook_id"] == moved.body["handbook"]["handbook_id"]
    again = happened(MOTHER, path, 2, kind="move", on="2026-06-01", commune_code=FAR, province_code="04")
    assert again.body["errors"] == [{"field": "commune_code", "code": "invalid-field"}]
    event = moved.body["event"]["event_id"]
    assert happened(FAR_NURSE, path, 2, kind="retraction", on="2026-06-15", retracts=event).status == 201
    assert NURSE.get(path).body["commune_code"] == NEAR


@pytest.mark.usefixtures("at_term")
def test_those_who_adopt_see_the_child_and_nothing_of_the_mother(clock: Clock) -> None:
    path = pregnant()
    findings = {
        "observed_on": "2026-06-15",
        "subject": "mother",
        "stage": "pregnancy",
        "systolic_mmhg": 150,
        "diastolic_mmhg": 95,
    }
    assert NURSE.post(f"{path}/findings", findings).status == 201
    assert NURSE.post(f"{path}/tetanus", {"product": "tt", "administered_on": "2026-06-15"}).status == 201
    born(path, {**ALIVE, "apgar_1": 8}, place="hospital", facility_name="Bệnh viện huyện")
    adoption = {"kind": "adoption", "on": "2026-08-21", "guardian_phone": OTHER_MOTHERS_PHONE}
    assert happened(MOTHER, path, 2, **adoption).problem == "forbidden"
    assert happened(NURSE, path, 2, **adoption).body["errors"][0]["field"] == "full_name"  # "Con bà Lê Thị Hoa"
    clock.move(seconds=1)

    adopted = happened(NURSE, path, 2, **adoption, full_name="Trần Minh Anh")

    assert adopted.status == 201, adopted.body
    assert MOTHER.get(path).status == 404
    assert MOTHER.get("/v1/handbooks").body["items"] == []
    seen = OTHER_MOTHER.get(path)
    assert (seen.status, seen.body["full_name"], seen.body["gestation_days"]) == (200, "Trần Minh Anh", 276)
    assert (seen.body["pregnancy"], seen.body["pregnancy_in"], seen.body["mother_name"]) == (None, None, None)
    assert OTHER_MOTHER.get("/v1/handbooks").body["items"] == [seen.body]
    texts = [OTHER_MOTHER.get(path + part).text for part in ("", "/status", "/findings", "/alerts", "/access-log")]
    assert not [
        text for text in texts if any(word in text for word in ("Hoa", ":150", "Bệnh viện", '"mother"', NEAR_TOO))
    ]
    assert "mother" not in OTHER_MOTHER.get(f"{path}/access-log").text
    assert [one["subject"] for one in OTHER_MOTHER.get(f"{path}/findings").body["items"]] == ["child"]
    assert OTHER_MOTHER.get(f"{path}/tetanus").problem == "no-pregnancy"
    mothers, childs = NURSE.get(f"{path}/findings").body["items"]
    assert [one["subject"] for one in (mothers, childs)] == ["mother", "child"]
    assert OTHER_MOTHER.get(f"{path}/entries/findings/{mothers['entry_id']}").status == 404
    assert OTHER_MOTHER.get(f"{path}/entries/findings/{childs['entry_id']}").status == 200
    assert NURSE.get(path).body["pregnancy"]["mother"]["full_name"] == "Lê Thị Hoa"
    event = adopted.body["event"]["event_id"]
    assert happened(NURSE, path, 3, kind="retraction", on="2026-08-21", retracts=event).status == 201
    assert (MOTHER.get(path).body["mother_name"], OTHER_MOTHER.get(path).status) == ("Lê Thị Hoa", 404)


def test_a_mother_who_shares_is_seen_by_those_who_adopt() -> None:
    path = f"/v1/handbooks/{open_handbook(mother_name='Lê Thị Hoa')['handbook_id']}"
    body = {"kind": "adoption", "on": "2026-06-15", "guardian_phone": OTHER_MOTHERS_PHONE, "mother_shared": True}
    assert happened(NURSE, path, 1, **body).status == 201
    assert OTHER_MOTHER.get(path).body["mother_name"] == "Lê Thị Hoa"


def test_routine_care_ends_with_the_sixth_birthday_and_doses_do_not(clock: Clock) -> None:
    path = f"/v1/handbooks/{open_handbook(birth_date='2020-06-15')['handbook_id']}"  # six today
    assert MOTHER.get(path).body["over_six"]
    assert (
        NURSE.post(f"{path}/measurements", {"measured_on": "2026-06-15", "weight_kg": 20.0}).problem == "date-after-six"
    )
    assert NURSE.post(f"{path}/measurements", {"measured_on": "2026-06-14", "weight_kg": 20.0}).status == 201
    assert NURSE.post(f"{path}/feeding", {"observed_on": "2026-06-15", "milk": 1}).status == 422
    assert NURSE.post(f"{path}/immunizations", {"product": "td", "administered_on": "2026-06-15"}).status == 201
    assert MOTHER.get(f"{path}/alerts").body["items"] == []
    younger = f"/v1/handbooks/{open_handbook(birth_date='2020-06-16')['handbook_id']}"
    assert not MOTHER.get(younger).body["over_six"]


def test_a_miscarriage_from_22_weeks_on_is_warned_of_and_takes_the_handbook_from_the_list() -> None:
    path = pregnant()
    recorded = happened(MOTHER, path, 1, kind="miscarriage", on="2026-04-20")  # 22 weeks
    assert (recorded.body["warnings"], recorded.body["handbook"]["state"]) == (
        ["miscarriage_from_22_weeks"],
        "pregnancy_ended",
    )
    assert born(path, ALIVE).problem == "wrong-life-state"
    earlier = happened(MOTHER, pregnant(), 1, kind="miscarriage", on="2026-04-19")
    assert earlier.body["warnings"] == []
    assert happened(MOTHER, pregnant(), 1, kind="stillbirth", on="2026-04-19").body["warnings"] == [
        "stillbirth_before_22_weeks"
    ]
    assert happened(MOTHER, pregnant(), 1, kind="miscarriage", on="2025-11-16").problem == "date-before-pregnancy"
    assert happened(MOTHER, pregnant(), 1, kind="death", on="2026-06-15").problem == "not-born-yet"
    child = f"/v1/handbooks/{open_handbook()['handbook_id']}"
    assert happened(MOTHER, child, 1, kind="miscarriage", on="2026-06-15").problem == "no-pregnancy"


def test_the_mothers_tetanus_doses_are_forecast_by_the_schedule_for_women() -> None:
    path = pregnant()
    first = MOTHER.get(f"{path}/tetanus").body
    assert first["items"] == []
    assert [(one["dose_number"], one["due_state"]) for one in first["forecast"]["groups"]] == [(1, "due")]
    assert MOTHER.post(f"{path}/tetanus", {"product": "tt", "administered_on": "2026-06-15"}).status == 403
    for day in ("2026-05-01", "2026-06-15"):
        recorded = NURSE.post(f"{path}/tetanus", {"product": "tt", "administered_on": day})
        assert (recorded.status, recorded.body["dose"]["valid"]) == (201, True)
    group = recorded.body["forecast"]["groups"][0]
    assert (group["dose_number"], group["recommended"]["on"]) == (3, "2026-12-15")
    assert [one["administered_on"] for one in MOTHER.get(f"{path}/tetanus").body["items"]] == [
        "2026-05-01",
        "2026-06-15",
    ]
    for body, field in (
        ({"product": "mmr", "administered_on": "2026-06-15"}, "product"),
        ({"product": "tt", "administered_on": "2026-06-16"}, "administered_on"),
        ({"product": "tt", "administered_on": "1998-03-01"}, "administered_on"),
        ({"product": "tt", "administered_on": "2010"}, "administered_on"),
    ):
        assert NURSE.post(f"{path}/tetanus", body).body["errors"][0]["field"] == field
    told = NURSE.post(f"{path}/tetanus", {"product": "penta", "administered_on": "1998", "historical": True})
    assert (told.status, told.body["dose"]["administered_on"]) == (201, "1998")


def test_nothing_of_a_life_is_open_to_those_without_a_right() -> None:
    path = pregnant()
    for caller in (OTHER_MOTHER, FAR_NURSE):
        assert born(path, ALIVE, caller=caller).status == 404
        assert happened(caller, path, 1, kind="miscarriage", on="2026-06-15").status == 404
        assert caller.get(f"{path}/status").status == 404
        assert caller.get(f"{path}/tetanus").status == 404
    scanned = FAR_NURSE.get(f"/v1/qr/codes/{MOTHER.get(path).body['code']}")
    assert (scanned.status, scanned.body["full_name"]) == (200, None)
    moved = happened(FAR_NURSE, path, 1, kind="move", on="2026-06-15", commune_code=FAR, province_code="04")
    assert moved.problem == "forbidden"  # a visit lasts a day
    assert FAR_NURSE.get(f"{path}/status").status == 200
    assert "far-nurse" in {one["actor_id"] for one in MOTHER.get(f"{path}/access-log").body["items"]}
    assert CHILD["commune_code"] == NEAR
