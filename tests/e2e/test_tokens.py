"""Tokens of staff that open nothing: of another client of the pool, expired, changed, or of a session that ended."""

import base64
import json
import time
from collections.abc import Mapping
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.e2e.client import Client, family, staff
from tools.stack.lifecycle import Stack
from tools.totp import totp

SHORTEST_SECONDS = 1
FLOWS = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]


@pytest.fixture(scope="module")
def account(accounts: list[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Take an account that no other test is signed in with."""
    return next(one for one in accounts if one["role"] == "school")


def refused(client: Client) -> bool:
    answer = client.get("/me")
    return (answer.status, answer.status != 200 and answer.problem) == (401, "unauthenticated")


def token_of_another_app(stack: Stack, account: Mapping[str, Any], client_id: str) -> str:
    """Sign in at Cognito itself, for another client of the staff's pool."""
    cognito = stack.client("cognito-idp")
    begun = cognito.initiate_auth(
        ClientId=client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": account["username"], "PASSWORD": account["password"]},
    )
    answers = {
        "USERNAME": account["username"],
        "SOFTWARE_TOKEN_MFA_CODE": totp(account["totp_secret"], time.time()),
    }
    done = cognito.respond_to_auth_challenge(
        ClientId=client_id, ChallengeName=begun["ChallengeName"], Session=begun["Session"], ChallengeResponses=answers
    )
    return str(done["AuthenticationResult"]["IdToken"])


def test_a_token_of_another_client_of_the_same_pool_is_refused(stack: Stack, account: Mapping[str, Any]) -> None:
    pool = stack.outputs["StaffPoolId"]
    other = stack.client("cognito-idp").create_user_pool_client(
        UserPoolId=pool, ClientName="another-app", ExplicitAuthFlows=FLOWS
    )["UserPoolClient"]["ClientId"]
    assert not refused(staff(stack, account))
    assert refused(Client(stack, token_of_another_app(stack, account, other)))


def test_an_expired_token_is_refused(stack: Stack, account: Mapping[str, Any]) -> None:
    cognito, pool = stack.client("cognito-idp"), stack.outputs["StaffPoolId"]
    ours = {"UserPoolId": pool, "ClientId": stack.outputs["StaffClientId"]}
    units = {"AccessToken": "minutes", "IdToken": "seconds", "RefreshToken": "hours"}
    flows = ["ALLOW_ADMIN_USER_PASSWORD_AUTH"]
    kept = {"ExplicitAuthFlows": flows, "AccessTokenValidity": 15, "RefreshTokenValidity": 12}
    try:
        cognito.update_user_pool_client(**ours, **kept, TokenValidityUnits=units, IdTokenValidity=SHORTEST_SECONDS)
        token = staff(stack, account).token
    finally:
        back = units | {"IdToken": "minutes"}
        cognito.update_user_pool_client(**ours, **kept, TokenValidityUnits=back, IdTokenValidity=15)
    claims = claims_of(token)
    assert claims["exp"] - claims["iat"] == SHORTEST_SECONDS
    time.sleep(2 * SHORTEST_SECONDS)
    assert refused(Client(stack, token))


@pytest.mark.parametrize(
    ("operation", "arguments"),
    [
        ("initiate_auth", {"AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": {"USERNAME": "{u}", "PASSWORD": "{p}"}}),
        ("initiate_auth", {"AuthFlow": "USER_SRP_AUTH", "AuthParameters": {"USERNAME": "{u}", "SRP_A": "a" * 64}}),
        ("initiate_auth", {"AuthFlow": "REFRESH_TOKEN_AUTH", "AuthParameters": {"REFRESH_TOKEN": "{r}"}}),
        ("forgot_password", {"Username": "{u}"}),
        ("confirm_forgot_password", {"Username": "{u}", "ConfirmationCode": "123456", "Password": "{p}"}),
        ("sign_up", {"Username": "moi.toanh", "Password": "{p}"}),
    ],
)
def test_cognito_itself_takes_nothing_in_the_name_of_the_staffs_client(
    stack: Stack, account: Mapping[str, Any], operation: str, arguments: Mapping[str, Any]
) -> None:
    known = {
        "{u}": account["username"],
        "{p}": account["password"],
        "{r}": staff(stack, account).tokens["refresh_token"],
    }

    def filled(said: Any) -> Any:
        return {name: filled(one) for name, one in said.items()} if isinstance(said, Mapping) else known.get(said, said)

    with pytest.raises(ClientError) as refusal:
        getattr(stack.client("cognito-idp"), operation)(ClientId=stack.outputs["StaffClientId"], **filled(arguments))
    assert refusal.value.response["Error"]["Code"] == "NotAuthorizedException"
    assert "secret" in refusal.value.response["Error"]["Message"].lower()


@pytest.mark.parametrize("who", ["staff", "family"])
def test_what_was_changed_or_says_that_it_needs_no_signature_is_refused(
    stack: Stack, account: Mapping[str, Any], who: str
) -> None:
    token = staff(stack, account).token if who == "staff" else family(stack).token
    head, body, signature = token.split(".")
    claims = claims_of(token)
    forged = written({**claims, "cognito:username": "vanhanh.byt"})
    longer = written({**claims, "exp": claims["exp"] + 86_400})
    unsigned = written({"alg": "none", "typ": "JWT"})
    for one in (
        f"{head}.{forged}.{signature}",
        f"{head}.{longer}.{signature}",
        f"{unsigned}.{body}.",
        f"{unsigned}.{forged}.{signature}",
        f"{written({'alg': 'HS256', 'typ': 'JWT'})}.{body}.{signature}",
    ):
        assert refused(Client(stack, one))
    assert not refused(Client(stack, token))


def test_signing_out_ends_the_session_of_staff_at_once_and_no_other(stack: Stack, account: Mapping[str, Any]) -> None:
    here = staff(stack, account)
    time.sleep(1.1)  # sessions are told apart by the second, too
    there = staff(stack, account)
    time.sleep(1.1)
    gone = {"refresh_token": here.tokens["refresh_token"], "pool": "staff"}
    assert here.call("POST", "/auth/logout", gone).status == 204
    assert refused(here)
    assert here.call("POST", "/auth/refresh", gone).problem == "wrong-credentials"
    assert not refused(there)


def test_signing_out_everywhere_ends_every_session_of_staff_at_once(stack: Stack, account: Mapping[str, Any]) -> None:
    time.sleep(1.1)
    here, there = staff(stack, account), staff(stack, account)
    assert here.call("DELETE", "/me/sessions").status == 204
    assert refused(here)
    assert refused(there)
    again = {"refresh_token": there.tokens["refresh_token"], "pool": "staff"}
    assert there.call("POST", "/auth/refresh", again).problem == "wrong-credentials"


def claims_of(token: str) -> dict[str, Any]:
    text = token.split(".")[1]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    return found


def written(part: Mapping[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")
