"""The QR symbol of a code as PNG, for what cannot show SVG."""

import struct
import zlib

from handbook.pictures.qr_matrix import QUIET_ZONE_MODULES, SYMBOL_MODULES, matrix, matrix_rows

_SIGNATURE = b"\x89PNG\r\n\x1a\n"  # W3C PNG (third edition), section 5.2
_GREYSCALE_1_BIT = (1, 0, 0, 0, 0)  # depth, colour type, compression, filter, interlace: section 11.2.1
_MODULE_PIXELS_MAX = 100


def qr_png(code: str, host: str, module_pixels: int = 10) -> bytes:
    """A one-bit PNG of the symbol of `code` on `host` with its quiet zone of four modules.

    Its side is 37 times `module_pixels` (1 to 100; ValueError otherwise). Raises
    HostNotPrintableError for a host that does not fit the symbol.
    """
    if not 1 <= module_pixels <= _MODULE_PIXELS_MAX:
        raise ValueError(f"module_pixels must be 1 to {_MODULE_PIXELS_MAX}")
    side = SYMBOL_MODULES * module_pixels
    quiet = ["0" * SYMBOL_MODULES] * QUIET_ZONE_MODULES
    margin = "0" * QUIET_ZONE_MODULES
    rows = [*quiet, *(margin + row + margin for row in matrix_rows(matrix(code, host))), *quiet]
    lines = b"".join(_scan_line(row, module_pixels, side) * module_pixels for row in rows)
    header = struct.pack(">II5B", side, side, *_GREYSCALE_1_BIT)
    return _SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(lines, 9)) + _chunk(b"IEND", b"")


def _scan_line(row: str, module_pixels: int, side: int) -> bytes:
    """One line of pixels, white as 1, after filter type 0 (section 9.2)."""
    white = "".join(("0" if module == "1" else "1") * module_pixels for module in row)
    line_bytes = (side + 7) // 8
    return b"\0" + int(white.ljust(line_bytes * 8, "0"), 2).to_bytes(line_bytes)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
