"""A job over the emulated AWS: several hundred handbooks, pages, kills at each write, drafts and control."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import boto3
import pytest
from moto.backends import get_backend

from functions.reforecast.control import lambda_handler as control
from functions.reforecast.work import lambda_handler as work
from handbook import bootstrap
from handbook.domain.errors import UnavailableError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId, ProvinceCode
from handbook.domain.reforecast import reforecast_shard_of
from handbook.storage.record_items import SummaryItem, summary_item
from handbook.storage.tables import connection
from handbook.usecases import reforecast_shard
from handbook.usecases.schedule_contact import with_next_contact
from tests.integration.api import Context
from tests.integration.recorded import messages
from tests.integration.world import Clock, items
from tests.unit.usecases.reforecast_fakes import NEW, OLD, children, draft_document

pytestmark = pytest.mark.usefixtures("cloud")
TODAY = date(2026, 11, 20)
CHILDREN = 300
BUSY = range(0, 256, 32)
WHOLE: dict[str, Any] = {"batchItemFailures": []}
WORKED = ("children", "changed", "next_contact", "groups", "saved", "already_current")


class LambdaContext(Context):
    """A context in which time is up after some questions, or never."""

    def __init__(self, pages: int | None = None) -> None:
        self.pages = pages

    def get_remaining_time_in_millis(self) -> int:
        if self.pages is None:
            return 300_000
        self.pages -= 1
        return 300_000 if self.pages > 0 else 1


@pytest.fixture
def handbooks(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> list[Handbook]:
    """Three hundred children, half of them where PCV begins, in eight shards of several pages."""
    return born(clock, monkeypatch, CHILDREN, BUSY)


@pytest.fixture
def few(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> list[Handbook]:
    """Twenty-four children in one shard of three pages."""
    return born(clock, monkeypatch, 24, BUSY[:1])


def born(clock: Clock, monkeypatch: pytest.MonkeyPatch, count: int, shards: range) -> list[Handbook]:
    clock.at = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
    monkeypatch.setattr(reforecast_shard, "PAGE", 10)
    found: list[Handbook] = []
    numbers = iter(range(100_000))
    for number, book in enumerate(children(count)):
        name = next(n for n in numbers if reforecast_shard_of(HandbookId(f"book-{n}")) in shards)
        province = ProvinceCode("08" if number % 2 else "79")
        profile = replace(book.profile, province_code=province)
        found.append(replace(book, handbook_id=HandbookId(f"book-{name}"), child=profile, version=None))
    with SummaryItem.batch_write() as batch:
        for book in found:
            item = summary_item(book)
            item.version = 1
            batch.save(item)
    return found


def ask(action: str, **words: Any) -> dict[str, Any]:
    return control({"action": action, **words}, Context())  # type: ignore[arg-type]


def taken() -> list[dict[str, Any]]:
    """Take every message out of the queue."""
    queue = get_backend("sqs")["123456789012"]["ap-southeast-1"].queues["reforecast"]
    bodies = [json.loads(message.body) for message in queue._messages]
    queue._messages.clear()
    return bodies


def deliver(*bodies: dict[str, Any], pages: int | None = None) -> dict[str, Any]:
    return work(messages(*bodies), LambdaContext(pages))  # type: ignore[arg-type]


def work_off() -> int:
    """Deliver messages until none is left; how many there were."""
    delivered = 0
    while bodies := taken():
        for body in bodies:
            assert deliver(body) == WHOLE
        delivered += len(bodies)
    return delivered


def stored() -> dict[str, str | None]:
    return {
        item["pk"]["S"].removeprefix("HANDBOOK#"): item.get("next_contact_on", {}).get("S")
        for item in items("RecordsTable")
        if item["sk"]["S"] == "SUMMARY"
    }


def wanted(handbooks: list[Handbook]) -> dict[str, str | None]:
    planned = (with_next_contact(book, bootstrap.schedule(NEW), TODAY) for book in handbooks)
    return {book.handbook_id: book.next_contact_on.isoformat() if book.next_contact_on else None for book in planned}


def run(**words: Any) -> dict[str, Any]:
    """Do the shards of a job that have children; an emulated query of any other costs a look at all of them."""
    started = ask("start", schedule=NEW, **words)
    assert deliver(*(body for body in taken() if body["shard"] in BUSY)) == WHOLE
    return ask("report", job_id=started["job_id"])


def test_a_dry_run_counts_every_child_and_writes_no_handbook(handbooks: list[Handbook]) -> None:
    before = items("RecordsTable")

    report = run()

    assert items("RecordsTable") == before
    assert (report["state"], report["children"], report["shards_done"]) == ("running", CHILDREN, len(BUSY))
    assert report["from"] == OLD
    assert 0 < report["groups"]["pcv"]["newly_planned"] <= CHILDREN // 2
    assert report["changed"] + report["unchanged"] == CHILDREN


def test_an_applied_job_puts_every_handbook_on_its_day_and_doing_it_again_saves_nothing(
    handbooks: list[Handbook],
) -> None:
    dry, applied = run(), run(apply=True)

    assert stored() == wanted(handbooks)
    assert [dry[key] for key in WORKED[:4]] == [applied[key] for key in WORKED[:4]]
    assert (applied["saved"], applied["already_current"]) == (CHILDREN, 0)
    after = items("RecordsTable")
    again = run(apply=True)
    assert (again["saved"], again["already_current"]) == (0, CHILDREN)
    assert items("RecordsTable") == after


@contextmanager
def dying(after_writes: int, *, lost_answer: bool) -> Iterator[None]:
    """Let a write fail, before DynamoDB hears of it or after it has answered; those behind it fail too."""
    left = after_writes
    writing = {"PutItem", "UpdateItem"}

    def count(model: Any, **_: Any) -> None:
        nonlocal left
        if model.name in writing:
            left -= 1
            if left < 0:
                raise UnavailableError("killed")

    stage = "after-call" if lost_answer else "before-call"
    events = connection().client.meta.events
    events.register(f"{stage}.dynamodb.*", count)
    try:
        yield
    finally:
        events.unregister(f"{stage}.dynamodb.*", count)


@pytest.mark.parametrize("lost_answer", [False, True])
@pytest.mark.parametrize("writes", [0, 1, 10, 11, 23, 26])
def test_a_worker_killed_at_any_write_is_made_up_for_by_the_next_delivery(
    few: list[Handbook], writes: int, lost_answer: bool
) -> None:
    job_id = ask("start", schedule=NEW, apply=True)["job_id"]
    busy = next(body for body in taken() if body["shard"] == BUSY[0])
    with dying(writes, lost_answer=lost_answer):
        assert deliver(busy) != WHOLE
    assert deliver(busy, busy) == WHOLE

    report = ask("report", job_id=job_id)
    assert stored() == wanted(few)
    assert (report["children"], report["saved"], report["already_current"]) == (len(few), len(few), 0)


def test_a_shard_whose_time_is_up_goes_on_with_a_message_of_its_own(few: list[Handbook]) -> None:
    job_id = ask("start", schedule=NEW)["job_id"]
    left = [body for body in taken() if body["shard"] == BUSY[0]]
    rounds = 0
    while left:
        assert deliver(*left, pages=1) == WHOLE
        left = taken()
        rounds += 1

    assert rounds == 3
    assert ask("report", job_id=job_id)["children"] == len(few)


def test_a_purged_queue_is_resumed_and_a_cancelled_job_goes_on(few: list[Handbook]) -> None:
    job_id = ask("start", schedule=NEW)["job_id"]
    bodies = taken()
    assert deliver(*bodies[20:120]) == WHOLE
    assert ask("cancel", job_id=job_id)["state"] == "cancelled"
    assert deliver(*bodies[120:]) == WHOLE
    report = ask("report", job_id=job_id)
    assert (report["shards_done"], report["children"]) == (100, 0)

    assert ask("resume", job_id=job_id)["state"] == "running"
    assert work_off() == 156
    report = ask("report", job_id=job_id)
    assert (report["state"], report["children"]) == ("finished", len(few))


def test_a_draft_is_kept_under_its_digest_and_compared(few: list[Handbook]) -> None:
    started = ask("start", draft=draft_document())
    assert deliver(*(body for body in taken() if body["shard"] in BUSY)) == WHOLE
    report = ask("report", job_id=started["job_id"])

    assert (report["children"], report["from"], report["schedule"]) == (len(few), NEW, draft_document()["id"])
    assert report["groups"]["measles"]
    kept = boto3.client("s3").list_objects_v2(Bucket="files")["Contents"]
    assert [one["Key"] for one in kept] == [f"schedules/{started['draft_sha256']}.json"]


def test_a_draft_that_was_changed_behind_its_digest_is_not_used(few: list[Handbook]) -> None:
    draft = draft_document() | {"version": "another"}
    started = ask("start", draft=draft)
    boto3.client("s3").put_object(Bucket="files", Key=f"schedules/{started['draft_sha256']}.json", Body=b"{}")

    assert deliver(taken()[0]) != WHOLE


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        ({"action": "start", "draft": draft_document(), "apply": True}, "apply"),
        ({"action": "start", "draft": {"format": "another"}}, "draft"),
        ({"action": "start", "draft": ["no"]}, "draft"),
        ({"action": "start", "schedule": OLD, "from": NEW, "apply": True}, "apply"),
        ({"action": "start", "schedule": NEW, "on": "tomorrow"}, "on"),
        ({"action": "start"}, "schedule"),
        ({"action": "report", "job_id": "nobody's"}, "job_id"),
        ({"action": "resume"}, "job_id"),
        ({"action": "stir"}, "action"),
        ({}, "action"),
    ],
)
def test_what_cannot_be_done_is_refused_by_field_and_sends_nothing(
    clock: Clock, request_: dict[str, Any], field: str
) -> None:
    assert control(request_, Context()) == {"refused": field}  # type: ignore[arg-type]
    assert taken() == []
    assert items("RemindersTable") == []
