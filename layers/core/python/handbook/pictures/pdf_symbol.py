"""A QR symbol as PDF drawing operators: vector, one path and one fill, so no seams between modules."""

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import compress
from operator import getitem

from handbook.domain.codes import ALPHABET, CODE_LENGTH
from handbook.pictures.pdf_writer import points
from handbook.pictures.qr_matrix import (
    MATRIX_BYTES,
    QUIET_ZONE_MODULES,
    ROW_BYTES,
    SIDE_MODULES,
    SYMBOL_MODULES,
    matrices,
    matrix,
    varying_modules,
)
from handbook.pictures.qr_svg import dark_runs


def symbol_frame(x_mm: float, y_mm: float, code_mm: float) -> bytes:
    """Operators that open a frame one unit to a module, for the path of a symbol.

    `x_mm`, `y_mm` are the lower left corner of a symbol of side `code_mm`, quiet zone included.
    """
    module_mm = code_mm / SYMBOL_MODULES
    quiet_mm = QUIET_ZONE_MODULES * module_mm
    scale = points(module_mm)
    return b"q %b 0 0 %b %b %b cm\n" % (scale, scale, points(x_mm + quiet_mm), points(y_mm + quiet_mm))


def symbol_paths(codes: Iterable[str], host: str) -> Iterator[bytes]:
    """For each code the rectangles of its symbol's dark modules, to be filled at once.

    What all codes of a host share comes first and the same each time, which packs to a few bytes.
    """
    varying, shared, varying_places, tables = _shared(host)
    for symbol in matrices(codes, host):
        places = compress((symbol & varying).to_bytes(MATRIX_BYTES), varying_places)
        yield shared + b"".join(map(getitem, tables, places))


@lru_cache(maxsize=4)
def _shared(host: str) -> tuple[int, bytes, bytes, tuple[tuple[bytes, ...], ...]]:
    """What the symbols of a host share, and what is left to draw.

    The modules that vary as bits, the rectangles of the dark ones that do not, the bytes of a symbol
    that vary (not zero), and for each of those the rectangles of each of its values.
    """
    varying = varying_modules(host)
    varying_places = varying.to_bytes(MATRIX_BYTES)
    constant = matrix(ALPHABET[0] * CODE_LENGTH, host) & ~varying
    shared = b"".join(map(getitem, _rectangles_of_bytes(), constant.to_bytes(MATRIX_BYTES)))
    return varying, shared, varying_places, tuple(compress(_rectangles_of_bytes(), varying_places))


@cache
def _rectangles_of_bytes() -> tuple[tuple[bytes, ...], ...]:
    """For each byte of a symbol and each of its 256 values, the rectangles it stands for."""
    runs_of = [dark_runs(f"{value:08b}") for value in range(256)]
    return tuple(
        tuple(_rectangles(runs, 8 * (place % ROW_BYTES), SIDE_MODULES - 1 - place // ROW_BYTES) for runs in runs_of)
        for place in range(MATRIX_BYTES)
    )


def _rectangles(runs: list[tuple[int, int]], left: int, y: int) -> bytes:
    return b"".join(b"%d %d %d 1 re\n" % (left + start, y, length) for start, length in runs)
