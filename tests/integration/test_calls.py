"""What a request costs: the calls to DynamoDB, counted on the wire."""

from collections import Counter

import pytest

from tests.integration.api import Caller
from tests.integration.wire import Call, heard
from tests.integration.world import FAR_NURSE, MOTHER, NURSE, open_handbook

pytestmark = pytest.mark.usefixtures("world")
DOSE = {"product": "bcg", "administered_on": "2026-01-06"}
MEASUREMENT = {"measured_on": "2026-06-15", "weight_kg": 6.1}


def key(call: Call) -> str:
    """The kind of item that a read is for, by its key."""
    keys = call.parameters["Key"]
    return str(keys["pk"]["S"].partition("#")[0] + "/" + keys["sk"]["S"])


def read_and_written(calls: list[Call]) -> tuple[list[str], list[Counter[str]], list[str]]:
    """Give what was read, what each transaction wrote by table, and every other operation."""
    reads = sorted(key(call) for call in calls if call.operation == "GetItem")
    transactions = [
        Counter(next(iter(item.values()))["TableName"] for item in call.parameters["TransactItems"])
        for call in calls
        if call.operation == "TransactWriteItems"
    ]
    rest = [call.operation for call in calls if call.operation not in {"GetItem", "TransactWriteItems"}]
    return reads, transactions, rest


def test_a_dose_costs_a_receipt_a_summary_two_looks_at_the_directory_and_one_transaction() -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}/immunizations"
    with heard("dynamodb") as calls:
        assert NURSE.post(path, DOSE).status == 201

    reads, transactions, rest = read_and_written(calls)
    assert reads == ["HANDBOOK/SUMMARY", "RECEIPT/RECEIPT", "STAFF/META", "UNIT/META"]
    assert transactions == [Counter({"RecordsTable": 2, "AuditTable": 1, "TransientTable": 1})]
    assert rest == []


def test_the_sixtieth_dose_costs_what_the_first_did() -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}/immunizations"
    for day in range(10, 31):
        assert NURSE.post(path, {"product": "influenza", "administered_on": f"2026-05-{day}"}).status == 201

    with heard("dynamodb") as calls:
        assert NURSE.post(path, DOSE).status == 201

    assert Counter(call.operation for call in calls) == {"GetItem": 4, "TransactWriteItems": 1}


@pytest.mark.parametrize(
    ("caller", "reads"),
    [
        (MOTHER, ["HANDBOOK/SUMMARY", "RECEIPT/RECEIPT"]),
        (NURSE, ["HANDBOOK/SUMMARY", "RECEIPT/RECEIPT", "STAFF/META", "UNIT/META"]),
    ],
    ids=["family", "staff"],
)
def test_a_measurement_costs_one_read_and_one_query_of_the_handbook_and_one_transaction(
    caller: Caller, reads: list[str]
) -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}/measurements"
    with heard("dynamodb") as calls:
        assert caller.post(path, MEASUREMENT).status == 201

    assert read_and_written(calls) == (
        reads,
        [Counter({"RecordsTable": 2, "AuditTable": 1, "TransientTable": 1})],
        ["Query"],
    )


# The handbook is written with every entry: its versions order all changes, and two who end and open an alert at once
# cannot both win.
@pytest.mark.parametrize("entries", [0, 40])
def test_an_entry_and_the_alerts_it_moves_cost_one_query_however_long_the_history(entries: int) -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}"
    for number in range(entries):
        day = f"2026-0{2 + number // 10}-{10 + number % 10}"
        assert NURSE.post(f"{path}/measurements", {"measured_on": day, "weight_kg": 6.1}).status == 201

    with heard("dynamodb") as calls:
        fed = MOTHER.post(f"{path}/feeding", {"observed_on": "2026-06-15", "milk": "exclusive_breastfeeding"})

    assert fed.status == 201
    assert read_and_written(calls) == (
        ["HANDBOOK/SUMMARY", "RECEIPT/RECEIPT"],
        [Counter({"RecordsTable": 2, "AuditTable": 1, "TransientTable": 1})],
        ["Query"],
    )
    (query,) = (call for call in calls if call.operation == "Query")
    assert query.parameters["ConsistentRead"] is True


def test_alerts_cost_a_read_and_a_query_and_an_acknowledgement_one_transaction_more() -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}"
    sign = {"observed_on": "2026-06-15", "subject": "child", "stage": "child", "danger_signs": ["convulsions"]}
    assert MOTHER.post(f"{path}/findings", sign).status == 201
    with heard("dynamodb") as read:
        (alert,) = MOTHER.get(f"{path}/alerts").body["items"]
    with heard("dynamodb") as acknowledged:
        NURSE.post(f"{path}/alerts/{alert['alert_id']}/acknowledgement", {"note": "Đã chuyển tuyến"})

    assert read_and_written(read) == (["HANDBOOK/SUMMARY"], [], ["Query"])
    assert read_and_written(acknowledged) == (
        ["HANDBOOK/SUMMARY", "RECEIPT/RECEIPT", "STAFF/META", "UNIT/META"],
        [Counter({"RecordsTable": 2, "AuditTable": 1, "TransientTable": 1})],  # the mark of the lists goes with it
        ["Query"],
    )


def test_a_retry_costs_a_read_of_the_receipt_and_one_of_the_right() -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}/measurements"
    MOTHER.post(path, MEASUREMENT, key="k")
    with heard("dynamodb") as calls:
        MOTHER.post(path, MEASUREMENT, key="k")

    assert read_and_written(calls) == (["HANDBOOK/SUMMARY", "RECEIPT/RECEIPT"], [], [])


def test_reading_a_handbook_costs_its_family_one_read_and_staff_one_entry_in_the_log_more() -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}"
    with heard("dynamodb") as familys:
        MOTHER.get(path)
    with heard("dynamodb") as nurses:
        NURSE.get(path)

    assert read_and_written(familys) == (["HANDBOOK/SUMMARY"], [], [])
    assert read_and_written(nurses) == (["HANDBOOK/SUMMARY", "STAFF/META", "UNIT/META"], [], ["PutItem"])


def test_a_refused_reader_costs_a_count_and_one_entry_of_the_access_log() -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}"
    with heard("dynamodb") as calls:
        FAR_NURSE.get(path)

    assert read_and_written(calls) == (
        ["HANDBOOK/SUMMARY", "STAFF/META", "UNIT/META"],
        [],
        ["UpdateItem", "PutItem"],
    )


@pytest.mark.parametrize("books", [1, 5])
def test_a_familys_list_costs_one_query_and_one_batch_whatever_its_length(books: int) -> None:
    for _ in range(books):
        open_handbook()
    with heard("dynamodb") as calls:
        assert len(MOTHER.get("/v1/handbooks").body["items"]) == books

    assert [call.operation for call in calls] == ["Query", "BatchGetItem"]


def test_a_summary_is_read_as_it_is_now_and_not_as_it_was() -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}/immunizations"
    with heard("dynamodb") as calls:
        NURSE.post(path, DOSE)

    consistent = {key(call): call.parameters.get("ConsistentRead") for call in calls if call.operation == "GetItem"}
    assert consistent["HANDBOOK/SUMMARY"] is True
    assert consistent["RECEIPT/RECEIPT"] is True


def test_a_request_without_a_token_or_with_a_broken_body_costs_nothing() -> None:
    with heard("dynamodb") as calls:
        Caller().get("/v1/handbooks")
        Caller("mother", token_use="access").post("/v1/handbooks", {})
        MOTHER.post("/v1/handbooks", {"full_name": 1})

    assert calls == []
