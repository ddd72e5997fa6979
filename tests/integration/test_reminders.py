"""From the queue of a morning to one text message."""

import json
from datetime import UTC, date, datetime, timedelta

import boto3
import pytest

from functions.reminders.plan import lambda_handler as plan
from functions.reminders.project import lambda_handler as project
from handbook.config import config
from handbook.domain.reminders.due_index import SHARDS
from handbook.domain.reminders.rules import rules_on
from tests.integration.api import Context
from tests.integration.mornings import DAY, NOTHING_FAILED, due_items, follow, queued, run, summary, task
from tests.integration.recorded import changes
from tests.integration.wire import TIMEOUT, failing
from tests.integration.world import (
    CHILD,
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


@pytest.fixture
def due(clock: Clock) -> str:
    """A handbook that is due, on the morning on which its family is to be told."""
    handbook_id: str = open_handbook()["handbook_id"]
    clock.at = datetime(2026, 7, 5, 1, 0, tzinfo=UTC)  # eight o'clock in Vietnam
    follow(handbook_id)
    return handbook_id


def test_a_family_is_told_once_and_sees_that_it_was_told(due: str, inbox: Inbox) -> None:
    assert run(task(due)) == NOTHING_FAILED

    ((phone, text),) = inbox.messages
    assert phone == MOTHERS_PHONE
    assert text == "So Me va Be: be Anh chua tiem theo lich ngay 05/06. Hay hoi tram y te."
    assert MOTHER.get(f"/v1/handbooks/{due}/reminders").body["items"] == [
        {
            "subject": "dose",
            "subject_name": "Tiêm chủng",
            "kind": "long_overdue",
            "recommended_on": "2026-06-05",
            "claimed_at": "2026-07-05T01:00:00Z",
            "state": "sent",
            "explanation": "Đã gửi, chưa có xác nhận",
            "channel": "sms",
            "session_on": None,
        }
    ]
    assert OTHER_MOTHER.get(f"/v1/handbooks/{due}/reminders").problem == "not-found"


def test_a_date_that_nobody_keeps_is_told_three_times_and_then_no_more(inbox: Inbox, clock: Clock) -> None:
    handbook_id = open_handbook(birth_date="2026-05-05")["handbook_id"]
    follow(handbook_id)
    choice = {"kinds": ["dose"]}
    MOTHER.call("PATCH", "/v1/me/reminder-preferences", choice, headers={"If-Match": '"1"'})
    for number in range(60):
        day = date(2026, 6, 15) + timedelta(days=number)
        clock.at = datetime(day.year, day.month, day.day, 1, 0, tzinfo=UTC)
        assert run(task(handbook_id, day)) == NOTHING_FAILED

    told = MOTHER.get(f"/v1/handbooks/{handbook_id}/reminders", {"limit": "100"}).body["items"]
    about = sorted((item["claimed_at"], item["kind"]) for item in told if item["recommended_on"] == "2026-07-05")
    assert about == [
        ("2026-06-28T01:00:00Z", "upcoming"),
        ("2026-07-05T01:00:00Z", "due"),
        ("2026-07-12T01:00:00Z", "overdue"),
    ]
    assert len([text for _, text in inbox.messages if "05/07" in text]) == 3


def test_a_handbook_leaves_the_day_when_it_was_dealt_with(due: str, inbox: Inbox) -> None:
    run(task(due))

    assert due_items()[due] > f"due#{DAY.isoformat()}#99"  # type: ignore[operator]


def test_a_message_that_is_delivered_twice_sends_one_text(due: str, inbox: Inbox) -> None:
    run(task(due), task(due))
    follow(due)  # and the handbook put back on its day by a change that comes late
    run(task(due))

    assert len(inbox.messages) == 1


def test_a_run_that_missed_a_day_is_made_up_for(due: str, inbox: Inbox, clock: Clock) -> None:
    clock.move(days=rules_on(DAY).catch_up_days)

    run(task(due))

    assert len(inbox.messages) == 1


def test_a_handbook_that_was_left_behind_weeks_ago_is_swept_up_and_put_on_its_next_day(
    due: str, inbox: Inbox, clock: Clock
) -> None:
    clock.move(days=20)
    old = {**task(due), "days": ["2026-07-04", DAY.isoformat()], "shards": list(range(SHARDS))}

    assert run(old) == NOTHING_FAILED

    assert inbox.messages == []  # what was due then is no news now
    assert due_items()[due] != f"due#{DAY.isoformat()}#{task(due)['shards'][0]:02d}"


def test_two_children_of_one_family_are_one_text(inbox: Inbox, clock: Clock) -> None:
    twins = [open_handbook(full_name=name)["handbook_id"] for name in ("Nguyễn Thị Ánh", "Nguyễn Văn Bình")]
    clock.at = datetime(2026, 7, 5, 1, 0, tzinfo=UTC)
    follow(*twins)

    run(*(task(handbook_id) for handbook_id in twins))

    ((_, text),) = inbox.messages
    assert "cac be" in text
    assert "Anh" not in text
    for handbook_id in twins:
        (told,) = MOTHER.get(f"/v1/handbooks/{handbook_id}/reminders").body["items"]
        assert told["state"] == "sent"


def test_two_families_are_told_each_about_their_own(inbox: Inbox, clock: Clock) -> None:
    books = [open_handbook()["handbook_id"], open_handbook(OTHER_MOTHER, full_name="Lê Văn Bình")["handbook_id"]]
    clock.at = datetime(2026, 7, 5, 1, 0, tzinfo=UTC)
    follow(*books)

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
    choice = {"enabled": False, "language": "vi"}
    stopped = MOTHER.call("PUT", "/v1/me/reminder-preferences", choice, headers={"If-Match": '"1"'})

    run(task(due))

    assert (stopped.status, stopped.body["enabled"], stopped.body["stopped_through"]) == (200, False, "app")
    assert MOTHER.get("/v1/me/reminder-preferences").body == stopped.body
    assert inbox.messages == []
    assert MOTHER.get(f"/v1/handbooks/{due}/reminders").body["items"] == []


def test_a_text_is_in_the_language_that_the_family_chose(due: str, inbox: Inbox) -> None:
    choice = {"enabled": True, "language": "en"}
    MOTHER.call("PUT", "/v1/me/reminder-preferences", choice, headers={"If-Match": '"1"'})

    run(task(due))

    assert inbox.messages[0][1].startswith("So Me va Be: a vaccination of Anh was due on 05 Jun.")


def test_a_child_who_was_vaccinated_meanwhile_is_not_reminded(inbox: Inbox, clock: Clock) -> None:
    """The due index still holds the old day: the decision is made on the record as it is now."""
    choice = {"kinds": ["dose"]}
    MOTHER.call("PATCH", "/v1/me/reminder-preferences", choice, headers={"If-Match": '"1"'})
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
    other = {**task(due), "shards": [(task(due)["shards"][0] + 1) % SHARDS]}
    with failing("dynamodb", "Query", "InternalServerError", after=2):
        assert run(other, task(due)) == {"batchItemFailures": [{"itemIdentifier": "m1"}]}


def test_a_text_that_the_provider_may_have_taken_is_not_sent_again(due: str, inbox: Inbox, clock: Clock) -> None:
    with failing("sns", "Publish", TIMEOUT):
        assert run(task(due)) == NOTHING_FAILED
    assert state_of(due) == "claimed"
    assert [delay for _, delay in queued()] == [900]

    clock.move(minutes=15)
    run(task(due))

    assert inbox.messages == []
    assert state_of(due) == "unknown"  # SNS cannot be asked


def test_a_text_that_the_provider_had_no_time_for_goes_out_a_quarter_of_an_hour_later(
    due: str, inbox: Inbox, clock: Clock
) -> None:
    with failing("sns", "Publish", "Throttling"):
        assert run(task(due)) == NOTHING_FAILED
    assert state_of(due) == "refused"
    ((again, delay),) = queued()
    assert (again["not_before"], delay) == ("2026-07-05T01:15:00+00:00", 900)

    run(again)  # too early: it goes back
    assert inbox.messages == []
    clock.move(minutes=15)
    run(again)

    assert len(inbox.messages) == 1
    assert state_of(due) == "sent"


def test_a_number_that_opted_out_is_marked_dead_and_the_station_has_it_on_its_list(
    due: str, inbox: Inbox, clock: Clock
) -> None:
    with failing("sns", "Publish", "OptedOut"):
        assert run(task(due)) == NOTHING_FAILED

    work = [item for item in items("RemindersTable") if item["sk"]["S"].startswith("WORK#")]
    assert [(item["pk"]["S"], item["kind"]["S"], item["gsi1pk"]["S"]) for item in work] == [
        (f"HANDBOOK#{due}", "dead_number", f"work#{CHILD['commune_code']}")
    ]
    assert state_of(due) == "failed"
    assert inbox.messages == []


def state_of(handbook_id: str) -> str:
    """The state of the only message about a handbook."""
    (told,) = MOTHER.get(f"/v1/handbooks/{handbook_id}/reminders").body["items"]
    return str(told["state"])


def test_a_crash_after_the_claim_sends_no_second_text(due: str, inbox: Inbox) -> None:
    with failing("dynamodb", "TransactWriteItems", "InternalServerError", after=1):  # the note that it was sent
        assert run(task(due)) == {"batchItemFailures": [{"itemIdentifier": "m0"}]}
    assert len(inbox.messages) == 1

    assert run(task(due)) == NOTHING_FAILED
    assert len(inbox.messages) == 1


def test_the_whole_morning_runs_from_the_plan_to_the_phone(due: str, inbox: Inbox) -> None:
    plan({"run_at": "2026-07-05T00:30:00Z"}, Context())  # type: ignore[arg-type]
    sqs = boto3.client("sqs")
    while taken := sqs.receive_message(QueueUrl=config().reminder_queue, MaxNumberOfMessages=10).get("Messages"):
        assert run(*(json.loads(message["Body"]) for message in taken)) == NOTHING_FAILED
        for message in taken:
            sqs.delete_message(QueueUrl=config().reminder_queue, ReceiptHandle=message["ReceiptHandle"])

    assert [phone for phone, _ in inbox.messages] == [MOTHERS_PHONE]
