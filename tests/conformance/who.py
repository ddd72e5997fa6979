"""Run WHO's boundary cases: `python -m tests.conformance.who --cases FILE`.

Each case is one person and one decision table of the WHO Digital Adaptation Kit for Immunizations. One line per
failing case (case, field, expected, got); the last line is `N passed, M failed`, and the exit status is 1 when
any case failed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

if __name__ == "__main__":  # run from the project root without installing the layer
    sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "layers/core/python"))

from handbook.domain.immunization import AdministeredDose, Person, Schedule, SeriesStatus, forecast, parse_schedule
from tests.conformance.who_schedules import (
    FURTHER_EVALUATION,
    NOT_DUE,
    OTHER_LIVE,
    Scheme,
    document_of,
    scheme_of,
)

type Case = Mapping[str, Any]


@cache
def schedule_of(decision: str) -> tuple[Scheme, Schedule] | None:
    """The scheme of a decision table and its schedule, None when the table is not encoded."""
    scheme = scheme_of(decision)
    return None if scheme is None else (scheme, parse_schedule(document_of(decision, scheme)))


def load_cases(path: Path) -> list[Case]:
    """The cases of a file, one JSON object a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def answer_of(case: Case) -> str:
    """Due, Not due, Complete or Further evaluation needed; "not encoded" for an unknown table."""
    found = schedule_of(case["decision"])
    if found is None:
        return "not encoded"
    scheme, schedule = found
    doses = [
        AdministeredDose(f"{number}", "vaccine", date.fromisoformat(on))
        for number, on in enumerate(case.get("doses") or ())
    ]
    if case.get("other_live_dose"):
        doses.append(AdministeredDose("other", OTHER_LIVE, date.fromisoformat(case["other_live_dose"])))
    on = date.fromisoformat(case["asof"])
    answer = forecast(schedule, Person(birth_date=date.fromisoformat(case["dob"])), doses, on).groups[0]
    if answer.status is SeriesStatus.COMPLETE:
        return scheme.when_complete
    if answer.status is SeriesStatus.AGED_OUT:
        return scheme.at_end
    if answer.earliest is None or on < answer.earliest.on:
        return NOT_DUE
    return FURTHER_EVALUATION if scheme.needs_evaluation else "Due"


def main() -> int:
    """Run a file of cases and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=Path, required=True)
    cases = load_cases(parser.parse_args().cases)
    failed = 0
    for case in cases:
        got = answer_of(case)
        if got != case["expect"]:
            failed += 1
            print(f"{case['id']}\tanswer\texpected {case['expect']}\tgot {got}")
    print(f"{len(cases) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
