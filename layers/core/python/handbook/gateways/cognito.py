"""Tokens, from Cognito: of staff, who come with a password and a second factor, and of refresh tokens."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError

from handbook import aws
from handbook.domain.errors import InvalidFieldError, WrongCredentialsError
from handbook.domain.sign_in import StaffChallenge, Step, Tokens
from handbook.gateways.client_key import ClientKey

_NEW_PASSWORD, _CODE, _SMS = "NEW_PASSWORD_REQUIRED", "SOFTWARE_TOKEN_MFA", "SMS_MFA"
_CHALLENGES: Mapping[str, StaffChallenge] = {
    _NEW_PASSWORD: "new_password",
    _CODE: "authenticator_code",
    _SMS: "sms_code",
}
_REFUSED = {
    "NotAuthorizedException",
    "UserNotFoundException",
    "CodeMismatchException",
    "ExpiredCodeException",
    "PasswordResetRequiredException",
    "UserNotConfirmedException",
    "RefreshTokenReuseException",
    "InvalidParameterException",
    "EnableSoftwareTokenMFAException",
    "LimitExceededException",
}
_WEAK = "InvalidPasswordException"
_PROOFS = ("Session", "AccessToken")
"""By what the setting up of an authenticator goes on; the client holds which, beside the value."""


def call(operation: str, **arguments: object) -> dict[str, Any]:
    """Ask Cognito. Raises: WrongCredentialsError, UnavailableError, InvalidFieldError for a weak password."""
    return _asked(aws.client("cognito-idp"), operation, arguments)


def call_once(operation: str, **arguments: object) -> dict[str, Any]:
    """Ask Cognito what a second try of the client library's own could not bring about. Raises: as `call` does."""
    return _asked(aws.client_once("cognito-idp"), operation, arguments)


def _asked(client: Any, operation: str, arguments: Mapping[str, object]) -> dict[str, Any]:  # noqa: ANN401 - as in aws
    try:
        answer: dict[str, Any] = getattr(client, operation)(**arguments)
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code == _WEAK:
            raise InvalidFieldError("new_password") from error
        # A challenge is answered once and a refresh token rotates: a second try is refused where the first was taken.
        if code in _REFUSED and not aws.sent_again(error):
            raise WrongCredentialsError from error
        raise aws.unavailable(error) from error
    except ParamValidationError as error:
        # Too short for what Cognito issues, which the client library sees before Cognito does.
        raise WrongCredentialsError from error
    except BotoCoreError as error:
        raise aws.unavailable(error) from error
    return answer


def tokens_of(answer: dict[str, Any]) -> Tokens:
    """Read the tokens of an answer. Raises: WrongCredentialsError when there are none."""
    result = answer.get("AuthenticationResult")
    if not result:
        raise WrongCredentialsError
    return Tokens(
        id_token=result["IdToken"],
        access_token=result["AccessToken"],
        expires_in_seconds=result["ExpiresIn"],
        refresh_token=result.get("RefreshToken"),
    )


class StaffPool:
    """The staff's pool: a password and a code, of an authenticator or by SMS; a new password at the first sign-in.

    The administrator's flow: nobody can guess at Cognito's public endpoint, past the limits of this system.
    """

    def __init__(self, pool_id: str, key: ClientKey) -> None:
        self._pool_id = pool_id
        self._key = key

    def sign_in(self, username: str, password: str, code: str) -> Tokens:
        """Check both factors. Raises WrongCredentialsError without saying which was wrong, UnavailableError."""
        begun = self._check_password(username, password)
        if begun.get("ChallengeName") != _CODE:
            raise WrongCredentialsError
        return tokens_of(self._respond(_CODE, username, begun["Session"], SOFTWARE_TOKEN_MFA_CODE=code))

    def begin(self, username: str, password: str) -> Tokens | Step:
        """Check the password and say what is asked next; there are no tokens for a password alone.

        Raises WrongCredentialsError, UnavailableError.
        """
        return self._next(self._check_password(username, password))

    def answer(
        self, username: str, challenge: StaffChallenge, session: str, said: str, *, by_sms: bool = False
    ) -> Tokens | Step:
        """Answer what was asked: a new password, or a code of the authenticator or by SMS.

        With `by_sms` codes come by SMS: a first password never lets its holder set an authenticator up in their stead.
        Raises WrongCredentialsError, UnavailableError; InvalidFieldError for a password that the pool does not take.
        """
        if challenge == "new_password":
            answered = self._respond(_NEW_PASSWORD, username, session, NEW_PASSWORD=said)
            # To who is new Cognito may give tokens, and asks from then on ("Adding MFA to a user pool").
            if by_sms and "AuthenticationResult" in answered:
                return Step("sign_in_again", "")
            return self._next(answered)
        if challenge == "authenticator_setup":
            return self._finish_setup(username, session, said)
        if challenge == "sms_code":
            return tokens_of(self._respond(_SMS, username, session, SMS_MFA_CODE=said))
        return tokens_of(self._respond(_CODE, username, session, SOFTWARE_TOKEN_MFA_CODE=said))

    def forget_password(self, username: str) -> None:
        """Send a code to the e-mail address of an account, if there is one. Raises UnavailableError."""
        with suppress(WrongCredentialsError):
            call("forgot_password", **self._client(username))

    def recover_password(self, username: str, code: str, password: str) -> None:
        """Take a new password for the code from the e-mail.

        Raises WrongCredentialsError, UnavailableError; InvalidFieldError for a password that the pool does not take.
        """
        call("confirm_forgot_password", **self._client(username), ConfirmationCode=code, Password=password)

    def begin_authenticator(self, access_token: str) -> str:
        """Give the secret, in Base32, of an authenticator for whom the access token speaks for.

        Raises WrongCredentialsError, UnavailableError.
        """
        return str(call("associate_software_token", AccessToken=access_token)["SecretCode"])

    def prove_authenticator(self, access_token: str, code: str) -> None:
        """Check that the new authenticator shows the right code. Raises WrongCredentialsError, UnavailableError."""
        if call("verify_software_token", AccessToken=access_token, UserCode=code).get("Status") != "SUCCESS":
            raise WrongCredentialsError

    def _check_password(self, username: str, password: str) -> dict[str, Any]:
        return call(
            "admin_initiate_auth",
            UserPoolId=self._pool_id,
            ClientId=self._key.client_id,
            AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters={**self._named(username), "PASSWORD": password},
        )

    def _respond(self, name: str, username: str, session: str, **said: str) -> dict[str, Any]:
        return call(
            "admin_respond_to_auth_challenge",
            UserPoolId=self._pool_id,
            ClientId=self._key.client_id,
            ChallengeName=name,
            Session=session,
            ChallengeResponses={**self._named(username), **said},
        )

    def _named(self, username: str) -> dict[str, str]:
        return {"USERNAME": username, "SECRET_HASH": self._key.hash_of(username)}

    def _client(self, username: str) -> dict[str, str]:
        return {"ClientId": self._key.client_id, "Username": username, "SecretHash": self._key.hash_of(username)}

    def _next(self, answer: dict[str, Any]) -> Tokens | Step:
        name = str(answer.get("ChallengeName"))
        if name in _CHALLENGES:
            return Step(_CHALLENGES[name], answer["Session"])
        if name == "MFA_SETUP":
            return _setup(Session=answer["Session"])
        if "AuthenticationResult" in answer:
            # Cognito asks a pool with a required second factor for MFA_SETUP instead; the emulated one lets people in.
            return _setup(AccessToken=answer["AuthenticationResult"]["AccessToken"])
        raise WrongCredentialsError

    def _finish_setup(self, username: str, session: str, code: str) -> Tokens | Step:
        kind, _, proof = session.partition(":")
        if kind not in _PROOFS:
            raise WrongCredentialsError
        verified = call("verify_software_token", **{kind: proof}, UserCode=code)
        if verified.get("Status") != "SUCCESS":
            raise WrongCredentialsError
        if kind == "AccessToken":
            return Step("sign_in_again", "")
        return tokens_of(self._respond("MFA_SETUP", username, verified["Session"]))


def _setup(**proof: str) -> Step:
    associated = call("associate_software_token", **proof)
    ((kind, value),) = proof.items()
    value = associated["Session"] if kind == "Session" else value
    return Step("authenticator_setup", f"{kind}:{value}", associated["SecretCode"])


class Sessions:
    """What a refresh token of one pool's client is good for; a client that has a secret comes with its key."""

    def __init__(self, client_id: str, key: ClientKey | None = None) -> None:
        self._client_id = client_id
        self._key = key

    def refresh(self, refresh_token: str) -> Tokens:
        """Give new tokens; the refresh token rotates. Raises WrongCredentialsError, UnavailableError."""
        return tokens_of(call("get_tokens_from_refresh_token", **self._client(), RefreshToken=refresh_token))

    def revoke(self, refresh_token: str) -> None:
        """End a refresh token and what it could be exchanged for; one that is dead already is no error."""
        try:
            call("revoke_token", **self._client(), Token=refresh_token)
        except WrongCredentialsError:
            return

    def _client(self) -> dict[str, str]:
        secret = {"ClientSecret": self._key.secret()} if self._key is not None else {}
        return {"ClientId": self._client_id, **secret}
