"""Make codes from serial numbers."""

from collections.abc import Iterator

from handbook.domain.codes.alphabet import ALPHABET, TIMES_X
from handbook.domain.codes.keys import CodeKey
from handbook.domain.codes.permutation import SERIAL_BITS, SERIAL_LIMIT, keyed_rounds, permute
from handbook.domain.codes.tag import TAG_BITS, tag_of

_PAIRS = tuple(a + b for a in ALPHABET for b in ALPHABET)
# Two steps of the check sum at once, for the pair of characters that a number under 1,024 spells.
_SUM_OF_PAIR = tuple(TIMES_X[TIMES_X[first] ^ second] for first in range(32) for second in range(32))


def mint(serial: int, key: CodeKey) -> str:
    """The code of one serial number (0 to 2^40 - 1), always the same for the same key.

    Raises ValueError for a serial number out of range.
    """
    return next(mint_range(serial, 1, key))


def mint_range(first: int, count: int, key: CodeKey) -> Iterator[str]:
    """The codes of `count` serial numbers from `first` on, one at a time, in their order.

    Raises ValueError, at the call, when the range leaves 0 to 2^40 - 1.
    """
    if first < 0 or count < 0 or first + count > SERIAL_LIMIT:
        raise ValueError(f"serials must lie in 0 to {SERIAL_LIMIT - 1}")
    return _mint_each(first, count, key)


def _mint_each(first: int, count: int, key: CodeKey) -> Iterator[str]:
    rounds = keyed_rounds(key.permutation_key)
    for serial in range(first, first + count):
        permuted = permute(serial, rounds)
        yield _spell(key.version, permuted << TAG_BITS | tag_of(key.version, permuted, key.tag_key))


def _spell(version: int, number: int) -> str:
    """Version, the 90 bits of permuted serial and tag, and their check character."""
    characters = [ALPHABET[version]]
    total = TIMES_X[version]
    for shift in range(SERIAL_BITS + TAG_BITS - 10, -1, -10):
        pair = (number >> shift) & 0x3FF
        characters.append(_PAIRS[pair])
        total = _SUM_OF_PAIR[pair ^ total << 5]
    characters.append(ALPHABET[total])
    return "".join(characters)
