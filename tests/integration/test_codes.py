"""Scanning and binding codes."""

from typing import Any

import pytest

from handbook import bootstrap
from handbook.domain.codes import ALPHABET, CodeKey, check_character, mint
from handbook.storage.tables import connection
from tests.integration.api import Answer, Caller
from tests.integration.world import (
    FAR_NURSE,
    MANAGER,
    MOTHER,
    NURSE,
    OTHER_MOTHER,
    PRINT_MANAGER,
    VENDOR,
    everything,
    open_handbook,
)

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def printed() -> str:
    """Order ten codes, hand them to the station, and give the first."""
    return handed_out(ordered(10))


def ordered(quantity: int) -> dict[str, Any]:
    made = PRINT_MANAGER.post("/v1/qr/batches", {"vendor_id": "printer", "unit_id": "station", "quantity": quantity})
    assert made.status == 201
    body: dict[str, Any] = made.body
    return body


def handed_out(batch: dict[str, Any]) -> str:
    run = {name: batch[name] for name in ("batch_id", "first_serial", "last_serial")}
    given = PRINT_MANAGER.post("/v1/qr/allocations", {**run, "unit_id": "station"})
    assert (given.status, given.body["allocated"]) == (201, batch["quantity"]), given.body
    return mint(batch["first_serial"], bootstrap.code_keys().current())


def bind(code: str, handbook_id: str, caller: Caller = NURSE, key: str = "") -> Answer:
    return caller.post(f"/v1/qr/codes/{code}/bind", {"handbook_id": handbook_id}, key=key)


def mistyped(code: str) -> str:
    other = ALPHABET[(ALPHABET.index(code[5]) + 1) % 32]
    return code[:5] + other + code[6:]


def forged(version: int = 1) -> str:
    """A code that is well formed, made with a key of somebody else."""
    return mint(3, CodeKey(version, b"p" * 32, b"t" * 32))


def test_a_nurse_scans_a_printed_code_that_nobody_used(printed: str) -> None:
    scanned = NURSE.get(f"/v1/qr/codes/{printed}")

    assert (scanned.status, scanned.body) == (
        200,
        {
            "code": printed,
            "readable": " ".join(printed[start : start + 4] for start in range(0, 20, 4)),
            "state": "allocated",
            "handbook_id": None,
            "full_name": None,
            "birth_date": None,
            "unit_id": "station",
        },
    )


@pytest.mark.parametrize("caller", [NURSE, MOTHER], ids=lambda caller: caller.username)
def test_a_bound_code_leads_to_the_handbook_as_its_own_does(caller: Caller, printed: str) -> None:
    opened = open_handbook()

    bound = bind(printed, opened["handbook_id"], caller)

    assert (bound.status, bound.body) == (
        201,
        {"handbook_id": opened["handbook_id"], "code": opened["code"], "carriers": [printed], "warnings": []},
    )
    by_print, by_own = (MOTHER.get(f"/v1/qr/codes/{code}").body for code in (printed, opened["code"]))
    assert by_print["state"] == by_own["state"] == "bound"
    assert by_print["handbook_id"] == by_own["handbook_id"] == opened["handbook_id"]
    assert MOTHER.get(f"/v1/handbooks/{opened['handbook_id']}").body == {**opened, "carriers": [printed], "version": 2}


def test_a_handbook_bears_several_codes_in_the_order_of_binding(printed: str) -> None:
    opened = open_handbook()
    code = handed_out(ordered(1))

    bind(code, opened["handbook_id"])
    bound = bind(printed, opened["handbook_id"])

    assert bound.body["carriers"] == [code, printed]


@pytest.mark.parametrize(("caller", "problem"), [(NURSE, "code-bound-elsewhere"), (OTHER_MOTHER, "code-unavailable")])
def test_a_code_that_leads_to_another_handbook_is_not_bound(caller: Caller, problem: str, printed: str) -> None:
    bind(printed, open_handbook()["handbook_id"])
    theirs = open_handbook(OTHER_MOTHER)["handbook_id"]
    before = everything()

    refused = bind(printed, theirs, caller)

    assert (refused.status, refused.problem) == (409, problem)
    assert refused.body["errors"] == [{"field": "code", "code": problem}]
    assert printed not in refused.text
    assert everything() == before


@pytest.mark.parametrize(("caller", "entries"), [(NURSE, 1), (MOTHER, 0)])
def test_a_code_that_leads_here_already_is_answered_as_bound_and_changes_nothing(
    caller: Caller, entries: int, printed: str
) -> None:
    handbook_id = open_handbook()["handbook_id"]
    first = bind(printed, handbook_id)
    before = everything()

    again = bind(printed, handbook_id, caller)

    assert (again.status, again.body) == (201, first.body)
    after = everything()
    assert len(after.pop("AuditTable")) - len(before.pop("AuditTable")) == entries
    assert after == before


def test_a_code_that_has_not_left_the_printer_is_not_bound_until_it_is_handed_out() -> None:
    handbook_id, batch = open_handbook()["handbook_id"], ordered(1)
    code = mint(batch["first_serial"], bootstrap.code_keys().current())
    before = everything()

    assert bind(code, handbook_id, NURSE).problem == "code-not-shipped"
    assert bind(code, handbook_id, MOTHER).problem == "code-unavailable"
    assert everything() == before
    handed_out(batch)
    assert bind(code, handbook_id, MOTHER).status == 201


def test_a_book_of_another_station_is_bound_and_the_nurse_is_warned(printed: str) -> None:
    PRINT_MANAGER.post("/v1/qr/allocations", {"code_from": printed, "unit_id": "far-station"})

    bound = bind(printed, open_handbook()["handbook_id"])

    assert (bound.status, bound.body["warnings"]) == (201, ["allocated-elsewhere"])


def test_a_retried_binding_gets_the_first_answer(printed: str) -> None:
    handbook_id = open_handbook()["handbook_id"]

    first, again = bind(printed, handbook_id, key="k"), bind(printed, handbook_id, key="k")

    assert (first.status, first.text, first.headers) == (again.status, again.text, again.headers)


def test_of_two_who_bind_one_code_at_once_one_wins_and_the_other_is_told(printed: str) -> None:
    mine, theirs = open_handbook()["handbook_id"], open_handbook(OTHER_MOTHER)["handbook_id"]
    events = connection().client.meta.events

    def overtake(**_: object) -> None:
        events.unregister("before-call.dynamodb.TransactWriteItems", overtake)
        assert bind(printed, theirs).status == 201

    events.register("before-call.dynamodb.TransactWriteItems", overtake)
    loser = bind(printed, mine)

    assert (loser.status, loser.problem) == (409, "code-bound-elsewhere")
    assert MOTHER.get(f"/v1/handbooks/{mine}").body["carriers"] == []
    assert NURSE.get(f"/v1/qr/codes/{printed}").body["handbook_id"] == theirs


def test_a_void_code_is_not_bound(printed: str) -> None:
    handbook_id = open_handbook()["handbook_id"]
    void = PRINT_MANAGER.post("/v1/qr/voids", {"code_from": printed, "reason": "stolen"})
    assert (void.status, void.body["void"]) == (201, 1)
    before = everything()

    assert bind(printed, handbook_id).problem == "code-ended"
    assert bind(printed, handbook_id, MOTHER).problem == "code-unavailable"
    assert NURSE.get(f"/v1/qr/codes/{printed}").body["state"] == "void"
    assert everything() == before


def test_a_code_that_was_never_ordered_is_not_found(printed: str) -> None:
    handbook_id = open_handbook()["handbook_id"]
    unknown = mint(1_000_000, bootstrap.code_keys().current())
    before = everything()

    refused = bind(unknown, handbook_id)

    assert (refused.status, refused.problem) == (404, "not-found")
    assert NURSE.get(f"/v1/qr/codes/{unknown}").problem == "not-found"
    assert everything() == before


@pytest.mark.parametrize("version", [1, 2, 31])
def test_a_forged_code_is_not_found_and_costs_no_look_at_the_codes(version: int) -> None:
    handbook_id = open_handbook()["handbook_id"]
    before = everything()

    assert bind(forged(version), handbook_id).problem == "not-found"
    scanned = NURSE.get(f"/v1/qr/codes/{forged(version)}")

    assert (scanned.status, scanned.problem) == (404, "not-found")
    assert forged(version) not in scanned.text
    assert everything() == before


def test_a_family_gets_one_answer_for_every_code_that_is_not_its_own(printed: str) -> None:
    theirs = open_handbook(OTHER_MOTHER)
    bound, void, replaced = (handed_out(ordered(1)) for _ in range(3))
    unshipped = mint(ordered(1)["first_serial"], bootstrap.code_keys().current())
    for code in (bound, void, replaced):
        assert bind(code, theirs["handbook_id"]).status == 201
    assert NURSE.post(f"/v1/qr/codes/{void}/void", {"reason": "lost"}).status == 200
    swap = {"old_code": replaced, "new_code": handed_out(ordered(1)), "reason": "damaged"}
    assert NURSE.post(f"/v1/handbooks/{theirs['handbook_id']}/codes/replace", swap).status == 201
    unknown = mint(1_000_000, bootstrap.code_keys().current())
    before = everything()

    codes = (forged(), forged(2), forged(31), unknown, printed, unshipped, bound, void, replaced, theirs["code"])
    answers = [MOTHER.get(f"/v1/qr/codes/{code}") for code in codes]

    assert {(answer.status, answer.problem) for answer in answers} == {(404, "not-found")}
    assert all({**answer.body, "instance": ""} == {**answers[0].body, "instance": ""} for answer in answers)
    assert all(answer.headers == answers[0].headers for answer in answers)
    assert len({len(answer.text) for answer in answers}) == 1
    assert everything() == before


def test_a_mistyped_code_is_told_apart_because_it_can_be_mended(printed: str) -> None:
    handbook_id = open_handbook()["handbook_id"]
    slips = [mistyped(printed), printed[:-1], printed + "0", printed[:4] + "U" + printed[5:], "x"]
    before = everything()

    for slip in slips:
        for refused in (bind(slip, handbook_id), NURSE.get(f"/v1/qr/codes/{slip}")):
            assert (refused.status, refused.problem) == (422, "malformed-code"), slip
            assert refused.body["errors"] == [{"field": "code", "code": "malformed-code"}]
            assert slip == "x" or slip not in refused.text
    assert everything() == before


def test_a_code_is_read_as_people_type_it(printed: str) -> None:
    typed = printed.lower().replace("0", "o").replace("1", "l")
    spaced = "-".join(typed[start : start + 4] for start in range(0, 20, 4))

    assert NURSE.get(f"/v1/qr/codes/{spaced}").body["code"] == printed


def test_a_check_character_alone_makes_no_code_of_ours() -> None:
    body = "1" + "0" * 18

    assert NURSE.get(f"/v1/qr/codes/{body}{check_character(body)}").problem == "not-found"


@pytest.mark.parametrize("caller", [MANAGER, PRINT_MANAGER, VENDOR], ids=lambda caller: caller.username)
def test_who_has_nothing_to_do_with_children_scans_and_binds_nothing(caller: Caller, printed: str) -> None:
    opened = open_handbook()
    before = everything()

    assert caller.get(f"/v1/qr/codes/{opened['code']}").problem == "forbidden"
    assert bind(printed, opened["handbook_id"], caller).problem == "not-found"
    assert everything() == before


def test_a_family_sees_its_own_codes_only(printed: str) -> None:
    opened = open_handbook()

    stranger = OTHER_MOTHER.get(f"/v1/qr/codes/{opened['code']}")
    unbound = OTHER_MOTHER.get(f"/v1/qr/codes/{printed}")

    assert stranger.problem == unbound.problem == "not-found"
    assert {**stranger.body, "instance": ""} == {**unbound.body, "instance": ""}


@pytest.mark.parametrize("caller", [OTHER_MOTHER, FAR_NURSE], ids=lambda caller: caller.username)
def test_no_code_is_bound_to_a_handbook_of_somebody_else(caller: Caller, printed: str) -> None:
    handbook_id = open_handbook()["handbook_id"]
    before = everything()

    assert bind(printed, handbook_id, caller).problem == "not-found"
    assert everything() == before


@pytest.mark.parametrize("prefix", ["/q/", "/Q/"])
def test_the_public_page_is_the_same_for_every_code_and_looks_nothing_up(prefix: str, printed: str) -> None:
    bound = open_handbook()["code"]
    before = everything()
    pages = [Caller().get(prefix + code) for code in (bound, printed, forged(), "x")]

    assert {page.status for page in pages} == {200}
    assert len({page.text for page in pages}) == 1
    assert all(page.headers == pages[0].headers for page in pages)
    assert pages[0].headers["Content-Type"].startswith("text/html")
    assert everything() == before


def test_the_public_page_speaks_the_readers_language() -> None:
    vietnamese, english = (Caller().call("GET", "/q/x", headers={"Accept-Language": tag}) for tag in ("vi-VN", "en-GB"))

    assert 'lang="vi"' in vietnamese.text
    assert 'lang="en"' in english.text
