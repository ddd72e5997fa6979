"""Installations of the app: registered, told first, and the SMS that follows where nobody read or nothing is left."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from moto.backends import get_backend

from handbook.config import config
from handbook.gateways import secrets
from handbook.gateways.vault import Vault
from tests.integration.api import Caller
from tests.integration.conftest import PROVIDERS
from tests.integration.mornings import NOTHING_FAILED, follow, run, task
from tests.integration.wire import TIMEOUT, failing
from tests.integration.world import MOTHER, MOTHERS_PHONE, NURSE, OTHER_MOTHER, Clock, Inbox, items, open_handbook

pytestmark = pytest.mark.usefixtures("world")
PATH = "/v1/me/devices"
TOKEN, OTHER_TOKEN = "a" * 64, "b" * 64


@pytest.fixture(autouse=True)
def platforms(cloud: None) -> Iterator[None]:
    """Make the platform application that an operator makes, and name it in the providers' secret."""
    sns = boto3.client("sns", "ap-southeast-1")
    arn = sns.create_platform_application(Name="app", Platform="GCM", Attributes={})["PlatformApplicationArn"]
    app = {"name": "app", "kind": "sns", "channel": "app", "per_second": 1e6, "platforms": {"fcm": arn}}
    _write({"providers": [*json.loads(PROVIDERS)["providers"], app]})
    yield
    backend = get_backend("sns")["123456789012"]["ap-southeast-1"]
    backend.platform_endpoints.clear()
    _write(json.loads(PROVIDERS))


def _write(providers: dict[str, Any]) -> None:
    client = boto3.client("secretsmanager", "ap-southeast-1")
    client.put_secret_value(SecretId=config().provider_secret, SecretString=json.dumps(providers))
    secrets._read_at.clear()


def endpoints() -> dict[str, Any]:
    found: dict[str, Any] = get_backend("sns")["123456789012"]["ap-southeast-1"].platform_endpoints
    return found


def register(caller: Caller = MOTHER, token: str = TOKEN) -> dict[str, Any]:
    answer = caller.call("POST", PATH, {"platform": "fcm", "token": token})
    assert answer.status == 200, answer.body
    body: dict[str, Any] = answer.body
    return body


@pytest.fixture
def due(clock: Clock) -> str:
    handbook_id: str = open_handbook()["handbook_id"]
    clock.at = datetime(2026, 7, 5, 1, 0, tzinfo=UTC)
    follow(handbook_id)
    return handbook_id


def pushed() -> list[str]:
    """The references that were pushed."""
    texts = [text for endpoint in endpoints().values() for text in endpoint.messages.values()]
    return [json.loads(json.loads(text)["GCM"])["data"]["reference"] for text in texts]


def test_an_installation_that_comes_forward_again_is_the_same_one(clock: Clock) -> None:
    first = register()
    clock.move(days=1)
    again = register()

    assert again == {**first, "seen_at": "2026-06-16T03:00:00Z"}
    assert first["registered_at"] == first["seen_at"] == "2026-06-15T03:00:00Z"
    assert MOTHER.get(PATH).body == {"items": [again], "next": None}
    assert len(endpoints()) == 1


def test_a_token_belongs_to_who_came_with_it_last() -> None:
    one = register()
    assert register(OTHER_MOTHER)["device_id"] == one["device_id"]

    assert MOTHER.get(PATH).body["items"] == []
    assert MOTHER.call("DELETE", f"{PATH}/{one['device_id']}").problem == "not-found"
    assert len(OTHER_MOTHER.get(PATH).body["items"]) == 1
    assert len(endpoints()) == 1


def test_an_installation_is_taken_away_here_and_at_the_platform() -> None:
    one = register()
    assert MOTHER.call("DELETE", f"{PATH}/{one['device_id']}").status == 204
    assert MOTHER.call("DELETE", f"{PATH}/{one['device_id']}").problem == "not-found"
    assert MOTHER.get(PATH).body["items"] == []
    assert endpoints() == {}
    owners = [item for item in items("RemindersTable") if item["pk"]["S"].startswith("TOKEN#")]
    assert [sorted(item) for item in owners] == [["pk", "sk"]]
    assert register()["device_id"] == one["device_id"]


def test_of_eleven_installations_the_one_seen_longest_ago_goes(clock: Clock) -> None:
    for number in range(11):
        clock.move(minutes=1)
        register(token=f"{number:064d}")
    kept = MOTHER.get(PATH).body["items"]
    assert [one["seen_at"] for one in kept] == [f"2026-06-15T03:{minute:02d}:00Z" for minute in range(11, 1, -1)]
    assert len(endpoints()) == 10


def test_a_token_stands_nowhere_in_the_open() -> None:
    one = register()
    assert TOKEN not in json.dumps(items("RemindersTable"))
    (item,) = [item for item in items("RemindersTable") if item["sk"]["S"] == "DEVICES"]
    (kept,) = json.loads(item["devices"]["S"])
    place = f"{item['pk']['S']}#{one['device_id']}"
    assert Vault(config().phone_secret, "push-token").unseal(kept["token"], place) == TOKEN
    assert TOKEN not in json.dumps(one)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("platform", {"platform": "apns", "token": TOKEN}),  # no application on this stage
        ("platform", {"platform": "pigeon", "token": TOKEN}),
        ("token", {"platform": "fcm", "token": "a" * 31}),
        ("token", {"platform": "fcm", "token": "a" * 2049}),
        ("token", {"platform": "fcm", "token": " " * 64}),
    ],
)
def test_what_cannot_be_registered_is_refused_by_name(field: str, wrong: dict[str, str]) -> None:
    refused = MOTHER.call("POST", PATH, wrong)
    assert (refused.status, refused.body["errors"][0]["field"]) == (422, field)
    assert MOTHER.get(PATH).body["items"] == []


def test_the_shortest_token_is_taken() -> None:
    assert register(token="a" * 32)["platform"] == "fcm"


def test_staff_bring_no_app() -> None:
    calls = [("POST", PATH, {"platform": "fcm", "token": TOKEN}), ("GET", PATH, None)]
    calls += [("DELETE", f"{PATH}/one", None), ("POST", "/v1/me/messages/one/read", None)]
    assert {NURSE.call(method, path, body).problem for method, path, body in calls} == {"forbidden"}


def test_the_app_is_told_first_and_what_was_read_there_is_not_said_by_sms(due: str, inbox: Inbox, clock: Clock) -> None:
    register()
    assert run(task(due)) == NOTHING_FAILED
    (reference,) = pushed()
    assert inbox.messages == []

    path = f"/v1/me/messages/{reference}/read"
    assert OTHER_MOTHER.call("POST", path).problem == "not-found"
    assert [MOTHER.call("POST", path).status for _ in range(2)] == [204, 204]
    clock.move(days=1)
    run(task(due))

    assert inbox.messages == []
    (told,) = MOTHER.get(f"/v1/handbooks/{due}/reminders").body["items"]
    assert (told["state"], told["channel"]) == ("read", "app")


def test_what_nobody_read_for_a_day_goes_out_as_one_sms(due: str, inbox: Inbox, clock: Clock) -> None:
    register()
    run(task(due))
    clock.move(hours=23, minutes=59)
    run(task(due))
    assert inbox.messages == []
    clock.move(minutes=1)
    run(task(due))
    run(task(due))

    assert [phone for phone, _ in inbox.messages] == [MOTHERS_PHONE]
    assert len(pushed()) == 1


def test_an_app_that_is_gone_is_forgotten_and_the_sms_goes_out_at_once(due: str, inbox: Inbox) -> None:
    register()
    (endpoint,) = endpoints().values()
    endpoint.attributes["Enabled"] = "false"

    assert run(task(due)) == NOTHING_FAILED

    assert [phone for phone, _ in inbox.messages] == [MOTHERS_PHONE]
    assert MOTHER.get(PATH).body["items"] == []
    (told,) = MOTHER.get(f"/v1/handbooks/{due}/reminders").body["items"]
    assert (told["state"], told["channel"]) == ("sent", "sms")


def test_an_app_that_was_gone_and_comes_forward_again_is_told_again(due: str, inbox: Inbox) -> None:
    register()
    (endpoint,) = endpoints().values()
    endpoint.attributes["Enabled"] = "false"
    register()
    run(task(due))
    assert (len(pushed()), inbox.messages) == (1, [])


def test_a_message_that_went_by_sms_is_not_read_in_the_app(due: str, inbox: Inbox) -> None:
    run(task(due))
    (text,) = [item["pk"]["S"] for item in items("RemindersTable") if item["sk"]["S"] == "TEXT"]
    path = f"/v1/me/messages/{text.removeprefix('TEXT#')}/read"
    assert MOTHER.call("POST", path).problem == "not-found"
    assert len(inbox.messages) == 1


def test_a_failing_platform_registers_nothing() -> None:
    with failing("sns", "CreatePlatformEndpoint", TIMEOUT):
        assert MOTHER.call("POST", PATH, {"platform": "fcm", "token": TOKEN}).problem == "unavailable"
    assert MOTHER.get(PATH).body["items"] == []
