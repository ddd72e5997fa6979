"""Staff who can sign in: a user in the staff pool with a password and a verified authenticator secret."""

import time

from botocore.exceptions import ClientError

from handbook import aws, bootstrap
from handbook.config import config
from handbook.domain.sign_in import Step
from tools.totp import totp

PASSWORD = "Chi-de-thu-nghiem-2026"  # noqa: S105 - "for trying out only"; known to everybody, on a local stack only


def make_account(username: str) -> str:
    """Make a member's user anew; gives the secret of the authenticator app in Base32.

    Signs the member in once, since a pool with MFA on takes the secret during the first sign-in.
    """
    pool, user = config().staff_pool, {"UserPoolId": config().staff_pool, "Username": username}
    cognito = aws.client("cognito-idp")
    try:
        cognito.admin_delete_user(**user)
    except ClientError as error:
        if error.response["Error"]["Code"] != "UserNotFoundException":
            raise
    cognito.admin_create_user(UserPoolId=pool, Username=username, MessageAction="SUPPRESS")
    cognito.admin_set_user_password(**user, Password=PASSWORD, Permanent=True)
    return _register_authenticator(username)


def _register_authenticator(username: str) -> str:
    # As a member of staff does at the first sign-in, through our own gateway: the client's secret lies behind it.
    pool = bootstrap.staff_pool()
    asked = pool.begin(username, PASSWORD)
    if not isinstance(asked, Step) or asked.secret is None:
        raise RuntimeError(username)
    pool.answer(username, asked.challenge, asked.session, totp(asked.secret, time.time()))
    return asked.secret
