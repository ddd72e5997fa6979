"""Somebody asks about personal data: who answers, by when, what both sides see, and what follows from the answer."""

from typing import Any

import pytest

from handbook import bootstrap
from handbook.domain.ids import HandbookId
from tests.integration.agreed import MINISTER, OFFICER, agree, request, settle_above, step, withdraw
from tests.integration.api import Answer, Caller
from tests.integration.refusals import refused
from tests.integration.world import (
    FAR_NURSE,
    MANAGER,
    MOTHER,
    NEAR,
    NURSE,
    OTHER_MOTHER,
    PRINT_MANAGER,
    VENDOR,
    Clock,
    everything,
)
from tests.integration.world import open_handbook as opened

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def path() -> str:
    """A girl of 161 days, on Monday 15 June 2026."""
    return f"/v1/handbooks/{opened()['handbook_id']}"


def asked(path: str, kind: str = "object", **changes: Any) -> str:
    answer = request(path, kind, **changes)
    assert answer.status == 201, answer.body
    return str(answer.headers["Location"])


def waiting(unit: str, caller: Caller, **query: str) -> list[str]:
    listed = caller.get(f"/v1/units/{unit}/data-requests", query)
    assert listed.status == 200, listed.body
    return [str(one["request_id"]) for one in listed.body["items"]]


def id_of(place: str) -> str:
    return place.rpartition("/")[2]


def test_a_request_is_received_with_the_terms_of_the_law_for_both_sides_to_see(path: str) -> None:
    answer = request(path, "restrict", text="Xin hạn chế")

    body = answer.body
    assert (answer.status, answer.headers["ETag"]) == (201, '"1"')
    assert body == {
        "request_id": body["request_id"],
        "handbook_id": path.rpartition("/")[2],
        "account_id": None,
        "commune_code": NEAR,
        "kind": "restrict",
        "kind_text": {"vi": "Hạn chế xử lý dữ liệu cá nhân", "en": "Restriction of processing"},
        "purpose": None,
        "dispute_id": None,
        "state": "received",
        "state_text": {"vi": "Đã nhận, chờ xác nhận tiếp nhận", "en": "Received, not yet acknowledged"},
        "received_on": "2026-06-15",
        "acknowledge_by": "2026-06-17",
        "acknowledged_at": None,
        "answer_by": "2026-06-30",
        "third_party": False,
        "extended": False,
        "next_by": "2026-06-17",
        "days_left": 2,
        "late": False,
        "clock_id": "VN-ND356-2026-01-01-restrict",
        "clock_source": body["clock_source"],
        "answered_by": None,
        "retention": None,
        "offers": [],
        "steps": [
            {
                "step": "submit",
                "side": "family",
                "at": "2026-06-15T03:00:00Z",
                "by": "mother",
                "text": "Xin hạn chế",
                "code": None,
                "code_text": None,
            }
        ],
        "version": 1,
        "etag": '"1"',
    }
    place = answer.headers["Location"]
    for caller in (MOTHER, NURSE, MANAGER):
        assert caller.get(place).body == body
    assert MOTHER.get(f"{path}/data-requests").body == {"items": [body], "next": None}


def test_the_same_request_sent_twice_is_one(path: str) -> None:
    body = {"kind": "access", "text": "Xin xem"}
    first = MOTHER.post(f"{path}/data-requests", body, key="one")

    assert MOTHER.post(f"{path}/data-requests", body, key="one").body == first.body
    assert len(MOTHER.get(f"{path}/data-requests").body["items"]) == 1


def test_the_units_manager_and_its_health_workers_answer_and_each_step_is_in_the_access_log(path: str) -> None:
    place = asked(path)
    assert step(place, "acknowledge", MANAGER).body["state"] == "acknowledged"
    assert step(place, "begin", NURSE).body["state"] == "in_work"
    done = step(place, "fulfil", MANAGER, text="Đã ghi nhận")

    assert (done.status, done.body["state"], done.body["days_left"]) == (200, "fulfilled", None)
    assert [one["step"] for one in MOTHER.get(place).body["steps"]] == ["submit", "acknowledge", "begin", "fulfil"]
    log = MOTHER.get(f"{path}/access-log").body["items"]
    staff = [(one["actor_id"], one["action"], one["ground"]) for one in log if one["actor_id"] != "mother"]
    assert sorted(staff) == [
        ("manager", "answer_data_request", "data_request"),
        ("manager", "answer_data_request", "data_request"),
        ("nurse", "answer_data_request", "data_request"),
    ]


def test_each_extension_is_told_with_its_reason_and_moves_the_term_once(path: str) -> None:
    place = asked(path)
    third = step(place, "extend", code="third_party", text="Cần hỏi bệnh viện")
    both = step(place, "extend", code="complex")

    assert [one.body["answer_by"] for one in (third, both)] == ["2026-07-05", "2026-07-20"]
    assert third.body["steps"][-1]["code_text"]["en"] == "A third party has to be asked"
    refused(step(place, "extend", code="complex"), 409, "wrong-request-state")
    refused(step(place, "extend", code="because"), 422, "invalid-field", "code")


def test_a_refusal_names_its_ground(path: str) -> None:
    place = asked(path)
    refused(step(place, "refuse"), 422, "invalid-field", "code")
    refused(step(place, "refuse", code="retention"), 422, "invalid-field", "code")
    done = step(place, "refuse", code="others_rights", text="Ảnh hưởng đến người khác")
    assert done.body["state"] == "refused"
    refused(step(place, "begin"), 409, "wrong-request-state")


def test_a_step_on_an_old_version_is_refused_and_shows_the_request_as_it_is(path: str) -> None:
    place = asked(path)
    step(place, "acknowledge")
    answer = step(place, "begin", tag='"1"')

    refused(answer, 412, "stale-version", "If-Match")
    assert answer.body["kept"]["state"] == "acknowledged"
    refused(NURSE.call("POST", f"{place}/steps", {"step": "begin"}), 428, "version-required", "If-Match")


def test_a_family_takes_back_and_nobody_takes_the_other_sides_steps(path: str) -> None:
    place = asked(path)
    refused(step(place, "fulfil", MOTHER), 403, "forbidden")
    refused(step(place, "take_back", NURSE), 403, "forbidden")
    assert step(place, "take_back", MOTHER).body["state"] == "taken_back"


@pytest.mark.parametrize("caller", [OTHER_MOTHER, FAR_NURSE, PRINT_MANAGER, VENDOR])
def test_who_is_neither_family_nor_responsible_learns_nothing(path: str, caller: Caller) -> None:
    place = asked(path)
    answers: list[Answer] = [
        caller.get(place),
        caller.get(f"{path}/data-requests"),
        step(place, "fulfil", caller),
        request(path, "access", caller),
    ]
    for answer in answers:
        refused(answer, 404, "not-found")


def test_a_deletion_is_refused_by_the_law_and_a_restriction_is_offered_instead(path: str) -> None:
    answer = request(path, "delete")
    place = answer.headers["Location"]

    assert answer.body["retention"]["rule_id"] == "VN-TT33-2025-health-book"
    assert (answer.body["retention"]["until"], answer.body["offers"]) == (None, ["restrict"])
    before = everything()
    refused(step(place, "fulfil"), 409, "retention-holds")
    assert everything() == before
    done = step(place, "refuse", code="retention")
    assert done.body["steps"][-1]["code_text"]["vi"] == "Pháp luật quy định phải lưu giữ hồ sơ này"


def test_a_restricted_handbook_stays_in_the_care_of_its_area_and_with_nobody_else(path: str) -> None:
    code = MOTHER.get(path).body["code"]
    assert FAR_NURSE.get(f"/v1/qr/codes/{code}").status == 200
    place = asked(path, "restrict")
    assert FAR_NURSE.get(path).status == 200
    assert step(place, "fulfil").body["state"] == "fulfilled"

    refused(FAR_NURSE.get(path), 404, "not-found")
    refused(FAR_NURSE.get(f"/v1/qr/codes/{code}"), 404, "not-found")
    weight = {"measured_on": "2026-06-15", "weight_kg": 7.1}
    assert NURSE.post(f"{path}/measurements", weight).status == 201
    refused(NURSE.post(f"{path}/exports", {"format": "json", "purpose": "referral"}), 403, "forbidden")
    assert MOTHER.post(f"{path}/exports", {"format": "json"}).status in {201, 202}

    assert step(place, "lift", MOTHER).body["state"] == "lifted"
    assert FAR_NURSE.get(f"/v1/qr/codes/{code}").status == 200
    refused(step(place, "lift", MOTHER), 409, "wrong-request-state")


def test_what_is_no_restriction_is_not_lifted(path: str) -> None:
    place = asked(path, "object")
    step(place, "fulfil")
    refused(step(place, "lift", MOTHER), 409, "wrong-request-state")


def test_a_correction_opens_a_dispute_with_the_same_words_and_is_done_when_that_is(path: str) -> None:
    answer = request(path, "correct", text="Sai ngày tiêm")
    place, dispute = answer.headers["Location"], f"{path}/disputes/{answer.body['dispute_id']}"
    opened_with = MOTHER.get(dispute).body
    assert (opened_with["state"], opened_with["steps"][0]["text"]) == ("submitted", "Sai ngày tiêm")

    refused(step(place, "fulfil"), 409, "not-done-yet")
    tag = MOTHER.get(dispute).headers["ETag"]
    ended = {"outcome": "refused", "code": "record_is_right", "text": "Đã đối chiếu"}
    assert NURSE.call("POST", f"{dispute}/resolve", ended, headers={"If-Match": tag}).status == 200
    assert step(place, "fulfil").body["state"] == "fulfilled"


def test_a_correction_names_a_dispute_that_is_there_and_opens_no_other(path: str) -> None:
    dispute = MOTHER.post(f"{path}/disputes", {"kind": "other", "text": "Xin xem lại"}).body["dispute_id"]

    assert request(path, "correct", dispute_id=dispute).body["dispute_id"] == dispute
    assert len(MOTHER.get(f"{path}/disputes").body["items"]) == 1
    refused(request(path, "correct", dispute_id="nobody's"), 422, "invalid-field", "dispute_id")


def test_a_withdrawal_is_done_when_the_consent_is_withdrawn(path: str) -> None:
    agree(path, "research")
    place = asked(path, "withdraw", purpose="research")
    refused(step(place, "fulfil"), 409, "not-done-yet")
    withdraw(path, "research")
    assert step(place, "fulfil").body["state"] == "fulfilled"


@pytest.mark.parametrize("kind", ["access", "copy"])
def test_a_copy_is_had_at_once_by_the_export(path: str, kind: str) -> None:
    assert request(path, kind).body["answered_by"] == f"{path}/exports"


@pytest.mark.parametrize(
    ("kind", "changes", "field"),
    [
        ("access", {"purpose": "research"}, "purpose"),
        ("withdraw", {"purpose": "email_notices"}, "purpose"),
        ("delete", {"dispute_id": "one"}, "dispute_id"),
        ("restrict", {"entry": {"kind": "dose", "entry_id": "one"}}, "entry"),
        ("correct", {"entry": {"kind": "dose", "entry_id": "nobody's"}}, "entry.entry_id"),
        ("forget", {}, "kind"),
        ("access", {"text": ""}, "text"),
    ],
)
def test_a_request_that_makes_no_sense_names_its_field_and_keeps_nothing(
    path: str, kind: str, changes: dict[str, Any], field: str
) -> None:
    before = everything()
    refused(request(path, kind, **changes), 422, "invalid-field", field)
    assert everything() == before


def test_twenty_requests_may_wait_at_once(path: str) -> None:
    for _ in range(20):
        last = asked(path, "object")
    refused(request(path, "object"), 409, "too-many-open-requests")
    step(last, "take_back", MOTHER)
    assert request(path, "object").status == 201


def test_a_unit_sees_what_waits_with_the_most_urgent_first_what_is_late_and_what_is_due_tomorrow(
    path: str, clock: Clock
) -> None:
    first = id_of(asked(path, "object"))
    clock.move(days=1)
    second = id_of(asked(path, "object"))
    step(f"{path}/data-requests/{first}", "acknowledge")

    assert waiting("station", NURSE) == [second, first]
    clock.move(days=1)
    assert waiting("station", MANAGER, due_by="2026-06-18") == [second]
    shown = MANAGER.get("/v1/units/station/data-requests").body["items"][0]
    assert (shown["next_by"], shown["days_left"], shown["due_tomorrow"]) == ("2026-06-18", 1, True)
    assert shown["handbook_id"] == path.rpartition("/")[2]
    assert waiting("station", MANAGER, late="true") == []
    clock.move(days=2)
    assert waiting("station", MANAGER, late="true") == [second]
    step(f"{path}/data-requests/{second}", "fulfil")
    assert waiting("station", MANAGER) == [first]


def test_a_list_goes_on_page_by_page(path: str) -> None:
    ids = {id_of(asked(path, "object")) for _ in range(5)}
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        body = NURSE.get("/v1/units/station/data-requests", {"limit": "2", **cursor}).body
        seen += [one["request_id"] for one in body["items"]]
        if body["next"] is None:
            break
        cursor = {"cursor": body["next"]}
    assert (sorted(seen), len(seen)) == (sorted(ids), 5)


def test_units_above_see_terms_and_numbers_and_no_handbook(path: str) -> None:
    settle_above()
    place = asked(path)
    own = id_of(MOTHER.post("/v1/me/data-requests", {"kind": "object", "text": "Xin"}).headers["Location"])

    assert waiting("station", OFFICER) == waiting("hanoi", OFFICER) == [id_of(place)]
    assert sorted(waiting("moh", MINISTER)) == sorted([id_of(place), own])
    assert waiting("hanoi", MINISTER) == [id_of(place)]
    for one in MINISTER.get("/v1/units/moh/data-requests").body["items"]:
        assert one["handbook_id"] is None
        assert (one["account_id"] == "mother") is (one["request_id"] == own)
    refused(OFFICER.get(place), 404, "not-found")
    refused(OFFICER.get("/v1/units/moh/data-requests"), 403, "forbidden")
    log = MOTHER.get(f"{path}/access-log").body["items"]
    assert {one["ground"] for one in log if one["actor_id"] in {"officer", "minister"}} == {None}


@pytest.mark.parametrize(
    ("caller", "unit", "status"),
    [
        (MOTHER, "station", 403),
        (VENDOR, "station", 403),
        (PRINT_MANAGER, "station", 403),
        (FAR_NURSE, "station", 403),
        (NURSE, "far-station", 403),
        (NURSE, "nowhere", 404),
    ],
)
def test_a_units_list_is_for_its_people_and_the_managers_above(caller: Caller, unit: str, status: int) -> None:
    answer = caller.get(f"/v1/units/{unit}/data-requests")
    refused(answer, status, "forbidden" if status == 403 else "not-found")


@pytest.mark.parametrize("after", ["", "zzzz", "0"])
def test_a_forged_cursor_reaches_nothing_else(path: str, after: str) -> None:
    from handbook.web.requests import cursor_of  # noqa: PLC0415 - a cursor as this service writes it

    asked(path)
    answer = NURSE.get("/v1/units/station/data-requests", {"cursor": str(cursor_of({"after": after}))})
    if after:
        assert answer.status == 200
    else:
        refused(answer, 400, "invalid-cursor", "cursor")
    refused(
        NURSE.get("/v1/units/station/data-requests", {"cursor": str(cursor_of({"pk": "REQUESTS#ACCOUNTS"}))}),
        400,
        "invalid-cursor",
        "cursor",
    )


def test_the_ministry_answers_for_an_account(clock: Clock) -> None:
    settle_above()
    answer = MOTHER.post("/v1/me/data-requests", {"kind": "withdraw", "text": "Xin rút", "purpose": "reminders_sms"})
    place = answer.headers["Location"]
    assert (answer.status, answer.body["account_id"], answer.body["answer_by"]) == (201, "mother", "2026-06-30")
    theirs = f"/v1/accounts/mother/data-requests/{id_of(place)}"

    assert MINISTER.get(theirs).body == MOTHER.get(place).body
    done = step(theirs, "fulfil", MINISTER, reader=MINISTER)
    assert (done.body["state"], MOTHER.get(place).body["state"]) == ("fulfilled", "fulfilled")
    assert [one["request_id"] for one in MOTHER.get("/v1/me/data-requests").body["items"]] == [id_of(place)]
    refused(OTHER_MOTHER.get(place), 404, "not-found")
    for caller in (OTHER_MOTHER, NURSE, MANAGER, OFFICER):
        refused(caller.get(theirs), 404, "not-found")
        refused(step(theirs, "begin", caller, tag='"2"'), 404, "not-found")
    refused(NURSE.get("/v1/me/data-requests"), 403, "forbidden")


def test_an_account_takes_its_own_request_back() -> None:
    place = MOTHER.post("/v1/me/data-requests", {"kind": "copy", "text": "Xin bản sao"}).headers["Location"]
    refused(step(place, "fulfil", MOTHER), 403, "forbidden")
    assert step(place, "take_back", MOTHER).body["state"] == "taken_back"


def test_the_terms_of_today_are_there_to_be_shown() -> None:
    body = MOTHER.get("/v1/data-request-codes").body
    terms = {one["kind"]: (one["answer_days"], one["third_party_days"], one["extension_days"]) for one in body["kinds"]}
    assert terms["delete"] == (20, 30, 20)
    assert {one["code"] for one in body["refusals"]} >= {"retention", "identity"}


def test_a_request_stands_in_its_handbook_when_that_is_read_again(path: str) -> None:
    asked(path, "restrict")
    book = bootstrap.records().get(HandbookId(path.rpartition("/")[2]))
    assert book is not None
    assert (book.version, book.restriction) == (2, None)
