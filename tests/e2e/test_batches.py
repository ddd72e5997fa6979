"""Orders of printed codes on the deployed stack: from the manager's desk to the station, and cancelled orders."""

import hashlib
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from tests.e2e.client import Client, staff
from tools.stack.lifecycle import Stack

PATIENCE_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Desk:
    """Who has to do with an order."""

    manager: Client
    vendor: Client
    nurse: Client

    def order(self, **changes: Any) -> dict[str, Any]:
        """Order codes for the nurse's station."""
        vendors = self.manager.get("/qr/vendors").body["items"]
        mine = self.vendor.get("/me").body["unit_id"]
        vendor_id = next(vendor["vendor_id"] for vendor in vendors if vendor["vendor_id"] == mine)
        body = {"vendor_id": vendor_id, "unit_id": self.nurse.get("/me").body["unit_id"], "quantity": 40, **changes}
        ordered = self.manager.post("/qr/batches", body)
        assert ordered.status == 201, ordered.body
        batch: dict[str, Any] = ordered.body
        return batch

    def becomes(self, batch: Mapping[str, Any], state: str) -> dict[str, Any]:
        """Wait until an order is in a state, and give it."""
        return until(lambda: self.read(batch), lambda seen: seen["state"] == state)

    def read(self, batch: Mapping[str, Any]) -> dict[str, Any]:
        """Read an order as its manager."""
        body: dict[str, Any] = self.manager.get(f"/qr/batches/{batch['batch_id']}").body
        return body

    def say(self, who: Client, batch: Mapping[str, Any], what: str, body: Any = None) -> dict[str, Any]:
        """Change an order, which works."""
        answer = who.change(f"/qr/batches/{batch['batch_id']}", what, body)
        assert answer.status in {200, 201}, answer.body
        said: dict[str, Any] = answer.body
        return said


def until[T](look: Callable[[], T], good: Callable[[T], bool]) -> T:
    """Look again and again until what is seen is good."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not good(seen := look()) and time.monotonic() < end:
        time.sleep(0.5)
    assert good(seen), seen
    return seen


def fetched(url: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(url, timeout=60) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, b""


@pytest.fixture(scope="module")
def desk(stack: Stack, accounts: list[Mapping[str, Any]], nurse: Client) -> Desk:
    """Sign everybody in."""
    by_role = {account["role"]: account for account in reversed(accounts)}
    return Desk(staff(stack, by_role["print_manager"]), staff(stack, by_role["print_vendor"]), nurse)


def test_an_order_goes_from_the_desk_to_the_station_and_its_numbers_add_up(desk: Desk) -> None:
    batch = desk.order(layout_id="a4-24", with_svg=True, quantity=60)
    ready = desk.becomes(batch, "ready")
    assert (ready["files_done"], ready["files_total"], ready["percent_done"]) == (4, 4, 100)
    files = desk.vendor.get(f"/qr/batches/{batch['batch_id']}/files").body["items"]
    assert [file["name"].rpartition("-")[2] for file in files] == [
        "0001.pdf",
        "svg.zip",
        "manifest.csv",
        "manifest.json",
    ]
    for file in files:
        status, data = fetched(file["url"])
        assert (status, hashlib.sha256(data).hexdigest()) == (200, file["sha256"])
    overview = json.loads(fetched(files[-1]["url"])[1])
    assert [file["sha256"] for file in overview["files"]] == [file["sha256"] for file in files[:-1]]

    first = batch["first_serial"]
    desk.say(desk.vendor, batch, "reports", {"kind": "printed", "quantity": 58})
    spoiled = {"kind": "spoiled", "quantity": 2, "ranges": [{"first_serial": first, "last_serial": first + 1}]}
    desk.say(desk.vendor, batch, "reports", spoiled)
    desk.say(desk.vendor, batch, "reports", {"kind": "shipped", "quantity": 58})
    short = desk.say(desk.nurse, batch, "receipt", {"quantity": 57})
    assert short["batch"]["numbers"]["alerts"] == [{"kind": "received_short", "labels": 1}]
    found = desk.say(desk.nurse, batch, "receipt", {"quantity": 58, "replaces": short["report"]["report_id"]})
    assert found["batch"]["numbers"]["alerts"] == []

    closed = desk.becomes(batch, "closed")
    assert [step["state"] for step in closed["steps"]][-1] == "closed"
    until(lambda: fetched(files[0]["url"])[0], lambda status: status == 404)
    assert desk.vendor.get(f"/qr/batches/{batch['batch_id']}/files").problem == "files-gone"
    assert [
        batch["batch_id"] in {one["batch_id"] for one in who.get("/qr/batches").body["items"]}
        for who in (desk.manager, desk.vendor, desk.nurse)
    ] == [True, True, True]


def test_a_cancelled_order_has_void_codes_and_no_files(desk: Desk) -> None:
    batch = desk.order()
    desk.becomes(batch, "ready")
    files = desk.vendor.get(f"/qr/batches/{batch['batch_id']}/files").body["items"]
    rows = fetched(files[1]["url"])[1].decode().splitlines()
    code = rows[1].split(",")[1]

    desk.say(desk.manager, batch, "cancel")

    assert desk.vendor.get(f"/qr/batches/{batch['batch_id']}/files").problem == "files-gone"
    assert desk.nurse.get(f"/qr/codes/{code}").body.get("state") in {"void", None}
    until(lambda: fetched(files[0]["url"])[0], lambda status: status == 404)
    late = desk.vendor.change(f"/qr/batches/{batch['batch_id']}", "reports", {"kind": "printed", "quantity": 1})
    assert late.problem == "wrong-batch-state"


def test_the_night_finds_an_order_that_nobody_finished(stack: Stack, desk: Desk) -> None:
    name = stack.outputs["NightlySchedule"]
    target = stack.client("scheduler").get_schedule(Name=name)["Target"]
    answer = stack.client("lambda").invoke(FunctionName=target["Arn"], Payload=target["Input"].encode())
    seen = json.loads(answer["Payload"].read())
    assert "FunctionError" not in answer, seen
    assert set(seen) == {"open", "sent", "mismatched"}
