"""The runners on files of the same shape that nobody has seen: other cases, other vaccines, fields left out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.template import ROOT

FOLDER = Path(os.environ.get("HANDBOOK_TESTDATA") or ROOT.parent / "shared/testdata")
CDSI, WHO = FOLDER / "cdsi", FOLDER / "who"

pytestmark = pytest.mark.skipif(not CDSI.is_dir(), reason="CDC's cases are not in the test data")

CASE: dict[str, Any] = {
    "id": "A",
    "group": "HepA",
    "dob": "2024-01-01",
    "gender": "M",
    "assessment_date": "2024-06-01",
    "doses": [],
    "expect": {"series_status": "Not complete", "earliest": "2025-01-01", "recommended": "2025-01-01"},
}


def run(module: str, cases: list[dict[str, Any]], folder: Path, *words: str) -> tuple[list[str], int]:
    file = folder / "cases.jsonl"
    file.write_text("\n".join(json.dumps(case) for case in cases), encoding="utf-8")
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", f"tests.conformance.{module}", *words, "--cases", str(file)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout.splitlines(), done.returncode


def cdsi(folder: Path, *cases: dict[str, Any]) -> tuple[list[str], int]:
    return run("cdsi", list(cases), folder, "--supporting-data", str(CDSI / "supporting-data-v4.55"))


def test_each_failing_field_is_a_line_and_the_last_line_counts(tmp_path: Path) -> None:
    wrong = {**CASE, "id": "B", "expect": {**CASE["expect"], "earliest": "2020-01-01"}}

    lines, code = cdsi(tmp_path, CASE, wrong)

    assert lines == ["B\tearliest\texpected 2020-01-01\tgot 2025-01-01", "1 passed, 1 failed"]
    assert code == 1


def test_fields_may_be_left_out_and_vaccines_unknown(tmp_path: Path) -> None:
    bare = {key: CASE[key] for key in ("id", "group", "dob", "expect")}
    strange = {
        **CASE,
        "doses": [{"date": "2024-02-01", "cvx": "9999"}, {"date": "", "cvx": "83", "mvx": None}],
        "observations": None,
        "assessment_date": "",
        "gender": "",
    }

    assert cdsi(tmp_path, bare, strange) == (["2 passed, 0 failed"], 0)


def test_codes_below_ten_may_lack_their_zero_and_every_group_of_the_data_may_be_asked_for(tmp_path: Path) -> None:
    case = {**CASE, "group": "MMR", "assessment_date": "2025-06-01", "expect": {"series_status": "Not complete"}}
    dose = {"date": "2025-01-01", "cvx": "3", "mvx": "MSD", "expect_status": "Valid"}
    japanese = {**CASE, "group": "JE", "expect": {"series_status": "Not recommended", "earliest": None}}
    nobody = {**CASE, "id": "N", "group": "Yellow Fever"}

    lines, _ = cdsi(tmp_path, {**case, "doses": [dose]}, nobody)

    assert lines == ["N\tgroup\texpected Yellow Fever\tgot no series in the supporting data", "1 passed, 1 failed"]
    assert cdsi(tmp_path, japanese) == (["1 passed, 0 failed"], 0)


def test_an_empty_file_passes(tmp_path: Path) -> None:
    assert cdsi(tmp_path) == (["0 passed, 0 failed"], 0)
    assert run("who", [], tmp_path) == (["0 passed, 0 failed"], 0)


def test_a_who_case_may_leave_its_doses_out_and_an_unknown_table_is_a_failing_line(tmp_path: Path) -> None:
    case = {
        "id": "W",
        "decision": "IMMZ.D2.DT.Hepatitis B.Birth dose",
        "dob": "2024-01-01",
        "asof": "2024-01-01",
        "expect": "Due",
    }

    assert run("who", [case], tmp_path) == (["1 passed, 0 failed"], 0)
    assert run("who", [{**case, "decision": "Nothing"}], tmp_path)[0][0] == "W\tanswer\texpected Due\tgot not encoded"
