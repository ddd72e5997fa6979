"""The letters of a code, and the character that catches slips in typing."""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Douglas Crockford's base32 (crockford.com/base32.html): no I, L, O, U."""
CODE_LENGTH = 20

# x^5 + x^2 + 1 is primitive over GF(2), so x generates all 31 non-zero elements of GF(32).
_PRIMITIVE_POLYNOMIAL = 0b100101


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
        total = TIMES_X[total ^ ALPHABET.index(character)]
    return ALPHABET[total]


def _times_x(element: int) -> int:
    shifted = element << 1
    return shifted ^ _PRIMITIVE_POLYNOMIAL if shifted & 0b100000 else shifted


TIMES_X = tuple(_times_x(element) for element in range(32))
