"""A keyed permutation of serial numbers, so that a code shows neither order nor volume."""

from functools import lru_cache
from hashlib import blake2s

from handbook.domain.codes.keys import KEY_VERSION_LIMIT

SERIAL_BITS = 40
SERIAL_LIMIT = 1 << SERIAL_BITS

_PERMUTATION_DOMAIN = b"qrserial"  # BLAKE2s personalisation, eight bytes (RFC 7693 section 2.5)
_HALF_BITS = 20
_HALF_MASK = (1 << _HALF_BITS) - 1
# Patarin's generic attacks on a balanced Feistel network with halves of n bits need 2^n known
# pairs against 4 rounds, 2^(3n/2) against 5 and 2^(2n), all there are, against 6. A vendor holds
# a hundred thousand known pairs in one manifest, so 4 would be too few.
_ROUNDS = 6


@lru_cache(maxsize=KEY_VERSION_LIMIT)
def keyed_rounds(permutation_key: bytes) -> tuple[blake2s, ...]:
    """One keyed hash a round, to copy and feed: keying it anew would cost as much again."""
    return tuple(
        blake2s(key=permutation_key, person=_PERMUTATION_DOMAIN, salt=bytes([number]), digest_size=4)
        for number in range(_ROUNDS)
    )


def permute(serial: int, rounds: tuple[blake2s, ...]) -> int:
    """Hide a serial number under 2^40 in another, by a balanced Feistel network: a bijection without visible order."""
    left, right = serial >> _HALF_BITS, serial & _HALF_MASK
    for keyed in rounds:
        left, right = right, left ^ _round(keyed, right)
    return left << _HALF_BITS | right


def unpermute(permuted: int, rounds: tuple[blake2s, ...]) -> int:
    """The serial number that `permute` hid, with the rounds of the same key."""
    left, right = permuted >> _HALF_BITS, permuted & _HALF_MASK
    for keyed in reversed(rounds):
        left, right = right ^ _round(keyed, left), left
    return left << _HALF_BITS | right


def _round(keyed: blake2s, half: int) -> int:
    fed = keyed.copy()
    fed.update(half.to_bytes(3))
    return int.from_bytes(fed.digest()) & _HALF_MASK
