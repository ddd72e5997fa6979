"""The first sign-in without a smartphone: codes come by SMS to the number that a manager named. Cognito is played."""

from typing import Any

import pytest

from handbook import bootstrap
from handbook.domain.errors import UnavailableError
from handbook.domain.ids import StaffId
from handbook.storage.sign_in import SignIns
from tests.integration.api import Answer, Caller
from tests.integration.test_second_factor import BY_SMS, PHONE, SMS, begin, invited, preferences
from tests.integration.test_sessions import RESULT, TOKENS
from tests.integration.test_staff import ACCOUNTS, PATH, invite
from tests.integration.test_staff_sign_in import SESSION
from tests.integration.wire import answering, failing
from tests.integration.world import MANAGER, NOBODY, Clock

pytestmark = pytest.mark.usefixtures("world")
FIRST: dict[str, Any] = {"ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": SESSION}
OWN = "Mat-khau-cua-toi-1"
SETUP = {"AssociateSoftwareToken": {"SecretCode": "JBSWY3DPEHPK3PXP", "Session": "t" * 20}}


def choose_password(new_password: str = OWN) -> Answer:
    said = {"challenge": "new_password", "session": SESSION, "new_password": new_password}
    body = {"username": "lan.ba-dinh", **said}
    return NOBODY.call("POST", "/v1/auth/staff/sign-in/answer", body)


def say_code(session: str) -> Answer:
    body = {"username": "lan.ba-dinh", "challenge": "sms_code", "session": session, "code": "123456"}
    return NOBODY.call("POST", "/v1/auth/staff/sign-in/answer", body)


def test_a_number_with_the_invitation_is_where_codes_go() -> None:
    with answering("cognito-idp", ACCOUNTS) as calls:
        assert invite(phone=PHONE).status == 201
    attributes = {one["Name"]: one["Value"] for one in calls[0].parameters["UserAttributes"]}
    assert (attributes["phone_number"], attributes["phone_number_verified"]) == ("+84912345670", "true")
    assert preferences(calls) == [{"SMSMfaSettings": True}]
    lan = bootstrap.directory().staff(StaffId("lan.ba-dinh"))
    assert lan is not None
    assert lan.sms_index is not None


def test_after_the_first_password_a_code_by_sms_gives_tokens() -> None:
    invited()
    with answering("cognito-idp", {"AdminInitiateAuth": FIRST, "AdminRespondToAuthChallenge": SMS}) as calls:
        assert begin().body["challenge"] == "new_password"
        asked = choose_password().body
    assert (asked["challenge"], asked["authenticator_secret"], asked["tokens"]) == ("sms_code", None, None)
    assert [call.operation for call in calls] == ["AdminInitiateAuth", "AdminRespondToAuthChallenge"]
    with answering("cognito-idp", {"AdminRespondToAuthChallenge": RESULT}):
        assert say_code(asked["session"]).body["tokens"] == TOKENS


def test_tokens_for_a_first_password_are_kept_and_set_no_authenticator_up() -> None:
    invited()
    with answering("cognito-idp", {"AdminRespondToAuthChallenge": RESULT, **SETUP}) as calls:
        asked = choose_password()
    assert asked.body == {
        "challenge": "sign_in_again",
        "session": None,
        "authenticator_secret": None,
        "tokens": None,
    }
    assert "new-id" not in asked.text
    assert [call.operation for call in calls] == ["AdminRespondToAuthChallenge"]
    with answering("cognito-idp", {"AdminInitiateAuth": SMS}):
        assert begin().body["challenge"] == "sms_code", "at once: no code went out before"


def test_a_code_after_the_first_password_is_counted_as_any_other() -> None:
    invited()
    with answering("cognito-idp", {"AdminInitiateAuth": FIRST, "AdminRespondToAuthChallenge": SMS}):
        assert [begin().status, choose_password().status, begin().status] == [200, 200, 429]


@pytest.mark.parametrize("answered", [FIRST, RESULT])
def test_what_cognito_did_is_told_where_the_count_cannot_be_taken_back(
    answered: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    invited()

    def unsend(*_said: object) -> None:
        raise UnavailableError

    monkeypatch.setattr(SignIns, "unsend", unsend)
    with answering("cognito-idp", {"AdminRespondToAuthChallenge": answered}):
        assert choose_password().status == 200


def test_a_password_that_is_too_weak_sends_and_counts_none() -> None:
    invited()
    with failing("cognito-idp", "AdminRespondToAuthChallenge", "InvalidPasswordException"):
        assert choose_password("yeu").status == 422
    with answering("cognito-idp", {"AdminRespondToAuthChallenge": SMS}):
        assert choose_password().status == 200


def test_guessing_at_that_code_locks_the_name(clock: Clock) -> None:
    clock.move(minutes=-clock.at.minute)
    invited()
    with failing("cognito-idp", "AdminRespondToAuthChallenge", "CodeMismatchException"):
        assert [say_code(SESSION).status for _ in range(11)] == [401] * 10 + [429]
    assert begin().status == 429


def test_who_was_invited_without_a_number_and_has_no_smartphone_gets_another_first_password() -> None:
    invite_without_number()
    refused = failing("cognito-idp", "AdminResetUserPassword", "NotAuthorizedException")
    with answering("cognito-idp", ACCOUNTS) as calls, refused:
        assert new_access().status == 204
    said = calls[-1]
    assert (said.operation, said.parameters["MessageAction"]) == ("AdminCreateUser", "RESEND")
    assert said.parameters["DesiredDeliveryMediums"] == ["EMAIL"]
    assert preferences(calls) == [{"SoftwareTokenMfaSettings": False, "SMSMfaSettings": True}]
    with answering("cognito-idp", {"AdminInitiateAuth": FIRST, "AdminRespondToAuthChallenge": SMS}):
        begin()
        assert choose_password().body["challenge"] == "sms_code"


@pytest.mark.parametrize("code", ["UnsupportedUserStateException", "InternalErrorException"])
def test_what_brings_no_new_password_is_said(code: str) -> None:
    invite_without_number()
    refused = failing("cognito-idp", "AdminResetUserPassword", "NotAuthorizedException")
    with answering("cognito-idp", ACCOUNTS), refused, failing("cognito-idp", "AdminCreateUser", code):
        assert new_access().problem == "unavailable"


def invite_without_number() -> None:
    with answering("cognito-idp", ACCOUNTS):
        assert invite().status == 201


def new_access(caller: Caller = MANAGER) -> Answer:
    return caller.call("PUT", f"{PATH}/lan.ba-dinh/new-access", {"phone": BY_SMS["phone"]})
