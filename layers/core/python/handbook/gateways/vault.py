"""Personal numbers: sealed at rest, found through a blind index."""

import base64
import os
from typing import TYPE_CHECKING

from handbook.domain.errors import UnavailableError
from handbook.domain.marks import Mark, tagged
from handbook.domain.sign_in import proof
from handbook.gateways import secrets

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES = 12  # NIST SP 800-38D section 8.2


class Vault:
    """AES-256-GCM with the key's version in front; each kind of number has keys of its own from one secret.

    The item's key is authenticated too, so that a sealed number copied to another item does not open there.
    """

    def __init__(self, secret_id: str, kind: str) -> None:
        self._secret_id = secret_id
        self._kind = kind

    def seal(self, text: str, place: str) -> str:
        """Encrypt a number for one place. Raises UnavailableError when the keys cannot be read."""
        current, keys = secrets.versions(self._secret_id)
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._cipher(keys[current]).encrypt(nonce, text.encode(), place.encode())
        return f"{current}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"

    def unseal(self, sealed: str, place: str) -> str:
        """Decrypt a number. Raises UnavailableError when the key is gone or the text is not of this place."""
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - see _cipher

        version, _, text = sealed.partition(".")
        _, keys = secrets.versions(self._secret_id)
        raw = base64.urlsafe_b64decode(text)
        try:
            opened = self._cipher(keys[version]).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], place.encode())
        except (KeyError, InvalidTag) as error:
            raise UnavailableError from error
        return opened.decode()

    def mark(self, text: str) -> Mark:
        """Give the blind index of a number: the same for every way it was typed, useless without the key.

        While keys are rotated it comes with those under the other keys that are held, for what stands there still.
        """
        current, keys = secrets.versions(self._secret_id)
        return Mark(
            self._mark(current, keys[current], text),
            tuple(self._mark(version, key, text) for version, key in keys.items() if version != current),
        )

    def _mark(self, version: str, key: str, text: str) -> str:
        return tagged(version, proof(secrets.derive(key, f"{self._kind}-index"), self._kind, text))

    def _cipher(self, secret: str) -> "AESGCM":
        # Imported here: most requests of a function that can open a number never do.
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

        return AESGCM(secrets.derive(secret, f"{self._kind}-seal"))
