"""Every field that CDC's XSDs know is converted, or left out for a reason that stands here."""

from __future__ import annotations

import os
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import jsonschema
import pytest

from handbook.domain.immunization import parse_schedule
from handbook.reference.immunization import load_json_schema
from tests.conformance.cdsi_convert import document_of

FOLDER = Path(os.environ.get("HANDBOOK_TESTDATA") or Path(__file__).resolve().parents[3] / "shared/testdata")
XSDS = [
    FOLDER / "cdsi/supporting-data-v4.55" / name for name in ("AntigenSupportingData.xsd", "ScheduleSupportingData.xsd")
]
XS = "{http://www.w3.org/2001/XMLSchema}"

pytestmark = pytest.mark.skipif(not XSDS[0].is_file(), reason="CDC's data are not there; set HANDBOOK_TESTDATA")

_NAME = "what a code or a CVX number beside it is called"
_PROSE = "prose for clinicians; no rule of the logic specification reads it"
IGNORED: Mapping[str, str] = {
    "guidelineTitle": _NAME,
    "exclusionTitle": _NAME,
    "vaccineType": _NAME,
    "tradeName": _NAME,
    "observationCode/text": _NAME,
    "fromRelevantObs/text": _NAME,
    "seriesGroupName": "what the series group beside it is called",
    "setID": "a number inside the set's description",
    "conditionID": "a number inside the set's description",
    "setDescription": _PROSE,
    "seriesAdminGuidance": _PROSE,
    "contraindication/contraindicationText": _PROSE,
    "contraindication/contraindicationGuidance": _PROSE,
    "indication/description": _PROSE,
    "indication/guidance": _PROSE,
    "observations/": "a dictionary of what the codes mean; the rules name codes, and a person is described by codes",
    "vaccineGroupToAntigenMap/": "every series states its antigen and its vaccine group itself",
}
"""Ends of paths, or parts that end with a slash, and why nothing is lost without them."""

# What a filled-in field says, and something else that it could say.
_AGE = ("6 weeks", "7 weeks")
_YES = ("No", "Yes")
SAMPLES: Mapping[str, tuple[str, str]] = {
    "immunityBirthDate": ("19800101", "19810101"),
    "doseNumber": ("Dose 1", "Dose 2"),
    "fromPrevious": ("Y", "N"),
    "fromTargetDose": ("1", "2"),
    "volume": ("0.5", "1"),
    "seriesPreference": ("1", "2"),
    "seriesPriority": ("A", "B"),
    "seriesType": ("Standard", "Risk"),
    "requiredGender": ("Female", "Male"),
    "context": ("Evaluation", "Forecast"),
    "setLogic": ("AND", "OR"),
    "conditionLogic": ("AND", "OR"),
    "conditionType": ("Age", "Interval"),
    "doseCount": ("1", "2"),
    "doseType": ("Valid", "Total"),
    "doseCountLogic": ("greater than", "less than"),
    "intervalPriority": ("override", ""),
    "forecastVaccineType": ("N", "Y"),
    **dict.fromkeys(("defaultSeries", "productPath", "recurringDose", "administerFullVaccineGroup"), _YES),
    **dict.fromkeys(("effectiveDate", "startDate"), ("20200101", "20200102")),
    **dict.fromkeys(("cessationDate", "endDate"), ("20300101", "20300102")),
    **dict.fromkeys(("cvx", "fromMostRecent", "vaccineTypes"), ("01", "02")),
    **dict.fromkeys(("antigen", "targetDisease"), ("Alpha", "Beta")),
    **dict.fromkeys(("vaccineGroup", "vaccineGroups/vaccineGroup/name"), ("Group", "Other")),
}
# An interval is counted from one event: the others must be silent for one to be heard.
SILENT = {
    "fromTargetDose": ("fromPrevious",),
    "fromMostRecent": ("fromPrevious", "fromTargetDose"),
    "fromRelevantObs/code": ("fromPrevious", "fromTargetDose", "fromMostRecent"),
}


def sample(path: str) -> tuple[str, str]:
    """Give what a field says, and what it could say instead."""
    for key in sorted(SAMPLES, key=len, reverse=True):
        if path.endswith("/" + key):
            return SAMPLES[key]
    is_length = path.endswith(("Age", "Int", "interval", "Interval")) or "AgeToStart" in path
    return _AGE if is_length else ("Something", "Another")


def filled(definition: ET.Element, path: str) -> ET.Element:
    """Make an element of an XSD with every field in it, once each."""
    name = definition.get("name", "")
    made = ET.Element(name)
    inside = list(children(definition))
    for child in inside:
        made.append(filled(child, f"{path}/{name}"))
    if not inside:
        made.text = sample(f"{path}/{name}")[0]
    return made


def children(definition: ET.Element) -> Iterator[ET.Element]:
    for part in definition:
        if part.tag == f"{XS}element":
            yield part
        else:
            yield from children(part)


def fields(element: ET.Element, path: str = "") -> Iterator[str]:
    here = f"{path}/{element.tag}" if path else element.tag
    if not len(element):
        yield here
    for child in element:
        yield from fields(child, here)


@cache
def roots() -> tuple[ET.Element, ET.Element]:
    antigen, schedule = (filled(next(children(ET.parse(path).getroot())), "") for path in XSDS)  # noqa: S314
    # the codes of the second vaccine that mutations name
    products = schedule.find("cvxToAntigenMap")
    assert products is not None
    other = ET.fromstring(ET.tostring(products[0]))  # noqa: S314
    other.find("cvx").text = "02"  # type: ignore[union-attr]
    products.append(other)
    return antigen, schedule


def converted() -> str:
    antigen, schedule = roots()
    return repr(parse_schedule(document_of("made", schedule, [antigen])))


def is_ignored(path: str) -> bool:
    return any(f"/{key}" in f"/{path}" if key.endswith("/") else path.endswith(f"/{key}") for key in IGNORED)


def all_fields() -> list[str]:
    if not XSDS[0].is_file():
        return []
    return [path for root in roots() for path in dict.fromkeys(fields(root))]


@pytest.mark.parametrize("path", all_fields())
def test_another_value_of_a_field_gives_another_schedule_unless_it_is_left_out_on_purpose(path: str) -> None:
    root = next(root for root in roots() if path.startswith(root.tag))
    element = root.find(path.partition("/")[2])
    assert element is not None
    parent = root.find(path.partition("/")[2].rpartition("/")[0].removesuffix("/fromRelevantObs"))
    quiet = [child for key in SILENT if path.endswith(key) for name in SILENT[key] for child in parent.findall(name)]  # type: ignore[union-attr]
    spoken = [child.text for child in quiet]
    for child in quiet:
        child.text = ""
    before, said = converted(), element.text
    element.text = sample(f"/{path}")[1]
    after = converted()
    element.text = said
    for child, text in zip(quiet, spoken, strict=True):
        child.text = text

    assert (before == after) is is_ignored(path)


@pytest.mark.parametrize("key", IGNORED)
def test_every_reason_is_still_needed(key: str) -> None:
    with_it = (f"/{key}" in f"/{path}" if key.endswith("/") else path.endswith(f"/{key}") for path in all_fields())

    assert any(with_it)


def test_a_file_with_every_field_filled_in_is_a_schedule_of_our_format() -> None:
    antigen, schedule = roots()
    document = document_of("made", schedule, [antigen])

    jsonschema.validate(document, load_json_schema(), jsonschema.Draft202012Validator)
    assert parse_schedule(document).series_by_antigen["Alpha"]


@pytest.mark.parametrize("name", sorted(path.name for path in XSDS[0].parent.glob("*.xml")))
def test_the_data_hold_no_field_that_the_xsds_do_not_know(name: str) -> None:
    known = set(all_fields())
    above = {path.rsplit("/", depth)[0] for path in known for depth in range(6)}

    assert set(fields(ET.parse(XSDS[0].parent / name).getroot())) <= known | above  # noqa: S314
