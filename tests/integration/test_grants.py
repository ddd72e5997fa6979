"""Shares, appointments, referrals and break-glass: what they open, to whom, how long, and who sees that."""

from typing import Any

import pytest

from tests.integration.agreed import agree, withdraw
from tests.integration.api import Answer, Caller
from tests.integration.refusals import refused
from tests.integration.world import (
    FAR_NURSE,
    MANAGER,
    MOTHER,
    MOTHERS_PHONE,
    NURSE,
    OTHER_MOTHER,
    STAFF_ROLES,
    Clock,
    everything,
    items,
    open_handbook,
)

pytestmark = pytest.mark.usefixtures("world")
SCHOOL = STAFF_ROLES["school"]
CARE = {"unit_id": "far-station", "purpose": "care", "until": "2026-06-20"}
AT_SCHOOL = {"unit_id": "kindergarten", "purpose": "school", "until": "2026-12-31"}
VISIT = {"unit_id": "far-station", "on": "2026-06-17", "purpose": "vaccination"}
REFERRAL = {"unit_id": "far-station", "purpose": "diagnosis", "days": 10, "text": "Nghi tim bẩm sinh"}
EMERGENCY = {"phone": MOTHERS_PHONE, "reason": "life_in_danger", "text": "Sốc phản vệ, đang cấp cứu"}


@pytest.fixture
def path() -> str:
    return f"/v1/handbooks/{open_handbook()['handbook_id']}"


def given(caller: Caller, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = caller.post(path, body)
    assert answer.status == 201, answer.text
    found: dict[str, Any] = answer.body
    return found


def end(caller: Caller, path: str, grant: dict[str, Any], etag: str = "") -> Answer:
    headers = {"If-Match": etag or grant["etag"]}
    return caller.call("POST", f"{path}/grants/{grant['grant_id']}/end", headers=headers)


def sees(caller: Caller, path: str) -> bool:
    answer = caller.get(path)
    assert answer.status in {200, 404}
    return answer.status == 200


def logged(path: str, action: str) -> list[dict[str, Any]]:
    return [one for one in MOTHER.get(f"{path}/access-log").body["items"] if one["action"] == action]


def grounds(path: str, action: str) -> set[str | None]:
    return {one["ground"] for one in logged(path, action)}


def test_a_share_opens_the_handbook_to_a_unit_from_day_to_day_and_the_log_says_so(path: str, clock: Clock) -> None:
    share = given(MOTHER, f"{path}/shares", {**CARE, "since": "2026-06-16"})
    assert (share["state"], share["given_by"], share["kind"]) == ("coming", "family", "share")
    assert not sees(FAR_NURSE, path)

    clock.move(hours=14, seconds=-1)  # the last instant of 15 June in Vietnam
    assert not sees(FAR_NURSE, path)
    clock.move(seconds=1)
    assert sees(FAR_NURSE, path)
    assert "share" in grounds(path, "read_handbook")
    clock.move(days=5, seconds=-1)
    assert sees(FAR_NURSE, path)
    clock.move(seconds=1)
    assert not sees(FAR_NURSE, path)
    assert MOTHER.get(f"{path}/grants").body["items"][0]["state"] == "lapsed"


def test_a_share_is_withdrawn_at_once_and_its_record_stays(path: str) -> None:
    share = given(MOTHER, f"{path}/shares", CARE)
    assert sees(FAR_NURSE, path)

    ended = end(MOTHER, path, share)

    assert (ended.status, ended.body["state"], ended.body["ended_by"]) == (200, "ended", "family")
    assert not sees(FAR_NURSE, path)
    (kept,) = MOTHER.get(f"{path}/grants").body["items"]
    assert kept == ended.body
    refused(end(MOTHER, path, ended.body), 409, "grant-ended")
    refused(end(MOTHER, path, share), 412, "stale-version", "If-Match")
    refused(MOTHER.call("POST", f"{path}/grants/{share['grant_id']}/end"), 428, "version-required", "If-Match")
    refused(end(MOTHER, path, {**share, "grant_id": "nobody"}), 404, "not-found")


def test_a_retry_gives_one_right(path: str) -> None:
    first, again = (MOTHER.post(f"{path}/shares", CARE, key="one") for _ in range(2))
    assert first.body == again.body
    assert len(MOTHER.get(f"{path}/grants").body["items"]) == 1


@pytest.mark.parametrize(
    ("part", "body", "field"),
    [
        ("shares", {**CARE, "unit_id": "no-such-unit"}, "unit_id"),
        ("shares", {**CARE, "unit_id": "kindergarten"}, "unit_id"),
        ("shares", {**AT_SCHOOL, "unit_id": "station"}, "unit_id"),
        ("shares", {**CARE, "unit_id": "printer"}, "unit_id"),
        ("shares", {**CARE, "purpose": "insurance"}, "purpose"),
        ("shares", {**CARE, "until": "2026-06-14"}, "until"),
        ("appointments", {**VISIT, "on": "2026-06-14"}, "on"),
        ("appointments", {**VISIT, "purpose": "care"}, "purpose"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name_and_nothing_is_written(
    path: str, part: str, body: dict[str, Any], field: str
) -> None:
    before = everything()
    refused(MOTHER.post(f"{path}/{part}", body), 422, "invalid-field", field)
    assert everything() == before


def test_only_a_guardian_shares_and_staff_of_the_area_book_and_refer(path: str) -> None:
    refused(NURSE.post(f"{path}/shares", CARE), 403, "forbidden")
    refused(MOTHER.post(f"{path}/referrals", REFERRAL), 403, "forbidden")
    for caller in (OTHER_MOTHER, FAR_NURSE, MANAGER, SCHOOL):
        for part, body in {"shares": CARE, "appointments": VISIT, "referrals": REFERRAL}.items():
            refused(caller.post(f"{path}/{part}", body), 404, "not-found")


@pytest.mark.parametrize("caller", [MOTHER, NURSE], ids=["family", "unit"])
def test_an_appointment_opens_it_on_its_day_and_the_day_after(path: str, clock: Clock, caller: Caller) -> None:
    booked = given(caller, f"{path}/appointments", VISIT)
    assert booked["given_by_unit"] == (None if caller is MOTHER else "station")
    seen = []
    for _ in range(5):
        seen.append(sees(FAR_NURSE, path))
        clock.move(days=1)

    assert seen == [False, False, True, True, False]  # asked at ten in the morning of 15 to 19 June
    assert "visit" in grounds(path, "read_handbook")


def test_a_referral_shows_on_both_units_lists_and_to_the_family(path: str, clock: Clock) -> None:
    referral = given(NURSE, f"{path}/referrals", REFERRAL)

    (held,) = FAR_NURSE.get("/v1/units/far-station/grants", {"kind": "referral"}).body["items"]
    (gave,) = NURSE.get("/v1/units/station/grants", {"kind": "referral", "of": "given"}).body["items"]
    (told,) = MOTHER.get(f"{path}/grants").body["items"]
    assert told == referral
    assert held == gave == {**referral, "full_name": "Nguyễn Thị Ánh", "birth_date": "2026-01-05"}
    assert grounds(path, "list_grants") == {"area", "referral"}
    assert FAR_NURSE.post(f"{path}/measurements", {"measured_on": "2026-06-15", "weight_kg": 6.1}).status == 201
    refused(FAR_NURSE.post(f"{path}/referrals", {**REFERRAL, "unit_id": "station"}), 403, "forbidden")
    clock.move(days=10)
    assert not sees(FAR_NURSE, path)
    (over,) = FAR_NURSE.get("/v1/units/far-station/grants", {"kind": "referral"}).body["items"]
    assert (over["state"], over["handbook_id"], over["full_name"], over["text"]) == ("lapsed", None, None, None)


def test_nobody_refers_to_the_own_unit(path: str) -> None:
    refused(NURSE.post(f"{path}/referrals", {**REFERRAL, "unit_id": "station"}), 422, "invalid-field", "unit_id")


def test_a_guest_keeps_from_what_stands_for_longer_than_a_visit(path: str) -> None:
    given(MOTHER, f"{path}/shares", CARE)
    moved = {"kind": "move", "on": "2026-06-15", "commune_code": "00013", "province_code": "01"}
    headers = {"If-Match": '"1"', "Idempotency-Key": "m"}
    assert FAR_NURSE.call("POST", f"{path}/status", moved, headers=headers).problem == "forbidden"
    change = FAR_NURSE.call("PATCH", path, {"commune_code": "00013"}, headers={"If-Match": '"1"'})
    assert change.problem == "forbidden"


def test_a_consent_that_is_withdrawn_ends_what_the_school_sees_at_once(path: str) -> None:
    agree(path, "share_school")
    given(MOTHER, f"{path}/shares", AT_SCHOOL)
    assert SCHOOL.get(f"{path}/vaccinations").status == 200
    assert withdraw(path, "share_school").status == 201

    refused(SCHOOL.get(f"{path}/vaccinations"), 404, "not-found")
    (listed,) = SCHOOL.get("/v1/units/kindergarten/grants", {"kind": "share"}).body["items"]
    assert (listed["handbook_id"], listed.get("full_name")) == (None, None)


def test_a_school_sees_the_state_of_vaccination_and_nothing_else(path: str) -> None:
    dose = {"product": "bcg", "administered_on": "2026-01-06", "lot_number": "LOT-7"}
    assert NURSE.post(f"{path}/immunizations", dose).status == 201
    refused(SCHOOL.get(f"{path}/vaccinations"), 404, "not-found")
    refused(MOTHER.post(f"{path}/shares", AT_SCHOOL), 409, "consent-needed", "purpose")
    assert agree(path, "share_school").status == 201
    given(MOTHER, f"{path}/shares", AT_SCHOOL)

    state = SCHOOL.get(f"{path}/vaccinations")

    assert state.body["doses"] == [{"product": "bcg", "administered_on": "2026-01-06"}]
    assert {one["state"] for one in state.body["groups"]} == {"complete", "on_time", "late"}
    assert "LOT-7" not in state.text
    for part in ("", "/immunizations", "/measurements", "/alerts", "/grants", "/changes"):
        refused(SCHOOL.get(f"{path}{part}"), 403, "forbidden")
    (listed,) = SCHOOL.get("/v1/units/kindergarten/grants", {"kind": "share"}).body["items"]
    assert listed["full_name"] == "Nguyễn Thị Ánh"
    assert {one["action"] for one in MOTHER.get(f"{path}/access-log").body["items"] if one["ground"] == "share"} >= {
        "read_vaccinations",
        "list_grants",
    }


def test_an_emergency_opens_one_handbook_to_one_person_for_four_hours(path: str, clock: Clock) -> None:
    broken = given(FAR_NURSE, "/v1/handbooks/break-glass", EMERGENCY)
    handbook = f"/v1/handbooks/{broken['handbook_id']}"
    assert (handbook, broken["staff_id"], broken["state"]) == (path, "far-nurse", "held")
    (entry,) = logged(path, "break_glass")
    assert (entry["ground"], entry["purpose"]) == ("break_glass", "life_in_danger")
    assert MOTHER.get(f"{path}/grants").body["items"] == [broken]
    assert FAR_NURSE.get(f"{path}/immunizations").status == 200
    assert FAR_NURSE.post(f"{path}/immunizations", {"product": "bcg", "administered_on": "2026-06-15"}).status == 201
    refused(FAR_NURSE.post(f"{path}/exports", {"format": "json", "purpose": "correction"}), 403, "forbidden")
    refused(FAR_NURSE.get(f"{path}/identifiers"), 403, "forbidden")
    refused(end(MOTHER, path, broken), 403, "forbidden")

    clock.move(hours=4, seconds=-1)
    assert sees(FAR_NURSE, path)
    clock.move(seconds=1)
    assert not sees(FAR_NURSE, path)


def test_what_is_not_found_and_what_leads_to_several_is_not_opened_and_counted(path: str) -> None:
    unknown = FAR_NURSE.post("/v1/handbooks/break-glass", {**EMERGENCY, "phone": "+84987654329"})
    refused(unknown, 404, "not-found")
    open_handbook(full_name="Nguyễn Văn Bình", birth_date="2026-03-01")
    several = FAR_NURSE.post("/v1/handbooks/break-glass", EMERGENCY)
    assert {**several.body, "instance": ""} == {**unknown.body, "instance": ""}
    by_day = given(FAR_NURSE, "/v1/handbooks/break-glass", {**EMERGENCY, "birth_date": "2026-01-05"})
    assert f"/v1/handbooks/{by_day['handbook_id']}" == path
    sought = [one for one in items("AuditTable") if one["pk"]["S"] == "ACTOR#far-nurse"]
    assert len(sought) == 3


def test_who_may_see_a_handbook_has_no_glass_to_break(path: str) -> None:
    refused(NURSE.post("/v1/handbooks/break-glass", EMERGENCY), 409, "glass-whole")
    for caller in (MOTHER, MANAGER, SCHOOL):
        refused(caller.post("/v1/handbooks/break-glass", EMERGENCY), 403, "forbidden")


@pytest.mark.parametrize(
    ("change", "field"), [({"text": "Cấp cứu  "}, "text"), ({"reason": "curious"}, "reason")], ids=["short", "no code"]
)
def test_an_emergency_has_a_reason(path: str, change: dict[str, Any], field: str) -> None:
    before = everything()
    refused(FAR_NURSE.post("/v1/handbooks/break-glass", {**EMERGENCY, **change}), 422, "invalid-field", field)
    assert everything() == before


def test_one_person_breaks_the_glass_twenty_times_a_day(path: str, clock: Clock) -> None:
    for number in range(20):
        unknown = {**EMERGENCY, "phone": f"+849876543{number:02d}"}
        assert FAR_NURSE.post("/v1/handbooks/break-glass", unknown).status == 404
        clock.move(minutes=1)
    answer = FAR_NURSE.post("/v1/handbooks/break-glass", EMERGENCY)
    refused(answer, 429, "too-many-requests")
    assert int(answer.headers["Retry-After"]) > 3600


def test_the_manager_sees_who_broke_the_glass_when_and_why_and_not_whose_it_was(path: str) -> None:
    broken = given(FAR_NURSE, "/v1/handbooks/break-glass", EMERGENCY)
    far_manager = Caller("far-manager", "staff")
    _hire(far_manager.username, "far-station")

    (use,) = far_manager.get("/v1/units/far-station/break-glass").body["items"]

    assert (use["staff_id"], use["reason"], use["at"]) == ("far-nurse", "life_in_danger", broken["given_at"])
    assert broken["handbook_id"] not in str(use)
    assert set(use) == {"staff_id", "at", "until", "reason", "reason_text"}
    for caller in (MANAGER, FAR_NURSE, MOTHER):
        refused(caller.get("/v1/units/far-station/break-glass"), 404, "not-found")


def _hire(username: str, unit_id: str) -> None:
    from handbook import bootstrap  # noqa: PLC0415
    from handbook.domain.access import Role  # noqa: PLC0415
    from handbook.domain.directory import Post, Staff  # noqa: PLC0415
    from handbook.domain.ids import StaffId, UnitId  # noqa: PLC0415

    post = Post(UnitId(unit_id), Role.UNIT_MANAGER)
    bootstrap.directory().save_staff(Staff(StaffId(username), "Lê Văn Hai", (post,)))


def test_rights_come_with_the_changes_of_the_handbook(path: str) -> None:
    since = MOTHER.get(f"{path}/changes").body["cursor"]
    share = given(MOTHER, f"{path}/shares", CARE)
    found = MOTHER.get(f"{path}/changes", {"since": since}).body["items"]
    assert ("grant", share["grant_id"]) in {(one["kind"], one["id"]) for one in found}


def test_numbers_are_counted_in_steps_of_five_and_few_are_not_shown(path: str) -> None:
    manager = STAFF_ROLES["programme_manager"]
    refused(NURSE.get("/v1/units/station/numbers"), 403, "forbidden")
    refused(MANAGER.get("/v1/units/far-station/numbers"), 404, "not-found")
    refused(MANAGER.get("/v1/units/no-such-unit/numbers"), 404, "not-found")
    few = MANAGER.get("/v1/units/station/numbers").body
    assert (few["children_total"], few["pregnant"], few["communes"], few["whole"]) == (None, None, 2, True)
    for number in range(6):
        open_handbook(full_name=f"Nguyễn Văn {chr(ord('A') + number) * 2}")

    many = MANAGER.get("/v1/units/station/numbers").body

    assert many["children_total"] == 5  # seven children
    assert [one["children"] for one in many["children"]] == [5, None, None, None, None, None]
    assert manager.get("/v1/units/province/numbers").body["communes"] == 0


def test_an_emergency_does_not_wait_for_one_of_forty_rights_to_end(path: str) -> None:
    for _ in range(40):
        given(MOTHER, f"{path}/shares", {**CARE, "unit_id": "station"})
    refused(MOTHER.post(f"{path}/shares", CARE), 409, "too-many-grants")
    given(FAR_NURSE, "/v1/handbooks/break-glass", EMERGENCY)
    assert sees(FAR_NURSE, path)


def test_a_share_that_ended_with_its_consent_does_not_come_back_with_the_next_one(path: str) -> None:
    agree(path, "share_school")
    given(MOTHER, f"{path}/shares", AT_SCHOOL)
    given(MOTHER, f"{path}/shares", CARE)
    assert withdraw(path, "share_school").status == 201
    assert {one["purpose"]: one["state"] for one in MOTHER.get(f"{path}/grants").body["items"]} == {
        "school": "ended",
        "care": "held",
    }
    assert agree(path, "share_school").status == 201
    refused(SCHOOL.get(f"{path}/vaccinations"), 404, "not-found")
    given(MOTHER, f"{path}/shares", AT_SCHOOL)
    assert SCHOOL.get(f"{path}/vaccinations").status == 200
