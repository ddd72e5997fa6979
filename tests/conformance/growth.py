"""Compare z-scores, flags and absences with rows that WHO's own R packages scored.

`python -m tests.conformance.growth --cases FILE` takes either shape of CSV: the 2006 standards by day (age,
lenhei, measure, …) or the 2007 reference by month (age_months, height, …), in any order of columns, row by row.
One line per failing row; the last line is `N passed, M failed`. The exit status is 1 when any row failed or
none was there, 2 when the file has neither shape.
"""

import argparse
import csv
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if __name__ == "__main__":  # run from the project root without installing the layer
    sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "layers/core/python"))

from handbook.domain.growth import Assessment, Indicator, assess, assess_at_months

if TYPE_CHECKING:
    from handbook.domain.growth import Flag, Posture, Reference, Sex

type Row = Mapping[str, str]

TOLERANCE = 0.005
# Two decimals on both sides: 0.005 asks for equality, the rest is the noise of binary fractions.
FLOAT_NOISE = 1e-9
MISSING = {"", "NA", "NaN", "."}


class Shape(NamedTuple):
    """One kind of file: its reference, what it needs, and the columns of z-score and flag by indicator."""

    reference: "Reference"
    inputs: tuple[str, ...]
    results: Mapping[Indicator, tuple[str, str]]

    def columns(self) -> set[str]:
        """Every column that a file of this shape has."""
        return {*self.inputs, *(column for columns in self.results.values() for column in columns)}


BY_DAY = Shape(
    "who-2006",
    ("sex", "age", "weight", "lenhei", "measure", "headc", "oedema"),
    {
        Indicator.LENGTH_FOR_AGE: ("zlen", "flen"),
        Indicator.WEIGHT_FOR_AGE: ("zwei", "fwei"),
        Indicator.WEIGHT_FOR_LENGTH: ("zwfl", "fwfl"),
        Indicator.BMI_FOR_AGE: ("zbmi", "fbmi"),
        Indicator.HEAD_FOR_AGE: ("zhc", "fhc"),
    },
)
BY_MONTH = Shape(
    "who-2007",
    ("sex", "age_months", "weight", "height", "oedema"),
    {
        Indicator.LENGTH_FOR_AGE: ("zhfa", "fhfa"),
        Indicator.WEIGHT_FOR_AGE: ("zwfa", "fwfa"),
        Indicator.BMI_FOR_AGE: ("zbfa", "fbfa"),
    },
)
FLAG_OF: "dict[Indicator, Flag]" = {
    Indicator.LENGTH_FOR_AGE: "length_for_age_implausible",
    Indicator.WEIGHT_FOR_AGE: "weight_for_age_implausible",
    Indicator.WEIGHT_FOR_LENGTH: "weight_for_length_implausible",
    Indicator.BMI_FOR_AGE: "bmi_for_age_implausible",
    Indicator.HEAD_FOR_AGE: "head_for_age_implausible",
}
# In some files: measured standing under 9 months.
STANDING_COLUMN = "c9mo_flag"
# The codes that WHO's packages document, both ways to write each.
SEXES: "dict[str, Sex | None]" = {"1": "M", "m": "M", "2": "F", "f": "F", "": None, "na": None}
POSTURES: "dict[str, Posture | None]" = {"l": "lying", "h": "standing", "": None, "na": None}
OEDEMA = {"y": True, "1": True, "n": False, "2": False, "": False, "na": False}


def number(cell: str) -> float | None:
    """A cell as a number; empty and R's NA are missing."""
    return None if cell in MISSING else float(cell)


def assess_2006(row: Row, sex: "Sex") -> Assessment:
    """Score a row of the 2006 shape by age in days (maybe missing)."""
    age = number(row["age"])
    return assess(
        sex,
        None if age is None else int(age),
        weight_kg=number(row["weight"]),
        length_cm=number(row["lenhei"]),
        posture=POSTURES[row["measure"].lower()],
        head_cm=number(row["headc"]),
        oedema=OEDEMA[row["oedema"].lower()],
    )


def assess_2007(row: Row, sex: "Sex") -> Assessment:
    """Score a row of the 2007 shape by age in broken months; heights there are standing heights."""
    return assess_at_months(
        sex,
        number(row["age_months"]),
        weight_kg=number(row["weight"]),
        height_cm=number(row["height"]),
        oedema=OEDEMA[row["oedema"].lower()],
    )


def differences(row: Row, shape: Shape) -> Iterator[str]:
    """Every z-score and flag in which the two disagree; z-scores by another reference count as absent.

    Raises ValueError or KeyError for a cell that cannot be read.
    """
    sex = SEXES[row["sex"].lower()]
    assessment = (assess_2006 if shape is BY_DAY else assess_2007)(row, sex) if sex else None
    flags = assessment.flags if assessment else ()
    for indicator, (z_column, flag_column) in shape.results.items():
        read_here = assessment is not None and assessment.reference == shape.reference
        ours = assessment.z_of(indicator) if assessment and read_here else None
        theirs = number(row[z_column])
        if ours is None or theirs is None:
            if ours is not theirs:
                yield f"{z_column}: expected {theirs}, got {ours}"
            continue
        if abs(ours - theirs) > TOLERANCE + FLOAT_NOISE:
            yield f"{z_column}: expected {theirs}, got {ours}"
        yield from _flag_difference(flag_column, row[flag_column], ours=FLAG_OF[indicator] in flags)
    if sex and STANDING_COLUMN in row:
        yield from _flag_difference(STANDING_COLUMN, row[STANDING_COLUMN], ours="standing_under_9_months" in flags)


def _flag_difference(column: str, theirs: str, *, ours: bool) -> Iterator[str]:
    if ours != (theirs == "1"):
        yield f"{column}: expected {theirs}, got {int(ours)}"


def failures(path: Path) -> Iterator[tuple[int, list[str]]]:
    """For every row of the file its line number and its differences (empty when it passed).

    Raises ValueError, naming the columns, for a file of neither shape.
    """
    # Spreadsheets write a byte order mark and spaces around names.
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as cases:
        lines = csv.reader(cases, skipinitialspace=True)
        names = [name.strip() for name in next(lines, [])]
        shape = BY_MONTH if "age_months" in names else BY_DAY
        if names and (lacking := shape.columns() - set(names)):
            raise ValueError(f"{path.name} lacks the columns {', '.join(sorted(lacking))}")
        for cells in lines:
            if cells:
                yield lines.line_num, _compared(names, cells, shape)


def _compared(names: list[str], cells: list[str], shape: Shape) -> list[str]:
    try:
        row = dict(zip(names, map(str.strip, cells), strict=True))
        return list(differences(row, shape))
    except (ValueError, KeyError) as error:
        return [f"cannot be read: {error}"]


def run(path: Path) -> tuple[int, int]:
    """Print one line per failing row and return how many passed and failed."""
    passed = failed = 0
    for line, found in failures(path):
        if found:
            failed += 1
            print(f"line {line}: {'; '.join(found)}")
        else:
            passed += 1
    return passed, failed


def main() -> int:
    """Read the command line, compare, and print the count as the last line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", required=True, type=Path)
    try:
        passed, failed = run(parser.parse_args().cases)
    except (OSError, ValueError) as error:
        parser.error(str(error))
    print(f"{passed} passed, {failed} failed")
    return 0 if passed and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
