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


HEADER = "sex,age,weight,lenhei,measure,headc,oedema,zlen,flen,zwei,fwei,zwfl,fwfl,zbmi,fbmi,zhc,fhc"
NEWBORN = "2,0,3.2322,49.1477,l,33.8787,n,0,0,0,0,0.17,0,0.04,0,0,0"
NOTHING = ",,,,,,,,,"


def answer_to(tmp_path: Path, content: bytes) -> tuple[int, int]:
    cases = tmp_path / "cases.csv"
    cases.write_bytes(content)
    return run(cases)


def test_a_wrong_score_a_wrong_flag_and_a_wrong_absence_are_each_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = "2,0,3.2322,49.1477,l,33.8787,n,0.01,0,0,1,,,0.04,0,0,0"

    assert answer_to(tmp_path, "\n".join([HEADER, NEWBORN, wrong, ""]).encode()) == (1, 1)
    assert capsys.readouterr().out == (
        "line 3: zlen: expected 0.01, got 0.0; fwei: expected 1, got 0; zwfl: expected None, got 0.17\n"
    )


@pytest.mark.parametrize(
    "content",
    [
        f"{HEADER}\r\n{NEWBORN}\r\n".encode(),
        f"{HEADER}\n{NEWBORN}".encode(),
        f"\N{BOM}{HEADER}\n{NEWBORN}\n\n".encode(),
        "\n".join(",".join(f'"{cell}"' for cell in line.split(",")) for line in (HEADER, NEWBORN)).encode(),
        "\n".join(",".join(reversed(line.split(","))) for line in (HEADER, NEWBORN)).encode(),
        f'village, {HEADER},note\nB\u1ea3n M\u00f9, {NEWBORN},"weighed, measured"\n'.encode(),
        f"village,{HEADER}\n".encode() + b"\xff" + f",{NEWBORN}\n".encode(),
        f"{HEADER},c9mo_flag\n{NEWBORN},0\n".encode(),
        f"{HEADER}\n{NEWBORN.replace('2,0,', 'F,0,').replace(',l,', ',L,')}\n".encode(),
    ],
    ids=["crlf", "no end", "mark", "quoted", "order", "more columns", "not utf-8", "standing", "letters"],
)
def test_a_spreadsheets_way_of_writing_does_not_matter(tmp_path: Path, content: bytes) -> None:
    assert answer_to(tmp_path, content) == (1, 0)


@pytest.mark.parametrize("missing", ["", "NA"])
def test_without_sex_or_age_and_posture_what_needs_them_is_absent(tmp_path: Path, missing: str) -> None:
    no_sex = f"{missing},0,3.2322,49.1477,l,33.8787,n{NOTHING},"
    no_age = f"2,{missing},3.2322,49.1477,{missing},33.8787,{missing},,,,,0.17,0,,,,"

    assert answer_to(tmp_path, f"{HEADER}\n{no_sex}\n{no_age}\n".encode()) == (2, 0)


def test_a_row_that_cannot_be_read_fails_and_the_others_are_compared(tmp_path: Path) -> None:
    broken = [NEWBORN.replace("3.2322", "heavy"), NEWBORN.replace(",l,", ",sitting,"), "2,0,3.2", NEWBORN]

    assert answer_to(tmp_path, "\n".join([HEADER, *broken]).encode()) == (1, 3)


def test_standing_under_9_months_is_compared_where_the_file_tells_it(tmp_path: Path) -> None:
    told = NEWBORN.replace(",l,", ",h,")

    assert answer_to(tmp_path, f"{HEADER},c9mo_flag\n{told},1\n{told},0\n".encode()) == (1, 1)


def test_a_file_without_rows_passes_nothing_and_one_of_neither_shape_is_refused(tmp_path: Path) -> None:
    assert answer_to(tmp_path, b"") == (0, 0)
    assert answer_to(tmp_path, HEADER.encode()) == (0, 0)
    with pytest.raises(ValueError, match="lacks the columns"):
        answer_to(tmp_path, b"name,weight\nA,3\n")


def test_months_are_compared_with_the_2007_reference_and_may_be_missing(tmp_path: Path) -> None:
    header = "sex,age_months,height,weight,oedema,zhfa,fhfa,zwfa,fwfa,zbfa,fbfa"
    rows = ["2,60,109.0725,18.0823,n,0,0,0,0,-0.03,0", "1,61,110.2647,18.5057,y,0,0,,,,", "1,,110,18,n,,,,,,"]

    assert answer_to(tmp_path, "\n".join([header, *rows]).encode()) == (3, 0)
