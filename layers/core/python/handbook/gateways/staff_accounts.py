"""Accounts of staff in Cognito: invited by e-mail, closed, opened and begun anew by their managers."""

from collections.abc import Mapping, Set

from botocore.exceptions import BotoCoreError, ClientError

from handbook import aws
from handbook.domain.ids import PhoneE164, StaffId

_EXISTS = frozenset({"UsernameExistsException"})
_SIGNED_IN_ONCE = frozenset({"UnsupportedUserStateException"})
_NEVER_SIGNED_IN = frozenset({"NotAuthorizedException"})
"""What AdminResetUserPassword answers in the state FORCE_CHANGE_PASSWORD ("cannot be reset in the current state")."""
_LETTER = {"DesiredDeliveryMediums": ["EMAIL"]}
_CHOSEN = {"Enabled": True, "PreferredMfa": True}
_NO_NUMBER = [("phone_number", "")]
"""A blank value deletes an attribute: API reference of Amazon Cognito user pools, AdminUpdateUserAttributes."""


class StaffAccounts:
    """The staff's pool, as managers use it."""

    def __init__(self, pool_id: str) -> None:
        self._pool_id = pool_id

    def invite(self, staff_id: StaffId, email: str, codes_to: PhoneE164 | None) -> None:
        """Make a user and send a first password by e-mail; codes come by SMS where a number is given.

        A user of that name is one whose invitation broke off, since it opens nothing: it takes what is said now, and
        gets the letter once more. Raises UnavailableError.
        """
        said = [("email", email), ("email_verified", "true"), *_number(codes_to)]
        if not self._call("admin_create_user", staff_id, _EXISTS, UserAttributes=_attributes(said), **_LETTER):
            self._change(staff_id, said)
            if codes_to is None:  # the one that broke off may have left a number, and codes would go there
                self._choose(staff_id, None, {"Enabled": False})
            self._send_again(staff_id, _EXISTS | _SIGNED_IN_ONCE)
        if codes_to is not None:
            self._call("admin_set_user_mfa_preference", staff_id, SMSMfaSettings=_CHOSEN)

    def close(self, staff_id: StaffId) -> None:
        """Let nobody sign in under this name, and end every session. Raises UnavailableError."""
        self._call("admin_disable_user", staff_id)
        self.sign_out(staff_id)

    def open(self, staff_id: StaffId) -> None:
        """Let somebody who came back sign in again. Raises UnavailableError."""
        self._call("admin_enable_user", staff_id)

    def sign_out(self, staff_id: StaffId) -> None:
        """Let no refresh token work any more. Raises UnavailableError."""
        self._call("admin_user_global_sign_out", staff_id)

    def reset(self, staff_id: StaffId, codes_to: PhoneE164 | None = None) -> None:
        """Ask for a new password, by a code sent by e-mail, and for a new second factor. Raises UnavailableError.

        Codes come by SMS to the number that is given; without one an authenticator is set up anew. Whoever never chose
        a password, even after the first one ran out, gets another first one.
        """
        self.sign_out(staff_id)
        self._choose(staff_id, codes_to, {"Enabled": False})
        if not self._call("admin_reset_user_password", staff_id, _NEVER_SIGNED_IN):
            self._send_again(staff_id)

    def take_codes_by_sms(self, staff_id: StaffId, number: PhoneE164) -> None:
        """Let codes come to a number that was proved, and no more from an authenticator. Raises UnavailableError."""
        self._choose(staff_id, number, {"Enabled": False})

    def take_authenticator(self, staff_id: StaffId) -> None:
        """Let codes come from the authenticator that was set up, and no more by SMS. Raises UnavailableError."""
        self._choose(staff_id, None, _CHOSEN)

    def _choose(self, staff_id: StaffId, number: PhoneE164 | None, authenticator: Mapping[str, bool]) -> None:
        # Cognito sends codes to every user who has a number and no other factor: none is left behind.
        if number is not None:
            self._change(staff_id, _number(number))
        self._call(
            "admin_set_user_mfa_preference",
            staff_id,
            SoftwareTokenMfaSettings=authenticator,
            SMSMfaSettings=_CHOSEN if number is not None else {"Enabled": False},
        )
        if number is None:
            self._change(staff_id, _NO_NUMBER)

    def _change(self, staff_id: StaffId, said: list[tuple[str, str]]) -> None:
        self._call("admin_update_user_attributes", staff_id, UserAttributes=_attributes(said))

    def _send_again(self, staff_id: StaffId, unless: Set[str] = frozenset()) -> None:
        self._call("admin_create_user", staff_id, unless, MessageAction="RESEND", **_LETTER)

    def _call(self, operation: str, staff_id: StaffId, unless: Set[str] = frozenset(), **arguments: object) -> bool:
        """Ask Cognito, and say whether it did; false for an answer of `unless`. Raises UnavailableError."""
        try:
            getattr(aws.client("cognito-idp"), operation)(UserPoolId=self._pool_id, Username=staff_id, **arguments)
        except ClientError as error:
            if error.response["Error"]["Code"] in unless:
                return False
            raise aws.unavailable(error) from error
        except BotoCoreError as error:
            raise aws.unavailable(error) from error
        return True


def _number(number: PhoneE164 | None) -> list[tuple[str, str]]:
    return [("phone_number", number), ("phone_number_verified", "true")] if number is not None else []


def _attributes(said: list[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"Name": name, "Value": value} for name, value in said]
