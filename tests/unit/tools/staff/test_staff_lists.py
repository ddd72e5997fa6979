"""The command that loads lists of staff: what it says, and what it sends."""

import sys
from pathlib import Path
from typing import Any

import pytest

from handbook.domain.errors import InvalidFieldError
from handbook.domain.staff_rows import COLUMNS, row_of
from handbook.usecases.load_staff import MOST_ROWS
from tools.stack.errors import StackError
from tools.staff import __main__ as command

HEADER = ",".join(COLUMNS)


def written(folder: Path, *lines: str) -> Path:
    file = folder / "staff.csv"
    file.write_text("\n".join((HEADER, *lines)) + "\n", encoding="utf-8")
    return file


def ran(monkeypatch: pytest.MonkeyPatch, *words: str, answer: Any = None) -> tuple[int, list[Any]]:
    asked: list[Any] = []

    def ask(_function: str | None, _state: Path, rows: list[Any], *, applies: bool) -> list[Any]:
        asked.append((rows, applies))
        if isinstance(answer, Exception):
            raise answer
        return [answer or {"outcome": "created", "field": ""} for _ in rows]

    monkeypatch.setattr(command, "ask", ask)
    monkeypatch.setattr(sys, "argv", ["staff", *words])
    return command.main(), asked


def test_without_apply_it_is_a_dry_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, "lan,Nguyễn Thị Lan,lan@example.vn,,,station,health_worker,,,")
    code, asked = ran(monkeypatch, str(file))
    assert (code, [applies for _, applies in asked]) == (0, [False])
    assert "nothing was written" in capsys.readouterr().out
    assert [applies for _, applies in ran(monkeypatch, str(file), "--apply")[1]] == [True]


def test_a_refused_row_is_told_by_line_and_field_and_no_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, "lan,Nguyễn Thị Lan,lan@example.vn,,,station,health_worker,,,")
    code, _ = ran(monkeypatch, str(file), answer={"outcome": "refused", "field": "email"})
    told = capsys.readouterr().out
    assert code == 1
    assert "line 2: refused: email" in told
    assert not [word for word in ("lan", "Nguyễn", "example", "station") if f" {word}" in told]


def test_a_long_list_is_sent_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [f"u{number},Lan,u{number}@example.vn,,,station,health_worker,,," for number in range(MOST_ROWS + 1)]
    _, asked = ran(monkeypatch, str(written(tmp_path, *lines)))
    assert [len(rows) for rows, _ in asked] == [MOST_ROWS, 1]


@pytest.mark.parametrize("text", ["", "username,wrong\nlan,x\n", HEADER + "\nlan\n", HEADER + "\n"])
def test_what_is_no_list_is_said_before_anything_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    file = tmp_path / "staff.csv"
    file.write_text(text, encoding="utf-8")
    assert ran(monkeypatch, str(file)) == (2, [])


def test_a_function_that_fails_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = written(tmp_path, "lan,Lan,lan@example.vn,,,station,health_worker,,,")
    assert ran(monkeypatch, str(file), answer=StackError("gone"))[0] == 2


def test_every_field_that_a_row_can_be_refused_for_has_a_sentence() -> None:
    assert set(command._WHY) == {*COLUMNS, "version", "unavailable"}
    with pytest.raises(InvalidFieldError) as refused:
        row_of({"password": "x"})
    assert refused.value.field == "column"
