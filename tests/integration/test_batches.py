"""Ordering printed codes, making the sheets, and fetching them by links that expire."""

import hashlib
import json
import urllib.parse
from dataclasses import asdict
from typing import Any

import boto3
import pytest

from functions.qr.generate import lambda_handler
from handbook import bootstrap
from handbook.config import config
from handbook.domain.codes import mint_range
from handbook.domain.label_layout import Layout
from tests.integration.api import Answer, Caller, Context
from tests.integration.recorded import messages
from tests.integration.wire import failing
from tests.integration.world import (
    FAR_NURSE,
    MANAGER,
    MOTHER,
    NURSE,
    OTHER_PRINT_MANAGER,
    OTHER_VENDOR,
    PRINT_MANAGER,
    VENDOR,
    Clock,
    everything,
    items,
)

pytestmark = pytest.mark.usefixtures("world")
_NAMES = "generated printed spoiled shipped received bound unprinted unshipped in_transit unbound"
NOTHING = dict.fromkeys(_NAMES.split(), 0)
ORDER = {"vendor_id": "printer", "unit_id": "station", "quantity": 30, "due_on": "2026-07-01"}


def order(caller: Caller = PRINT_MANAGER, **changes: Any) -> Answer:
    return caller.post("/v1/qr/batches", {**ORDER, **changes})


def generate(*batch_ids: str, remaining_ms: int = 900_000) -> dict[str, Any]:
    """Deliver one message for each order to the worker."""
    event, context = messages(*({"batch_id": batch_id} for batch_id in batch_ids)), Context()
    context.remaining_ms = remaining_ms
    return lambda_handler(event, context)  # type: ignore[arg-type]


def files(batch_id: str, caller: Caller = VENDOR) -> Answer:
    return caller.get(f"/v1/qr/batches/{batch_id}/files")


def fetch(url: str) -> bytes:
    """Read what a link points at: moto keeps the objects in this process, so the link is taken apart."""
    parts = urllib.parse.urlsplit(url)
    key = urllib.parse.unquote(parts.path).removeprefix("/").removeprefix("files/")
    return boto3.client("s3").get_object(Bucket="files", Key=key)["Body"].read()


def test_an_order_is_noted_and_sent_to_the_generator_a_little_later() -> None:
    ordered = order()

    batch_id = ordered.body["batch_id"]
    assert (ordered.status, ordered.body) == (
        201,
        {
            **ORDER,
            "batch_id": batch_id,
            "etag": '"1"',
            "ordered_at": "2026-06-15T03:00:00Z",
            "first_serial": 0,
            "last_serial": 29,
            "layout_id": "a4-35",
            "layout": asdict(Layout()),
            "state": "ordered",
            "codes_done": 0,
            "files_done": 0,
            "files_total": 3,
            "percent_done": 0,
            "files_until": None,
            "numbers": {**NOTHING, "ordered": 30, "unprinted": 30, "alerts": []},
            "steps": [],
        },
    )
    assert ordered.headers["Location"] == f"/v1/qr/batches/{batch_id}"
    assert ordered.headers["ETag"] == '"1"'
    for caller in (PRINT_MANAGER, VENDOR):
        assert caller.get(f"/v1/qr/batches/{batch_id}").body == ordered.body
    queued = boto3.client("sqs").get_queue_attributes(
        QueueUrl=config().batch_queue, AttributeNames=["ApproximateNumberOfMessagesDelayed"]
    )
    assert queued["Attributes"] == {"ApproximateNumberOfMessagesDelayed": "1"}


def test_orders_never_share_a_serial_number() -> None:
    runs = [(ordered.body["first_serial"], ordered.body["last_serial"]) for ordered in (order(), order(), order())]

    assert runs == [(0, 29), (30, 59), (60, 89)]


def test_the_worker_makes_sheets_and_a_manifest_that_the_vendor_fetches() -> None:
    ordered = order()
    batch_id = ordered.body["batch_id"]

    assert generate(batch_id) == {"batchItemFailures": []}

    ready = VENDOR.get(f"/v1/qr/batches/{batch_id}")
    progress = ("state", "codes_done", "files_done", "files_total", "percent_done", "files_until")
    assert [ready.body[name] for name in progress] == ["ready", 30, 3, 3, 100, "2026-09-13T03:00:00Z"]
    assert ready.headers["ETag"] == ready.body["etag"] == '"1"'
    assert [(step["state"], step["by"]) for step in ready.body["steps"]] == [
        ("generating", "system"),
        ("ready", "system"),
    ]
    listed = files(batch_id)
    sheet, manifest, overview = listed.body["items"]
    label = f"20260615-{batch_id[:8]}"
    assert (sheet["name"], sheet["content_type"], sheet["codes"]) == (f"{label}-0001.pdf", "application/pdf", 30)
    assert (manifest["name"], manifest["content_type"], manifest["codes"]) == (
        f"{label}-manifest.csv",
        "text/csv; charset=utf-8",
        0,
    )
    for item in (sheet, manifest, overview):
        data = fetch(item["url"])
        assert (len(data), hashlib.sha256(data).hexdigest()) == (item["size_bytes"], item["sha256"])
    assert fetch(sheet["url"]).startswith(b"%PDF-")
    codes = list(mint_range(0, 30, bootstrap.code_keys().current()))
    lines = fetch(manifest["url"]).decode().splitlines()
    assert len(lines) == 31
    assert all(code in line for code, line in zip(codes, lines[1:], strict=True))


def test_a_link_expires_after_a_quarter_of_an_hour_and_names_the_file() -> None:
    batch_id = order().body["batch_id"]
    generate(batch_id)

    for item in files(batch_id).body["items"]:
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(item["url"]).query)
        lifetime = query.get("X-Amz-Expires") or query["Expires"]
        assert item["expires_in_seconds"] == 900
        assert query["response-content-disposition"] == [f'attachment; filename="{item["name"]}"']
        assert lifetime == ["900"] or int(lifetime[0]) > 900  # version 2 signatures name the instant


def test_each_issue_of_links_is_written_down_before_they_are_given(clock: Clock) -> None:
    batch_id = order().body["batch_id"]
    generate(batch_id)
    files(batch_id)
    clock.move(minutes=5)
    files(batch_id)

    noted = [item for item in items("CodesTable") if item["sk"]["S"].startswith("LINKS#")]

    assert [item["actor_id"]["S"] for item in noted] == ["vendor", "vendor"]
    with failing("dynamodb", "PutItem", "ProvisionedThroughputExceededException"):
        refused = files(batch_id)
    assert (refused.status, refused.problem) == (503, "unavailable")
    assert "url" not in refused.text


def test_a_delivery_that_comes_twice_makes_the_same_files() -> None:
    batch_id = order().body["batch_id"]
    generate(batch_id)
    before = [(item["name"], item["sha256"]) for item in files(batch_id).body["items"]]

    assert generate(batch_id) == {"batchItemFailures": []}

    assert [(item["name"], item["sha256"]) for item in files(batch_id).body["items"]] == before


def test_a_worker_that_failed_is_tried_again_and_goes_on_where_it_stopped() -> None:
    batch_id = order().body["batch_id"]
    with failing("s3", "CompleteMultipartUpload", "SlowDown", after=1):
        assert generate(batch_id) == {"batchItemFailures": [{"itemIdentifier": "m0"}]}
    half = VENDOR.get(f"/v1/qr/batches/{batch_id}").body
    assert (half["state"], half["codes_done"]) == ("generating", 30)
    sheet = files(batch_id).body["items"]
    assert len(sheet) == 1
    assert (half["files_done"], half["percent_done"]) == (1, 33)

    assert generate(batch_id) == {"batchItemFailures": []}

    assert VENDOR.get(f"/v1/qr/batches/{batch_id}").body["state"] == "ready"
    done = files(batch_id).body["items"]
    assert len(done) == 3
    assert done[0]["sha256"] == sheet[0]["sha256"]


def test_of_several_messages_only_the_failed_ones_come_again() -> None:
    good, bad = order().body["batch_id"], order().body["batch_id"]
    with failing("s3", "CreateMultipartUpload", "SlowDown", after=3):  # sheet and manifests of the first
        failed = generate(good, bad)

    assert failed == {"batchItemFailures": [{"itemIdentifier": "m1"}]}
    assert VENDOR.get(f"/v1/qr/batches/{good}").body["state"] == "ready"
    assert VENDOR.get(f"/v1/qr/batches/{bad}").body["state"] == "ordered"


def test_a_message_without_an_order_is_dropped() -> None:
    assert generate("never-noted") == {"batchItemFailures": []}


def test_a_queue_that_does_not_answer_leaves_no_order() -> None:
    with failing("sqs", "SendMessage", "ServiceUnavailable"):
        refused = order()

    assert (refused.status, refused.problem) == (503, "unavailable")
    assert int(refused.headers["Retry-After"]) > 0
    assert PRINT_MANAGER.get("/v1/qr/batches").body["items"] == []


@pytest.mark.parametrize(
    ("changes", "field", "problem"),
    [
        ({"quantity": 0}, "quantity", "invalid-field"),
        ({"quantity": 1_000_001}, "quantity", "invalid-field"),
        ({"quantity": "30"}, "quantity", "invalid-field"),
        ({"quantity": 30.5}, "quantity", "invalid-field"),
        ({"vendor_id": "nobody"}, "vendor_id", "invalid-field"),
        ({"vendor_id": "station"}, "vendor_id", "invalid-field"),
        ({"vendor_id": ""}, "vendor_id", "invalid-field"),
        ({"unit_id": "nobody"}, "unit_id", "invalid-field"),
        ({"due_on": "2026-06-14"}, "due_on", "invalid-field"),
        ({"due_on": "2026-02-30"}, "due_on", "invalid-field"),
        ({"paper": "A4"}, "paper", "unknown-field"),
        ({"layout_id": "a0-9999"}, "layout_id", "invalid-field"),
        ({"layout_id": "a4-35", "layout": {}}, "layout_id", "invalid-field"),
        ({"layout": {"code_mm": 14.65}}, "layout.code_mm", "invalid-field"),
        ({"layout": {"columns": 6}}, "layout.columns", "invalid-field"),
        ({"layout": {"rows": 101}}, "layout.rows", "invalid-field"),
        ({"layout": {"paper": "A4"}}, "layout.paper", "unknown-field"),
    ],
)
def test_an_order_that_cannot_be_is_refused_and_takes_no_serials(
    changes: dict[str, Any], field: str, problem: str
) -> None:
    before = everything()

    refused = order(**changes)

    assert (refused.status, refused.problem) == (422, problem)
    assert [error["field"] for error in refused.body["errors"]] == [field]
    assert everything() == before


@pytest.mark.parametrize("quantity", [1, 1_000_000])
def test_an_order_is_of_one_code_to_a_million(quantity: int) -> None:
    assert order(quantity=quantity).status == 201


def test_an_order_may_be_due_today() -> None:
    assert order(due_on="2026-06-15").status == 201


@pytest.mark.parametrize("caller", [MOTHER, NURSE, MANAGER, VENDOR], ids=lambda caller: caller.username)
def test_only_a_print_manager_orders(caller: Caller) -> None:
    before = everything()

    assert order(caller).problem == "forbidden"
    assert everything() == before


def test_parties_list_their_own_orders_newest_first(clock: Clock) -> None:
    ordered = []
    for quantity in (1, 2, 3):
        ordered.append(order(quantity=quantity).body)
        clock.move(seconds=1)
    other = order(OTHER_PRINT_MANAGER, vendor_id="other-printer").body

    for caller in (PRINT_MANAGER, VENDOR):
        first = caller.get("/v1/qr/batches", {"limit": "2"}).body
        rest = caller.get("/v1/qr/batches", {"limit": "2", "cursor": first["next"]}).body
        assert [*first["items"], *rest["items"]] == ordered[::-1]
    for caller in (OTHER_PRINT_MANAGER, OTHER_VENDOR):
        assert caller.get("/v1/qr/batches").body["items"] == [other]
    assert [batch["quantity"] for batch in NURSE.get("/v1/qr/batches").body["items"]] == [30, 3, 2, 1]
    assert FAR_NURSE.get("/v1/qr/batches").body["items"] == []
    assert MOTHER.get("/v1/qr/batches").problem == "forbidden"


@pytest.mark.parametrize(
    "caller", [OTHER_VENDOR, OTHER_PRINT_MANAGER, FAR_NURSE, MOTHER], ids=lambda caller: caller.username
)
def test_a_foreign_order_answers_exactly_as_an_absent_one(caller: Caller) -> None:
    batch_id = order().body["batch_id"]
    generate(batch_id)
    before = everything()

    for path in ("", "/files"):
        foreign, absent = caller.get(f"/v1/qr/batches/{batch_id}{path}"), caller.get(f"/v1/qr/batches/absent{path}")
        assert (foreign.status, foreign.problem) == (404, "not-found")
        assert {**foreign.body, "instance": ""} == {**absent.body, "instance": ""}
        assert foreign.headers == absent.headers
    assert everything() == before


def test_a_print_manager_sees_numbers_and_no_files() -> None:
    batch_id = order().body["batch_id"]
    generate(batch_id)

    assert PRINT_MANAGER.get(f"/v1/qr/batches/{batch_id}").body["codes_done"] == 30
    assert files(batch_id, PRINT_MANAGER).problem == "not-found"


def test_the_message_holds_the_orders_id_and_nothing_else() -> None:
    batch_id = order().body["batch_id"]
    from moto.backends import get_backend  # noqa: PLC0415 - the delayed message is not yet to be received

    (queue,) = (
        queue for queue in get_backend("sqs")["123456789012"]["ap-southeast-1"].queues.values() if queue.name == "batch"
    )
    assert [json.loads(message.body) for message in queue._messages] == [{"batch_id": batch_id}]
