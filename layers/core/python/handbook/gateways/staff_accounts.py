"""Accounts of staff in Cognito: invited by e-mail, closed, opened and begun anew by their managers."""

from botocore.exceptions import BotoCoreError, ClientError

from handbook import aws
from handbook.domain.ids import StaffId


class StaffAccounts:
    """The staff's pool, as managers use it."""

    def __init__(self, pool_id: str) -> None:
        self._pool_id = pool_id

    def invite(self, staff_id: StaffId, email: str) -> None:
        """Make a user and send a first password by e-mail; one that exists stays as it is. Raises UnavailableError."""
        self._call(
            "admin_create_user",
            staff_id,
            unless="UsernameExistsException",
            UserAttributes=[{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}],
            DesiredDeliveryMediums=["EMAIL"],
        )

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

    def reset(self, staff_id: StaffId) -> None:
        """Ask for a new password, by a code sent by e-mail, and for a new authenticator. Raises UnavailableError."""
        self.sign_out(staff_id)
        self._call("admin_set_user_mfa_preference", staff_id, SoftwareTokenMfaSettings={"Enabled": False})
        self._call("admin_reset_user_password", staff_id)

    def _call(self, operation: str, staff_id: StaffId, unless: str = "", **arguments: object) -> None:
        try:
            getattr(aws.client("cognito-idp"), operation)(UserPoolId=self._pool_id, Username=staff_id, **arguments)
        except ClientError as error:
            if error.response["Error"]["Code"] != unless:
                raise aws.unavailable(error) from error
        except BotoCoreError as error:
            raise aws.unavailable(error) from error
