"""What changed since: everything, once it is whole, in pages that cut no transaction, whoever writes meanwhile."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handbook import bootstrap
from handbook.domain.access import Action, Ground
from handbook.domain.audit import AuditEntry
from handbook.domain.entries import Kept
from handbook.domain.feeding import Feeding
from handbook.domain.ids import HandbookId
from handbook.domain.reasons import ChangeReason
from handbook.storage.record_items import EntryItem
from tests.integration.own_ids import ROWS, own_id
from tests.integration.refusals import refused
from tests.integration.test_screenings import questions
from tests.integration.wire import Call, heard
from tests.integration.world import FAR_NURSE, MOTHER, NURSE, OTHER_MOTHER, Clock, open_handbook

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def path() -> str:
    """A girl of 161 days."""
    return f"/v1/handbooks/{open_handbook()['handbook_id']}"


def changes(path: str, since: str | None = None, limit: int = 100) -> dict[str, Any]:
    query = {"limit": str(limit)} | ({"since": since} if since else {})
    answer = MOTHER.get(f"{path}/changes", query)
    assert answer.status == 200, answer.body
    body: dict[str, Any] = answer.body
    return body


SLIP = ChangeReason("typing_slip", "Ghi nhầm")


def fed(path: str, day: int, own: str | None = None) -> Any:
    body = {"observed_on": f"2026-06-{day:02}", "milk": "mixed"} | ({"id": own} if own else {})
    return NURSE.post(f"{path}/feeding", body)


def changed_in_storage(path: str, entry_id: str, change: Callable[[Feeding], Feeding], status: Any = "amended") -> None:
    """Write a next version as those who correct entries do."""
    book, records = HandbookId(path.rpartition("/")[2]), bootstrap.records()
    before, handbook = records.entry(Feeding, book, entry_id), records.get(book)
    assert before is not None
    assert handbook is not None
    at = bootstrap.now() + timedelta(seconds=handbook.version or 0)
    after = Kept(change(before.entry), at, "nurse", before.version + 1, status, SLIP)
    entry = AuditEntry(book, at, "nurse", "health_worker", "station", Action.RECORD_FEEDING, Ground.AREA, "r")
    records.replace_entries([(before, after)], entry, handbook)


def test_everything_that_was_said_comes_in_the_order_of_saying_and_in_the_words_of_its_body(path: str) -> None:
    for number, row in enumerate(ROWS):
        assert row.sent(path, own_id(number)).status == 201
    said = {"screened_on": "2026-06-15", "answers": dict.fromkeys(questions(path), "no"), "temperature_c": 36.8}
    NURSE.post(f"{path}/screenings", {"id": own_id(99), **said})

    found = changes(path)

    kinds = [one["kind"] for one in found["items"]]
    refusal = kinds.index("condition")  # follows from the dose that was not given, in the same transaction
    assert kinds[refusal : refusal + 2] in (["condition", "not_given"], ["not_given", "condition"]), kinds
    sent = {own_id(number): row for number, row in enumerate(ROWS)}
    own = [one for one in found["items"] if one["id"] in sent]
    assert {one["id"] for one in own} == set(sent)
    for one in own:
        row = sent[one["id"]]
        assert (one["kind"], one["version"], one["status"], one["recorded_by"]) == (row.kind, 1, "recorded", "nurse")
        assert row.is_in(one["data"])
    assert found["items"][-1]["data"]["temperature_c"] == 36.8
    assert found["handbook"] == MOTHER.get(path).body
    assert found["next"] is None


def test_who_has_everything_is_told_nothing_at_the_cost_of_one_read(path: str) -> None:
    fed(path, 1)
    cursor = changes(path)["cursor"]
    with heard("dynamodb") as calls:
        again = changes(path, cursor)

    assert (again["items"], again["handbook"], again["next"], again["cursor"]) == ([], None, None, cursor)
    assert [call.operation for call in calls] == ["GetItem"]


def test_a_change_of_the_handbook_alone_comes_without_entries(path: str) -> None:
    cursor = changes(path)["cursor"]
    etag = MOTHER.get(path).headers["ETag"]
    MOTHER.call("PATCH", path, {"full_name": "Lê Bình"}, headers={"If-Match": etag})

    found = changes(path, cursor)

    assert (found["items"], found["handbook"]["full_name"]) == ([], "Lê Bình")


def test_the_list_says_which_handbooks_changed(path: str) -> None:
    other = open_handbook()
    before = {one["handbook_id"]: one["version"] for one in MOTHER.get("/v1/handbooks").body["items"]}
    fed(path, 1)
    after = {one["handbook_id"]: one["version"] for one in MOTHER.get("/v1/handbooks").body["items"]}

    assert {book for book in after if after[book] > before[book]} == {path.rpartition("/")[2]}
    assert other["version"] == 1


def test_entered_in_error_moved_and_ended_come_as_they_are_now(path: str) -> None:
    wrong, moved = fed(path, 1).body["entry_id"], fed(path, 2).body["entry_id"]
    condition = ROWS[3].sent(path, None).body["condition"]
    cursor = changes(path)["cursor"]
    changed_in_storage(path, wrong, lambda one: one, "entered_in_error")
    changed_in_storage(path, moved, lambda one: replace(one, observed_on=one.observed_on + timedelta(days=3)))
    ended = {"ended_on": "2026-06-15", "end_reason": "recorded_in_error"}
    patched = NURSE.call(
        "PATCH",
        f"{path}/immunization-conditions/{condition['condition_id']}",
        ended,
        headers={"If-Match": condition["etag"]},
    )
    assert patched.status == 200, patched.body

    first, second, third = changes(path, cursor)["items"]

    assert (first["id"], first["status"], first["version"], first["reason"]) == (
        wrong,
        "entered_in_error",
        2,
        {"code": "typing_slip", "text": "Ghi nhầm"},
    )
    assert (second["id"], second["status"], second["data"]["observed_on"]) == (moved, "amended", "2026-06-05")
    assert (third["id"], third["data"]["ended_on"]) == (condition["condition_id"], "2026-06-15")


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_pages_cut_no_transaction_and_leave_out_nothing(path: str, limit: int) -> None:
    for day in (1, 2):
        fed(path, day)
        ROWS[2].sent(path, None)  # a dose not given and the refusal that follows from it: two entries at once
    seen: list[str] = []
    page = changes(path, None, limit)
    seen += [one["id"] for one in page["items"]]
    while page["next"]:
        assert page["next"] == page["cursor"]
        assert len(page["items"]) <= max(limit, 2)
        page = changes(path, page["next"], limit)
        seen += [one["id"] for one in page["items"]]

    assert len(seen) == len(set(seen)) == 6
    assert seen == [one["id"] for one in changes(path)["items"]]


def test_half_a_transaction_holds_the_cursor_back_until_the_rest_is_there(path: str) -> None:
    before = changes(path)["cursor"]
    ROWS[2].sent(path, None)
    hidden = next(item for item in EntryItem.changes.query(f"HANDBOOK#{path.rpartition('/')[2]}"))
    item = EntryItem.get(hidden.pk, hidden.sk)
    item.delete()  # as a reader sees it between the two items of one transaction
    half = changes(path, before)
    item.save()

    whole = changes(path, half["cursor"])

    assert len(half["items"]) == 1
    assert half["cursor"] == before
    assert len(whole["items"]) == 2
    assert changes(path, whole["cursor"])["items"] == []


def test_what_is_written_between_the_two_reads_of_a_page_comes_with_the_next_asking(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = fed(path, 1).body["entry_id"]
    query = EntryItem.changes.query
    written: list[Any] = []

    def overtaken(*arguments: Any, **options: Any) -> Any:
        found = list(query(*arguments, **options))
        if not written:
            written.append(fed(path, 2))
            changed_in_storage(path, moved, lambda one: replace(one, observed_on=one.observed_on + timedelta(days=3)))
        return found

    monkeypatch.setattr(EntryItem.changes, "query", overtaken)
    first = changes(path)
    rest = changes(path, first["cursor"])

    assert first["items"] == []  # its key is gone, its change is still to come
    assert {one["id"] for one in rest["items"]} == {moved, written[0].body["entry_id"]}


def test_the_reads_are_in_proportion_to_what_changed_and_not_to_the_handbook(path: str) -> None:
    def cost(since: str | None) -> list[Call]:
        with heard("dynamodb") as calls:
            changes(path, since)
        return calls

    for day in range(1, 16):
        fed(path, day)
    cursor = changes(path)["cursor"]
    fed(path, 15)
    small = cost(cursor)

    assert [call.operation for call in small] == ["GetItem", "Query", "BatchGetItem"]
    query, batch = small[1].parameters, small[2].parameters["RequestItems"]["RecordsTable"]
    assert (query["IndexName"], query["ConsistentRead"], batch["ConsistentRead"]) == ("changes", True, True)
    assert len(batch["Keys"]) == 1


@pytest.mark.parametrize("cursor", ["x", "e30", "eyJhIjoiYiJ9", "bm90IGpzb24"])
def test_a_cursor_that_is_not_ours_is_refused(path: str, cursor: str) -> None:
    refused(MOTHER.get(f"{path}/changes", {"since": cursor}), 400, "invalid-cursor", "since")


def test_a_cursor_of_another_handbook_or_of_the_future_is_refused(path: str) -> None:
    other = f"/v1/handbooks/{open_handbook()['handbook_id']}"
    for day in (1, 2):
        fed(other, day)
    foreign = changes(other)["cursor"]
    refused(MOTHER.get(f"{path}/changes", {"since": foreign}), 400, "invalid-cursor", "since")
    from handbook.web.requests import cursor_of  # noqa: PLC0415

    ahead = cursor_of({"handbook": path.rpartition("/")[2], "version": "2"}) or ""
    refused(MOTHER.get(f"{path}/changes", {"since": ahead}), 400, "invalid-cursor", "since")


@pytest.mark.parametrize("caller", [OTHER_MOTHER, FAR_NURSE])
def test_strangers_are_told_nothing(path: str, caller: Any) -> None:
    refused(caller.get(f"{path}/changes"), 404, "not-found")


def test_a_nurse_who_asks_stands_in_the_access_log(path: str) -> None:
    assert NURSE.get(f"{path}/changes").status == 200
    log = MOTHER.get(f"{path}/access-log").body["items"]
    assert {(one["actor_id"], one["action"]) for one in log} >= {("nurse", "read_handbook")}


def on_day(entry: Feeding, day: int) -> Feeding:
    return replace(entry, observed_on=entry.observed_on.replace(day=day))


steps = st.lists(
    st.tuples(st.sampled_from(["record", "not given", "amend", "error", "ask"]), st.integers(1, 15)), max_size=14
)


@given(steps=steps, limit=st.integers(1, 4))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_who_asks_page_by_page_while_others_write_ends_with_what_is_kept(
    clock: Clock, steps: list[tuple[str, int]], limit: int
) -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}"
    copy: dict[str, dict[str, Any]] = {}
    cursor: str | None = None
    ids: list[str] = []
    for step, number in steps:
        clock.move(seconds=1)
        if step == "record":
            ids.append(fed(path, number).body["entry_id"])
        elif step == "not given":
            ROWS[2].sent(path, None)
        elif step == "ask":
            page = changes(path, cursor, limit)
            copy |= {one["id"]: one for one in page["items"]}
            cursor = page["cursor"]
        elif ids:
            status = "entered_in_error" if step == "error" else "amended"
            changed_in_storage(path, ids[number % len(ids)], partial(on_day, day=number), status)
    page = changes(path, cursor, limit)
    copy |= {one["id"]: one for one in page["items"]}
    while page["next"]:
        page = changes(path, page["next"], limit)
        copy |= {one["id"]: one for one in page["items"]}

    fresh = {one["id"]: one for one in changes(path)["items"]}
    assert copy == fresh
    assert len(fresh) == sum(step == "record" for step, _ in steps) + 2 * sum(step == "not given" for step, _ in steps)
