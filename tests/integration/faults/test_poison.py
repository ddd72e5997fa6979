"""Records and messages that nobody can work on: the good ones beside them are done, and the bad ones come to rest."""

from typing import Any

import pytest

from functions.audit.seal import lambda_handler as seal
from functions.exports.work import lambda_handler as export
from functions.reminders.project import lambda_handler as project
from functions.reminders.send import lambda_handler as send
from tests.integration.api import Context
from tests.integration.mornings import DAY, due_items, summary, task
from tests.integration.recorded import changes, messages
from tests.integration.test_audit_chain import entries, inserted
from tests.integration.world import MOTHER, Clock, Inbox, items, open_handbook
from tests.template import resources

pytestmark = pytest.mark.usefixtures("world")


def mappings(source: str) -> dict[str, Any]:
    """Give the event source mappings by function, of streams or of queues."""
    found = resources("AWS::Lambda::EventSourceMapping").values()
    every = {one["Properties"]["FunctionName"]["Ref"]: one["Properties"] for one in found}
    return {name: one for name, one in every.items() if source in str(one["EventSourceArn"])}


def delivered_by_halves(handler: Any, event: dict[str, Any]) -> list[Any]:
    """Do what a mapping with BisectBatchOnFunctionError does; gives what is left for the dead letters."""
    records = event["Records"]
    try:
        failed: list[Any] | None = handler(event, Context())["batchItemFailures"]
    except Exception:
        failed = [{"itemIdentifier": records[0]["dynamodb"]["SequenceNumber"]}] if len(records) == 1 else None
    if failed == []:
        return []
    if len(records) == 1:
        return list(records)
    half = len(records) // 2
    parts = records[:half], records[half:]
    return [one for part in parts for one in delivered_by_halves(handler, {"Records": list(part)})]


def test_streams_are_halved_and_tried_a_bounded_number_of_times_and_lie_down_somewhere() -> None:
    streams = mappings("StreamArn")

    assert set(streams) == {"ProjectFunction", "SealFunction"}
    for one in streams.values():
        assert one["BisectBatchOnFunctionError"] is True
        assert 0 < one["MaximumRetryAttempts"] <= 10
        assert one["DestinationConfig"]["OnFailure"]["Destination"]


def test_a_change_that_cannot_be_read_keeps_no_other_from_its_day() -> None:
    good, bad, last = (open_handbook()["handbook_id"] for _ in range(3))
    images = [summary(good), {**summary(bad), "version": {"N": "NaN"}}, summary(last)]

    left = delivered_by_halves(project, changes(*images))

    assert [one["dynamodb"]["Keys"]["pk"]["S"] for one in left] == [f"HANDBOOK#{bad}"]
    assert set(due_items()) == {good, last}


def test_an_entry_that_cannot_be_read_keeps_no_other_from_its_seal() -> None:
    good, bad = (open_handbook()["handbook_id"] for _ in range(2))
    images = entries(f"HANDBOOK#{good}") + [
        {name: value for name, value in one.items() if name != "sk"} | {"sk": {"N": "1"}}
        for one in entries(f"HANDBOOK#{bad}")[:1]
    ]

    left = delivered_by_halves(seal, inserted(*images))

    assert [one["dynamodb"]["Keys"]["pk"]["S"] for one in left] == [f"HANDBOOK#{bad}"]
    sealed = [one["pk"]["S"] for one in items("AuditTable") if one["sk"]["S"].startswith("SEAL#")]
    assert set(sealed) == {f"SEALS#HANDBOOK#{good}"}


def test_changes_in_any_order_and_twice_leave_the_newest() -> None:
    opened = open_handbook()
    old = summary(opened["handbook_id"])
    MOTHER.call("PATCH", f"/v1/handbooks/{opened['handbook_id']}", {"full_name": "Bé"}, headers={"If-Match": '"1"'})
    new = summary(opened["handbook_id"])
    for order in ([old, new], [new, old], [old, old, new, new]):
        assert project(changes(*order), Context()) == {"batchItemFailures": []}  # type: ignore[arg-type]

    assert [one["as_of"] for one in items("RemindersTable") if one["sk"]["S"] == "DUE"] == [new["version"]]


def test_entries_that_come_twice_and_turned_round_are_sealed_once() -> None:
    found = entries(f"HANDBOOK#{open_handbook()['handbook_id']}")
    for order in (found, found[::-1], found + found):
        assert seal(inserted(*order), Context()) == {"batchItemFailures": []}

    seals = [one for one in items("AuditTable") if one["sk"]["S"].startswith("SEAL#")]
    assert len(seals) == len(found)


def test_of_a_queue_only_what_failed_comes_again_and_lies_down_after_four_tries(inbox: Inbox, clock: Clock) -> None:
    for one in mappings("Queue").values():
        assert one["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    queues = [one["Properties"] for one in resources("AWS::SQS::Queue").values()]
    assert {one["RedrivePolicy"]["maxReceiveCount"] for one in queues if "RedrivePolicy" in one} == {4}


def test_a_message_that_breaks_the_worker_takes_none_with_it(clock: Clock) -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}/exports"
    wanted = MOTHER.post(path, {"format": "json"}).body["export_id"]
    event = messages({"export_id": wanted}, {"export_id": {"not": "an id"}}, {"export_id": wanted})

    failed = export(event, Context())["batchItemFailures"]

    assert failed == [{"itemIdentifier": "m1"}]
    assert MOTHER.get(f"{path}/{wanted}").body["state"] == "ready"


def test_a_shard_that_cannot_be_done_takes_no_other_with_it(inbox: Inbox, clock: Clock) -> None:
    book = open_handbook()["handbook_id"]
    clock.at = clock.at.replace(month=DAY.month, day=DAY.day, hour=1)
    project(changes(summary(book)), Context())  # type: ignore[arg-type]
    bad = {**task(book), "shards": ["none"]}

    failed = send(messages(bad, task(book), task(book)), Context())["batchItemFailures"]  # type: ignore[arg-type]

    assert failed == [{"itemIdentifier": "m0"}]
    assert len(inbox.messages) == 1
