"""Sessions after sign-in, and the staff's sign-in.

Moto has neither rotation nor a second factor at sign-in, so Cognito's answers are played on the wire.
"""

import base64
import hmac
import json
import os
from typing import Any

import pytest

from tests.integration.api import Answer
from tests.integration.wire import TIMEOUT, answering, failing
from tests.integration.world import NOBODY, everything

pytestmark = pytest.mark.usefixtures("world")
RESULT = {
    "AuthenticationResult": {
        "IdToken": "new-id",
        "AccessToken": "new-access",
        "RefreshToken": "new-refresh",
        "ExpiresIn": 900,
        "TokenType": "Bearer",
    }
}
TOKENS = {
    "id_token": "new-id",
    "token_type": "Bearer",
    "expires_in_seconds": 900,
    "refresh_token": "new-refresh",
    "proof_needed": False,
}
MFA = {"ChallengeName": "SOFTWARE_TOKEN_MFA", "Session": "s" * 20, "ChallengeParameters": {}}
STAFF = {"username": "nurse", "password": "correct horse battery", "totp_code": "123456"}


def refresh(**more: Any) -> Answer:
    return NOBODY.call("POST", "/v1/auth/refresh", {"refresh_token": "old-refresh", **more})


def log_out(**more: Any) -> Answer:
    return NOBODY.call("POST", "/v1/auth/logout", {"refresh_token": "old-refresh", **more})


def staff_sign_in(**more: Any) -> Answer:
    return NOBODY.call("POST", "/v1/auth/staff/token", {**STAFF, **more})


SECRET = "s" * 51
"""Of the staff's client, as the emulated account has it."""


@pytest.mark.parametrize(("more", "client"), [({}, "FAMILY"), ({"pool": "staff"}, "STAFF")])
def test_a_refresh_token_is_traded_for_a_new_one_of_its_own_pool(more: dict[str, str], client: str) -> None:
    with answering("cognito-idp", {"GetTokensFromRefreshToken": RESULT}) as calls:
        answer = refresh(**more)

    assert (answer.status, answer.body) == (200, TOKENS)
    said = {"ClientId": os.environ[f"{client}_CLIENT"], "RefreshToken": "old-refresh"}
    secret = {"ClientSecret": SECRET} if more else {}
    assert [(call.operation, call.parameters) for call in calls] == [("GetTokensFromRefreshToken", said | secret)]


def test_a_refresh_that_gives_no_new_refresh_token_says_so() -> None:
    result = {"AuthenticationResult": {**RESULT["AuthenticationResult"]}}
    del result["AuthenticationResult"]["RefreshToken"]
    with answering("cognito-idp", {"GetTokensFromRefreshToken": result}):
        assert refresh().body == {**TOKENS, "refresh_token": None}


@pytest.mark.parametrize(("name", "needed"), [("unproved.mother", True), ("mother", False)])
def test_a_session_without_a_proof_still_needs_one_after_it_is_renewed(name: str, needed: bool) -> None:
    claims = base64.urlsafe_b64encode(json.dumps({"cognito:username": name}).encode()).decode().rstrip("=")
    result = {"AuthenticationResult": {**RESULT["AuthenticationResult"], "IdToken": f"head.{claims}.signature"}}
    with answering("cognito-idp", {"GetTokensFromRefreshToken": result}):
        assert refresh().body["proof_needed"] is needed


@pytest.mark.parametrize(
    ("code", "status", "problem"),
    [
        ("NotAuthorizedException", 401, "wrong-credentials"),
        ("RefreshTokenReuseException", 401, "wrong-credentials"),
        ("UserNotFoundException", 401, "wrong-credentials"),
        ("TooManyRequestsException", 503, "unavailable"),
        ("InternalErrorException", 503, "unavailable"),
        (TIMEOUT, 503, "unavailable"),
    ],
)
def test_a_refresh_that_fails_is_told_apart_into_ours_and_theirs(code: str, status: int, problem: str) -> None:
    before = everything()

    with failing("cognito-idp", "GetTokensFromRefreshToken", code):
        answer = refresh()

    assert (answer.status, answer.problem) == (status, problem)
    assert ("Retry-After" in answer.headers) == (status == 503)
    assert "old-refresh" not in answer.text
    assert "marker-of-the-driver" not in answer.text
    assert everything() == before


@pytest.mark.parametrize(("more", "client"), [({}, "FAMILY"), ({"pool": "staff"}, "STAFF")])
def test_logging_out_revokes_the_refresh_token(more: dict[str, str], client: str) -> None:
    answers = {"RevokeToken": {}, "GetTokensFromRefreshToken": RESULT}
    with answering("cognito-idp", answers) as calls:
        answer = log_out(**more)

    assert answer.status == 204
    revoked = {call.parameters["Token"] for call in calls if call.operation == "RevokeToken"}
    # The token is traded once more, to learn whose it is; what came of that ends too.
    assert revoked == {"old-refresh", "new-refresh"}
    assert {call.parameters["ClientId"] for call in calls} == {os.environ[f"{client}_CLIENT"]}
    assert {call.parameters.get("ClientSecret") for call in calls} == {SECRET if more else None}


def test_logging_out_with_a_dead_token_is_no_error() -> None:
    with failing("cognito-idp", "GetTokensFromRefreshToken", "NotAuthorizedException"):
        assert log_out().status == 204
    for answers in ({}, {"GetTokensFromRefreshToken": RESULT}):
        dead = "RevokeToken" if answers else "GetTokensFromRefreshToken"
        with answering("cognito-idp", answers), failing("cognito-idp", dead, "NotAuthorizedException"):
            assert log_out(pool="staff").status == 204


def test_logging_out_while_cognito_is_silent_says_to_come_back() -> None:
    for operation, more in (("GetTokensFromRefreshToken", {}), ("RevokeToken", {"pool": "staff"})):
        played = {"GetTokensFromRefreshToken": RESULT} if more else {}
        with answering("cognito-idp", played), failing("cognito-idp", operation, "InternalErrorException"):
            answer = log_out(**more)

        assert (answer.status, answer.problem, answer.headers["Retry-After"]) == (503, "unavailable", "30")


@pytest.mark.parametrize("pool", ["others", "", None, 1])
def test_there_are_two_pools(pool: Any) -> None:
    answer = refresh(pool=pool)

    assert (answer.status, answer.problem) == (422, "invalid-field")
    assert [error["field"] for error in answer.body["errors"]] == ["pool"]


def test_staff_sign_in_with_password_and_second_factor() -> None:
    with answering("cognito-idp", {"AdminInitiateAuth": MFA, "AdminRespondToAuthChallenge": RESULT}) as calls:
        answer = staff_sign_in()

    assert (answer.status, answer.body) == (200, TOKENS)
    assert [call.operation for call in calls] == ["AdminInitiateAuth", "AdminRespondToAuthChallenge"]
    assert {call.parameters["ClientId"] for call in calls} == {os.environ["STAFF_CLIENT"]}
    assert {call.parameters["UserPoolId"] for call in calls} == {os.environ["STAFF_POOL"]}
    said = {"USERNAME": "nurse", "SECRET_HASH": secret_hash("nurse")}
    assert calls[0].parameters["AuthFlow"] == "ADMIN_USER_PASSWORD_AUTH"
    assert calls[0].parameters["AuthParameters"] == {**said, "PASSWORD": STAFF["password"]}
    assert calls[1].parameters["ChallengeResponses"] == {**said, "SOFTWARE_TOKEN_MFA_CODE": "123456"}


def secret_hash(username: str) -> str:
    message = (username + os.environ["STAFF_CLIENT"]).encode()
    return base64.b64encode(hmac.digest(SECRET.encode(), message, "sha256")).decode()


def test_no_staff_token_is_given_without_a_second_factor() -> None:
    for begun in (
        RESULT,
        {"ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": "s" * 20},
        {"ChallengeName": "MFA_SETUP"},
    ):
        with answering("cognito-idp", {"AdminInitiateAuth": begun}) as calls:
            answer = staff_sign_in()
        assert (answer.status, answer.problem) == (401, "wrong-credentials")
        assert [call.operation for call in calls] == ["AdminInitiateAuth"]


def test_a_wrong_name_password_and_second_factor_look_the_same() -> None:
    answers = []
    for code in ("NotAuthorizedException", "UserNotFoundException", "PasswordResetRequiredException"):
        with failing("cognito-idp", "AdminInitiateAuth", code):
            answers.append(staff_sign_in())
    for code in ("CodeMismatchException", "ExpiredCodeException", "NotAuthorizedException"):
        with (
            answering("cognito-idp", {"AdminInitiateAuth": MFA}),
            failing("cognito-idp", "AdminRespondToAuthChallenge", code),
        ):
            answers.append(staff_sign_in())

    assert {(answer.status, answer.problem) for answer in answers} == {(401, "wrong-credentials")}
    assert all({**answer.body, "instance": ""} == {**answers[0].body, "instance": ""} for answer in answers)
    assert all(answer.headers == answers[0].headers for answer in answers)


@pytest.mark.parametrize(
    ("field", "value"),
    [("totp_code", "12345"), ("totp_code", "x"), ("username", ""), ("username", "x" * 129), ("password", "x" * 257)],
)
def test_a_staff_sign_in_with_a_wrong_value_names_the_field_and_asks_nobody(field: str, value: str) -> None:
    with answering("cognito-idp", {}) as calls:
        answer = staff_sign_in(**{field: value})

    assert (answer.status, answer.problem) == (422, "invalid-field")
    assert [error["field"] for error in answer.body["errors"]] == [field]
    assert calls == []
