"""Cognito on the line: what the emulator leaves out of it is answered as AWS answers, and every call can fail."""

import base64
import json
import os
from collections.abc import Mapping
from typing import Any

from botocore.awsrequest import AWSResponse

from functions.auth.triggers import lambda_handler
from tests.integration.api import Context
from tests.integration.faults.transport import Call, Played, answer, error
from tests.integration.recorded import trigger

_SESSION = "s" * 20
_EMPTY = (
    "AdminCreateUser",
    "AdminGetUser",
    "AdminSetUserPassword",
    "AdminUserGlobalSignOut",
    "AdminDisableUser",
    "AdminEnableUser",
    "AdminDeleteUser",
    "AdminSetUserMFAPreference",
    "AdminResetUserPassword",
    "AdminUpdateUserAttributes",
    "ForgotPassword",
    "ConfirmForgotPassword",
    "RevokeToken",
)


def _tokens(username: str) -> AWSResponse:
    claims = base64.urlsafe_b64encode(json.dumps({"cognito:username": username}).encode()).decode().rstrip("=")
    access = base64.urlsafe_b64encode(json.dumps({"username": username}).encode()).decode().rstrip("=")
    result = {
        "IdToken": f"head.{claims}.sign",
        "AccessToken": f"head.{access}.sign",
        "RefreshToken": "refresh",
        "ExpiresIn": 900,
    }
    return answer(200, {"AuthenticationResult": result})


def _begin(call: Call) -> AWSResponse:
    if call.body["UserPoolId"] == os.environ["STAFF_POOL"]:
        return answer(200, {"ChallengeName": "SOFTWARE_TOKEN_MFA", "Session": _SESSION})
    if call.body["AuthFlow"] == "CUSTOM_AUTH":
        return answer(200, {"ChallengeName": "CUSTOM_CHALLENGE", "Session": _SESSION})
    return _tokens(call.body["AuthParameters"]["USERNAME"])


def _respond(call: Call) -> AWSResponse:
    said: Mapping[str, str] = call.body["ChallengeResponses"]
    if call.body["ChallengeName"] != "CUSTOM_CHALLENGE":
        return _tokens(said["USERNAME"])
    event: Any = trigger(
        "verify_auth_challenge",
        said["USERNAME"],
        challengeAnswer=said["ANSWER"],
        privateChallengeParameters={"kind": "ticket"},
    )
    right = lambda_handler(event, Context())["response"]["answerCorrect"]  # type: ignore[arg-type]
    return _tokens(said["USERNAME"]) if right else error(call, "NotAuthorizedException")


COGNITO: Mapping[str, Played] = {
    **{operation: lambda _call: answer(200, {}) for operation in _EMPTY},
    "AdminInitiateAuth": _begin,
    "AdminRespondToAuthChallenge": _respond,
    "AssociateSoftwareToken": lambda _call: answer(200, {"SecretCode": "JBSWY3DPEHPK3PXP"}),
    "VerifySoftwareToken": lambda _call: answer(200, {"Status": "SUCCESS"}),
    "GetTokensFromRefreshToken": lambda _call: _tokens("mother"),
}
