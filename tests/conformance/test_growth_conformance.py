"""WHO's golden rows, when the shared test data is there."""

import os
from pathlib import Path

import pytest

from tests.conformance.growth import run

GROWTH_DATA = (
    Path(os.environ.get("HANDBOOK_TESTDATA") or Path(__file__).resolve().parents[3] / "shared" / "testdata") / "growth"
)


@pytest.mark.parametrize(("name", "rows"), [("who2006_golden.csv", 2495), ("who2007_golden.csv", 800)])
def test_every_row_scored_by_who_agrees(name: str, rows: int, capsys: pytest.CaptureFixture[str]) -> None:
    path = GROWTH_DATA / name
    if not path.exists():
        pytest.skip(f"{name} is not in the test data; set HANDBOOK_TESTDATA")

    assert run(path) == (rows, 0), capsys.readouterr().out


def test_a_wrong_score_a_wrong_flag_and_a_wrong_absence_are_each_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    header = "sex,age,weight,lenhei,measure,headc,oedema,zlen,flen,zwei,fwei,zwfl,fwfl,zbmi,fbmi,zhc,fhc"
    right = "2,0,3.2322,49.1477,l,33.8787,n,0,0,0,0,{wfl},0,{bmi},0,0,0"
    wrong = "2,0,3.2322,49.1477,l,33.8787,n,0.01,0,0,1,,,{bmi},0,0,0"
    scores = {"wfl": "0.17", "bmi": "0.04"}
    cases = tmp_path / "cases.csv"
    cases.write_text("\n".join([header, right.format(**scores), wrong.format(**scores)]) + "\n")

    assert run(cases) == (1, 1)
    assert capsys.readouterr().out == (
        "line 3: zlen: expected 0.01, got 0.0; fwei: expected 1, got 0; zwfl: expected None, got 0.17\n"
    )
