"""Keys of the QR codes, by version."""

from collections.abc import Mapping

from handbook.domain.codes import CodeKey
from handbook.gateways import secrets


class CodeKeys:
    """The key that new codes are made with, and all keys that printed codes may carry."""

    def __init__(self, secret_id: str) -> None:
        self._secret_id = secret_id

    def current(self) -> CodeKey:
        """Give the key for new codes. Raises UnavailableError."""
        version, documents = secrets.versions(self._secret_id)
        return self._key(version, documents[version])

    def all(self) -> Mapping[int, CodeKey]:
        """Give every key by version. Raises UnavailableError."""
        _, documents = secrets.versions(self._secret_id)
        return {int(version): self._key(version, secret) for version, secret in documents.items()}

    @staticmethod
    def _key(version: str, secret: str) -> CodeKey:
        return CodeKey(
            version=int(version),
            permutation_key=secrets.derive(secret, "qr-permutation"),
            tag_key=secrets.derive(secret, "qr-tag"),
        )
