"""Staff whose codes come by SMS: invited so, and limited like families' codes. Cognito is played."""

from typing import Any

import pytest

from handbook import bootstrap
from handbook.domain.ids import StaffId
from tests.integration.api import Answer, Caller
from tests.integration.test_sessions import MFA, RESULT, TOKENS
from tests.integration.test_staff import ACCOUNTS, NEW, PATH, invite
from tests.integration.wire import Call, answering, failing, heard
from tests.integration.world import MANAGER, NOBODY, Clock, Inbox, items

pytestmark = pytest.mark.usefixtures("world")
PHONE, OTHER_PHONE = "0912 345 670", "0912345671"
SMS: dict[str, Any] = {"ChallengeName": "SMS_MFA", "Session": "s" * 20, "ChallengeParameters": {}}
BY_SMS = {"phone": PHONE, "second_factor": "sms"}
NO_NUMBER = [{"Name": "phone_number", "Value": ""}]


def begin(username: str = "lan.ba-dinh", caller: Caller = NOBODY) -> Answer:
    return caller.call("POST", "/v1/auth/staff/sign-in", {"username": username, "password": "mat-khau"})


def invited(**changes: Any) -> None:
    with answering("cognito-idp", ACCOUNTS):
        assert MANAGER.post(PATH, {**NEW, **BY_SMS, **changes}).status == 201


def preferences(calls: list[Call]) -> list[Any]:
    chosen = ("SoftwareTokenMfaSettings", "SMSMfaSettings")
    return [
        {name: call.parameters[name]["Enabled"] for name in chosen if name in call.parameters}
        for call in calls
        if call.operation == "AdminSetUserMFAPreference"
    ]


def test_a_manager_chooses_codes_by_sms_with_the_invitation() -> None:
    with answering("cognito-idp", ACCOUNTS) as calls:
        made = MANAGER.post(PATH, {**NEW, **BY_SMS})
    assert made.status == 201, made.body
    attributes = {one["Name"]: one["Value"] for one in calls[0].parameters["UserAttributes"]}
    assert attributes["phone_number"] == "+84912345670"
    assert preferences(calls) == [{"SMSMfaSettings": True}]
    assert "912345670" not in made.text + str(items("DirectoryTable"))
    assert "lan@example.vn" not in str(items("DirectoryTable"))


def test_no_manager_gets_another_number_by_a_token_alone() -> None:
    with answering("cognito-idp", ACCOUNTS) as calls:
        answer = MANAGER.call("PUT", f"{PATH}/manager/new-access", {"phone": PHONE})
    assert (answer.status, answer.problem) == (403, "forbidden")
    assert calls == []
    manager = bootstrap.directory().staff(StaffId("manager"))
    assert manager is not None
    assert (manager.sms_index, manager.not_before) == (None, None)


def test_with_an_authenticator_cognito_never_learns_the_number() -> None:
    with answering("cognito-idp", ACCOUNTS) as calls:
        assert invite(phone=PHONE, second_factor="authenticator").status == 201
    assert [call.operation for call in calls] == ["AdminCreateUser"]
    assert "phone_number" not in str(calls[0].parameters)


def test_codes_by_sms_need_a_number() -> None:
    answer = invite(second_factor="sms")
    assert (answer.status, [one["field"] for one in answer.body["errors"]]) == (422, ["phone"])


def test_the_code_that_came_by_sms_gives_tokens() -> None:
    invited()
    with answering("cognito-idp", {"AdminInitiateAuth": SMS, "AdminRespondToAuthChallenge": RESULT}) as calls:
        asked = begin().body
        said = {"username": "lan.ba-dinh", "challenge": asked["challenge"], "session": asked["session"]}
        done = NOBODY.call("POST", "/v1/auth/staff/sign-in/answer", {**said, "code": "123456"})
    assert (asked["challenge"], asked["tokens"], done.body["tokens"]) == ("sms_code", None, TOKENS)
    assert calls[1].parameters["ChallengeName"] == "SMS_MFA"
    assert calls[1].parameters["ChallengeResponses"]["SMS_MFA_CODE"] == "123456"


def test_codes_by_sms_are_sent_once_a_minute_five_times_an_hour_and_ten_times_a_day(clock: Clock) -> None:
    invited()
    statuses = []
    with answering("cognito-idp", {"AdminInitiateAuth": SMS}) as calls:
        assert [begin().status, begin().status] == [200, 429]
        clock.move(seconds=61)
        for _ in range(5):
            statuses.append(begin().status)
            clock.move(seconds=61)
        assert statuses == [200, 200, 200, 200, 429]
        clock.move(hours=1)
        statuses.clear()
        for _ in range(6):
            statuses.append(begin().status)
            clock.move(minutes=13)
        assert statuses == [200, 200, 200, 200, 200, 429]
    assert len(calls) == 10


def test_a_code_to_a_number_and_a_wrong_password_do_not_tell_whose_number_it_is(inbox: Inbox) -> None:
    invited()
    assert NOBODY.call("POST", "/v1/auth/otp", {"phone": PHONE}).status == 202
    with failing("cognito-idp", "AdminInitiateAuth", "NotAuthorizedException"):
        theirs, nobodys = begin(), begin(username="nobody.at-all")
    assert [one.status for one in (theirs, nobodys)] == [401, 401]
    assert theirs.body["title"] == nobodys.body["title"]
    assert theirs.headers.keys() == nobodys.headers.keys()


def test_strangers_who_ask_for_codes_to_a_number_lock_no_staff_out(inbox: Inbox) -> None:
    invited()
    assert NOBODY.call("POST", "/v1/auth/otp", {"phone": PHONE}).status == 202
    with answering("cognito-idp", {"AdminInitiateAuth": SMS}):
        assert begin().status == 200


@pytest.mark.parametrize("code", ["NotAuthorizedException", "InternalErrorException"])
def test_a_wrong_password_sends_nothing_and_counts_nothing(code: str) -> None:
    invited()
    with failing("cognito-idp", "AdminInitiateAuth", code):
        assert begin().status in {401, 503}
    with answering("cognito-idp", {"AdminInitiateAuth": SMS}):
        assert begin().status == 200


def test_a_code_of_a_family_stays_good_when_staff_are_sent_one(clock: Clock, inbox: Inbox, pool: Any) -> None:
    invited()
    sent = NOBODY.call("POST", "/v1/auth/otp", {"phone": PHONE}).body
    clock.move(seconds=61)
    with answering("cognito-idp", {"AdminInitiateAuth": SMS}):
        assert begin().status == 200
    body = {"phone": PHONE, "challenge_id": sent["challenge_id"], "code": inbox.last_code}
    assert NOBODY.call("POST", "/v1/auth/token", body).status == 200


def test_both_factors_in_one_step_are_for_authenticators_and_send_no_code() -> None:
    invited()
    body = {"username": "lan.ba-dinh", "password": "mat-khau", "totp_code": "123456"}
    with answering("cognito-idp", {"AdminInitiateAuth": SMS}) as calls:
        assert NOBODY.call("POST", "/v1/auth/staff/token", body).problem == "wrong-credentials"
    assert calls == []


def test_a_manager_gives_who_lost_the_telephone_another_number() -> None:
    invited()
    with answering("cognito-idp", ACCOUNTS) as calls:
        path = f"{PATH}/lan.ba-dinh/new-access"
        assert MANAGER.call("PUT", path, {"phone": OTHER_PHONE}).status == 204
        assert MANAGER.call("PUT", f"{PATH}/nurse/new-access", {"phone": OTHER_PHONE}).problem == "contact-taken"
        assert MANAGER.call("PUT", path).status == 204
    assert preferences(calls) == [
        {"SoftwareTokenMfaSettings": False, "SMSMfaSettings": True},
        {"SoftwareTokenMfaSettings": False, "SMSMfaSettings": False},
    ]
    with answering("cognito-idp", {"AdminInitiateAuth": MFA}):
        assert [begin().status for _ in range(3)] == [200] * 3


@pytest.mark.parametrize("email", ["LAN@EXAMPLE.VN", "lan+toi@example.vn", "Lan@Example.vn"])
def test_one_address_is_one_account_however_it_is_written(email: str) -> None:
    invited()
    with answering("cognito-idp", ACCOUNTS) as calls:
        answer = invite(username="lan.thu-hai", email=email)
    assert (answer.problem, [one["field"] for one in answer.body["errors"]]) == ("contact-taken", ["email"])
    assert calls == []


def test_one_number_is_one_account_and_no_manager_invites_a_second_self() -> None:
    invited(username="quan.ly", role="unit_manager")
    boss = Caller("quan.ly", "staff")
    with answering("cognito-idp", ACCOUNTS) as calls:
        same = [{"phone": "+84 912 345 670", "email": "khac@example.vn"}, {"email": "Lan@Example.vn"}]
        answers = [invite(boss, username=f"toi-{at}", **one) for at, one in enumerate(same)]
    assert [one.problem for one in answers] == ["contact-taken"] * 2
    assert calls == []


def test_of_two_invitations_of_one_address_in_one_instant_one_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    invited()
    directory = bootstrap.directory()
    monkeypatch.setattr(directory, "check_contacts_free", lambda *_said: None)
    with answering("cognito-idp", ACCOUNTS):
        assert invite(username="lan.thu-hai").problem == "conflict"
    assert directory.staff(StaffId("lan.thu-hai")) is None


def test_an_invitation_that_broke_off_takes_the_address_that_is_said_now() -> None:
    taken = failing("cognito-idp", "AdminCreateUser", "UsernameExistsException")
    with answering("cognito-idp", ACCOUNTS) as calls, taken:
        assert invite(email="dung@example.vn").status == 201
    changed = [call.parameters["UserAttributes"] for call in calls if call.operation == "AdminUpdateUserAttributes"]
    assert {"Name": "email", "Value": "dung@example.vn"} in changed[0]
    # It may have been for somebody with codes by SMS: no number stays that codes would go to.
    assert preferences(calls) == [{"SoftwareTokenMfaSettings": False, "SMSMfaSettings": False}]
    assert changed[1:] == [NO_NUMBER]


def test_who_was_made_by_half_gets_the_letter_once_more() -> None:
    accounts = bootstrap.staff_accounts()
    accounts.invite(StaffId("lan"), "lna@example.vn", None)
    with heard("cognito-idp") as calls, answering("cognito-idp", {"AdminSetUserMFAPreference": {}}):
        accounts.invite(StaffId("lan"), "lan@example.vn", None)
    created = [call for call in calls if call.operation == "AdminCreateUser"]
    assert [call.parameters.get("MessageAction") for call in created] == [None, "RESEND"]
    assert calls[1].parameters["UserAttributes"][0] == {"Name": "email", "Value": "lan@example.vn"}
