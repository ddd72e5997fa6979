"""Delivery receipts: authentic, late, early, twice, forged, of nobody, and garbage; each has an outcome."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import boto3
import pytest

from handbook import bootstrap
from handbook.bootstrap import messaging
from handbook.domain.ids import AccountId, HandbookId
from handbook.domain.reminders.kinds import Kind
from handbook.domain.reminders.messages import Message, State, Text
from handbook.gateways import secrets
from tests.integration.api import Answer, Caller
from tests.integration.conftest import PROVIDERS
from tests.integration.world import everything, items, open_handbook

pytestmark = pytest.mark.usefixtures("world", "receiving")
SECRET = "a-secret-of-the-provider"
NOW = datetime(2026, 6, 15, 3, 0, tzinfo=UTC)
CODES = {"DELIVRD": "delivered", "UNDELIV": "rejected", "NOSUBSCRIBER": "dead", "ACCEPTD": "taken"}
FIELDS = {"reference_path": "ref", "id_path": "data.msgid", "code_path": "status", "codes": CODES}
BRAND = {
    "name": "brand",
    "kind": "http",
    "per_second": 10,
    "secret": SECRET,
    "send": {"url": "https://brand.example/send"},
    "receipts": {"header": "X-Signature", **FIELDS},
}
TOKEN = {**BRAND, "name": "token", "receipts": {"kind": "token", "header": "X-Token", **FIELDS}}


@pytest.fixture
def receiving(world: None) -> Iterator[None]:
    client = boto3.client("secretsmanager")
    client.put_secret_value(SecretId="providers", SecretString=json.dumps({"providers": [BRAND, TOKEN]}))
    secrets.forget()
    yield
    client.put_secret_value(SecretId="providers", SecretString=PROVIDERS)
    secrets.forget()


def signed(body: bytes, key: str = SECRET) -> dict[str, str]:
    return {"X-Signature": hmac.new(key.encode(), body, hashlib.sha256).hexdigest()}


def receipt(body: Any, headers: dict[str, str] | None = None, provider: str = "brand") -> Answer:
    raw = body if isinstance(body, str) else json.dumps(body)
    found = signed(raw.encode()) if headers is None else headers
    return Caller().call("POST", f"/v1/reminders/receipts/{provider}", raw=raw, headers=found)


@pytest.fixture
def text(receiving: None) -> Text:
    """A text that was claimed for the provider, about a handbook of the mother."""
    book = HandbookId(open_handbook()["handbook_id"])
    account = AccountId(next(iter(bootstrap.records().get_many([book])[0].guardians)))
    message = Message(
        book, account, "2026-06-05#overdue", Kind.OVERDUE, date(2026, 6, 5), NOW, State.CLAIMED, reference="our-ref"
    )
    made = Text("our-ref", account, (message,), NOW, "sms", provider="brand")
    assert messaging.texts().claim(made)
    return made


def state() -> State:
    found = messaging.texts().get("our-ref")
    assert found is not None
    assert {one.state for one in found.messages} == {found.state}
    return found.state


def test_a_receipt_moves_the_message_to_delivered(text: Text) -> None:
    messaging.texts().settle(text, State.SENT)
    assert receipt({"ref": "our-ref", "status": "DELIVRD"}).status == 204
    assert state() is State.DELIVERED


def test_a_receipt_that_comes_before_the_answer_is_not_taken_back_by_it(text: Text) -> None:
    assert receipt({"ref": "our-ref", "status": "DELIVRD"}).status == 204
    assert not messaging.texts().settle(text, State.SENT)
    assert state() is State.DELIVERED


def test_a_receipt_by_the_providers_id_waits_until_it_is_known_whose_it_is(text: Text) -> None:
    assert receipt({"data": {"msgid": "id-9"}, "status": "DELIVRD"}).status == 204
    assert state() is State.CLAIMED
    assert messaging.texts().link("brand", "id-9", "our-ref") == {"verdict": "delivered", "cause": ""}
    assert receipt({"data": {"msgid": "id-9"}, "status": "DELIVRD"}).status == 204
    assert state() is State.DELIVERED


def test_the_same_receipt_again_changes_nothing(text: Text) -> None:
    body = {"ref": "our-ref", "status": "UNDELIV"}
    assert receipt(body).status == 204
    assert state() is State.FAILED
    before = everything()
    assert receipt(body).status == 204
    assert receipt({"ref": "our-ref", "status": "ACCEPTD"}).status == 204
    assert everything() == before


def test_a_receipt_of_a_number_that_is_dead_marks_it_and_tells_the_unit(text: Text) -> None:
    messaging.texts().settle(text, State.SENT)
    assert receipt({"ref": "our-ref", "status": "NOSUBSCRIBER"}).status == 204
    assert state() is State.FAILED
    recipient = messaging.recipients().get(text.account_id, date(2026, 6, 16))
    account = bootstrap.directory().account(text.account_id)
    assert account is not None
    assert recipient.dead_number == bootstrap.phone_vault().index(account.phone)
    assert [item["kind"]["S"] for item in items("RemindersTable") if item["sk"]["S"].startswith("WORK#")] == [
        "dead_number"
    ]


@pytest.mark.usefixtures("text")
@pytest.mark.parametrize(
    "headers",
    [{}, {"X-Signature": ""}, {"X-Signature": "0" * 64}, {"X-Signature": "khóa"}, signed(b"another body")],
    ids=["none", "empty", "zeros", "no hex", "of another body"],
)
def test_a_forged_receipt_is_refused_and_changes_nothing(headers: dict[str, str]) -> None:
    before = everything()
    refused = receipt({"ref": "our-ref", "status": "DELIVRD"}, headers)
    assert (refused.status, refused.problem) == (401, "unauthenticated")
    assert everything() == before


@pytest.mark.usefixtures("text")
def test_a_receipt_signed_with_another_key_is_refused() -> None:
    body = json.dumps({"ref": "our-ref", "status": "DELIVRD"})
    assert receipt(body, signed(body.encode(), "a-secret-of-somebody-else")).status == 401
    assert state() is State.CLAIMED


def test_a_receipt_of_a_text_that_another_provider_got_is_not_believed(text: Text) -> None:
    assert text.provider == "brand"
    assert receipt({"ref": "our-ref", "status": "DELIVRD"}, {"X-Token": SECRET}, "token").status == 204
    assert state() is State.CLAIMED


def test_a_token_serves_where_a_provider_cannot_sign() -> None:
    body = {"ref": "nobody's", "status": "DELIVRD"}
    assert receipt(body, {"X-Token": SECRET}, "token").status == 204
    assert receipt(body, {"x-token": f"Bearer {SECRET}"}, "token").status == 204
    assert receipt(body, {"X-Token": SECRET[:-1]}, "token").status == 401


def test_a_receipt_for_an_unknown_reference_is_answered_alike_and_writes_nothing() -> None:
    before = everything()
    assert receipt({"ref": "nobody's", "status": "DELIVRD"}).status == 204
    assert everything() == before


@pytest.mark.usefixtures("text")
@pytest.mark.parametrize(
    "body",
    ["", "{", "[]", "null", '"DELIVRD"', "\x00", "{}", '{"status": "DELIVRD"}', '{"ref": {"a": 1}}', "[" * 9000,
     '{"ref": "our-ref", "x": "' + "y" * 20_000 + '"}'],
)  # fmt: skip
def test_garbage_that_is_signed_is_refused_and_changes_nothing(body: str) -> None:
    before = everything()
    refused = receipt(body)
    assert (refused.status // 100, refused.status) in {(4, 400), (4, 422)}
    assert everything() == before


@pytest.mark.usefixtures("text")
def test_a_code_that_nobody_foresaw_changes_nothing() -> None:
    assert receipt({"ref": "our-ref", "status": "WHATEVER"}).status == 204
    assert state() is State.CLAIMED


@pytest.mark.usefixtures("text")
def test_a_receipt_may_be_a_form() -> None:
    body = "ref=our-ref&status=DELIVRD"
    headers = {**signed(body.encode()), "Content-Type": "application/x-www-form-urlencoded"}
    assert receipt(body, headers).status == 204
    assert state() is State.DELIVERED


@pytest.mark.parametrize("provider", ["nobody", "sns", "brand%2F"])
def test_who_is_no_provider_of_ours_gets_nothing(provider: str) -> None:
    assert receipt({"ref": "our-ref"}, {}, provider).status == 404
