"""The manifest tells the vendor which code stands where."""

import csv
import io

import pytest

from handbook.pictures.label_manifest import MANIFEST_HEADER, manifest_csv


def test_each_code_has_its_serial_file_page_and_position() -> None:
    text = MANIFEST_HEADER + "".join(manifest_csv(["A" * 20, "B" * 20, "C" * 20], 41, "labels-0001.pdf", 2))
    assert list(csv.DictReader(io.StringIO(text, newline=""))) == [
        {"serial": "41", "code": "A" * 20, "file": "labels-0001.pdf", "page": "1", "position": "1"},
        {"serial": "42", "code": "B" * 20, "file": "labels-0001.pdf", "page": "1", "position": "2"},
        {"serial": "43", "code": "C" * 20, "file": "labels-0001.pdf", "page": "2", "position": "1"},
    ]


def test_a_file_name_that_would_break_the_lines_is_refused() -> None:
    with pytest.raises(ValueError, match="file_name"):
        list(manifest_csv(["A" * 20], 0, 'a,"b', 35))
