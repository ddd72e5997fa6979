"""An order after its files were made: reports, receipts, corrections, ends, the nightly look."""

from typing import Any

import boto3
import pytest

from functions.qr.nightly import lambda_handler as nightly
from handbook import bootstrap
from handbook.config import config
from handbook.domain.codes import mint
from tests.integration.api import Answer, Caller, Context
from tests.integration.test_batches import fetch, files, generate, order
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
    open_handbook,
)

pytestmark = pytest.mark.usefixtures("world")


def ready(**changes: Any) -> str:
    batch_id = str(order(**changes).body["batch_id"])
    generate(batch_id)
    return batch_id


def read(batch_id: str, caller: Caller = PRINT_MANAGER) -> dict[str, Any]:
    body: dict[str, Any] = caller.get(f"/v1/qr/batches/{batch_id}").body
    return body


def do(caller: Caller, batch_id: str, what: str, body: Any = None, *, etag: str = "", key: str = "") -> Answer:
    """Change an order on the version that is current, unless another is given."""
    headers = {"If-Match": etag or read(batch_id)["etag"], "Idempotency-Key": key or bootstrap.new_id()}
    return caller.call("POST", f"/v1/qr/batches/{batch_id}/{what}", body, headers=headers)


def report(batch_id: str, kind: str, quantity: int, caller: Caller = VENDOR, **more: Any) -> Answer:
    return do(caller, batch_id, "reports", {"kind": kind, "quantity": quantity, **more})


def alerts(answer: Answer) -> dict[str, int]:
    return {one["kind"]: one["labels"] for one in answer.body["batch"]["numbers"]["alerts"]}


def test_an_order_goes_from_the_press_to_the_station_and_closes_itself() -> None:
    batch_id = ready()

    assert report(batch_id, "printed", 28).status == 201
    spoiled = report(batch_id, "spoiled", 2, ranges=[{"first_serial": 3, "last_serial": 4}])
    assert report(batch_id, "shipped", 28).status == 201
    received = do(NURSE, batch_id, "receipt", {"quantity": 28})

    assert spoiled.body["report"]["ranges"] == [{"first_serial": 3, "last_serial": 4}]
    assert (received.status, received.body["batch"]["state"]) == (201, "received")
    assert received.headers["ETag"] == received.body["batch"]["etag"] == read(batch_id)["etag"]
    assert received.body["batch"]["numbers"] == {
        "ordered": 30,
        "generated": 30,
        "printed": 28,
        "spoiled": 2,
        "shipped": 28,
        "received": 28,
        "bound": 0,
        "unprinted": 0,
        "unshipped": 0,
        "in_transit": 0,
        "unbound": 28,
        "alerts": [],
    }
    assert generate(batch_id) == {"batchItemFailures": []}
    closed = read(batch_id)
    assert [step["state"] for step in closed["steps"]] == [
        "generating",
        "ready",
        "printed",
        "shipped",
        "received",
        "closed",
    ]
    assert files(batch_id).problem == "files-gone"
    assert boto3.client("s3").list_objects_v2(Bucket="files")["KeyCount"] == 0


def test_the_record_of_reports_keeps_the_wrong_number_beside_the_right_one() -> None:
    batch_id = ready()
    wrong = report(batch_id, "printed", 300)
    assert alerts(wrong) == {"printed_over_ordered": 270}

    right = report(batch_id, "printed", 30, replaces=wrong.body["report"]["report_id"])

    assert alerts(right) == {}
    listed = VENDOR.get(f"/v1/qr/batches/{batch_id}/reports").body["items"]
    assert [(one["quantity"], one["by"]) for one in listed] == [(300, "vendor"), (30, "vendor")]
    assert listed[0]["replaced_by"] == right.body["report"]["report_id"] == listed[1]["report_id"]
    again = report(batch_id, "printed", 30, replaces=wrong.body["report"]["report_id"])
    assert again.body["errors"] == [{"field": "replaces", "code": "invalid-field"}]


def test_a_report_sent_twice_counts_once_and_another_body_under_its_key_is_refused() -> None:
    batch_id = ready()
    body, etag = {"kind": "printed", "quantity": 10}, read(batch_id)["etag"]

    first = do(VENDOR, batch_id, "reports", body, etag=etag, key="one")
    again = do(VENDOR, batch_id, "reports", body, etag=etag, key="one")
    other = do(VENDOR, batch_id, "reports", {**body, "quantity": 11}, etag=etag, key="one")

    assert (first.status, again.status) == (201, 201)
    assert first.body == again.body
    assert other.problem == "idempotency-key-reused"
    assert read(batch_id)["numbers"]["printed"] == 10


def test_two_people_at_two_screens_do_not_report_the_same_labels_twice() -> None:
    batch_id = ready()
    etag = read(batch_id)["etag"]
    body = {"kind": "printed", "quantity": 30}

    assert do(VENDOR, batch_id, "reports", body, etag=etag).status == 201
    second = do(VENDOR, batch_id, "reports", body, etag=etag)

    assert (second.status, second.problem) == (412, "stale-version")
    assert read(batch_id)["numbers"]["printed"] == 30


@pytest.mark.parametrize("what", ["reports", "receipt", "cancel", "close"])
def test_a_change_names_the_version_that_it_is_based_on(what: str) -> None:
    batch_id = ready()
    body = {"kind": "printed", "quantity": 1} if what == "reports" else {"quantity": 1} if what == "receipt" else None
    caller = {"reports": VENDOR, "receipt": NURSE}.get(what, PRINT_MANAGER)
    path = f"/v1/qr/batches/{batch_id}/{what}"
    assert caller.call("POST", path, body, headers={"Idempotency-Key": "k"}).problem == "version-required"
    assert caller.call("POST", path, body, headers={"If-Match": '"1"'}).problem == "idempotency-key-required"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "printed", "quantity": 0}, "quantity"),
        ({"kind": "printed", "quantity": 1_000_001}, "quantity"),
        ({"kind": "printed", "quantity": -1}, "quantity"),
        ({"kind": "received", "quantity": 1}, "kind"),
        ({"kind": "spoiled", "quantity": 1}, "ranges"),
        ({"kind": "spoiled", "quantity": 1, "ranges": [{"first_serial": 30, "last_serial": 30}]}, "ranges"),
        ({"kind": "spoiled", "quantity": 2, "ranges": [{"first_serial": 29, "last_serial": 29}]}, "quantity"),
        ({"kind": "spoiled", "quantity": 2, "ranges": [{"first_serial": 2, "last_serial": 1}]}, "ranges"),
        ({"kind": "spoiled", "quantity": 1, "codes": ["no code"]}, "codes.0"),
        ({"kind": "printed", "quantity": 1, "replaces": "nothing"}, "replaces"),
    ],
)
def test_a_report_that_cannot_be_is_refused_and_nothing_is_written(body: dict[str, Any], field: str) -> None:
    batch_id = ready()
    before = everything()

    refused = do(VENDOR, batch_id, "reports", body)

    assert (refused.status, [error["field"] for error in refused.body["errors"]]) == (422, [field])
    assert everything() == before


def test_spoiled_labels_are_read_from_their_codes() -> None:
    batch_id = ready()
    code = mint(7, bootstrap.code_keys().current())
    spoiled = report(batch_id, "spoiled", 1, codes=[code])
    assert spoiled.body["report"]["ranges"] == [{"first_serial": 7, "last_serial": 7}]


@pytest.mark.parametrize(
    "caller", [OTHER_VENDOR, PRINT_MANAGER, NURSE, FAR_NURSE, MANAGER, MOTHER], ids=lambda caller: caller.username
)
def test_only_its_vendor_reports_on_an_order(caller: Caller) -> None:
    batch_id = ready()
    before = everything()
    assert report(batch_id, "printed", 1, caller).problem == "not-found"
    assert everything() == before


@pytest.mark.parametrize(
    "caller",
    [VENDOR, OTHER_VENDOR, PRINT_MANAGER, OTHER_PRINT_MANAGER, FAR_NURSE, MOTHER],
    ids=lambda caller: caller.username,
)
def test_only_the_unit_that_gets_the_labels_confirms_them(caller: Caller) -> None:
    batch_id = ready()
    assert do(caller, batch_id, "receipt", {"quantity": 30}).problem == "not-found"
    assert do(MANAGER, batch_id, "receipt", {"quantity": 30}).status == 201


def test_codes_that_are_bound_are_counted_in_the_order(clock: Clock) -> None:
    batch_id = ready()
    for quantity, what in ((30, "printed"), (30, "shipped")):
        report(batch_id, what, quantity)
    book = open_handbook()
    for serial in (0, 5):
        code = mint(serial, bootstrap.code_keys().current())
        NURSE.get(f"/v1/qr/codes/{code}")
        bound = NURSE.post(f"/v1/qr/codes/{code}/bind", {"handbook_id": book["handbook_id"]})
        assert bound.status == 201, bound.body
    assert read(batch_id)["numbers"]["bound"] == 2
    assert PRINT_MANAGER.get("/v1/qr/batches").body["items"][0]["numbers"]["bound"] == 2
    assert [one["kind"] for one in read(batch_id)["numbers"]["alerts"]] == ["bound_over_received"]


def test_a_spoiled_code_and_one_of_a_cancelled_order_cannot_be_bound() -> None:
    spoiled, cancelled = ready(), ready()
    report(spoiled, "spoiled", 1, ranges=[{"first_serial": 3, "last_serial": 3}])
    report(spoiled, "shipped", 29)
    do(PRINT_MANAGER, cancelled, "cancel")
    book = open_handbook()
    for serial in (3, 33):
        code = mint(serial, bootstrap.code_keys().current())
        refused = NURSE.post(f"/v1/qr/codes/{code}/bind", {"handbook_id": book["handbook_id"]})
        assert refused.problem == "code-ended"


def test_a_cancelled_order_gives_no_links_and_its_old_link_leads_nowhere() -> None:
    batch_id = ready()
    link = files(batch_id).body["items"][0]["url"]
    assert fetch(link).startswith(b"%PDF-")

    cancelled = do(PRINT_MANAGER, batch_id, "cancel")

    assert (cancelled.status, cancelled.body["state"]) == (200, "cancelled")
    assert files(batch_id).problem == "files-gone"
    generate(batch_id)
    with pytest.raises(Exception, match="NoSuchKey"):
        fetch(link)
    assert report(batch_id, "printed", 1).problem == "wrong-batch-state"
    assert do(PRINT_MANAGER, batch_id, "cancel").problem == "wrong-batch-state"


def test_an_order_is_cancelled_before_a_worker_took_it() -> None:
    batch_id = str(order().body["batch_id"])
    do(PRINT_MANAGER, batch_id, "cancel")
    generate(batch_id)
    assert (read(batch_id)["state"], read(batch_id)["files_done"]) == ("cancelled", 0)


def test_an_order_is_cancelled_by_the_tag_that_was_read_before_a_worker_began() -> None:
    batch = order().body
    generate(batch["batch_id"])
    cancelled = do(PRINT_MANAGER, batch["batch_id"], "cancel", etag=batch["etag"])
    assert (cancelled.status, cancelled.body["etag"]) == (200, '"2"')


def test_a_cancellation_sent_twice_is_one() -> None:
    batch_id, etag = ready(), '"1"'
    first = do(PRINT_MANAGER, batch_id, "cancel", etag=etag, key="one")
    again = do(PRINT_MANAGER, batch_id, "cancel", etag=etag, key="one")
    assert (first.status, first.body) == (again.status, again.body)


@pytest.mark.parametrize("caller", [VENDOR, NURSE, OTHER_PRINT_MANAGER, MOTHER], ids=lambda caller: caller.username)
def test_only_the_unit_that_ordered_cancels_or_closes(caller: Caller) -> None:
    batch_id = ready()
    report(batch_id, "shipped", 30)
    for what in ("cancel", "close"):
        assert do(caller, batch_id, what).problem == "not-found"
    assert do(PRINT_MANAGER, batch_id, "cancel").problem == "wrong-batch-state"
    assert do(PRINT_MANAGER, batch_id, "close").status == 200


def test_the_night_sends_unfinished_orders_again_and_counts_what_does_not_add_up() -> None:
    unfinished, finished = str(order().body["batch_id"]), ready()
    report(finished, "printed", 31)
    sqs = boto3.client("sqs")

    seen = nightly({"run_at": "2026-06-15T18:15:00Z"}, Context())

    assert seen == {"open": 2, "sent": 1, "mismatched": 1}
    waiting = sqs.receive_message(QueueUrl=config().batch_queue, MaxNumberOfMessages=10)["Messages"]
    assert [message["Body"] for message in waiting] == [f'{{"batch_id": "{unfinished}"}}']


def test_files_that_nobody_printed_go_after_ninety_days_and_a_late_report_is_still_taken(clock: Clock) -> None:
    batch_id = ready(due_on=None)
    clock.move(days=90)
    assert files(batch_id).problem == "files-gone"

    assert nightly({}, Context())["sent"] == 1
    generate(batch_id)

    assert read(batch_id)["state"] == "expired"
    assert boto3.client("s3").list_objects_v2(Bucket="files")["KeyCount"] == 0
    late = report(batch_id, "printed", 30)
    assert (late.status, late.body["batch"]["state"]) == (201, "printed")


def test_a_bucket_that_does_not_delete_is_asked_again() -> None:
    batch_id = ready()
    do(PRINT_MANAGER, batch_id, "cancel")
    with failing("s3", "DeleteObjects", "SlowDown"):
        assert generate(batch_id) == {"batchItemFailures": [{"itemIdentifier": "m0"}]}
    assert generate(batch_id) == {"batchItemFailures": []}
    assert boto3.client("s3").list_objects_v2(Bucket="files")["KeyCount"] == 0


def test_a_print_manager_sees_the_vendors_and_their_accounts() -> None:
    listed = PRINT_MANAGER.get("/v1/qr/vendors")
    assert listed.body == {
        "items": [
            {
                "vendor_id": "other-printer",
                "name": "Nhà in khác",
                "accounts": [{"username": "other-vendor", "full_name": "Trần Văn Nam"}],
            },
            {
                "vendor_id": "printer",
                "name": "Nhà in",
                "accounts": [{"username": "vendor", "full_name": "Trần Văn Nam"}],
            },
        ],
        "next": None,
    }
    for caller in (VENDOR, NURSE, MANAGER, MOTHER):
        assert caller.get("/v1/qr/vendors").problem == "forbidden"


def test_the_layouts_are_listed_with_what_a_press_needs_to_know() -> None:
    listed = PRINT_MANAGER.get("/v1/qr/layouts").body["items"]
    assert [one["layout_id"] for one in listed] == ["a4-35", "a4-24", "a4-54-bare", "sra3-88", "roll-1"]
    assert (listed[0]["labels_per_sheet"], listed[0]["module_mm"]) == (35, 0.595)
    for one in listed:
        assert order(layout=one["layout"]).body["layout_id"] == "custom"
        named = order(layout_id=one["layout_id"]).body
        assert (named["layout_id"], named["layout"]) == (one["layout_id"], one["layout"])
    assert NURSE.get("/v1/qr/layouts").problem == "forbidden"


def test_a_worker_whose_time_is_over_hands_the_rest_to_the_queue() -> None:
    batch_id = str(order().body["batch_id"])
    generate(batch_id, remaining_ms=1)
    assert read(batch_id)["state"] == "ordered"
    (waiting,) = boto3.client("sqs").receive_message(QueueUrl=config().batch_queue)["Messages"]
    assert waiting["Body"] == f'{{"batch_id": "{batch_id}"}}'


def test_no_report_is_kept_of_an_order_that_was_not_written() -> None:
    batch_id = ready()
    with failing("dynamodb", "TransactWriteItems", "ProvisionedThroughputExceededException"):
        assert report(batch_id, "printed", 1).status == 503
    assert [item for item in items("CodesTable") if item["sk"]["S"].startswith("REPORT#")] == []


def test_a_manifest_alone_opens_nothing() -> None:
    batch_id = ready()
    report(batch_id, "shipped", 30)
    link = next(one["url"] for one in files(batch_id).body["items"] if one["name"].endswith("manifest.csv"))
    first, second = (row.split(",")[1] for row in fetch(link).decode().splitlines()[1:3])
    book = open_handbook()
    assert NURSE.post(f"/v1/qr/codes/{first}/bind", {"handbook_id": book["handbook_id"]}).status == 201

    for caller in (VENDOR, PRINT_MANAGER):
        assert caller.get(f"/v1/qr/codes/{first}").problem == "forbidden"
        bind = {"handbook_id": book["handbook_id"]}
        assert caller.post(f"/v1/qr/codes/{second}/bind", bind).problem in {"forbidden", "not-found"}
    bound, free = (Caller().get(f"/q/{code}").text.replace(code, "") for code in (first, second))
    assert bound == free
