"""The command line of looking for drift."""

from pathlib import Path

import pytest

from handbook.domain.ids import HandbookId
from handbook.usecases.rebuild import Looked
from tools.rebuild.__main__ import main, told

BOOK = HandbookId("book")


def test_each_handbook_that_drifted_has_a_line_with_names_and_no_values() -> None:
    found = [Looked(BOOK, ()), Looked(BOOK, ("doses", "conditions")), Looked(BOOK, ("doses",), rebuilt=True)]

    assert list(told(found, applies=False)) == [
        "book  doses, conditions",
        "book  doses  rebuilt",
        "3 handbooks, 2 drifted",
    ]
    assert list(told(found[2:], applies=True))[-1] == "1 handbooks, 1 drifted, all rebuilt"
    assert list(told([], applies=True)) == ["0 handbooks, 0 drifted"]


def test_without_a_system_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--state", str(tmp_path)]) == 2
    assert "make run" in capsys.readouterr().err
