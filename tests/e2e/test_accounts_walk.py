"""A family's account over HTTP: another number, a number that is doubtful after half a year, and the account's end."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.e2e.client import Answer, Client, family, new_phone, read_code
from tests.e2e.closing_probes import let_be_due
from tools.close_accounts.__main__ import ask, sentence
from tools.stack.lifecycle import Stack


def forget_codes(stack: Stack) -> None:
    """Let the minute be over that a number waits for its next code."""
    table, client = stack.outputs["TransientTable"], stack.client("dynamodb")
    for item in client.scan(TableName=table)["Items"]:
        if item["pk"]["S"].startswith("OTP#"):
            client.delete_item(TableName=table, Key={"pk": item["pk"], "sk": item["sk"]})


def let_a_minute_be_over(stack: Stack) -> None:
    """Let codes be two minutes older than they are."""
    table, client = stack.outputs["TransientTable"], stack.client("dynamodb")
    for item in client.scan(TableName=table)["Items"]:
        if item["pk"]["S"].startswith("OTP#"):
            for name in ("sent", "known"):
                moved = [_earlier(one) for one in json.loads(item[name]["S"])]
                item[name] = {"S": json.dumps(moved)}
            client.put_item(TableName=table, Item=item)


def _earlier(instant: str) -> str:
    at = datetime.fromisoformat(instant) - timedelta(minutes=2)
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def code_for(stack: Stack, phone: str, purpose: str) -> dict[str, str]:
    forget_codes(stack)
    return first_code_for(stack, phone, purpose)


def first_code_for(stack: Stack, phone: str, purpose: str) -> dict[str, str]:
    """Ask for a code of a number that got none in this minute; those of other numbers live on."""
    sent = Client(stack).call("POST", "/auth/otp", {"phone": phone, "purpose": purpose})
    assert sent.status == 202, sent.body
    return {"challenge_id": sent.body["challenge_id"], "code": read_code(stack, phone)}


def sign_in(stack: Stack, phone: str) -> Answer:
    return Client(stack).call("POST", "/auth/token", {"phone": phone, **code_for(stack, phone, "sign_in")})


def own_tag(client: Client) -> dict[str, str]:
    return {"If-Match": client.get("/me").body["etag"]}


def last_text(stack: Stack, phone: str) -> str:
    return str(stack.sms("+84" + phone[1:])[-1].text)


def unseen_for(stack: Stack, account_id: str, days: int) -> None:
    """Let an account and its number be seen so many days ago."""
    at = (datetime.now(UTC) - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    stack.client("dynamodb").update_item(
        TableName=stack.outputs["DirectoryTable"],
        Key={"pk": {"S": f"ACCOUNT#{account_id}"}, "sk": {"S": "STANDING"}},
        UpdateExpression="SET last_seen = :at, number_seen = :at",
        ExpressionAttributeValues={":at": {"S": at}},
    )


@pytest.fixture
def phone() -> str:
    return new_phone()


@pytest.fixture
def parent(stack: Stack, phone: str) -> Client:
    """Somebody with an account of this test alone."""
    return family(stack, phone)


@pytest.fixture
def book(parent: Client, child: dict[str, Any]) -> dict[str, Any]:
    """A handbook of theirs."""
    opened = parent.post("/handbooks", {**child, "full_name": "Tạ Minh Nhật"})
    assert opened.status == 201, opened.body
    return dict(opened.body)


def test_another_number_opens_the_same_account_and_the_old_one_opens_it_no_more(
    stack: Stack, parent: Client, phone: str, book: dict[str, Any]
) -> None:
    new = new_phone()
    old, taken = code_for(stack, phone, "old_number"), first_code_for(stack, new, "new_number")
    body = {"phone": new, "old": old, "new": taken}

    changed = parent.call("PUT", "/me/number", body, own_tag(parent))

    assert changed.status == 204, changed.body
    for number in (phone, new):
        assert last_text(stack, number).startswith("So Me va Be: so dien thoai dang nhap cua ban vua duoc doi.")
    again = parent.signed_in(sign_in(stack, new).body)
    assert again.get(f"/handbooks/{book['handbook_id']}").status == 200
    somebody = parent.signed_in(sign_in(stack, phone).body)
    assert somebody.get("/me").body["id"] != again.get("/me").body["id"]
    assert somebody.get(f"/handbooks/{book['handbook_id']}").status == 404


def test_a_code_that_is_read_out_at_a_counter_signs_nobody_in(stack: Stack, parent: Client, phone: str) -> None:
    code = code_for(stack, phone, "number_at_unit")

    refused = Client(stack).call("POST", "/auth/token", {"phone": phone, **code})

    assert "Chi doc cho can bo y te truoc mat ban." in last_text(stack, phone)
    assert (refused.status, refused.problem) == (401, "wrong-code")
    assert parent.get("/me").status == 200


def test_a_device_that_signed_in_before_gets_a_code_when_strangers_used_up_theirs(stack: Stack, phone: str) -> None:
    shown = sign_in(stack, phone).body["known_device"]
    asked = []
    for _ in range(5):
        let_a_minute_be_over(stack)
        asked.append(Client(stack).call("POST", "/auth/otp", {"phone": phone}).status)
    let_a_minute_be_over(stack)

    known = Client(stack).call("POST", "/auth/otp", {"phone": phone, "known_device": shown})

    assert asked[-1] == 429
    assert known.status == 202


def test_a_user_whose_making_broke_off_is_finished_by_the_next_sign_in(
    stack: Stack, parent: Client, phone: str
) -> None:
    account_id, cognito = parent.get("/me").body["id"], stack.client("cognito-idp")
    pool = {"UserPoolId": stack.outputs["FamilyPoolId"], "Username": account_id}
    cognito.admin_delete_user(**pool)
    cognito.admin_create_user(**pool, MessageAction="SUPPRESS")

    again = parent.signed_in(sign_in(stack, phone).body)

    assert again.get("/me").body["id"] == account_id


def test_a_number_that_was_not_seen_for_half_a_year_needs_the_book_in_hand(
    stack: Stack, parent: Client, phone: str, book: dict[str, Any]
) -> None:
    unseen_for(stack, parent.get("/me").body["id"], 181)
    path = f"/handbooks/{book['handbook_id']}"

    given = sign_in(stack, phone)
    unproved = parent.signed_in(given.body)

    assert (given.status, given.body["proof_needed"]) == (200, True)
    assert unproved.get(path).status == 404
    assert unproved.call("PUT", "/me/proof", {"handbook_code": "nonsense"}).problem == "wrong-credentials"
    proved = unproved.call("PUT", "/me/proof", {"handbook_code": book["code"]})
    assert (proved.status, proved.body["proof_needed"]) == (200, False)
    assert parent.signed_in(proved.body).get(path).status == 200
    assert sign_in(stack, phone).body["proof_needed"] is False


def test_an_account_is_closed_by_what_the_schedule_starts_and_the_station_keeps_the_handbook(
    stack: Stack, parent: Client, phone: str, book: dict[str, Any], nurse: Client
) -> None:
    path, account_id = f"/handbooks/{book['handbook_id']}", parent.get("/me").body["id"]
    assert parent.get("/me/closing").body["is_last_guardian"] is True
    asked = parent.call("POST", "/me/closing", code_for(stack, phone, "closing"), own_tag(parent))
    assert asked.status == 200, asked.body
    let_be_due(stack, account_id)
    target = stack.client("scheduler").get_schedule(Name=stack.outputs["ClosingSchedule"])["Target"]["Arn"]

    assert sentence(ask(stack.client("lambda"), target, applies=False)) == (
        "1 accounts are to be closed; APPLY=1 closes them"
    )
    assert sentence(ask(stack.client("lambda"), target, applies=True)) == "1 accounts closed"

    assert last_text(stack, phone).startswith("So Me va Be: tai khoan cua ban da dong.")
    assert parent.get(path).status == 404
    assert nurse.get(path).status == 200
    fresh = parent.signed_in(sign_in(stack, phone).body)
    assert fresh.get("/me").body["id"] != account_id
    assert fresh.get("/handbooks").body["items"] == []
