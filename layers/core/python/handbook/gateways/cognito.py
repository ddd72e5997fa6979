"""Tokens, from Cognito. Families come with a ticket, staff with a password and a second factor."""

import secrets as randomness
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from handbook import aws
from handbook.domain.errors import WrongCredentialsError
from handbook.domain.ids import AccountId
from handbook.domain.sign_in import Tokens

_REFUSED = {
    "NotAuthorizedException",
    "UserNotFoundException",
    "CodeMismatchException",
    "ExpiredCodeException",
    "PasswordResetRequiredException",
    "UserNotConfirmedException",
    "RefreshTokenReuseException",
    "InvalidParameterException",
}


def _call(operation: str, **arguments: object) -> dict[str, Any]:
    try:
        answer: dict[str, Any] = getattr(aws.client("cognito-idp"), operation)(**arguments)
    except ClientError as error:
        if error.response["Error"]["Code"] in _REFUSED:
            raise WrongCredentialsError from error
        raise aws.unavailable(error) from error
    except BotoCoreError as error:
        raise aws.unavailable(error) from error
    return answer


def _tokens(answer: dict[str, Any]) -> Tokens:
    result = answer.get("AuthenticationResult")
    if not result:
        raise WrongCredentialsError
    return Tokens(
        id_token=result["IdToken"],
        access_token=result["AccessToken"],
        expires_in_seconds=result["ExpiresIn"],
        refresh_token=result.get("RefreshToken"),
    )


class FamilyPool:
    """The families' pool: no password, no telephone number, a random user name."""

    def __init__(self, pool_id: str, client_id: str) -> None:
        self._pool_id = pool_id
        self._client_id = client_id

    def add(self, account_id: AccountId) -> None:
        """Make the user of an account; one that exists stays as it is. Raises UnavailableError."""
        try:
            aws.client("cognito-idp").admin_create_user(
                UserPoolId=self._pool_id, Username=account_id, MessageAction="SUPPRESS"
            )
        except ClientError as error:
            if error.response["Error"]["Code"] != "UsernameExistsException":
                raise aws.unavailable(error) from error
        except BotoCoreError as error:
            raise aws.unavailable(error) from error
        # A user without a permanent password stays unconfirmed; nobody knows this one and no flow takes it.
        _call(
            "admin_set_user_password",
            UserPoolId=self._pool_id,
            Username=account_id,
            Password=randomness.token_urlsafe(48) + "aA1!",
            Permanent=True,
        )

    def exchange(self, account_id: AccountId, ticket: str) -> Tokens:
        """Turn a ticket into tokens through the custom challenge. Raises WrongCredentialsError, UnavailableError."""
        begun = _call(
            "admin_initiate_auth",
            UserPoolId=self._pool_id,
            ClientId=self._client_id,
            AuthFlow="CUSTOM_AUTH",
            AuthParameters={"USERNAME": account_id},
        )
        answer = _call(
            "admin_respond_to_auth_challenge",
            UserPoolId=self._pool_id,
            ClientId=self._client_id,
            ChallengeName="CUSTOM_CHALLENGE",
            Session=begun["Session"],
            ChallengeResponses={"USERNAME": account_id, "ANSWER": ticket},
        )
        return _tokens(answer)


class StaffPool:
    """The staff's pool: a password and a time-based code."""

    def __init__(self, client_id: str) -> None:
        self._client_id = client_id

    def sign_in(self, username: str, password: str, code: str) -> Tokens:
        """Check both factors. Raises WrongCredentialsError without saying which was wrong, UnavailableError."""
        begun = _call(
            "initiate_auth",
            ClientId=self._client_id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": username, "PASSWORD": password},
        )
        if begun.get("ChallengeName") != "SOFTWARE_TOKEN_MFA":
            raise WrongCredentialsError
        answer = _call(
            "respond_to_auth_challenge",
            ClientId=self._client_id,
            ChallengeName="SOFTWARE_TOKEN_MFA",
            Session=begun["Session"],
            ChallengeResponses={"USERNAME": username, "SOFTWARE_TOKEN_MFA_CODE": code},
        )
        return _tokens(answer)


class Sessions:
    """What a refresh token of one pool's client is good for."""

    def __init__(self, client_id: str) -> None:
        self._client_id = client_id

    def refresh(self, refresh_token: str) -> Tokens:
        """Give new tokens; the refresh token rotates. Raises WrongCredentialsError, UnavailableError."""
        return _tokens(_call("get_tokens_from_refresh_token", ClientId=self._client_id, RefreshToken=refresh_token))

    def revoke(self, refresh_token: str) -> None:
        """End a refresh token and what it could be exchanged for; one that is dead already is no error."""
        try:
            _call("revoke_token", ClientId=self._client_id, Token=refresh_token)
        except WrongCredentialsError:
            return
