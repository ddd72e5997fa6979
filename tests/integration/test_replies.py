"""Answers to messages, where a provider passes them on: stop, go on, and everything else."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from handbook.gateways import secrets
from tests.integration.api import Answer, Caller
from tests.integration.conftest import PROVIDERS
from tests.integration.mornings import DAY, NOTHING_FAILED, follow, run, task
from tests.integration.world import MOTHER, MOTHERS_PHONE, Clock, Inbox, everything, open_handbook

SECRET = "a-secret-of-the-provider"
REPLIES = {"header": "X-Signature", "from_path": "msisdn", "text_path": "message.text"}
TWO_WAYS = {
    "name": "twoways",
    "kind": "http",
    "per_second": 10,
    "secret": SECRET,
    "send": {"url": "https://brand.example/send"},
    "replies": REPLIES,
}
PREFERENCES = "/v1/me/reminder-preferences"


@pytest.fixture(autouse=True)
def two_ways(world: None) -> Iterator[None]:
    client = boto3.client("secretsmanager")
    providers = [*json.loads(PROVIDERS)["providers"], TWO_WAYS, {**TWO_WAYS, "name": "oneway", "replies": None}]
    client.put_secret_value(SecretId="providers", SecretString=json.dumps({"providers": providers}))
    secrets.forget()
    yield
    client.put_secret_value(SecretId="providers", SecretString=PROVIDERS)
    secrets.forget()


def reply(words: Any, number: Any = MOTHERS_PHONE, key: str = SECRET, provider: str = "twoways") -> Answer:
    raw = json.dumps({"msisdn": number, "message": {"text": words}})
    signature = hmac.new(key.encode(), raw.encode(), hashlib.sha256).hexdigest()
    return Caller().call("POST", f"/v1/reminders/replies/{provider}", raw=raw, headers={"X-Signature": signature})


def stopped() -> tuple[bool, str | None]:
    body = MOTHER.get(PREFERENCES).body
    return not body["enabled"], body["stopped_through"]


@pytest.mark.parametrize("words", ["DUNG", "Dừng", "stop", "HUY", "hủy ", "đừng gửi nữa"])
@pytest.mark.parametrize("number", [MOTHERS_PHONE, "0912345678", "84912345678"])
def test_who_answers_stop_has_stopped_however_it_is_written(words: str, number: str) -> None:
    assert reply(words, number).status == 204
    assert stopped() == (True, "sms")


def test_who_stopped_by_an_answer_gets_nothing_from_the_next_run_on(inbox: Inbox, clock: Clock) -> None:
    handbook_id = open_handbook()["handbook_id"]
    follow(handbook_id)
    clock.at = clock.at.replace(month=DAY.month, day=DAY.day, hour=1)
    reply("DUNG")

    assert run(task(handbook_id)) == NOTHING_FAILED

    assert inbox.messages == []
    hindrances = MOTHER.get(f"/v1/handbooks/{handbook_id}/reminders").body["hindrances"]
    assert [one["reason"] for one in hindrances] == ["stopped_by_reply"]


def test_the_same_answer_twice_is_as_once_and_start_goes_on() -> None:
    reply("STOP")
    before = MOTHER.get(PREFERENCES)
    reply("STOP")
    assert (MOTHER.get(PREFERENCES).body, MOTHER.get(PREFERENCES).headers["ETag"]) == (
        before.body,
        before.headers["ETag"],
    )
    reply("START")
    assert stopped() == (False, None)


@pytest.mark.parametrize("words", ["Đúng rồi, cảm ơn", "", 7, "?", None])
def test_an_answer_that_is_no_wish_changes_nothing(words: Any) -> None:
    before = everything()
    assert reply(words).status == 204
    assert everything() == before


@pytest.mark.parametrize("number", ["+84900000000", "+15551234567", "BRAND"])
def test_a_number_of_nobody_is_answered_alike_and_changes_nothing(number: str) -> None:
    before = everything()
    assert reply("STOP", number).status == 204
    assert everything() == before


def test_a_forged_answer_stops_nobody() -> None:
    assert reply("STOP", key="another-secret-of-somebody").problem == "unauthenticated"
    assert stopped() == (False, None)


def test_what_cannot_be_read_is_refused_without_a_word_of_it() -> None:
    assert reply("STOP", number=None).status == 422
    assert reply("STOP", provider="oneway").problem == reply("STOP", provider="nobody").problem == "not-found"
