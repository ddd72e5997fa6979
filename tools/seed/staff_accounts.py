"""Staff who can sign in: a user in the staff pool with a password and a verified authenticator secret."""

import time

from botocore.exceptions import ClientError

from handbook import aws
from handbook.config import config
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
    cognito, client = aws.client("cognito-idp"), config().staff_client
    begun = cognito.initiate_auth(
        ClientId=client,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": username, "PASSWORD": PASSWORD},
    )
    # Cognito asks for the authenticator with the challenge MFA_SETUP. The emulated one lets a user without one in, and
    # takes the secret by the access token.
    in_setup = begun.get("ChallengeName") == "MFA_SETUP"
    proof = {"Session": begun["Session"]} if in_setup else {"AccessToken": begun["AuthenticationResult"]["AccessToken"]}
    associated = cognito.associate_software_token(**proof)
    secret = str(associated["SecretCode"])
    proof = {"Session": associated["Session"]} if in_setup else proof
    verified = cognito.verify_software_token(**proof, UserCode=totp(secret, time.time()))
    if in_setup:
        cognito.respond_to_auth_challenge(
            ClientId=client,
            ChallengeName="MFA_SETUP",
            Session=verified["Session"],
            ChallengeResponses={"USERNAME": username},
        )
    return secret
