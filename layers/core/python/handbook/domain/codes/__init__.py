"""The code that a QR carrier bears: a locator of a handbook, never a credential.

Twenty characters of Douglas Crockford's base32 alphabet (crockford.com/base32.html):

    position  0      key version, 0 to 31
    position  1-8    serial number, 40 bits, permuted so that order and volume do not show
    position  9-18   tag, the first 50 bits of HMAC-SHA-256 (RFC 2104, FIPS 180-4)
    position  19     check character over GF(32)

The tag lets a forged code be refused without reading any store. With 50 bits, a thousand
guesses a second for a year expect 2.8e-5 hits.
"""

from handbook.domain.codes.alphabet import ALPHABET, CODE_LENGTH, check_character, human_readable
from handbook.domain.codes.keys import KEY_BYTES, KEY_VERSION_LIMIT, CodeKey
from handbook.domain.codes.minting import mint, mint_range
from handbook.domain.codes.permutation import SERIAL_BITS, SERIAL_LIMIT
from handbook.domain.codes.reading import Code, parse, verify
from handbook.domain.codes.refusals import (
    CodeRefusedError,
    ForgedTagError,
    UnknownKeyVersionError,
    WrongCharacterError,
    WrongCheckCharacterError,
    WrongLengthError,
)
from handbook.domain.codes.states import STOCK, TRANSITIONS, CodeEvent, CodeState, Reason, Transition
from handbook.domain.codes.stock import Restated, Segment, Statement

__all__ = [
    "ALPHABET",
    "CODE_LENGTH",
    "KEY_BYTES",
    "KEY_VERSION_LIMIT",
    "SERIAL_BITS",
    "SERIAL_LIMIT",
    "STOCK",
    "TRANSITIONS",
    "Code",
    "CodeEvent",
    "CodeKey",
    "CodeRefusedError",
    "CodeState",
    "ForgedTagError",
    "Reason",
    "Restated",
    "Segment",
    "Statement",
    "Transition",
    "UnknownKeyVersionError",
    "WrongCharacterError",
    "WrongCheckCharacterError",
    "WrongLengthError",
    "check_character",
    "human_readable",
    "mint",
    "mint_range",
    "parse",
    "verify",
]
