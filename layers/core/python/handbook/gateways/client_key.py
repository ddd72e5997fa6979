"""The secret of an app client, without which Cognito takes nothing in that client's name at its public endpoint."""

import base64
import hashlib
import hmac

from handbook.gateways import secrets


class ClientKey:
    """An app client with a secret, which lies in Secrets Manager."""

    def __init__(self, client_id: str, secret_id: str) -> None:
        self.client_id = client_id
        self._secret_id = secret_id

    def secret(self) -> str:
        """Give the secret itself, which renewing and revoking take. Raises UnavailableError."""
        return secrets.text(self._secret_id)

    def hash_of(self, username: str) -> str:
        """Give what proves to Cognito that a request about a user comes from here. Raises UnavailableError.

        Base64 of HMAC-SHA-256 under the secret over user name and client id (Amazon Cognito developer guide,
        "Computing secret hash values").
        """
        message = (username + self.client_id).encode()
        return base64.b64encode(hmac.new(self.secret().encode(), message, hashlib.sha256).digest()).decode()
