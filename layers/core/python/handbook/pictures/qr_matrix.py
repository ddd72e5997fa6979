"""QR symbols of code URLs, by tables derived from segno and bit-identical to it.

For a fixed version, error level and mask, every module of a QR symbol is an affine function over
GF(2) of the message bits: padding is constant, Reed-Solomon coding is linear, interleaving moves
bits and the mask adds a constant (ISO/IEC 18004:2015, clauses 7.4 to 7.8). So a symbol is one base
matrix XOR one table entry for each group of characters, and segno, which makes the base and the
unit vectors, stays the authority.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import product

import segno

from handbook.domain.codes import ALPHABET, CODE_LENGTH

QR_VERSION = 3
# Level Q: of symbols with a blot over 6 % of their area 95 % were decoded, at level M 51 %.
ERROR_LEVEL = "Q"
# Any of the eight would do: fixed masks decoded no worse than the best of eight in 160 hard shots of
# each. Mask 0 had the lowest mean penalty, by segno's evaluation, over 100 random codes.
MASK = 0
SIDE_MODULES = 17 + 4 * QR_VERSION
QUIET_ZONE_MODULES = 4  # ISO/IEC 18004:2015, clause 6.3.8
SYMBOL_MODULES = SIDE_MODULES + 2 * QUIET_ZONE_MODULES
ROW_BYTES = 4  # 29 modules and 3 empty bits: a row begins on a byte
MATRIX_BYTES = SIDE_MODULES * ROW_BYTES

ALPHANUMERIC_CAPACITY = 47  # of version 3-Q: ISO/IEC 18004:2015, table 7
HOST_LENGTH_MAX = ALPHANUMERIC_CAPACITY - len("HTTPS://" + "/Q/") - CODE_LENGTH
_ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"  # table 5, in the order of its values
_BITS_OF_GROUP = {1: 6, 2: 11}  # characters to bits, clause 7.4.4
_HOST_CHARACTERS = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-.")


class HostNotPrintableError(ValueError):
    """The host cannot stand in the URL of a version 3 symbol: too long, or not a plain host name."""


def code_url(code: str, host: str) -> str:
    """What the symbol of `code` says: an upper-case URL, so that it fits the alphanumeric mode.

    Raises HostNotPrintableError unless `host` has 1 to 16 letters, digits, dots and hyphens.
    """
    return _url_prefix(host) + code


def matrices(codes: Iterable[str], host: str) -> Iterator[int]:
    """The symbol of each code, as of `matrix`, lazily and in order; the fast path for batches.

    Raises what `matrix` raises, once iterated.
    """
    prefix = _url_prefix(host)
    base, tables = _tables(prefix)
    slices = _group_slices(len(prefix))
    for code in codes:
        if len(code) != CODE_LENGTH:
            raise KeyError("a code has twenty characters")
        symbol = base
        for table, characters in zip(tables, slices, strict=True):
            symbol ^= table[code[characters]]
        yield symbol


def matrix(code: str, host: str) -> int:
    """The symbol of one code as a bit matrix: 29 rows of 32 bits, top left first, dark is 1.

    The three last bits of a row are empty; there is no quiet zone. Raises HostNotPrintableError, and
    KeyError for a `code` that is not twenty characters of the code alphabet.
    """
    return next(matrices((code,), host))


def varying_modules(host: str) -> int:
    """Which modules differ between codes of one host, as a bit matrix; about half of them do not.

    The others hold the function patterns, the format information and the start of the URL.
    """
    _, tables = _tables(_url_prefix(host))
    varying = 0
    for table in tables:
        for added in table.values():
            varying |= added
    return varying


def matrix_rows(symbol: int) -> list[str]:
    """The rows of a symbol as strings of 29 characters 0 and 1, top row first."""
    bits = f"{symbol:0{MATRIX_BYTES * 8}b}"
    return [bits[start : start + SIDE_MODULES] for start in range(0, len(bits), ROW_BYTES * 8)]


def _url_prefix(host: str) -> str:
    upper = host.upper()
    if not 0 < len(upper) <= HOST_LENGTH_MAX:
        raise HostNotPrintableError(f"host must have 1 to {HOST_LENGTH_MAX} characters")
    if not set(upper) <= _HOST_CHARACTERS:
        raise HostNotPrintableError("host may have letters, digits, dots and hyphens only")
    return f"HTTPS://{upper}/Q/"


def _group_slices(prefix_length: int) -> list[slice]:
    """Which characters of the code share a group: pairs, counted from the start of the URL."""
    odd = prefix_length % 2
    return [slice(max(start, 0), start + 2) for start in range(-odd, CODE_LENGTH, 2)]


@lru_cache(maxsize=4)
def _tables(prefix: str) -> tuple[int, list[dict[str, int]]]:
    """The base symbol and, for each group, what each of its spellings adds to it (0.1 s)."""
    # After an odd prefix the first group holds its last character and the code's first.
    shared = prefix[-1] if len(prefix) % 2 else ""
    fixed = prefix.removesuffix(shared)
    length = len(shared) + CODE_LENGTH
    base = _ask_segno(fixed + "0" * length)
    tables = []
    for start in range(0, length, 2):
        width = min(2, length - start)
        units = _unit_vectors(fixed, start, width, length, base)
        leading = shared if start == 0 else ""
        spellings = product(ALPHABET, repeat=width - len(leading))
        tables.append({(own := "".join(spelling)): _added(leading + own, units) for spelling in spellings})
    return base, tables


def _unit_vectors(fixed: str, start: int, width: int, length: int, base: int) -> list[int]:
    """What each bit of the group at `start` adds to the base, least significant bit first."""
    units = []
    for bit in range(_BITS_OF_GROUP[width]):
        first, second = divmod(1 << bit, len(_ALPHANUMERIC))
        group = (_ALPHANUMERIC[first] + _ALPHANUMERIC[second])[-width:]
        tail = "0" * start + group + "0" * (length - start - width)
        units.append(_ask_segno(fixed + tail) ^ base)
    return units


def _added(group: str, units: list[int]) -> int:
    """What a group of characters adds to the base: the XOR of the unit vectors of its value."""
    value = 0
    for character in group:
        value = value * len(_ALPHANUMERIC) + _ALPHANUMERIC.index(character)
    added = 0
    for bit, unit in enumerate(units):
        if value >> bit & 1:
            added ^= unit
    return added


def _ask_segno(text: str) -> int:
    """The symbol that segno makes of an alphanumeric text, as the bit matrix of this module."""
    symbol = segno.make_qr(
        text, version=QR_VERSION, error=ERROR_LEVEL, mode="alphanumeric", mask=MASK, boost_error=False
    )
    rows = ("".join("1" if module else "0" for module in row) + "000" for row in symbol.matrix)
    return int("".join(rows), 2)
