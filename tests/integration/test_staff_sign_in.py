"""The first sign-in of staff, recovery by e-mail, and the lock against guessing. Cognito is played on the wire."""

from typing import Any

import pytest

from tests.integration.api import Answer, Caller
from tests.integration.test_sessions import MFA, RESULT, TOKENS, secret_hash
from tests.integration.wire import answering, failing
from tests.integration.world import NOBODY, Clock, items

pytestmark = pytest.mark.usefixtures("world")
BEGIN = {"username": "nurse", "password": "mat-khau-tam"}
SESSION = "s" * 20


def begin(**more: Any) -> Answer:
    return NOBODY.call("POST", "/v1/auth/staff/sign-in", {**BEGIN, **more})


def step(challenge: str, **said: str) -> Answer:
    body = {"username": "nurse", "challenge": challenge, "session": SESSION, **said}
    return NOBODY.call("POST", "/v1/auth/staff/sign-in/answer", body)


def test_the_first_password_is_replaced_and_an_authenticator_set_up_before_there_are_tokens() -> None:
    with answering(
        "cognito-idp", {"AdminInitiateAuth": {"ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": SESSION}}
    ):
        asked = begin().body
    assert (asked["challenge"], asked["session"], asked["tokens"]) == ("new_password", SESSION, None)

    setup = {
        "AdminRespondToAuthChallenge": {"ChallengeName": "MFA_SETUP", "Session": SESSION},
        "AssociateSoftwareToken": {"SecretCode": "JBSWY3DPEHPK3PXP", "Session": "t" * 20},
    }
    with answering("cognito-idp", setup) as calls:
        asked = step("new_password", new_password="Mat-khau-cua-toi-1").body
    said = {"USERNAME": "nurse", "SECRET_HASH": secret_hash("nurse")}
    assert calls[0].parameters["ChallengeResponses"] == {**said, "NEW_PASSWORD": "Mat-khau-cua-toi-1"}
    assert (asked["challenge"], asked["authenticator_secret"]) == ("authenticator_setup", "JBSWY3DPEHPK3PXP")

    verified: dict[str, dict[str, Any]] = {
        "VerifySoftwareToken": {"Status": "SUCCESS", "Session": "u" * 20},
        "AdminRespondToAuthChallenge": RESULT,
    }
    with answering("cognito-idp", verified) as calls:
        body = {"username": "nurse", "challenge": "authenticator_setup", "session": asked["session"], "code": "123456"}
        done = NOBODY.call("POST", "/v1/auth/staff/sign-in/answer", body)
    assert done.body["tokens"] == TOKENS
    assert [call.operation for call in calls] == ["VerifySoftwareToken", "AdminRespondToAuthChallenge"]
    assert calls[0].parameters == {"Session": "t" * 20, "UserCode": "123456"}


def test_afterwards_the_code_is_asked() -> None:
    with answering("cognito-idp", {"AdminInitiateAuth": MFA, "AdminRespondToAuthChallenge": RESULT}):
        asked = begin().body
        done = step("authenticator_code", code="123456").body
    assert (asked["challenge"], asked["tokens"], done["challenge"]) == ("authenticator_code", None, None)
    assert done["tokens"] == TOKENS


@pytest.mark.parametrize(
    "session", ["short", "UserCode:123456", "operation:sign_up", "FriendlyDeviceName:x", ":", "s" * 30]
)
@pytest.mark.parametrize("challenge", ["authenticator_setup", "authenticator_code", "new_password"])
def test_a_session_that_was_never_given_is_a_wrong_one_and_no_fault_of_ours(challenge: str, session: str) -> None:
    body = {"username": "nurse", "challenge": challenge, "session": session, "code": "123456", "new_password": "x" * 12}

    with failing("cognito-idp", "AdminRespondToAuthChallenge", "NotAuthorizedException"):
        refused = NOBODY.call("POST", "/v1/auth/staff/sign-in/answer", body)

    assert (refused.status, refused.body["type"]) == (401, "urn:so-me-va-be:problem:wrong-credentials")


def test_a_password_alone_never_gives_tokens() -> None:
    setup = {"AssociateSoftwareToken": {"SecretCode": "JBSWY3DPEHPK3PXP", "Session": "t" * 20}}
    with answering("cognito-idp", {"AdminInitiateAuth": RESULT, **setup}):
        asked = begin().body
    assert (asked["challenge"], asked["tokens"]) == ("authenticator_setup", None)
    assert "new-id" not in str(asked)
    with answering(
        "cognito-idp", {"AdminRespondToAuthChallenge": {"ChallengeName": "SELECT_MFA_TYPE", "Session": SESSION}}
    ):
        assert step("new_password", new_password="Mat-khau-cua-toi-1").problem == "wrong-credentials"


def test_a_weak_password_is_named_and_not_repeated() -> None:
    with failing("cognito-idp", "AdminRespondToAuthChallenge", "InvalidPasswordException"):
        answer = step("new_password", new_password="yeu")
    assert (answer.status, answer.body["errors"][0]["field"]) == (422, "new_password")
    assert "yeu" not in answer.text


@pytest.mark.parametrize(("challenge", "field"), [("new_password", "new_password"), ("authenticator_code", "code")])
def test_an_answer_without_what_was_asked_is_refused(challenge: str, field: str) -> None:
    assert [one["field"] for one in step(challenge).body["errors"]] == [field]


def test_ten_wrong_tries_lock_a_name_for_the_hour_whoever_it_is_and_whatever_is_tried(clock: Clock) -> None:
    clock.move(minutes=-clock.at.minute)
    for name in ("nurse", "nobody-at-all"):
        with failing("cognito-idp", "AdminInitiateAuth", "NotAuthorizedException"):
            tried = [begin(username=name).status for _ in range(11)]
        assert tried == [401] * 10 + [429]
    with answering("cognito-idp", {"AdminInitiateAuth": MFA}) as calls:
        locked = begin()
        other = begin(username="manager")
        assert NOBODY.call("POST", "/v1/auth/staff/token", {**BEGIN, "totp_code": "123456"}).status == 429
    assert (locked.status, other.status, len(calls)) == (429, 200, 1)
    assert int(locked.headers["Retry-After"]) <= 3600
    clock.move(hours=1)
    with answering("cognito-idp", {"AdminInitiateAuth": MFA}):
        assert begin().status == 200
    assert "nurse" not in str([item["pk"] for item in items("TransientTable")])


def test_right_tries_are_not_counted(clock: Clock) -> None:
    clock.move(minutes=-clock.at.minute)
    with answering("cognito-idp", {"AdminInitiateAuth": MFA}):
        assert {begin().status for _ in range(12)} == {200}
    with failing("cognito-idp", "AdminInitiateAuth", "InternalErrorException"):
        assert {begin().status for _ in range(12)} == {503}


def test_a_forgotten_password_is_replaced_by_a_code_from_an_e_mail() -> None:
    with answering("cognito-idp", {"ForgotPassword": {}, "ConfirmForgotPassword": {}}) as calls:
        assert forgot().status == 202
        body = {"username": "nurse", "code": "654321", "new_password": "Mat-khau-cua-toi-2"}
        assert NOBODY.call("POST", "/v1/auth/staff/password/new", body).status == 204
    assert [call.operation for call in calls] == ["ForgotPassword", "ConfirmForgotPassword"]
    assert {call.parameters["SecretHash"] for call in calls} == {secret_hash("nurse")}


def forgot(caller: Caller = NOBODY) -> Answer:
    return caller.call("POST", "/v1/auth/staff/password", {"username": "nurse"})


@pytest.mark.parametrize("code", ["UserNotFoundException", "LimitExceededException", "InvalidParameterException"])
def test_whether_there_is_such_an_account_is_not_said(code: str) -> None:
    with answering("cognito-idp", {"ForgotPassword": {}}):
        known = forgot()
    with failing("cognito-idp", "ForgotPassword", code):
        unknown = forgot()
    assert (known.status, known.text, known.headers) == (unknown.status, unknown.text, unknown.headers)


def test_e_mails_are_limited(clock: Clock) -> None:
    clock.move(minutes=-clock.at.minute)
    with answering("cognito-idp", {"ForgotPassword": {}}) as calls:
        assert [forgot().status for _ in range(11)] == [202] * 10 + [429]
    assert len(calls) == 10


@pytest.mark.parametrize("code", ["CodeMismatchException", "ExpiredCodeException", "UserNotFoundException"])
def test_a_wrong_code_from_an_e_mail_looks_like_any_wrong_credential(code: str) -> None:
    body = {"username": "nurse", "code": "654321", "new_password": "Mat-khau-cua-toi-2"}
    with failing("cognito-idp", "ConfirmForgotPassword", code):
        assert NOBODY.call("POST", "/v1/auth/staff/password/new", body).problem == "wrong-credentials"
