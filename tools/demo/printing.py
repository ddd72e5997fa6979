"""Step 7: codes are ordered, made, downloaded through links that expire, and checked."""

import csv
import hashlib
import io
import time
import urllib.request
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tools.demo import paper
from tools.demo.client import Api, DemoError, fetch
from tools.demo.people import Cast
from tools.stack.console import say

MANAGER, VENDOR = "quanlyin.hanoi", "nhain.saomai"
POLL_SECONDS = 2.0
PATIENCE_SECONDS = 900


@dataclass(frozen=True, slots=True)
class Order:
    """A batch under way, and the print manager's app that watches it."""

    batch_id: str
    quantity: int
    manager: Api


def order_codes(api: Api, cast: Cast, quantity: int, unit_id: str, today: date) -> Order:
    """The print manager orders codes for a station from a print shop."""
    manager = cast.sign_in(api, MANAGER)
    body = {
        "vendor_id": cast.unit_of(VENDOR),
        "unit_id": unit_id,
        "quantity": quantity,
        "due_on": (today + timedelta(days=14)).isoformat(),
    }
    batch = manager.post("/qr/batches", body).body
    paper.facts(
        [
            ("order", batch["batch_id"]),
            ("codes", f"{batch['quantity']:,}, serial numbers {batch['first_serial']} to {batch['last_serial']}"),
            ("print shop", batch["vendor_id"]),
            ("for the station", batch["unit_id"]),
            ("to be printed by", paper.day(batch["due_on"])),
            ("state", batch["state"]),
        ]
    )
    return Order(batch["batch_id"], quantity, manager)


def wait_until_ready(order: Order) -> None:
    """Watch the progress as the print manager does. Raises DemoError when it takes too long."""
    began, shown = time.monotonic(), ""
    while time.monotonic() - began < PATIENCE_SECONDS:
        batch = order.manager.get(f"/qr/batches/{order.batch_id}").body
        line = f"    {batch['state']:<11} {batch['codes_done']:>9,} of {batch['quantity']:,} codes"
        if line != shown:
            say(line)
        if batch["state"] == "ready":
            return
        shown = line
        time.sleep(POLL_SECONDS)
    raise DemoError(f"The order {order.batch_id} is not ready after {PATIENCE_SECONDS} s: see make logs.")


def download(order: Order, api: Api, cast: Cast, folder: Path) -> list[dict[str, str]]:
    """The vendor fetches every file and checks it; gives the rows of the manifest."""
    vendor = cast.sign_in(api, VENDOR)
    files = vendor.get(f"/qr/batches/{order.batch_id}/files").body["items"]
    rows, manifest = [], b""
    for file in files:
        content = fetch_checked(file)
        (folder / file["name"]).write_bytes(content)
        rows.append((file["name"], f"{file['size_bytes']:,} bytes", f"SHA-256 {file['sha256'][:16]}… as announced"))
        manifest = content if file["content_type"].startswith("text/csv") else manifest
    paper.facts(rows)
    paper.sentence(f"The links work for {files[0]['expires_in_seconds'] // 60} minutes; each issue is written down.")
    return list(csv.DictReader(io.StringIO(manifest.decode("utf-8-sig"))))[1:]  # the first label is spoiled below


def deliver(order: Order, api: Api, cast: Cast, nurse: Api) -> None:
    """The vendor reports what it printed, spoiled and shipped, the station what arrived; the numbers add up."""
    vendor, place = cast.sign_in(api, VENDOR), f"/qr/batches/{order.batch_id}"
    first = order.manager.get(place).body["first_serial"]
    good = order.quantity - 1
    reports: list[tuple[Api, str, dict[str, Any]]] = [
        (vendor, "reports", {"kind": "printed", "quantity": good}),
        (
            vendor,
            "reports",
            {"kind": "spoiled", "quantity": 1, "ranges": [{"first_serial": first, "last_serial": first}]},
        ),
        (vendor, "reports", {"kind": "shipped", "quantity": good}),
        (nurse, "receipt", {"quantity": good}),
    ]
    for who, what, body in reports:
        numbers = who.post(f"{place}/{what}", body, etag=who.get(place).body["etag"]).body["batch"]["numbers"]
    names = ("ordered", "printed", "spoiled", "shipped", "received", "in_transit", "bound")
    paper.facts([(name.replace("_", " "), f"{numbers[name]:,}") for name in names])
    paper.facts([("does not add up", ", ".join(one["kind"] for one in numbers["alerts"]) or "nothing")])


def fetch_checked(file: dict[str, Any]) -> bytes:
    """The content of a file behind its link. Raises DemoError when it is refused or not what was announced."""
    answer = fetch(urllib.request.Request(file["url"]))
    if answer.status != 200:
        raise DemoError(f"The link to {file['name']} answered {answer.status}: {answer.raw[:200]!r}")
    if hashlib.sha256(answer.raw).hexdigest() != file["sha256"] or len(answer.raw) != file["size_bytes"]:
        raise DemoError(f"{file['name']} is not the file that was announced: its SHA-256 differs.")
    return answer.raw
