"""The command line of looking for drift."""

from pathlib import Path

import pytest

from handbook.domain.ids import HandbookId
from handbook.usecases.rebuild import Looked
from tools.rebuild.__main__ import main, shards_of, told

BOOK = HandbookId("book")


@pytest.mark.parametrize(
    ("text", "first", "last"), [("00-ff", 0, 255), ("0a-0f", 10, 15), ("2a", 42, 42), ("ff", 255, 255)]
)
def test_parts_are_named_by_two_digits(text: str, first: int, last: int) -> None:
    assert (shards_of(text)[0], shards_of(text)[-1]) == (first, last)


@pytest.mark.parametrize("text", ["", "g0", "0f-0a", "100", "00-100", "-1", "1"])
def test_parts_that_do_not_exist_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        shards_of(text)


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
