"""A list of units is read, or refused with the line at fault, whatever the file holds."""

import csv
import io
import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handbook.domain.unit_tree import COLUMNS
from tools.units.lists import ListError, parts_of, read_list

CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
ROWS = st.lists(st.fixed_dictionaries(dict.fromkeys(COLUMNS, CELLS)), min_size=1, max_size=6)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(COLUMNS) | st.text(), inner, max_size=4)
    ),
)


def read(content: bytes, suffix: str) -> list[tuple[int, dict[str, str]]]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"units{suffix}"
        file.write_bytes(content)
        return read_list(file)


@given(ROWS)
def test_what_was_written_as_csv_is_read_as_it_was(rows: list[dict[str, str]]) -> None:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)

    assert [row for _line, row in read(text.getvalue().encode(), ".csv")] == rows


@given(ROWS)
def test_what_was_written_as_json_is_read_as_it_was(rows: list[dict[str, str]]) -> None:
    assert [row for _place, row in read(json.dumps(rows).encode(), ".json")] == rows


@pytest.mark.parametrize("suffix", [".csv", ".json"])
@given(content=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
@example(content=b'"unit_id')
@example(content=b'unit_id\n"a')
@example(content=b"unit_id\n\x00")
@example(content=b"unit_id\n" + b"a" * 200_000)
@example(content=b"[" * 100_000)
@example(content=b'[{"unit_id": ' + b"9" * 5_000 + b"}]")
@example(content=b"\xef\xbb\xbf[]")
def test_whatever_a_file_holds_it_is_a_list_or_refused(content: bytes, suffix: str) -> None:
    try:
        rows = read(content, suffix)
    except ListError:
        return
    assert all(set(row) <= set(COLUMNS) for _line, row in rows)


@given(JSON)
def test_whatever_json_a_file_holds_it_is_a_list_or_refused(value: object) -> None:
    try:
        rows = read(json.dumps(value).encode(), ".json")
    except ListError:
        return
    assert sum(len(part.rows) for part in parts_of(rows)) == len(rows)


def test_without_a_file_it_asks_for_one() -> None:
    with pytest.raises(ListError, match="FILE="):
        read_list(Path())
