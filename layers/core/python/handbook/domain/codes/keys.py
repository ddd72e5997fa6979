"""The secrets that codes are made with, by version."""

import hmac
from dataclasses import dataclass, field

KEY_VERSION_LIMIT = 32
KEY_BYTES = 32  # the output of SHA-256 (RFC 2104 section 3) and the longest BLAKE2s key (RFC 7693)


@dataclass(frozen=True, slots=True)
class CodeKey:
    """The secrets of one key version; neither leaves the service nor shows in a repr.

    `permutation_key` hides order and volume, `tag_key` makes codes unforgeable: two independent
    random byte strings of 32 bytes. Raises ValueError otherwise.
    """

    version: int
    permutation_key: bytes = field(repr=False)
    tag_key: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if not 0 <= self.version < KEY_VERSION_LIMIT:
            raise ValueError(f"version must be 0 to {KEY_VERSION_LIMIT - 1}")
        if {len(self.permutation_key), len(self.tag_key)} != {KEY_BYTES}:
            raise ValueError(f"permutation_key and tag_key are {KEY_BYTES} bytes each")
        if hmac.compare_digest(self.permutation_key, self.tag_key):
            raise ValueError("permutation_key and tag_key must differ")
