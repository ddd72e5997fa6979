"""Scanning and binding codes."""

import pytest

from handbook import bootstrap
from handbook.domain.codes import ALPHABET, CodeEvent, CodeKey, Reason, Statement, check_character, mint
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
    """Order ten codes and give the first."""
    ordered = PRINT_MANAGER.post("/v1/qr/batches", {"vendor_id": "printer", "unit_id": "station", "quantity": 10})
    assert ordered.status == 201
    return mint(ordered.body["first_serial"], bootstrap.code_keys().current())


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
            "state": "generated",
            "handbook_id": None,
            "full_name": None,
            "birth_date": None,
        },
    )


@pytest.mark.parametrize("caller", [NURSE, MOTHER], ids=lambda caller: caller.username)
def test_a_bound_code_leads_to_the_handbook_as_its_own_does(caller: Caller, printed: str) -> None:
    opened = open_handbook()

    bound = bind(printed, opened["handbook_id"], caller)

    assert (bound.status, bound.body) == (
        201,
        {"handbook_id": opened["handbook_id"], "code": opened["code"], "carriers": [printed]},
    )
    by_print, by_own = (MOTHER.get(f"/v1/qr/codes/{code}").body for code in (printed, opened["code"]))
    assert by_print["state"] == by_own["state"] == "bound"
    assert by_print["handbook_id"] == by_own["handbook_id"] == opened["handbook_id"]
    assert MOTHER.get(f"/v1/handbooks/{opened['handbook_id']}").body == {**opened, "carriers": [printed]}


def test_a_handbook_bears_several_codes_in_the_order_of_binding(printed: str) -> None:
    opened = open_handbook()
    second = PRINT_MANAGER.post("/v1/qr/batches", {"vendor_id": "printer", "unit_id": "station", "quantity": 1})
    code = mint(second.body["first_serial"], bootstrap.code_keys().current())

    bind(code, opened["handbook_id"])
    bound = bind(printed, opened["handbook_id"])

    assert bound.body["carriers"] == [code, printed]


@pytest.mark.parametrize("same_handbook", [True, False])
def test_a_bound_code_is_bound_no_second_time(printed: str, same_handbook: bool) -> None:
    first, second = open_handbook()["handbook_id"], open_handbook(OTHER_MOTHER)["handbook_id"]
    bind(printed, first)
    before = everything()

    refused = bind(printed, first if same_handbook else second)

    assert (refused.status, refused.problem) == (409, "code-unavailable")
    assert refused.body["errors"] == [{"field": "code", "code": "code-unavailable"}]
    assert printed not in refused.text
    assert everything() == before


def test_a_handbooks_own_code_is_bound_to_no_other() -> None:
    mine, theirs = open_handbook(), open_handbook(OTHER_MOTHER)

    assert bind(theirs["code"], mine["handbook_id"]).problem == "code-unavailable"


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

    assert (loser.status, loser.problem) == (409, "code-unavailable")
    assert MOTHER.get(f"/v1/handbooks/{mine}").body["carriers"] == []
    assert NURSE.get(f"/v1/qr/codes/{printed}").body["handbook_id"] == theirs


def test_a_void_code_is_not_bound(printed: str) -> None:
    handbook_id = open_handbook()["handbook_id"]
    (run,) = bootstrap.codes().segments(0, 100)
    void = Statement(
        CodeEvent.VOID, run.batch_id, run.first, run.first, bootstrap.now(), "somebody", "r", reason=Reason.STOLEN
    )
    bootstrap.codes().restate(void)
    before = everything()

    assert bind(printed, handbook_id).problem == "code-unavailable"
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


def test_a_forged_and_an_unordered_code_look_the_same() -> None:
    unknown = mint(1_000_000, bootstrap.code_keys().current())
    answers = [NURSE.get(f"/v1/qr/codes/{code}") for code in (forged(), unknown)]

    assert {**answers[0].body, "instance": ""} == {**answers[1].body, "instance": ""}
    assert answers[0].headers == answers[1].headers


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
