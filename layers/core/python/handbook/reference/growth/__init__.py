"""WHO growth tables (L, M, S by day, month or millimetre) in one binary file, read without copying.

SOURCES_growth.md names edition and table of every series. Layout of the file, little-endian throughout:
magic (8 bytes), number of series and of rows (uint32 each), one directory record per series (16-byte name,
one-byte sex, one pad byte, first key and row count as uint16), then every M (int32), L (int16), S (uint16).
"""

from __future__ import annotations

import struct
import sys
from functools import cache

# Not a pathlib.Path, whose import takes longer than everything else here.
TABLES_PATH = f"{__path__[0]}/growth_tables.bin"
MAGIC = b"HBGROW1\n"
HEADER = struct.Struct("<8sII")
DIRECTORY_RECORD = struct.Struct("<16ssxHH")

# The publisher prints L and M with 4 decimals and S with 5 (WHO 2006 and 2007 expanded tables), so integers
# hold them exactly.
L_SCALE = 10_000.0
M_SCALE = 10_000.0
S_SCALE = 100_000.0


# One table of one sex: first key, last key (days, months or millimetres), then L, M and S as parallel views
# in which row `key` stands at `key - first key`; divide by L_SCALE, M_SCALE and S_SCALE.
type Series = tuple[int, int, memoryview[int], memoryview[int], memoryview[int]]


@cache
def series_by_name() -> dict[tuple[str, str], Series]:
    """All series keyed by (name, sex "F" or "M"), read once per process from the file beside this module.

    Raises ValueError when the file is not one that `tools/build_growth_tables.py` wrote.
    """
    with open(TABLES_PATH, "rb") as file:  # noqa: PTH123 - as above
        content = file.read()
    magic, series_count, row_count = HEADER.unpack_from(content)
    columns_at = HEADER.size + series_count * DIRECTORY_RECORD.size
    if magic != MAGIC or len(content) != columns_at + 8 * row_count or sys.byteorder != "little":
        raise ValueError("growth_tables.bin is damaged, or this processor is not little-endian")
    view = memoryview(content)
    medians = view[columns_at : columns_at + 4 * row_count].cast("i")
    powers = view[columns_at + 4 * row_count : columns_at + 6 * row_count].cast("h")
    variations = view[columns_at + 6 * row_count :].cast("H")
    found: dict[tuple[str, str], Series] = {}
    row = 0
    for name, sex, first_key, rows in DIRECTORY_RECORD.iter_unpack(view[HEADER.size : columns_at]):
        part = slice(row, row + rows)
        key = (name.rstrip(b"\0").decode("ascii"), sex.decode("ascii"))
        found[key] = (first_key, first_key + rows - 1, powers[part], medians[part], variations[part])
        row += rows
    return found
