"""From a change of a handbook to one text message: stream, due index, plan, queue, sending."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import boto3
import pytest
from moto.backends import get_backend

from functions.reminders.plan import lambda_handler as plan
from functions.reminders.project import lambda_handler as project
from functions.reminders.send import lambda_handler as send
from handbook import bootstrap
from handbook.config import config
from handbook.domain.ids import HandbookId
from handbook.domain.reminders import DAYS_BACK, SHARDS, shard_of
from tests.integration.api import Context
from tests.integration.recorded import changes, messages
from tests.integration.wire import TIMEOUT, failing
from tests.integration.world import (
    MOTHER,
    MOTHERS_PHONE,
    NURSE,
    OTHER_MOTHER,
    OTHER_MOTHERS_PHONE,
    Clock,
    Inbox,
    items,
    open_handbook,
)

pytestmark = pytest.mark.usefixtures("world")
NOTHING_FAILED: dict[str, Any] = {"batchItemFailures": []}
DAY = date(2026, 7, 5)  # the girl of 5 January: what was due at five months is a month late


def summary(handbook_id: str) -> dict[str, Any]:
    """The item as the stream shows it."""
    return next(
        i for i in items("RecordsTable") if (i["pk"]["S"], i["sk"]["S"]) == (f"HANDBOOK#{handbook_id}", "SUMMARY")
    )


def follow(*handbook_ids: str) -> None:
    """Deliver the newest change of each handbook."""
    assert project(changes(*map(summary, handbook_ids)), Context()) == NOTHING_FAILED  # type: ignore[arg-type]


def due_items() -> dict[str, str | None]:
    """The day that each handbook stands on in the due index."""
    return {
        item["pk"]["S"].removeprefix("HANDBOOK#"): item.get("gsi1pk", {}).get("S")
        for item in items("RemindersTable")
        if item["sk"]["S"] == "DUE"
    }


def task(handbook_id: str, day: date = DAY) -> dict[str, Any]:
    return {"day": day.isoformat(), "shard": shard_of(HandbookId(handbook_id)), "run_at": "2026-07-05T00:30:00+00:00"}


def run(*tasks: dict[str, Any]) -> dict[str, Any]:
    return send(messages(*tasks), Context())  # type: ignore[arg-type]


def queued() -> list[tuple[dict[str, Any], int]]:
    """Messages in the reminder queue with the seconds that each waits before it may be taken."""
    queue = get_backend("sqs")["123456789012"]["ap-southeast-1"].queues["reminder"]
    return [
        (json.loads(message.body), max(0, round((message.delayed_until - (message.sent_timestamp or 0)) / 1000)))
        for message in queue._messages
    ]


@pytest.fixture
def due(clock: Clock) -> str:
    """A handbook that is due, on the morning on which its family is to be told."""
    handbook_id: str = open_handbook()["handbook_id"]
    follow(handbook_id)
    clock.at = datetime(2026, 7, 5, 1, 0, tzinfo=UTC)  # eight o'clock in Vietnam
    return handbook_id


def test_a_new_handbook_stands_on_its_next_day_in_the_due_index() -> None:
    opened = open_handbook()

    follow(opened["handbook_id"])

    shard = shard_of(HandbookId(opened["handbook_id"]))
    assert due_items() == {opened["handbook_id"]: f"due#{opened['next_contact_on']}#{shard:02d}"}
    assert list(bootstrap.reminders().due(DAY, shard)) == [opened["handbook_id"]]


def test_a_change_moves_a_handbook_and_an_old_change_moves_it_not_back() -> None:
    opened = open_handbook(birth_date="2026-06-10")
    handbook_id = opened["handbook_id"]
    old = summary(handbook_id)
    for product in ("bcg", "hepb-birth"):
        NURSE.post(f"/v1/handbooks/{handbook_id}/immunizations", {"product": product, "administered_on": "2026-06-10"})

    for _ in range(2):  # twice the same, then late
        follow(handbook_id)
    assert project(changes(old), Context()) == NOTHING_FAILED  # type: ignore[arg-type]

    day = MOTHER.get(f"/v1/handbooks/{handbook_id}").body["next_contact_on"]
    assert day != opened["next_contact_on"]
    assert due_items()[handbook_id] == f"due#{day}#{shard_of(HandbookId(handbook_id)):02d}"


def test_what_is_no_summary_or_was_deleted_changes_nothing() -> None:
    handbook_id = open_handbook()["handbook_id"]
    guardian = next(item for item in items("RecordsTable") if item["sk"]["S"].startswith("GUARDIAN#"))

    assert project(changes(guardian, None), Context()) == NOTHING_FAILED  # type: ignore[arg-type]
    assert handbook_id not in due_items()


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
    with failing("dynamodb", "UpdateItem", "ProvisionedThroughputExceededException", after=1):
        failed = project(changes(*map(summary, books)), Context())  # type: ignore[arg-type]

    assert failed == {"batchItemFailures": [{"itemIdentifier": "s1"}]}
    assert set(due_items()) == {books[0]}


def test_a_morning_is_planned_as_one_message_for_each_shard_of_today_and_the_days_before() -> None:
    assert plan({"run_at": "2026-07-05T00:30:00Z"}, Context()) == {"planned": (DAYS_BACK + 1) * SHARDS}  # type: ignore[arg-type]

    planned = [message for message, _ in queued()]
    assert {(message["day"], message["shard"]) for message in planned} == {
        ((DAY - timedelta(days=back)).isoformat(), shard) for back in range(DAYS_BACK + 1) for shard in range(SHARDS)
    }
    assert {delay for _, delay in queued()} == {0}


def test_a_run_is_planned_for_the_day_in_vietnam() -> None:
    plan({"run_at": "2026-07-04T17:00:00Z"}, Context())  # type: ignore[arg-type]

    assert max(message["day"] for message, _ in queued()) == "2026-07-05"


def test_a_family_is_told_once_and_sees_that_it_was_told(due: str, inbox: Inbox) -> None:
    assert run(task(due)) == NOTHING_FAILED

    ((phone, text),) = inbox.messages
    assert phone == MOTHERS_PHONE
    assert text == "So Me va Be: be Anh chua tiem theo lich ngay 05/06. Hay hoi tram y te."
    assert MOTHER.get(f"/v1/handbooks/{due}/reminders").body == {
        "items": [
            {
                "kind": "long_overdue",
                "recommended_on": "2026-06-05",
                "claimed_at": "2026-07-05T01:00:00Z",
                "state": "sent",
                "channel": "sms",
            }
        ],
        "next": None,
    }
    assert OTHER_MOTHER.get(f"/v1/handbooks/{due}/reminders").problem == "not-found"


def test_a_date_that_nobody_keeps_is_told_four_times_and_then_no_more(inbox: Inbox, clock: Clock) -> None:
    handbook_id = open_handbook(birth_date="2026-05-05")["handbook_id"]
    follow(handbook_id)
    days = [date(2026, 6, 28), date(2026, 7, 5), date(2026, 7, 12), date(2026, 8, 4)]
    for day in days:
        clock.at = datetime(day.year, day.month, day.day, 1, 0, tzinfo=UTC)
        assert run(task(handbook_id, day)) == NOTHING_FAILED

    told = MOTHER.get(f"/v1/handbooks/{handbook_id}/reminders", {"limit": "100"}).body["items"]
    about = sorted((item["claimed_at"], item["kind"]) for item in told if item["recommended_on"] == "2026-07-05")
    assert about == [
        ("2026-06-28T01:00:00Z", "upcoming"),
        ("2026-07-05T01:00:00Z", "due"),
        ("2026-07-12T01:00:00Z", "overdue"),
        ("2026-08-04T01:00:00Z", "long_overdue"),
    ]
    assert [text.split(": ")[1][:22] for _, text in inbox.messages] == [
        "be Anh den lich tiem c",
        "hom nay be Anh den lic",
        "be Anh da qua lich tie",
        "be Anh chua tiem theo ",
    ]


def test_a_handbook_leaves_the_day_when_it_was_dealt_with(due: str, inbox: Inbox) -> None:
    run(task(due))

    assert due_items()[due] > f"due#{DAY.isoformat()}#99"  # type: ignore[operator]


def test_a_message_that_is_delivered_twice_sends_one_text(due: str, inbox: Inbox) -> None:
    run(task(due), task(due))
    follow(due)  # and the handbook put back on its day by a change that comes late
    run(task(due))

    assert len(inbox.messages) == 1


def test_a_run_that_missed_a_day_is_made_up_for(due: str, inbox: Inbox, clock: Clock) -> None:
    clock.move(days=DAYS_BACK)

    run(task(due))

    assert len(inbox.messages) == 1


def test_two_children_of_one_family_are_one_text(inbox: Inbox, clock: Clock) -> None:
    twins = [open_handbook(full_name=name)["handbook_id"] for name in ("Nguyễn Thị Ánh", "Nguyễn Văn Bình")]
    follow(*twins)
    clock.at = datetime(2026, 7, 5, 1, 0, tzinfo=UTC)

    run(*(task(handbook_id) for handbook_id in twins))

    ((_, text),) = inbox.messages
    assert "cac be" in text
    assert "Anh" not in text
    for handbook_id in twins:
        (told,) = MOTHER.get(f"/v1/handbooks/{handbook_id}/reminders").body["items"]
        assert told["state"] == "sent"


def test_two_families_are_told_each_about_their_own(inbox: Inbox, clock: Clock) -> None:
    books = [open_handbook()["handbook_id"], open_handbook(OTHER_MOTHER, full_name="Lê Văn Bình")["handbook_id"]]
    follow(*books)
    clock.at = datetime(2026, 7, 5, 1, 0, tzinfo=UTC)

    run(*(task(handbook_id) for handbook_id in books))

    told = dict(inbox.messages)
    assert set(told) == {MOTHERS_PHONE, OTHER_MOTHERS_PHONE}
    assert "be Anh" in told[MOTHERS_PHONE]
    assert "be Binh" in told[OTHER_MOTHERS_PHONE]


@pytest.mark.parametrize(
    ("hour", "minute", "delay"),
    [(0, 45, 900), (0, 50, 600), (0, 59, 60), (1, 0, None), (12, 59, None), (13, 0, 900), (17, 0, 900)],
)
def test_outside_decent_hours_the_work_waits(
    due: str, inbox: Inbox, clock: Clock, hour: int, minute: int, delay: int | None
) -> None:
    clock.at = clock.at.replace(hour=hour, minute=minute)

    assert run(task(due)) == NOTHING_FAILED

    assert queued() == ([] if delay is None else [(task(due), delay)])
    assert len(inbox.messages) == (1 if delay is None else 0)


def test_who_stopped_reminders_gets_none(due: str, inbox: Inbox) -> None:
    stopped = MOTHER.call("PUT", "/v1/me/reminder-preferences", {"enabled": False, "language": "vi"})

    run(task(due))

    assert (stopped.status, stopped.body) == (200, {"enabled": False, "language": "vi"})
    assert MOTHER.get("/v1/me/reminder-preferences").body == stopped.body
    assert inbox.messages == []
    assert MOTHER.get(f"/v1/handbooks/{due}/reminders").body["items"] == []


def test_a_text_is_in_the_language_that_the_family_chose(due: str, inbox: Inbox) -> None:
    MOTHER.call("PUT", "/v1/me/reminder-preferences", {"enabled": True, "language": "en"})

    run(task(due))

    assert inbox.messages[0][1].startswith("So Me va Be: a vaccination of Anh was due on 05 Jun.")


def test_a_child_who_was_vaccinated_meanwhile_is_not_reminded(inbox: Inbox, clock: Clock) -> None:
    """The due index still holds the old day: the decision is made on the record as it is now."""
    handbook_id = open_handbook(birth_date="2026-06-10")["handbook_id"]
    stale = summary(handbook_id)
    project(changes(stale), Context())  # type: ignore[arg-type]
    for product in ("bcg", "hepb-birth"):
        NURSE.post(f"/v1/handbooks/{handbook_id}/immunizations", {"product": product, "administered_on": "2026-06-10"})
    day = date.fromisoformat(stale["next_contact_on"]["S"])
    clock.at = datetime(day.year, day.month, day.day, 1, 0, tzinfo=UTC)

    assert run(task(handbook_id, day)) == NOTHING_FAILED

    assert inbox.messages == []


@pytest.mark.parametrize("code", ["ProvisionedThroughputExceededException", "InternalServerError", TIMEOUT])
def test_a_table_that_does_not_answer_brings_the_message_back_and_then_the_text_goes_out(
    due: str, inbox: Inbox, code: str
) -> None:
    with failing("dynamodb", "GetItem", code):
        assert run(task(due)) == {"batchItemFailures": [{"itemIdentifier": "m0"}]}
    assert inbox.messages == []

    assert run(task(due)) == NOTHING_FAILED
    assert len(inbox.messages) == 1


def test_of_several_shards_only_the_failed_one_comes_again(due: str, inbox: Inbox) -> None:
    other = {**task(due), "shard": (task(due)["shard"] + 1) % SHARDS}
    with failing("dynamodb", "Query", "InternalServerError", after=1):
        assert run(other, task(due)) == {"batchItemFailures": [{"itemIdentifier": "m1"}]}


def test_a_text_that_the_provider_may_have_taken_is_not_sent_again(due: str, inbox: Inbox) -> None:
    with failing("sns", "Publish", TIMEOUT):
        assert run(task(due)) == NOTHING_FAILED

    run(task(due))

    assert inbox.messages == []
    (told,) = MOTHER.get(f"/v1/handbooks/{due}/reminders").body["items"]
    assert told["state"] == "failed"


def test_a_crash_after_the_claim_sends_no_second_text(due: str, inbox: Inbox) -> None:
    with failing("dynamodb", "UpdateItem", "InternalServerError"):  # the note that it was sent
        assert run(task(due)) == {"batchItemFailures": [{"itemIdentifier": "m0"}]}
    assert len(inbox.messages) == 1

    assert run(task(due)) == NOTHING_FAILED
    assert len(inbox.messages) == 1


def test_a_queue_that_does_not_answer_fails_the_plan_so_that_the_scheduler_tries_again() -> None:
    from handbook.domain.errors import UnavailableError  # noqa: PLC0415 - only here

    with failing("sqs", "SendMessage", "ServiceUnavailable"), pytest.raises(UnavailableError):
        plan({"run_at": "2026-07-05T00:30:00Z"}, Context())  # type: ignore[arg-type]


def test_the_whole_morning_runs_from_the_plan_to_the_phone(due: str, inbox: Inbox) -> None:
    plan({"run_at": "2026-07-05T00:30:00Z"}, Context())  # type: ignore[arg-type]
    sqs = boto3.client("sqs")
    while taken := sqs.receive_message(QueueUrl=config().reminder_queue, MaxNumberOfMessages=10).get("Messages"):
        assert run(*(json.loads(message["Body"]) for message in taken)) == NOTHING_FAILED
        for message in taken:
            sqs.delete_message(QueueUrl=config().reminder_queue, ReceiptHandle=message["ReceiptHandle"])

    assert [phone for phone, _ in inbox.messages] == [MOTHERS_PHONE]
