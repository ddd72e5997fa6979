"""The register of breaches as a command."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tools.breach.__main__ import main

NOW = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
WHAT = ("--by", "officer", "--words", "Một máy trạm bị mất, 40 sổ")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "breaches.jsonl"


def done(file: Path, deed: str, *more: str, hours: float = 0) -> int:
    return main([str(file), "--id", "2026-1", "--deed", deed, *WHAT, *more], NOW + timedelta(hours=hours))


def test_a_breach_is_noted_counted_told_and_closed(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert done(file, "found", "--at", "2026-11-22T11:30+07:00") == 0
    assert main([str(file)], NOW + timedelta(hours=10)) == 0
    assert done(file, "authority_told", hours=20) == 0
    assert done(file, "closed", hours=30) == 0

    assert capsys.readouterr().out.splitlines() == [
        "2026-1  tell A05 by 2026-11-25 11:30 (UTC+7): 72 hours left",
        "2026-1  tell A05 by 2026-11-25 11:30 (UTC+7): 62 hours left",
        "2026-1  A05 was told; to be closed",
        "2026-1  closed, kept at least until 2031-11-23",
    ]
    first, *_ = (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines())
    assert first == {
        "id": "2026-1",
        "deed": "found",
        "at": "2026-11-22T04:30:00+00:00",
        "by": "officer",
        "words": "Một máy trạm bị mất, 40 sổ",
    }
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(("hours", "said", "status"), [(72, "0 hours left", 0), (72.1, "LATE", 1)])
def test_a_list_ends_with_1_when_the_time_is_over(
    file: Path, hours: float, said: str, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    done(file, "found")
    assert main([str(file)], NOW + timedelta(hours=hours)) == status
    assert capsys.readouterr().out.splitlines()[-1].endswith(said)


@pytest.mark.parametrize(
    "more",
    [("--at", "2026-11-22T11:30"), ("--at", "2026-11-23T11:30+07:00"), ("--words", "")],
    ids=["no offset", "not yet", "no words"],
)
def test_what_cannot_be_noted_is_not(file: Path, more: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert done(file, "found", *more) == 2
    assert done(file, "closed") == 2
    assert not file.exists()
    assert "error: " in capsys.readouterr().err


def test_the_first_telling_counts_in_whatever_order_it_was_noted(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done(file, "found")
    assert done(file, "authority_told", hours=100) == 1
    assert done(file, "authority_told", "--at", "2026-11-23T12:00+07:00", hours=101) == 0
    assert capsys.readouterr().out.splitlines()[-1].endswith("A05 was told; to be closed")


def test_nothing_is_closed_before_the_authority_is_told(file: Path) -> None:
    done(file, "found")
    done(file, "authority_told", hours=20)
    assert done(file, "closed", "--at", "2026-11-22T20:00+07:00", hours=30) == 2


@pytest.mark.parametrize(
    "line", ["{}", "[]", "x", '{"id": "1", "deed": "found", "at": "2026-11-10T10:00:00"}', '{"at": 1}']
)
def test_a_line_that_is_none_is_named_by_its_number(file: Path, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    done(file, "found")
    with file.open("a", encoding="utf-8") as register:
        register.write(line + "\n")

    assert main([str(file)], NOW) == 2
    assert "line 2" in capsys.readouterr().err


def test_without_a_file_it_asks_for_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([""], NOW) == 2
    assert "FILE=" in capsys.readouterr().err
