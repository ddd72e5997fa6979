"""Run CDC's CDSi test cases: `python -m tests.conformance.cdsi --supporting-data DIR --cases FILE`.

A case passes when series status, the status of every dose, and the earliest and recommended dates are equal.
One line per failing field (case, field, expected, got); the last line is `N passed, M failed`, and the exit
status is 1 when any case failed. With `--all` past-due dates are compared too, for information.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

if __name__ == "__main__":  # run from the project root without installing the layer
    sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "layers/core/python"))

from handbook.domain.immunization import (
    AdministeredDose,
    DoseOutcome,
    DoseStatus,
    Forecast,
    GroupForecast,
    Person,
    ReasonCode,
    Schedule,
    forecast,
    parse_schedule,
)
from tests.conformance.cdsi_convert import convert

type Case = Mapping[str, Any]

GROUP_OF = {
    "DTAP": "DTaP/Tdap/Td",
    "HIB": "Hib",
    "JE": "Japanese Encephalitis",
    "HEPA": "HepA",
    "HEPB": "HepB",
    "MMR": "MMR",
    "PCV": "Pneumococcal",
    "POL": "Polio",
    "ROTA": "Rotavirus",
    "VAR": "Varicella",
}
NOT_RECOMMENDED = "Not recommended"
"""The status of a group whose series are all for risks that the person does not have."""
DOSE_STATUS = {
    DoseStatus.VALID: "Valid",
    DoseStatus.NOT_VALID: "Not Valid",
    DoseStatus.EXTRANEOUS: "Extraneous",
    DoseStatus.SUB_POTENT: "Substandard",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of a case that is not as expected."""

    case_id: str
    field: str
    expected: str
    got: str


def load_schedule(folder: Path) -> Schedule:
    """The supporting data of a folder, as a schedule."""
    return parse_schedule(convert(folder))


def load_cases(path: Path) -> list[Case]:
    """The cases of a file, one JSON object a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def answer_of(schedule: Schedule, case: Case) -> Forecast:
    """Ask the engine what the case asks."""
    doses = [
        AdministeredDose(
            dose_id=str(number),
            product=product_of(schedule, dose),
            administered_on=day_of(dose, "date"),
            manufacturer=dose.get("mvx") or "",
        )
        for number, dose in enumerate(doses_of(case))
    ]
    findings = frozenset(observation_codes(case))
    person = Person(
        birth_date=date.fromisoformat(case["dob"]),
        sex=case.get("gender") if case.get("gender") in {"F", "M"} else "X",
        contraindications=findings,
        immunities=findings,
        observations=dict.fromkeys(findings),
    )
    last_day = max((dose.administered_on for dose in doses if dose.administered_on), default=person.birth_date)
    return forecast(schedule, person, doses, day_of(case, "assessment_date") or last_day)


def doses_of(case: Case) -> Sequence[Mapping[str, Any]]:
    """The doses of a case; one without any may leave the field out."""
    return case.get("doses") or ()


def product_of(schedule: Schedule, dose: Mapping[str, Any]) -> str:
    """The product of a dose: CVX codes below ten are written with and without their leading zero."""
    cvx = str(dose.get("cvx") or "")
    return cvx if cvx in schedule.products else cvx.zfill(2)


def day_of(fields: Mapping[str, Any], name: str) -> date | None:
    """A day of a case, None where it is left out or only partly known."""
    try:
        return date.fromisoformat(fields.get(name) or "")
    except ValueError:
        return None


def observation_codes(case: Case) -> Iterator[str]:
    """The CDSi observation codes of a case, written as codes or as objects with a code."""
    for observation in case.get("observations") or ():
        yield str(observation.get("code", "")) if isinstance(observation, Mapping) else str(observation)


def differences(schedule: Schedule, case: Case, *, past_due: bool = False) -> Iterator[Difference]:
    """Compare a case field by field."""
    answer = answer_of(schedule, case)
    name = GROUP_OF.get(str(case["group"]).upper()) or str(case["group"])
    if name not in schedule.groups:
        yield Difference(case["id"], "group", name, "no series in the supporting data")
        return
    group = next((one for one in answer.groups if one.group == name), None)
    got = {"series_status": NOT_RECOMMENDED if group is None else status_of(group)}
    expected: dict[str, str] = {}
    wanted: Mapping[str, Any] = case["expect"]
    if wanted.get("series_status"):
        expected["series_status"] = wanted["series_status"]
    outcomes = {one.dose_id: one for one in answer.evaluation.doses}
    for number, dose in enumerate(doses_of(case)):
        outcome = outcomes[str(number)]
        judged = outcome.reason.code is not ReasonCode.NOT_IN_SCHEDULE  # else no series of the data given judges it
        if judged and dose.get("expect_status"):
            expected[f"dose {number + 1}"] = dose["expect_status"]
            got[f"dose {number + 1}"] = dose_status(outcome, set(group.antigens) if group else set())
    for field in ("earliest", "recommended", *(["past_due"] if past_due else [])):
        if field in wanted:
            expected[field] = wanted[field] or ""
            got[field] = group_date(group, field)
    for field, value in expected.items():
        if got[field] != value:
            yield Difference(case["id"], field, value, got[field])


def status_of(group: GroupForecast) -> str:
    """The status of a vaccine group in the words of the cases."""
    return group.status.value.replace("_", " ").capitalize()


def dose_status(outcome: DoseOutcome, antigens: set[str]) -> str:
    """The status of a dose for the antigens of one vaccine group; for all of them when it holds none of these."""
    statuses = {one.status for one in outcome.antigens if one.antigen in antigens}
    for status in DoseStatus:
        if status in statuses:
            return DOSE_STATUS[status]
    return DOSE_STATUS[outcome.status]


def group_date(group: GroupForecast | None, field: str) -> str:
    """A forecast date as ISO text, empty when there is none."""
    if group is None:
        return ""
    found = {"earliest": group.earliest, "recommended": group.recommended, "past_due": group.past_due}[field]
    return found.on.isoformat() if found is not None else ""


def main() -> int:
    """Run a file of cases and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--supporting-data", type=Path, required=True)
    parser.add_argument("--cases", type=Path, required=True)
    parser.add_argument("--all", action="store_true", help="compare past-due dates too")
    arguments = parser.parse_args()
    schedule = load_schedule(arguments.supporting_data)
    failed = 0
    cases = load_cases(arguments.cases)
    for case in cases:
        found = list(differences(schedule, case, past_due=arguments.all))
        failed += bool(found)
        for one in found:
            print(f"{one.case_id}\t{one.field}\texpected {one.expected or '-'}\tgot {one.got or '-'}")
    print(f"{len(cases) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
