"""The families' pool: tokens for a ticket or a password, under user names that say nothing."""

import secrets as randomness
from contextlib import suppress

from botocore.exceptions import BotoCoreError, ClientError

from handbook import aws
from handbook.domain.errors import WrongCredentialsError
from handbook.domain.ids import AccountId
from handbook.domain.sign_in import Tokens
from handbook.gateways.cognito import call, call_once, tokens_of

_UNCONFIRMED = "FORCE_CHANGE_PASSWORD"
"""What a user is that an administrator made, until it has a permanent password: no ticket and no password opens it."""


class FamilyPool:
    """The families' pool: no telephone number, no e-mail address, a random user name."""

    def __init__(self, pool_id: str, client_id: str) -> None:
        self._pool_id = pool_id
        self._client_id = client_id

    def add(self, account_id: AccountId) -> None:
        """Make the user of an account, with a password that nobody knows. Raises UnavailableError."""
        self._create(account_id)
        self._confirm(account_id)

    def add_missing(self, account_id: AccountId) -> bool:
        """Make the user of an account that has none, or finish one whose making broke off.

        A whole one keeps its password, and false says so. Raises UnavailableError.
        """
        made = self._create(account_id) or self._is_half_made(account_id)
        if made:
            self._confirm(account_id)
        return made

    def _is_half_made(self, account_id: AccountId) -> bool:
        found = call("admin_get_user", UserPoolId=self._pool_id, Username=account_id)
        return found.get("UserStatus") == _UNCONFIRMED

    def _create(self, account_id: AccountId) -> bool:
        try:
            aws.client("cognito-idp").admin_create_user(
                UserPoolId=self._pool_id, Username=account_id, MessageAction="SUPPRESS"
            )
        except ClientError as error:
            if error.response["Error"]["Code"] != "UsernameExistsException":
                raise aws.unavailable(error) from error
            return False
        except BotoCoreError as error:
            raise aws.unavailable(error) from error
        return True

    def _confirm(self, account_id: AccountId) -> None:
        # A user without a permanent password stays unconfirmed.
        self.set_password(account_id, randomness.token_urlsafe(48) + "aA1!")

    def set_password(self, account_id: AccountId, password: str) -> None:
        """Make a password the only one. Raises UnavailableError; InvalidFieldError where the pool does not take it."""
        call(
            "admin_set_user_password",
            UserPoolId=self._pool_id,
            Username=account_id,
            Password=password,
            Permanent=True,
        )

    def check_password(self, account_id: AccountId, password: str) -> Tokens:
        """Give tokens for a password. Raises WrongCredentialsError, also where there is no such user; UnavailableError.

        The administrator's flow: nobody can guess at Cognito's public endpoint, past the limits of this system.
        """
        return tokens_of(
            call(
                "admin_initiate_auth",
                UserPoolId=self._pool_id,
                ClientId=self._client_id,
                AuthFlow="ADMIN_USER_PASSWORD_AUTH",
                AuthParameters={"USERNAME": account_id, "PASSWORD": password},
            )
        )

    def exchange(self, account_id: AccountId, ticket: str) -> Tokens:
        """Turn a ticket into tokens through the custom challenge, which is answered once: session and ticket work once.

        Raises WrongCredentialsError, UnavailableError.
        """
        begun = call(
            "admin_initiate_auth",
            UserPoolId=self._pool_id,
            ClientId=self._client_id,
            AuthFlow="CUSTOM_AUTH",
            AuthParameters={"USERNAME": account_id},
        )
        answer = call_once(
            "admin_respond_to_auth_challenge",
            UserPoolId=self._pool_id,
            ClientId=self._client_id,
            ChallengeName="CUSTOM_CHALLENGE",
            Session=begun["Session"],
            ChallengeResponses={"USERNAME": account_id, "ANSWER": ticket},
        )
        return tokens_of(answer)

    def sign_out(self, account_id: AccountId) -> None:
        """End every session: no refresh token works any more. Raises UnavailableError."""
        with suppress(WrongCredentialsError):  # nobody of this name, nothing to end
            call("admin_user_global_sign_out", UserPoolId=self._pool_id, Username=account_id)

    def remove(self, account_id: AccountId) -> None:
        """Disable a user, end its sessions and delete it; one that is gone is no failure. Raises UnavailableError."""
        for operation in ("admin_disable_user", "admin_user_global_sign_out", "admin_delete_user"):
            with suppress(WrongCredentialsError):
                call(operation, UserPoolId=self._pool_id, Username=account_id)
