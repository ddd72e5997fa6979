"""The tag that makes a code unforgeable: the first 50 bits of HMAC-SHA-256 (RFC 2104, FIPS 180-4)."""

import hmac

from handbook.domain.codes.permutation import SERIAL_BITS

TAG_BITS = 50

_TAG_DOMAIN = b"so-me-va-be/qr/tag/1\x00"


def tag_of(version: int, permuted: int, tag_key: bytes) -> int:
    """The tag, 50 bits, of a permuted serial number under one key version."""
    message = _TAG_DOMAIN + bytes([version]) + permuted.to_bytes(SERIAL_BITS // 8)
    digest = hmac.digest(tag_key, message, "sha256")
    return int.from_bytes(digest[:7]) >> (56 - TAG_BITS)
