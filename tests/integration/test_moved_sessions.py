"""A vaccination session is moved: how many are to be told is known before, and they are told the next morning."""

import json
from datetime import UTC, date, datetime
from typing import Any

import boto3
import pytest

from functions.reforecast.work import lambda_handler as work
from handbook.config import config
from tests.integration.api import Context
from tests.integration.mornings import follow, queued, run, task
from tests.integration.recorded import messages
from tests.integration.world import FAR_NURSE, MOTHER, NEAR, NURSE, Clock, Inbox, items, open_handbook

pytestmark = pytest.mark.usefixtures("world")
SESSIONS = "/v1/units/station/sessions"
PLAN = {"commune_code": NEAR, "place": "Trạm y tế", "starts": "07:30", "ends": "11:00", "pattern": {"days": [8]}}
MOVED = {"changes": [{"on": "2026-07-08", "moved_to": "2026-07-10"}]}
VERSION_1 = {"If-Match": '"1"'}


@pytest.fixture
def told(clock: Clock) -> tuple[str, str]:
    """A family that was told of the session of 8 July, and the plan's path."""
    path = f"{SESSIONS}/{NURSE.post(SESSIONS, PLAN).body['session_id']}"
    handbook_id = open_handbook(birth_date="2026-05-05")["handbook_id"]
    for product in ("bcg", "hepb-birth"):
        NURSE.post(f"/v1/handbooks/{handbook_id}/immunizations", {"product": product, "administered_on": "2026-05-05"})
    open_handbook(full_name="Lê Văn Bình", birth_date="2020-01-05")  # nobody told this family
    follow(handbook_id)
    for number in range(15, 31):
        morning(date(2026, 6, number), handbook_id, clock)
    return handbook_id, path


def morning(day: date, handbook_id: str, clock: Clock) -> None:
    clock.at = datetime(day.year, day.month, day.day, 1, 0, tzinfo=UTC)
    run(task(handbook_id, day))


def worked() -> None:
    """Let the worker do what waits for it."""
    sqs = boto3.client("sqs")
    while found := sqs.receive_message(QueueUrl=config().reforecast_queue).get("Messages"):
        assert work(messages(*(json.loads(one["Body"]) for one in found)), Context()) == {"batchItemFailures": []}  # type: ignore[arg-type]
        for one in found:
            sqs.delete_message(QueueUrl=config().reforecast_queue, ReceiptHandle=one["ReceiptHandle"])


def report(move_id: str) -> Any:
    return NURSE.get(f"/v1/units/station/session-moves/{move_id}").body


def test_before_a_session_is_moved_it_is_known_how_many_are_to_be_told(told: tuple[str, str]) -> None:
    before = items("RecordsTable")
    tried = NURSE.call("POST", f"{told[1]}/moves", MOVED, headers=VERSION_1)

    assert (tried.status, tried.body["state"], tried.body["children"]) == (202, "running", 0)
    worked()

    assert report(tried.body["move_id"]) == {
        "move_id": tried.body["move_id"],
        "state": "finished",
        "applies": False,
        "children": 2,
        "named_anew": 1,
        "retold": 1,
        "messages": 1,
    }
    assert items("RecordsTable") == before
    assert NURSE.get(told[1]).body["changes"] == []


def test_who_was_told_is_told_once_of_the_new_day_the_next_morning(
    told: tuple[str, str], clock: Clock, inbox: Inbox
) -> None:
    handbook_id, path = told
    sent = len(inbox.messages)

    assert NURSE.call("PATCH", path, MOVED, headers=VERSION_1).status == 200
    worked()
    worked()
    follow(handbook_id)
    for number in (1, 2, 3):
        morning(date(2026, 7, number), handbook_id, clock)

    anew = [text for _, text in inbox.messages[sent:] if "da doi ngay" in text]
    assert len(anew) == 1
    assert "Buoi tiem 10/07" in anew[0]


def at(clock: Clock, day: int, hour: int) -> None:
    clock.at = datetime(2026, 7, day, hour, 0, tzinfo=UTC)


@pytest.mark.parametrize(("day", "at_once"), [(6, False), (7, True), (8, True)])
def test_who_was_told_of_a_session_of_today_or_tomorrow_hears_of_the_new_day_within_minutes(
    told: tuple[str, str], clock: Clock, inbox: Inbox, day: int, at_once: bool
) -> None:
    handbook_id, path = told
    morning(date(2026, 7, day), handbook_id, clock)  # the run of the day is over
    sent = len(inbox.messages)
    at(clock, day, 3)

    assert NURSE.call("PATCH", path, MOVED, headers=VERSION_1).status == 200
    worked()
    follow(handbook_id)

    extra = [(body, delay) for body, delay in queued() if body["days"] == [f"2026-07-0{day}"]]
    assert [delay for _, delay in extra] == ([600] if at_once else [])
    at(clock, day, 4)
    for body, _ in extra * 2:  # the queue may bring it twice
        run(body)
    texts = [text for _, text in inbox.messages[sent:]]
    assert len(texts) == at_once
    assert all("Buoi tiem 10/07" in text for text in texts)
    if not at_once:
        morning(date(2026, 7, day + 1), handbook_id, clock)
        assert "Buoi tiem 10/07" in inbox.messages[-1][1]


def test_a_session_that_moves_nobody_starts_no_work(told: tuple[str, str]) -> None:
    NURSE.call("PATCH", told[1], {"capacity": 40, "place": "Nhà văn hóa"}, headers=VERSION_1)
    assert "Messages" not in boto3.client("sqs").receive_message(QueueUrl=config().reforecast_queue)


def test_a_message_that_comes_twice_counts_once(told: tuple[str, str]) -> None:
    move_id = NURSE.call("POST", f"{told[1]}/moves", MOVED, headers=VERSION_1).body["move_id"]
    body = {"job_id": move_id, "shard": 0}
    for _ in range(3):
        work(messages(body), Context())  # type: ignore[arg-type]
    assert (report(move_id)["children"], report(move_id)["retold"]) == (2, 1)


def test_only_the_units_own_people_try_and_see(told: tuple[str, str]) -> None:
    move_id = NURSE.call("POST", f"{told[1]}/moves", MOVED, headers=VERSION_1).body["move_id"]
    for caller in (MOTHER, FAR_NURSE):
        assert caller.call("POST", f"{told[1]}/moves", MOVED, headers=VERSION_1).problem == "forbidden"
        assert caller.get(f"/v1/units/station/session-moves/{move_id}").problem == "forbidden"
    assert FAR_NURSE.get(f"/v1/units/far-station/session-moves/{move_id}").problem == "not-found"
    assert NURSE.get("/v1/units/station/session-moves/none").problem == "not-found"
    assert NURSE.call("POST", f"{told[1]}/moves", MOVED).problem == "version-required"
