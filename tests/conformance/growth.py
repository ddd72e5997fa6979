"""Compare z-scores, flags and absences with rows that WHO's own R packages scored.

`python -m tests.conformance.growth --cases FILE` takes either shape of CSV: the 2006 standards by day (age,
lenhei, measure, …) or the 2007 reference by month (age_months, height, …). One line per failing row; the
last line is `N passed, M failed`, and the exit status is 1 when any row failed.
"""

import argparse
import csv
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if __name__ == "__main__":  # run from the project root without installing the layer
    sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "layers/core/python"))

from handbook.domain.growth import Assessment, Indicator, assess, assess_at_months

if TYPE_CHECKING:
    from handbook.domain.growth import Flag, Posture, Reference, Sex

type Row = Mapping[str, str]

TOLERANCE = 0.005
# Two decimals on both sides: 0.005 asks for equality, the rest is the noise of binary fractions.
FLOAT_NOISE = 1e-9

FLAG_OF: "dict[Indicator, Flag]" = {
    Indicator.LENGTH_FOR_AGE: "length_for_age_implausible",
    Indicator.WEIGHT_FOR_AGE: "weight_for_age_implausible",
    Indicator.WEIGHT_FOR_LENGTH: "weight_for_length_implausible",
    Indicator.BMI_FOR_AGE: "bmi_for_age_implausible",
    Indicator.HEAD_FOR_AGE: "head_for_age_implausible",
}
COLUMNS_2006 = {
    Indicator.LENGTH_FOR_AGE: ("zlen", "flen"),
    Indicator.WEIGHT_FOR_AGE: ("zwei", "fwei"),
    Indicator.WEIGHT_FOR_LENGTH: ("zwfl", "fwfl"),
    Indicator.BMI_FOR_AGE: ("zbmi", "fbmi"),
    Indicator.HEAD_FOR_AGE: ("zhc", "fhc"),
}
COLUMNS_2007 = {
    Indicator.LENGTH_FOR_AGE: ("zhfa", "fhfa"),
    Indicator.WEIGHT_FOR_AGE: ("zwfa", "fwfa"),
    Indicator.BMI_FOR_AGE: ("zbfa", "fbfa"),
}
SEXES: "dict[str, Sex]" = {"1": "M", "2": "F"}
POSTURES: "dict[str, Posture | None]" = {"l": "lying", "h": "standing", "": None, "NA": None}


def number(cell: str) -> float | None:
    """A cell as a number; empty and R's NA are missing."""
    return None if cell in {"", "NA"} else float(cell)


def assess_2006(row: Row) -> Assessment:
    """Score a row of the 2006 shape by age in days (maybe missing)."""
    age = number(row["age"])
    return assess(
        SEXES[row["sex"]],
        None if age is None else int(age),
        weight_kg=number(row["weight"]),
        length_cm=number(row["lenhei"]),
        posture=POSTURES[row["measure"]],
        head_cm=number(row["headc"]),
        oedema=row["oedema"] == "y",
    )


def assess_2007(row: Row) -> Assessment:
    """Score a row of the 2007 shape by age in broken months; heights there are standing heights."""
    return assess_at_months(
        SEXES[row["sex"]],
        float(row["age_months"]),
        weight_kg=number(row["weight"]),
        height_cm=number(row["height"]),
        oedema=row["oedema"] == "y",
    )


def differences(assessment: Assessment, row: Row, reference: "Reference") -> Iterator[str]:
    """Every z-score and flag in which the two disagree; z-scores by another reference count as absent."""
    columns = COLUMNS_2006 if reference == "who-2006" else COLUMNS_2007
    for indicator, (z_column, flag_column) in columns.items():
        ours = assessment.z_of(indicator) if assessment.reference == reference else None
        theirs = number(row[z_column])
        if (ours is None) != (theirs is None):
            yield f"{z_column}: expected {theirs}, got {ours}"
        elif ours is not None and theirs is not None:
            if abs(ours - theirs) > TOLERANCE + FLOAT_NOISE:
                yield f"{z_column}: expected {theirs}, got {ours}"
            flagged = FLAG_OF[indicator] in assessment.flags
            if flagged != (row[flag_column] == "1"):
                yield f"{flag_column}: expected {row[flag_column]}, got {int(flagged)}"


def failures(path: Path) -> Iterator[tuple[int, list[str]]]:
    """For every row of the file its line number and its differences (empty when it passed)."""
    with path.open(encoding="utf-8", newline="") as cases:
        reader = csv.DictReader(cases)
        by_month = "age_months" in (reader.fieldnames or ())
        for row in reader:
            if by_month:
                found = differences(assess_2007(row), row, "who-2007")
            else:
                found = differences(assess_2006(row), row, "who-2006")
            yield reader.line_num, list(found)


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
    passed, failed = run(parser.parse_args().cases)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
