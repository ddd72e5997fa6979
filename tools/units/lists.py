"""A list as a file: CSV with a header, or a JSON array of objects; of units where nothing else is said."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from handbook.domain.unit_tree import COLUMNS, in_order_of_levels
from handbook.usecases.load_units import MOST_ROWS

type Row = dict[str, str]

_AT = "_line"


class ListError(Exception):
    """The file is no such list; the message says where."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one call takes over: rows with their lines in the file, and rows of other parts that they rest on."""

    rows: list[Row]
    lines: list[int]
    also: list[Row]


def read_list(path: Path, columns: Sequence[str] = COLUMNS) -> list[tuple[int, Row]]:
    """Read rows with their line (CSV) or place (JSON) from 1. Raises: ListError."""
    if path.is_dir():
        raise ListError("say which list is to be loaded: FILE=list.csv")
    try:
        text = path.read_text(encoding="utf-8-sig")
        rows = list(_json_rows(text, columns) if path.suffix.lower() == ".json" else _csv_rows(text, columns))
    except (OSError, UnicodeDecodeError) as error:
        raise ListError(f"the list cannot be read: {error}") from error
    if not rows:
        raise ListError("the list has no row")
    return rows


def _csv_rows(text: str, columns: Sequence[str]) -> Iterator[tuple[int, Row]]:
    reader = csv.DictReader(io.StringIO(text), restkey="", strict=True)
    try:
        unknown = [name for name in reader.fieldnames or () if name not in columns]
        if unknown or not reader.fieldnames:
            named = ", ".join(map(repr, unknown))
            raise ListError(f"the header names other columns than {', '.join(columns)}: {named}")
        for row in reader:
            if "" in row or None in row.values():
                raise ListError(f"line {reader.line_num} has more or fewer columns than the header")
            yield reader.line_num, dict(row)
    except csv.Error as error:
        raise ListError(f"line {reader.line_num} is not CSV: {error}") from error


def _json_rows(text: str, columns: Sequence[str]) -> Iterator[tuple[int, Row]]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ListError(f"the list is not JSON: {error}") from error
    if not isinstance(found, list):
        raise ListError("the list is not a JSON array of objects")
    for number, row in enumerate(found, 1):
        if not isinstance(row, dict) or not set(row) <= set(columns):
            raise ListError(f"object {number} has other members than {', '.join(columns)}")
        yield number, {name: _text(value) for name, value in row.items()}


def _text(value: object) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value))
    return "" if value is None else str(value)


def parts_of(numbered: list[tuple[int, Row]]) -> list[Part]:
    """Cut a list into what single calls take, parents before what stands below them."""
    ordered = in_order_of_levels([{**row, _AT: str(line)} for line, row in numbered])
    lines = [int(row.pop(_AT)) for row in ordered]
    by_id = {row.get("unit_id", "").strip(): row for row in reversed(ordered)}
    parts = []
    for start in range(0, len(ordered), MOST_ROWS):
        rows = ordered[start : start + MOST_ROWS]
        parts.append(Part(rows, lines[start : start + MOST_ROWS], _resting_on(rows, by_id)))
    return parts


def _resting_on(rows: list[Row], by_id: dict[str, Row]) -> list[Row]:
    taken = {row.get("unit_id", "").strip() for row in rows}
    also: dict[str, Row] = {}
    wanted = [row.get(name, "").strip() for row in rows for name in ("parent_id", "successor_id")]
    while wanted:
        unit_id = wanted.pop()
        if unit_id in by_id and unit_id not in taken and unit_id not in also:
            also[unit_id] = by_id[unit_id]
            wanted += [by_id[unit_id].get(name, "").strip() for name in ("parent_id", "successor_id")]
    return list(also.values())
