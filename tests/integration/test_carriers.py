"""Carriers of a handbook: listed, replaced, made void, and what a scan of them says afterwards."""

from typing import Any

import pytest

from handbook import bootstrap
from handbook.domain.codes import mint
from handbook.storage.tables import connection
from tests.integration.api import Answer, Caller
from tests.integration.test_codes import bind, forged, handed_out, mistyped, ordered
from tests.integration.world import (
    FAR,
    FAR_NURSE,
    MOTHER,
    NURSE,
    OTHER_MOTHER,
    PRINT_MANAGER,
    VENDOR,
    Clock,
    everything,
    items,
    open_handbook,
)

pytestmark = pytest.mark.usefixtures("world")


def book() -> str:
    """A printed code that lies at the station."""
    return handed_out(ordered(1))


def void(code: str, caller: Caller = MOTHER, reason: str = "lost", key: str = "") -> Answer:
    return caller.post(f"/v1/qr/codes/{code}/void", {"reason": reason}, key=key)


def replace(handbook_id: str, body: dict[str, Any], caller: Caller = MOTHER, key: str = "") -> Answer:
    return caller.post(f"/v1/handbooks/{handbook_id}/codes/replace", body, key=key)


def carriers(handbook_id: str, caller: Caller = MOTHER) -> list[tuple[str, str, str]]:
    listed = caller.get(f"/v1/handbooks/{handbook_id}/codes")
    assert listed.status == 200
    return [(item["code"], item["kind"], item["state"]) for item in listed.body["items"]]


def test_a_handbook_lists_its_codes_with_where_they_stand(clock: Clock) -> None:
    opened = open_handbook()
    clock.move(days=30)
    old, new = book(), book()
    bind(old, opened["handbook_id"])
    clock.move(days=1)
    replace(opened["handbook_id"], {"old_code": old, "new_code": new, "reason": "lost"})

    listed = MOTHER.get(f"/v1/handbooks/{opened['handbook_id']}/codes")

    assert listed.body == {
        "handbook_id": opened["handbook_id"],
        "items": [
            {
                "code": opened["code"],
                "readable": spelled(opened["code"]),
                "kind": "own",
                "state": "bound",
                "bound_at": "2026-06-15T03:00:00Z",
                "ended_at": None,
                "reason": None,
                "replaced_by": None,
            },
            {
                "code": old,
                "readable": spelled(old),
                "kind": "printed",
                "state": "replaced",
                "bound_at": "2026-07-15T03:00:00Z",
                "ended_at": "2026-07-16T03:00:00Z",
                "reason": "lost",
                "replaced_by": new,
            },
            {
                "code": new,
                "readable": spelled(new),
                "kind": "printed",
                "state": "bound",
                "bound_at": "2026-07-16T03:00:00Z",
                "ended_at": None,
                "reason": None,
                "replaced_by": None,
            },
        ],
    }
    assert MOTHER.get(f"/v1/handbooks/{opened['handbook_id']}").body["carriers"] == [new]


def spelled(code: str) -> str:
    return " ".join(code[start : start + 4] for start in range(0, 20, 4))


@pytest.mark.parametrize("caller", [MOTHER, NURSE], ids=lambda caller: caller.username)
def test_a_lost_book_leads_on_until_it_is_made_void(caller: Caller) -> None:
    opened, code = open_handbook(), book()
    bind(code, opened["handbook_id"])
    assert FAR_NURSE.get(f"/v1/qr/codes/{code}").body["handbook_id"] == opened["handbook_id"]

    answer = void(code, caller)

    assert (answer.status, answer.body["handbook_id"]) == (200, opened["handbook_id"])
    assert carriers(opened["handbook_id"]) == [(opened["code"], "own", "bound"), (code, "printed", "void")]
    assert MOTHER.get(f"/v1/qr/codes/{opened['code']}").body["handbook_id"] == opened["handbook_id"]
    said = {entry["action"]["S"] for entry in items("AuditTable")}
    assert "void_code" in said


def test_a_finder_at_another_station_learns_what_a_void_book_is_and_sees_no_handbook() -> None:
    opened, code = open_handbook(), book()
    bind(code, opened["handbook_id"])
    void(code)
    before = everything()

    found = FAR_NURSE.get(f"/v1/qr/codes/{code}")

    assert (found.status, found.body) == (
        200,
        {
            "code": code,
            "readable": spelled(code),
            "state": "void",
            "handbook_id": None,
            "full_name": None,
            "birth_date": None,
            "unit_id": None,
        },
    )
    assert FAR_NURSE.get(f"/v1/handbooks/{opened['handbook_id']}").status == 404
    assert everything() == before


@pytest.mark.parametrize("caller", [MOTHER, NURSE], ids=lambda caller: caller.username)
def test_who_may_see_the_handbook_anyway_is_led_to_it_by_a_void_book(caller: Caller) -> None:
    opened, code = open_handbook(), book()
    bind(code, opened["handbook_id"])
    void(code)

    found = caller.get(f"/v1/qr/codes/{code}").body

    assert (found["state"], found["handbook_id"]) == ("void", opened["handbook_id"])


def test_voiding_again_answers_the_same_and_keeps_the_first_reason() -> None:
    handbook_id, code = open_handbook()["handbook_id"], book()
    bind(code, handbook_id)
    first = void(code, reason="stolen", key="k")
    before = everything()

    retried, asked_again = void(code, reason="stolen", key="k"), void(code, reason="damaged")

    assert first.body == retried.body == asked_again.body
    assert first.body["items"][1]["reason"] == "stolen"
    assert everything() == before


@pytest.mark.parametrize("caller", [OTHER_MOTHER, FAR_NURSE, PRINT_MANAGER, VENDOR], ids=lambda one: one.username)
def test_nobody_ends_a_carrier_of_a_handbook_that_is_not_theirs_to_see(caller: Caller) -> None:
    handbook_id, code, new = open_handbook()["handbook_id"], book(), book()
    bind(code, handbook_id)
    before = everything()

    assert void(code, caller).problem == "not-found"
    assert replace(handbook_id, {"old_code": code, "new_code": new, "reason": "lost"}, caller).problem == "not-found"
    assert caller.get(f"/v1/handbooks/{handbook_id}/codes").problem == "not-found"
    assert everything() == before


def test_a_lost_right_takes_the_first_answer_with_it() -> None:
    handbook_id, code = open_handbook()["handbook_id"], book()
    bind(code, handbook_id)
    assert void(code, NURSE, key="k").status == 200
    moved = MOTHER.call("PATCH", f"/v1/handbooks/{handbook_id}", {"commune_code": FAR}, headers={"If-Match": '"1"'})
    assert moved.status == 200, moved.body

    assert void(code, NURSE, key="k").problem == "not-found"


def test_the_own_code_is_not_voided_but_replaced_by_a_fresh_one() -> None:
    opened = open_handbook()
    handbook_id = opened["handbook_id"]

    refused = void(opened["code"])
    answer = replace(handbook_id, {"old_code": opened["code"], "reason": "stolen"}, key="k")
    again = replace(handbook_id, {"old_code": opened["code"], "reason": "stolen"}, key="k")

    assert (refused.status, refused.problem) == (409, "own-code")
    assert answer.status == 201
    fresh = answer.body["items"][0]["code"]
    assert again.text == answer.text
    assert carriers(handbook_id) == [(fresh, "own", "bound"), (opened["code"], "own", "replaced")]
    assert MOTHER.get(f"/v1/handbooks/{handbook_id}").body["code"] == fresh
    assert FAR_NURSE.get(f"/v1/qr/codes/{opened['code']}").body["handbook_id"] is None
    assert FAR_NURSE.get(f"/v1/qr/codes/{fresh}").body["handbook_id"] == handbook_id


def test_a_replacement_is_one_transaction_with_its_entry_in_the_access_log() -> None:
    handbook_id, old, new = open_handbook()["handbook_id"], book(), book()
    bind(old, handbook_id)
    before, transactions = len(items("AuditTable")), []
    events = connection().client.meta.events
    events.register("before-call.dynamodb.*", note := lambda model, **_: transactions.append(model.name))

    answer = replace(handbook_id, {"old_code": old, "new_code": new, "reason": "damaged"}, NURSE)

    events.unregister("before-call.dynamodb.*", note)
    assert answer.status == 201
    assert [name for name in transactions if name not in {"GetItem", "Query"}] == ["TransactWriteItems"]
    entries = items("AuditTable")
    assert len(entries) == before + 1
    assert "replace_code" in {entry["action"]["S"] for entry in entries}


def test_of_two_who_replace_one_book_at_once_one_wins_and_the_other_is_told() -> None:
    handbook_id, old, mine, theirs = open_handbook()["handbook_id"], book(), book(), book()
    bind(old, handbook_id)
    events = connection().client.meta.events

    def overtake(**_: object) -> None:
        events.unregister("before-call.dynamodb.TransactWriteItems", overtake)
        assert replace(handbook_id, {"old_code": old, "new_code": theirs, "reason": "lost"}, NURSE).status == 201

    events.register("before-call.dynamodb.TransactWriteItems", overtake)
    loser = replace(handbook_id, {"old_code": old, "new_code": mine, "reason": "lost"})

    assert (loser.status, loser.problem) == (409, "code-not-carried")
    assert MOTHER.get(f"/v1/handbooks/{handbook_id}").body["carriers"] == [theirs]
    assert NURSE.get(f"/v1/qr/codes/{mine}").body["state"] == "allocated"


@pytest.mark.parametrize("field", ["old_code", "new_code"])
def test_a_wrong_code_in_a_replacement_is_told_by_its_field(field: str) -> None:
    handbook_id, old, new = open_handbook()["handbook_id"], book(), book()
    bind(old, handbook_id)
    good = {"old_code": old, "new_code": new, "reason": "lost"}
    before = everything()

    slip = replace(handbook_id, {**good, field: mistyped(good[field])})
    foreign = replace(handbook_id, {**good, field: forged()})

    assert (slip.problem, slip.body["errors"]) == ("malformed-code", [{"field": field, "code": "malformed-code"}])
    assert foreign.problem == "not-found"
    assert everything() == before


def test_a_code_that_nobody_used_is_not_voided_as_a_carrier() -> None:
    code = book()
    before = everything()

    assert void(code, NURSE).problem == "code-not-carried"
    assert void(code, MOTHER).problem == "not-found"
    assert void(mint(1_000_000, bootstrap.code_keys().current()), NURSE).problem == "not-found"
    assert everything() == before


@pytest.mark.parametrize("reason", ["spoiled", "", "Lost", None])
def test_a_carrier_ends_for_a_reason_of_the_list(reason: str | None) -> None:
    code = book()
    bind(code, open_handbook()["handbook_id"])

    refused = MOTHER.post(f"/v1/qr/codes/{code}/void", {"reason": reason})

    assert (refused.status, refused.problem) == (422, "invalid-field")
    assert [error["field"] for error in refused.body["errors"]] == ["reason"]
