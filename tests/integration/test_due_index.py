"""From a change of a handbook to the due index, and from the index to a morning's plan."""

from datetime import date, timedelta
from typing import Any

import pytest

from functions.reminders.plan import lambda_handler as plan
from functions.reminders.project import lambda_handler as project
from handbook import bootstrap
from handbook.bootstrap import messaging
from handbook.domain.errors import UnavailableError
from handbook.domain.ids import AccountId, HandbookId
from handbook.domain.reminders.due_index import SHARDS, SWEEP_DAYS, shard_of
from handbook.domain.reminders.rules import rules_on
from tests.integration.api import Context
from tests.integration.mornings import DAY, NOTHING_FAILED, due_items, follow, queued, summary
from tests.integration.recorded import changes
from tests.integration.test_access_patterns import calls
from tests.integration.wire import failing
from tests.integration.world import (
    MOTHER,
    NURSE,
    items,
    open_handbook,
)

pytestmark = pytest.mark.usefixtures("world")


def test_a_new_handbook_stands_on_its_next_day_in_the_due_index() -> None:
    opened = open_handbook()

    follow(opened["handbook_id"])

    shard = shard_of(HandbookId(opened["handbook_id"]))
    assert due_items() == {opened["handbook_id"]: f"due#{opened['next_contact_on']}#{shard:02d}"}
    assert list(bootstrap.reminders().due(date(2026, 6, 12), shard)) == [opened["handbook_id"]]


def test_a_change_moves_a_handbook_and_an_old_change_moves_it_not_back() -> None:
    opened = open_handbook(birth_date="2026-04-10")  # much is late, and a message is due today
    handbook_id = opened["handbook_id"]
    old = summary(handbook_id)
    for product in ("bcg", "hepb-birth", "penta", "bopv", "rotavin", "pcv10"):
        NURSE.post(f"/v1/handbooks/{handbook_id}/immunizations", {"product": product, "administered_on": "2026-06-15"})

    for _ in range(2):  # twice the same, then late
        follow(handbook_id)
    assert project(changes(old), Context()) == NOTHING_FAILED  # type: ignore[arg-type]

    day = MOTHER.get(f"/v1/handbooks/{handbook_id}").body["next_contact_on"]
    assert day != opened["next_contact_on"]
    assert due_items()[handbook_id] == f"due#{day}#{shard_of(HandbookId(handbook_id)):02d}"


def test_what_is_no_summary_or_was_deleted_leaves_the_due_index_alone() -> None:
    handbook_id = open_handbook()["handbook_id"]
    (guardian,) = guardians()

    assert project(changes(guardian, None), Context()) == NOTHING_FAILED  # type: ignore[arg-type]
    assert handbook_id not in due_items()


def guardians() -> list[dict[str, Any]]:
    return [item for item in items("RecordsTable") if item["sk"]["S"].startswith("GUARDIAN#")]


def test_an_account_is_known_for_the_handbooks_that_it_guards_until_a_right_ends() -> None:
    opened = sorted(open_handbook()["handbook_id"] for _ in range(2))
    first, second = sorted(guardians(), key=lambda item: str(item["pk"]["S"]))
    account = AccountId(first["sk"]["S"].removeprefix("GUARDIAN#"))
    recipients = messaging.recipients()
    assert recipients.guarded([account]) == {}

    for _ in range(2):  # the same again changes nothing
        assert project(changes(first, second), Context()) == NOTHING_FAILED  # type: ignore[arg-type]
    with calls() as seen:
        assert recipients.guarded([account]) == {account: tuple(opened)}
    assert seen == ["BatchGetItem"]

    ended = {name: value for name, value in first.items() if not name.startswith("gsi1")}
    assert project(changes(ended), Context()) == NOTHING_FAILED  # type: ignore[arg-type]
    assert recipients.guarded([account]) == {account: (opened[1],)}

    removed = changes(second)
    del removed["Records"][0]["dynamodb"]["NewImage"]
    assert project(removed, Context()) == NOTHING_FAILED  # type: ignore[arg-type]
    assert recipients.get_many([account], DAY)[account].handbooks == ()


def test_a_handbook_with_nothing_to_come_leaves_the_index() -> None:
    handbook_id = open_handbook()["handbook_id"]
    follow(handbook_id)
    later = summary(handbook_id)
    del later["next_contact_on"]
    later["version"] = {"N": "9"}

    project(changes(later), Context())  # type: ignore[arg-type]

    assert due_items() == {handbook_id: None}
    assert list(bootstrap.reminders().due(DAY, shard_of(HandbookId(handbook_id)))) == []


def test_the_first_change_that_fails_stops_the_rest_since_order_matters() -> None:
    books = [open_handbook()["handbook_id"] for _ in range(3)]
    with failing("dynamodb", "UpdateItem", "ProvisionedThroughputExceededException", after=2):
        failed = project(changes(*map(summary, books)), Context())  # type: ignore[arg-type]

    assert failed == {"batchItemFailures": [{"itemIdentifier": "s1"}]}
    assert set(due_items()) == {books[0]}


def test_a_morning_is_planned_as_one_message_for_each_shard_of_the_last_days_and_a_sweep_of_the_weeks_before() -> None:
    answered = plan({"run_at": "2026-07-05T00:30:00Z"}, Context())  # type: ignore[arg-type]

    *recent, sweep = [message for message, _ in queued()]
    assert answered == {"planned": len(recent) + 1}
    assert [(message["days"], message["shards"]) for message in recent] == [
        ([(DAY - timedelta(days=back)).isoformat()], [shard])
        for back in range(rules_on(DAY).catch_up_days + 1)
        for shard in range(SHARDS)
    ]
    older = [
        (DAY - timedelta(days=back)).isoformat() for back in range(rules_on(DAY).catch_up_days + 1, SWEEP_DAYS + 1)
    ]
    assert (sweep["days"], sweep["shards"]) == (older, list(range(SHARDS)))
    assert {delay for _, delay in queued()} == {0}


def test_a_run_is_planned_for_the_day_in_vietnam() -> None:
    plan({"run_at": "2026-07-04T17:00:00Z"}, Context())  # type: ignore[arg-type]

    assert max(day for message, _ in queued() for day in message["days"]) == "2026-07-05"


def test_a_queue_that_does_not_answer_fails_the_plan_so_that_the_scheduler_tries_again() -> None:
    with failing("sqs", "SendMessage", "ServiceUnavailable"), pytest.raises(UnavailableError):
        plan({"run_at": "2026-07-05T00:30:00Z"}, Context())  # type: ignore[arg-type]
