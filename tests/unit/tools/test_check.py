import sys
from pathlib import Path

import pytest

from tools.check import GATES, ROOT, check, judge

SAY = (sys.executable, "-c")
GOOD = (*SAY, "print('nothing'); print('=== 7 passed ===')")
BAD = (*SAY, "print('line 3 is wrong'); raise SystemExit(2)")


def test_all_gates_passing_is_one_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    assert check({"types": GOOD, "lint": GOOD})
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert all("passed" in line and line.endswith("7 passed") for line in lines)


def test_one_failing_gate_fails_the_whole_and_shows_all_it_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert not check({"types": GOOD, "lint": BAD})
    printed = capsys.readouterr().out
    assert "FAILED" in printed
    assert printed.endswith("──── lint\nline 3 is wrong\n")


def test_a_gate_that_prints_nothing_is_judged_by_its_exit_code() -> None:
    assert judge("quiet", (*SAY, "pass")).passed
    assert not judge("quiet", (*SAY, "raise SystemExit(1)")).passed


def test_the_gates_look_at_the_whole_project_and_its_template() -> None:
    assert (ROOT / "template.yaml").exists()
    assert {Path(command[0]).name for command in GATES.values()} == {
        "pytest", "mypy", "sam", "cfn-lint", "python", "ruff"
    }  # fmt: skip
