"""Read a code that a person typed or a camera saw, and verify it without any store."""

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass

from handbook.domain.codes.alphabet import ALPHABET, CODE_LENGTH, check_character
from handbook.domain.codes.keys import CodeKey
from handbook.domain.codes.permutation import keyed_rounds, unpermute
from handbook.domain.codes.refusals import (
    ForgedTagError,
    UnknownKeyVersionError,
    WrongCharacterError,
    WrongCheckCharacterError,
    WrongLengthError,
)
from handbook.domain.codes.tag import TAG_BITS, tag_of

_LONGEST_TEXT = 300  # a URL with any query a scanner app adds; more is not a code
_LEAF_OF_URL = re.compile(r"(?i)/q/([^/?#]*)/?(?:[?#].*)?\Z", re.DOTALL)
_SEPARATORS = re.compile(r"[\s\-\u00AD\u200B\u2010-\u2015\u2212\uFEFF]+")
_FORGIVEN = str.maketrans(
    {
        **{letter.lower(): letter for letter in ALPHABET[10:]},
        **dict.fromkeys("Oo", "0"),
        **dict.fromkeys("IiLl", "1"),
    }
)


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
    permuted, tag = divmod(_number(code.text[1:-1]), 1 << TAG_BITS)
    expected = tag_of(key.version, permuted, key.tag_key)
    if not hmac.compare_digest(expected.to_bytes(7), tag.to_bytes(7)):
        raise ForgedTagError
    return unpermute(permuted, keyed_rounds(key.permutation_key))


def _number(characters: str) -> int:
    number = 0
    for character in characters:
        number = number << 5 | ALPHABET.index(character)
    return number
