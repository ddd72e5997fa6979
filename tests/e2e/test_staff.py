"""A manager invites a nurse, who signs in for the first time, forgets the password, and leaves: over HTTP."""

import json
import re
import time
import uuid
from collections.abc import Mapping
from typing import Any

import pytest

from tests.e2e.client import Answer, Client, new_phone, staff
from tools.stack.lifecycle import Stack
from tools.stack.loopback import open_local
from tools.totp import totp

INBOX = "/_ministack/ses/messages"
FIRST, SECOND = "Mat-khau-dau-tien-1", "Mat-khau-thu-hai-2"


@pytest.fixture(scope="module")
def unit_manager(stack: Stack, accounts: list[Mapping[str, Any]]) -> Client:
    """Sign the manager of a station in."""
    return staff(stack, next(one for one in accounts if one["role"] == "unit_manager"))


def letter_to(stack: Stack, address: str) -> str:
    """Read the last letter to an address, as one text."""
    with open_local(stack.endpoint + INBOX, timeout=10) as answer:
        accounts = json.load(answer)["messages"].values()
    letters = [json.dumps(one, ensure_ascii=False) for letters in accounts for one in letters]
    return [letter for letter in letters if address in letter][-1]


def first_password_of(stack: Stack, address: str) -> str:
    """Read the first password from the invitation."""
    letter = letter_to(stack, address)
    assert "tài khoản cán bộ" in letter
    found = re.search(r"Mật khẩu tạm thời: (.*?)<br>", letter)
    assert found
    return str(json.loads(f'"{found.group(1)}"'))


def step(client: Client, username: str, asked: Mapping[str, Any], **said: str) -> Mapping[str, Any]:
    body = {"username": username, "challenge": asked["challenge"], "session": asked["session"], **said}
    answer = client.call("POST", "/auth/staff/sign-in/answer", body)
    assert answer.status == 200, answer.body
    given: Mapping[str, Any] = answer.body
    return given


def begin(client: Client, username: str, password: str) -> Answer:
    return client.call("POST", "/auth/staff/sign-in", {"username": username, "password": password})


def signed_in(client: Client, username: str, password: str, secret: str) -> Client:
    asked = begin(client, username, password).body
    assert asked["challenge"] == "authenticator_code", asked
    return client.signed_in(step(client, username, asked, code=totp(secret, time.time()))["tokens"])


def test_a_nurse_from_the_invitation_to_the_last_day(stack: Stack, unit_manager: Client) -> None:
    nobody, username = Client(stack), f"lan.{uuid.uuid4().hex[:8]}"
    address = f"{username}@example.vn"
    unit_id = unit_manager.get("/me").body["unit_id"]
    people = f"/units/{unit_id}/staff"
    person = {"username": username, "full_name": "Nguyễn Thị Lan", "email": address, "role": "health_worker"}
    made = unit_manager.post(people, person)
    assert made.status == 201, made.body

    first_password = first_password_of(stack, address)
    asked = begin(nobody, username, first_password).body
    assert asked["challenge"] == "new_password"
    asked = step(nobody, username, asked, new_password=FIRST)
    assert asked["challenge"] == "authenticator_setup"
    secret = asked["authenticator_secret"]
    done = step(nobody, username, asked, code=totp(secret, time.time()))
    assert done["tokens"] or done["challenge"] == "sign_in_again"
    lan = signed_in(nobody, username, FIRST, secret)
    assert lan.get("/me").body["unit_id"] == unit_id
    assert begin(nobody, username, first_password).problem == "wrong-credentials"

    assert nobody.call("POST", "/auth/staff/password", {"username": username}).status == 202
    code = re.search(r"Mã đặt lại mật khẩu: (\d+)", letter_to(stack, address))
    assert code
    new = {"username": username, "code": code.group(1), "new_password": SECOND}
    assert nobody.call("POST", "/auth/staff/password/new", new).status == 204
    lan = signed_in(nobody, username, SECOND, secret)

    ended = {"role": "health_worker", "until": "2026-01-01"}
    changed = unit_manager.call("PUT", f"{people}/{username}", ended, {"If-Match": made.headers["Etag"]})
    assert changed.status == 200, changed.body
    assert lan.get("/me").problem == "unauthenticated"
    assert begin(nobody, username, SECOND).problem == "wrong-credentials"


def factor_of(stack: Stack, username: str) -> tuple[str, str]:
    """Read at Cognito to which number somebody's codes go, and which factor is asked for."""
    user = stack.client("cognito-idp").admin_get_user(UserPoolId=stack.outputs["StaffPoolId"], Username=username)
    attributes = {one["Name"]: one["Value"] for one in user["UserAttributes"]}
    return attributes.get("phone_number", ""), user.get("PreferredMfaSetting", "")


def test_new_access_brings_a_number_and_takes_it_away(stack: Stack, unit_manager: Client) -> None:
    username, phone = f"hoa.{uuid.uuid4().hex[:8]}", new_phone()
    people = f"/units/{unit_manager.get('/me').body['unit_id']}/staff"
    person = {"username": username, "full_name": "Lê Thị Hoa", "email": f"{username}@example.vn"}
    assert unit_manager.post(people, {**person, "role": "health_worker"}).status == 201

    given = unit_manager.call("PUT", f"{people}/{username}/new-access", {"phone": phone})
    assert (given.status, factor_of(stack, username)) == (204, ("+84" + phone[1:], "SMS_MFA"))
    taken = unit_manager.call("PUT", f"{people}/{username}/new-access")
    assert (taken.status, factor_of(stack, username)) == (204, ("", ""))


def test_who_has_no_smartphone_is_asked_for_a_code_by_sms_from_the_first_sign_in_on(
    stack: Stack, unit_manager: Client
) -> None:
    nobody, username, phone = Client(stack), f"mai.{uuid.uuid4().hex[:8]}", new_phone()
    people, address = f"/units/{unit_manager.get('/me').body['unit_id']}/staff", f"{username}@example.vn"
    person = {"username": username, "full_name": "Phạm Thị Mai", "email": address, "role": "health_worker"}
    assert unit_manager.post(people, {**person, "phone": phone}).status == 201
    assert factor_of(stack, username) == ("+84" + phone[1:], "SMS_MFA")

    asked = begin(nobody, username, first_password_of(stack, address)).body
    assert asked["challenge"] == "new_password"
    done = step(nobody, username, asked, new_password=FIRST)
    # The emulated Cognito gives tokens here and sends no code: what the first password opens is nothing all the same.
    assert (done["challenge"], done["authenticator_secret"], done["tokens"]) == ("sign_in_again", None, None)
    assert begin(nobody, username, FIRST).status == 200, "at once: no code went out, and none is counted"
    assert factor_of(stack, username) == ("+84" + phone[1:], "SMS_MFA")


def test_a_manager_has_no_say_elsewhere_and_a_nurse_none_at_all(unit_manager: Client, nurses: list[Client]) -> None:
    elsewhere = nurses[-1].get("/me").body["unit_id"]
    assert unit_manager.get(f"/units/{elsewhere}/staff").problem == "forbidden"
    assert nurses[0].get(f"/units/{elsewhere}/staff").problem == "forbidden"
