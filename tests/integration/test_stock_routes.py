"""What managers say of runs of codes over HTTP: allocations and voids, by code and by serial number."""

from typing import Any

import pytest

from handbook import bootstrap
from handbook.domain.codes import mint
from tests.integration.api import Answer, Caller
from tests.integration.test_codes import bind, ordered
from tests.integration.world import (
    MANAGER,
    MOTHER,
    NURSE,
    OTHER_PRINT_MANAGER,
    PRINT_MANAGER,
    VENDOR,
    everything,
    open_handbook,
)

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def batch() -> dict[str, Any]:
    """Order a thousand codes."""
    return ordered(1_000)


def code(batch: dict[str, Any], number: int) -> str:
    return mint(batch["first_serial"] + number, bootstrap.code_keys().current())


def allocate(batch: dict[str, Any], first: int, last: int, unit: str = "station", **asked: Any) -> Answer:
    body = {"code_from": code(batch, first), "code_to": code(batch, last), "unit_id": unit}
    caller: Caller = asked.get("caller", PRINT_MANAGER)
    return caller.post("/v1/qr/allocations", body, key=asked.get("key", ""))


def void(batch: dict[str, Any], first: int, last: int, caller: Caller = PRINT_MANAGER, key: str = "") -> Answer:
    run = {"first_serial": batch["first_serial"] + first, "last_serial": batch["first_serial"] + last}
    return caller.post("/v1/qr/voids", {"batch_id": batch["batch_id"], **run, "reason": "stolen"}, key=key)


def test_a_box_of_books_is_handed_to_a_station_by_its_first_and_last_code(batch: dict[str, Any]) -> None:
    answer = allocate(batch, 200, 399)

    first = batch["first_serial"]
    assert (answer.status, answer.body) == (
        201,
        {
            "batch_id": batch["batch_id"],
            "first_serial": first + 200,
            "last_serial": first + 399,
            "unit_id": "station",
            "allocated": 200,
            "void": 0,
        },
    )
    states = [NURSE.get(f"/v1/qr/codes/{code(batch, number)}").body["state"] for number in (199, 200, 399, 400)]
    assert states == ["generated", "allocated", "allocated", "generated"]


def test_a_station_hands_books_on_to_another_one(batch: dict[str, Any]) -> None:
    allocate(batch, 0, 99)

    answer = allocate(batch, 50, 59, "far-station", caller=MANAGER)

    assert (answer.status, answer.body["allocated"]) == (201, 10)
    holders = [NURSE.get(f"/v1/qr/codes/{code(batch, number)}").body["unit_id"] for number in (49, 50, 59, 60)]
    assert holders == ["station", "far-station", "far-station", "station"]
    assert allocate(batch, 40, 49, "station", caller=MANAGER).status == 201
    assert allocate(batch, 50, 59, "station", caller=MANAGER).problem == "not-found"


def test_a_retried_statement_gets_the_first_answer(batch: dict[str, Any]) -> None:
    answers = [allocate(batch, 0, 99, key="k") for _ in range(2)]
    before = everything()
    voids = [void(batch, 0, 9, key="v") for _ in range(2)]

    assert answers[0].text == answers[1].text
    assert voids[0].text == voids[1].text
    assert everything() != before


def test_a_stolen_box_is_void_and_books_that_families_have_are_told_of(batch: dict[str, Any]) -> None:
    allocate(batch, 0, 999)
    handbook_id = open_handbook()["handbook_id"]
    assert bind(code(batch, 7), handbook_id).status == 201

    answer = void(batch, 0, 99)

    first = batch["first_serial"]
    assert (answer.status, answer.body) == (
        201,
        {
            "batch_id": batch["batch_id"],
            "first_serial": first,
            "last_serial": first + 99,
            "reason": "stolen",
            "void": 99,
            "used": 1,
            "used_serials": [first + 7],
        },
    )
    assert MOTHER.get(f"/v1/qr/codes/{code(batch, 7)}").body["handbook_id"] == handbook_id
    assert bind(code(batch, 8), handbook_id).problem == "code-ended"
    assert bind(code(batch, 100), handbook_id).status == 201
    assert allocate(batch, 0, 99).problem == "codes-void"
    assert allocate(batch, 90, 109).body["void"] == 10


@pytest.mark.parametrize("caller", [NURSE, MOTHER, VENDOR], ids=lambda caller: caller.username)
def test_statements_are_for_managers(caller: Caller, batch: dict[str, Any]) -> None:
    before = everything()

    assert allocate(batch, 0, 9, caller=caller).problem == "forbidden"
    assert void(batch, 0, 9, caller).problem == "forbidden"
    assert everything() == before


@pytest.mark.parametrize("caller", [MANAGER, OTHER_PRINT_MANAGER], ids=lambda caller: caller.username)
def test_codes_of_others_look_like_codes_that_nobody_ordered(caller: Caller, batch: dict[str, Any]) -> None:
    absent = {**batch, "batch_id": "absent", "first_serial": 5_000_000}
    before = everything()

    for asked in (allocate(batch, 0, 9, caller=caller), void(batch, 0, 9, caller)):
        assert (asked.status, asked.problem) == (404, "not-found")
        assert {**asked.body, "instance": ""} == {**void(absent, 0, 9, caller).body, "instance": ""}
    assert everything() == before


def test_a_run_longer_than_an_order_is_refused(batch: dict[str, Any]) -> None:
    refused = void(batch, 0, 1_000_000)

    assert (refused.status, refused.problem) == (422, "invalid-field")
    assert refused.body["errors"] == [{"field": "last_serial", "code": "invalid-field"}]
