"""The code that a QR carrier bears: a locator of a handbook, never a credential.

Twenty characters of Douglas Crockford's base32 alphabet (crockford.com/base32.html):

    position  0      key version, 0 to 31
    position  1-8    serial number, 40 bits, permuted so that order and volume do not show
    position  9-18   tag, the first 50 bits of HMAC-SHA-256 (RFC 2104, FIPS 180-4)
    position  19     check character over GF(32)

The tag lets a forged code be refused without reading any store. With 50 bits, a thousand
guesses a second for a year expect 2.8e-5 hits.
"""

import hmac
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from hashlib import blake2s

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 20
SERIAL_BITS = 40
SERIAL_LIMIT = 1 << SERIAL_BITS
KEY_VERSION_LIMIT = 32
KEY_BYTES = 32  # the output of SHA-256 (RFC 2104 section 3) and the longest BLAKE2s key (RFC 7693)

_TAG_BITS = 50
_TAG_DOMAIN = b"so-me-va-be/qr/tag/1\x00"
_PERMUTATION_DOMAIN = b"qrserial"  # BLAKE2s personalisation, eight bytes (RFC 7693 section 2.5)
_HALF_BITS = 20
_HALF_MASK = (1 << _HALF_BITS) - 1
# Patarin's generic attacks on a balanced Feistel network with halves of n bits need 2^n known
# pairs against 4 rounds, 2^(3n/2) against 5 and 2^(2n), all there are, against 6. A vendor holds
# a hundred thousand known pairs in one manifest, so 4 would be too few.
_ROUNDS = 6
# x^5 + x^2 + 1 is primitive over GF(2), so x generates all 31 non-zero elements of GF(32).
_PRIMITIVE_POLYNOMIAL = 0b100101
_LONGEST_TEXT = 300  # a URL with any query a scanner app adds; more is not a code

_PAIRS = tuple(a + b for a in ALPHABET for b in ALPHABET)
_LEAF_OF_URL = re.compile(r"(?i)/q/([^/?#]*)/?(?:[?#].*)?\Z", re.DOTALL)
_SEPARATORS = re.compile(r"[\s\-\u00AD\u200B\u2010-\u2015\u2212\uFEFF]+")
_FORGIVEN = str.maketrans(
    {
        **{letter.lower(): letter for letter in ALPHABET[10:]},
        **dict.fromkeys("Oo", "0"),
        **dict.fromkeys("IiLl", "1"),
    }
)


class CodeRefusedError(Exception):
    """What was typed or scanned is not a code of ours. No message repeats what was typed."""


@dataclass(eq=False)
class WrongLengthError(CodeRefusedError):
    """`found` characters stood there where a code has `CODE_LENGTH`; separators do not count."""

    found: int


@dataclass(eq=False)
class WrongCharacterError(CodeRefusedError):
    """The character at `position` (from 1, separators not counted) is not in the alphabet."""

    position: int


class WrongCheckCharacterError(CodeRefusedError):
    """The code was mistyped: a character is wrong, or two changed places."""


@dataclass(eq=False)
class UnknownKeyVersionError(CodeRefusedError):
    """The code is well formed, but names a key `version` that is not held."""

    version: int


class ForgedTagError(CodeRefusedError):
    """The code is well formed, but its tag was not made with our key."""


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


@dataclass(frozen=True, slots=True)
class Code:
    """A well-formed code: 20 characters with a right check character, its tag not yet verified."""

    text: str

    @property
    def key_version(self) -> int:
        """Which key made it, by its own word, 0 to 31."""
        return ALPHABET.index(self.text[0])

    def __str__(self) -> str:
        return self.text


class CodeState(StrEnum):
    """Where a code is on its way from the generator to a handbook."""

    GENERATED = "generated"
    PRINTED = "printed"
    SHIPPED = "shipped"
    ALLOCATED = "allocated"  # to a unit, which confirmed its receipt
    BOUND = "bound"  # to one handbook, once
    VOID = "void"  # misprinted, stolen, lost, or its batch cancelled
    REPLACED = "replaced"  # another code took its place, for a stated reason


# A printed code goes through many hands; it can be voided on every stretch and bound only once.
PRINTED_TRANSITIONS: Mapping[CodeState, frozenset[CodeState]] = {
    CodeState.GENERATED: frozenset({CodeState.PRINTED, CodeState.VOID}),
    CodeState.PRINTED: frozenset({CodeState.SHIPPED, CodeState.VOID}),
    CodeState.SHIPPED: frozenset({CodeState.ALLOCATED, CodeState.VOID}),
    CodeState.ALLOCATED: frozenset({CodeState.BOUND, CodeState.VOID}),
    CodeState.BOUND: frozenset({CodeState.VOID, CodeState.REPLACED}),
    CodeState.VOID: frozenset(),
    CodeState.REPLACED: frozenset(),
}

# The electronic handbook's own code is bound from the birth of the record; it knows no other state.
ELECTRONIC_TRANSITIONS: Mapping[CodeState, frozenset[CodeState]] = {
    CodeState.GENERATED: frozenset({CodeState.BOUND, CodeState.VOID}),
    CodeState.BOUND: PRINTED_TRANSITIONS[CodeState.BOUND],
    CodeState.VOID: frozenset(),
    CodeState.REPLACED: frozenset(),
}


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


def parse(text: str) -> Code:
    """The code in what a person typed or a camera read, tag not yet verified.

    Forgives case, spaces, hyphens, O for 0, I and L for 1, and takes a whole URL that ends in
    `/Q/<code>`. Raises WrongCharacterError, WrongLengthError or WrongCheckCharacterError.
    """
    if len(text) > _LONGEST_TEXT:
        raise WrongLengthError(found=len(text))
    in_url = _LEAF_OF_URL.search(text.strip())
    plain = _SEPARATORS.sub("", in_url[1] if in_url else text).translate(_FORGIVEN)
    for position, character in enumerate(plain, start=1):
        if character not in ALPHABET:
            raise WrongCharacterError(position=position)
    if len(plain) != CODE_LENGTH:
        raise WrongLengthError(found=len(plain))
    if check_character(plain[:-1]) != plain[-1]:
        raise WrongCheckCharacterError
    return Code(plain)


def verify(code: Code, keys: Mapping[int, CodeKey]) -> int:
    """The serial number of a code made with one of `keys` (by version); reads no store.

    The tag is compared in constant time. Raises UnknownKeyVersionError or ForgedTagError.
    """
    key = keys.get(code.key_version)
    if key is None:
        raise UnknownKeyVersionError(version=code.key_version)
    permuted, tag = divmod(_number(code.text[1:-1]), 1 << _TAG_BITS)
    expected = _tag(key.version, permuted, key.tag_key)
    if not hmac.compare_digest(expected.to_bytes(7), tag.to_bytes(7)):
        raise ForgedTagError
    return _unpermute(permuted, _keyed_rounds(key.permutation_key))


def human_readable(code: str) -> str:
    """The code in groups of four, as printed beneath its QR symbol."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def check_character(body: str) -> str:
    """The character after `body` (alphabet only, at most 30 characters) that makes its sum zero.

    The sum over GF(32) weighs each position with another non-zero element, so any one wrong
    character and any two exchanged ones, adjacent or not, change it. Crockford's own check symbol
    (modulo 37) needs signs that are neither in the alphabet nor in a QR alphanumeric segment.
    """
    total = 0
    for character in body:
        total = _TIMES_X[total ^ ALPHABET.index(character)]
    return ALPHABET[total]


def _times_x(element: int) -> int:
    shifted = element << 1
    return shifted ^ _PRIMITIVE_POLYNOMIAL if shifted & 0b100000 else shifted


_TIMES_X = tuple(_times_x(element) for element in range(32))


# Two steps of the check sum at once, for the pair of characters that a number under 1,024 spells.
_SUM_OF_PAIR = tuple(_TIMES_X[_TIMES_X[first] ^ second] for first in range(32) for second in range(32))


def _mint_each(first: int, count: int, key: CodeKey) -> Iterator[str]:
    rounds = _keyed_rounds(key.permutation_key)
    for serial in range(first, first + count):
        permuted = _permute(serial, rounds)
        yield _spell(key.version, permuted << _TAG_BITS | _tag(key.version, permuted, key.tag_key))


def _spell(version: int, number: int) -> str:
    """Version, the 90 bits of permuted serial and tag, and their check character."""
    characters = [ALPHABET[version]]
    total = _TIMES_X[version]
    for shift in range(SERIAL_BITS + _TAG_BITS - 10, -1, -10):
        pair = (number >> shift) & 0x3FF
        characters.append(_PAIRS[pair])
        total = _SUM_OF_PAIR[pair ^ total << 5]
    characters.append(ALPHABET[total])
    return "".join(characters)


def _number(characters: str) -> int:
    number = 0
    for character in characters:
        number = number << 5 | ALPHABET.index(character)
    return number


def _tag(version: int, permuted: int, tag_key: bytes) -> int:
    message = _TAG_DOMAIN + bytes([version]) + permuted.to_bytes(SERIAL_BITS // 8)
    digest = hmac.digest(tag_key, message, "sha256")
    return int.from_bytes(digest[:7]) >> (56 - _TAG_BITS)


@lru_cache(maxsize=KEY_VERSION_LIMIT)
def _keyed_rounds(permutation_key: bytes) -> tuple[blake2s, ...]:
    """One keyed hash a round, to copy and feed: keying it anew would cost as much again."""
    return tuple(
        blake2s(key=permutation_key, person=_PERMUTATION_DOMAIN, salt=bytes([number]), digest_size=4)
        for number in range(_ROUNDS)
    )


def _permute(serial: int, rounds: tuple[blake2s, ...]) -> int:
    """A balanced Feistel network over 40 bits: a bijection that shows nothing of the order."""
    left, right = serial >> _HALF_BITS, serial & _HALF_MASK
    for keyed in rounds:
        left, right = right, left ^ _round(keyed, right)
    return left << _HALF_BITS | right


def _unpermute(permuted: int, rounds: tuple[blake2s, ...]) -> int:
    left, right = permuted >> _HALF_BITS, permuted & _HALF_MASK
    for keyed in reversed(rounds):
        left, right = right ^ _round(keyed, left), left
    return left << _HALF_BITS | right


def _round(keyed: blake2s, half: int) -> int:
    fed = keyed.copy()
    fed.update(half.to_bytes(3))
    return int.from_bytes(fed.digest()) & _HALF_MASK
