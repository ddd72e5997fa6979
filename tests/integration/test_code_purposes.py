"""A code by SMS is good for what it was asked for; whoever signed in before is not locked out by others' asking."""

from typing import Any

import pytest

from tests.integration.api import Answer
from tests.integration.cognito import FamilyPoolWithTriggers
from tests.integration.test_factor_changes import FACTOR, asked, proving
from tests.integration.test_numbers import NEW_PHONE
from tests.integration.test_own_account import EMAIL, PASSWORD, fresh, tag
from tests.integration.test_second_factor import PHONE, SMS, begin, invited
from tests.integration.wire import answering
from tests.integration.world import (
    MOTHER,
    MOTHERS_PHONE,
    NOBODY,
    NURSE,
    Clock,
    Inbox,
    items,
    open_handbook,
)

pytestmark = pytest.mark.usefixtures("world", "pool")
USES = ("sign_in", "password", "email", "closing", "old_number", "new_number", "number_at_unit")
"""What anybody may ask a code for."""


def use(purpose: str, code: dict[str, str]) -> Answer:
    """Give a code of the mother's number to the route that takes those of a purpose."""
    if purpose == "sign_in":
        return NOBODY.call("POST", "/v1/auth/token", {"phone": MOTHERS_PHONE, **code})
    if purpose == "number_at_unit":
        path = f"/v1/handbooks/{open_handbook()['handbook_id']}/number-changes"
        return NURSE.post(path, {"old_phone": MOTHERS_PHONE, "phone": MOTHERS_PHONE, "proof_kind": "id_card", **code})
    if purpose == "second_factor":
        return NURSE.call("PUT", f"{FACTOR}/sms", {"phone": MOTHERS_PHONE, **code})
    method, path, more = {
        "password": ("PUT", "password", {"new_password": PASSWORD}),
        "email": ("POST", "email", {"email": EMAIL}),
        "closing": ("POST", "closing", {}),
    }[purpose]
    return MOTHER.call(method, f"/v1/me/{path}", {**more, **code}, headers=tag())


def change(old: dict[str, str], new: dict[str, str]) -> Answer:
    return MOTHER.call("PUT", "/v1/me/number", {"phone": NEW_PHONE, "old": old, "new": new}, headers=tag())


def tries_left() -> int:
    (living,) = (one for one in items("TransientTable") if one["pk"]["S"].startswith("OTP#") and "challenge_id" in one)
    return int(living["tries_left"]["N"])


@pytest.mark.parametrize("asked", USES)
@pytest.mark.parametrize("used", ["sign_in", "password", "email", "closing", "number_at_unit", "second_factor"])
def test_a_code_opens_what_it_was_asked_for_and_nothing_else(
    asked: str, used: str, inbox: Inbox, clock: Clock, pool: FamilyPoolWithTriggers
) -> None:
    code = fresh(inbox, clock, purpose=asked)

    answer = use(used, code)

    if asked == used:
        assert answer.status in {200, 201, 202, 204}, answer.body
        return
    assert (answer.status, answer.problem) == (401, "wrong-code")
    assert tries_left() == 4
    assert pool.tickets == []
    assert MOTHER.get("/v1/me").body["closing_on"] is None


@pytest.mark.parametrize("asked", [one for one in USES if one != "old_number"])
def test_the_old_number_is_left_by_its_own_code_only(asked: str, inbox: Inbox, clock: Clock) -> None:
    old, new = fresh(inbox, clock, purpose=asked), fresh(inbox, clock, NEW_PHONE, "new_number")
    refused = change(old, new)
    assert (refused.problem, refused.body["errors"][0]["field"]) == ("wrong-code", "old.code")


@pytest.mark.parametrize("asked", [one for one in USES if one != "new_number"])
def test_the_new_number_is_taken_by_its_own_code_only(asked: str, inbox: Inbox, clock: Clock) -> None:
    old, new = fresh(inbox, clock, purpose="old_number"), fresh(inbox, clock, NEW_PHONE, asked)
    refused = change(old, new)
    assert (refused.problem, refused.body["errors"][0]["field"]) == ("wrong-code", "new.code")


def test_a_code_without_a_purpose_signs_in_as_ever_and_its_text_says_to_read_it_to_nobody(inbox: Inbox) -> None:
    asked = NOBODY.call("POST", "/v1/auth/otp", {"phone": MOTHERS_PHONE}).body
    assert "la ma dang nhap" in inbox.messages[-1][1]
    assert "Khong doc ma nay cho ai" in inbox.messages[-1][1]
    code = {"challenge_id": asked["challenge_id"], "code": inbox.last_code}
    assert use("sign_in", code).status == 200


def test_the_text_of_a_counters_code_says_whom_it_may_be_read_to(inbox: Inbox, clock: Clock) -> None:
    fresh(inbox, clock, purpose="number_at_unit")
    assert "Chi doc cho can bo y te truoc mat ban." in inbox.messages[-1][1]


@pytest.mark.parametrize("purpose", ["second_factor", "letter", "", "SIGN_IN", None])
def test_nobody_asks_for_what_staff_ask_for_signed_in_nor_for_what_there_is_not(purpose: Any, inbox: Inbox) -> None:
    refused = NOBODY.call("POST", "/v1/auth/otp", {"phone": MOTHERS_PHONE, "purpose": purpose})
    assert (refused.status, refused.body["errors"][0]["field"]) == (422, "purpose")
    assert inbox.messages == []


def test_staffs_code_for_a_number_signs_no_family_in(inbox: Inbox) -> None:
    with answering("cognito-idp", proving()):
        sent = asked(MOTHERS_PHONE).body
    assert "ma xac nhan so cua can bo" in inbox.messages[-1][1]
    code = {"challenge_id": sent["challenge_id"], "code": inbox.last_code}
    assert use("sign_in", code).problem == "wrong-code"


def test_who_signed_in_before_gets_a_code_when_a_stranger_used_up_the_day(inbox: Inbox, clock: Clock) -> None:
    signed_in = use("sign_in", fresh(inbox, clock)).body
    clock.move(days=2)
    strange = []
    for _ in range(30):
        strange.append(NOBODY.call("POST", "/v1/auth/otp", {"phone": MOTHERS_PHONE}).status)
        clock.move(minutes=20)

    before = len(inbox.messages)
    locked = NOBODY.call("POST", "/v1/auth/otp", {"phone": MOTHERS_PHONE})
    asked = NOBODY.call("POST", "/v1/auth/otp", {"phone": MOTHERS_PHONE, "known_device": signed_in["known_device"]})

    assert strange.count(202) == 7
    assert (locked.status, asked.status, len(inbox.messages)) == (429, 202, before + 1)
    assert use("sign_in", {"challenge_id": asked.body["challenge_id"], "code": inbox.last_code}).status == 200


def test_what_another_numbers_device_shows_is_a_strangers(inbox: Inbox, clock: Clock) -> None:
    theirs = NOBODY.call("POST", "/v1/auth/token", {"phone": NEW_PHONE, **fresh(inbox, clock, NEW_PHONE)}).body
    statuses = []
    for _ in range(8):
        body = {"phone": MOTHERS_PHONE, "known_device": theirs["known_device"]}
        statuses.append(NOBODY.call("POST", "/v1/auth/otp", body).status)
        clock.move(minutes=30)
    assert statuses == [202] * 7 + [429]


def test_a_stranger_who_uses_up_a_numbers_codes_keeps_no_member_of_staff_from_signing_in(clock: Clock) -> None:
    invited()
    for _ in range(12):
        NOBODY.call("POST", "/v1/auth/otp", {"phone": PHONE})
        clock.move(minutes=20)
    assert NOBODY.call("POST", "/v1/auth/otp", {"phone": PHONE}).status == 429
    with answering("cognito-idp", {"AdminInitiateAuth": SMS}):
        assert begin().status == 200
