"""CDC's CDSi supporting data (XML) as a document of our schedule format. For tests only."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.conformance.cdsi_convert_doses import codes, convert_dose, field, filled, iso_day, without_empty

_Item = dict[str, Any]

_SEXES = {"Female": "F", "Male": "M", "Transgender": "X", "Unknown": "X"}


def convert(folder: Path) -> _Item:
    """Read every `AntigenSupportingData*.xml` and `ScheduleSupportingData.xml` of a folder."""
    schedule = _root(folder / "ScheduleSupportingData.xml")
    return document_of(folder.name, schedule, [_root(p) for p in sorted(folder.glob("AntigenSupportingData*.xml"))])


def document_of(version: str, schedule: ET.Element, antigen_roots: list[ET.Element]) -> _Item:
    """Convert parsed files: products are named by their CVX code, antigens and vaccine groups by CDC's names."""
    series = [item for root in antigen_roots for item in _series(root)]
    antigens = {item["antigens"][0]: {"name": _text(item["antigens"][0])} for item in series}
    for root in antigen_roots:
        _add_immunity(root, antigens)
    used_groups = {item["group"] for item in series}
    products = _products(schedule, set(antigens))
    return {
        "format": "handbook-immunization-schedule/1",
        "id": "US-CDSI",
        "version": version,
        "title": _text("CDSi supporting data"),
        "rules": {"month_overflow": "next_month", "grace_days": 0, "same_day_duplicates": False},
        "antigens": antigens,
        "groups": {name: group for name, group in _groups(schedule) if name in used_groups},
        "products": products,
        "live_conflicts": _conflicts(schedule, set(products)),
        "contraindications": [item for root in antigen_roots for item in _contraindications(root)],
        "series": series,
    }


def _root(path: Path) -> ET.Element:
    return ET.parse(path).getroot()  # noqa: S314


def _text(value: str) -> _Item:
    return {"vi": value, "en": value}


def _products(schedule: ET.Element, antigens: set[str]) -> _Item:
    products: _Item = {}
    for entry in schedule.iter("cvxMap"):
        links = [
            without_empty(
                {
                    "antigen": field(link, "antigen"),
                    "from": field(link, "associationBeginAge"),
                    "until": field(link, "associationEndAge"),
                }
            )
            for link in entry.findall("association")
            if field(link, "antigen") in antigens
        ]
        products[field(entry, "cvx")] = {
            "name": _text(field(entry, "shortDescription")),
            "antigens": links,
            "cvx": field(entry, "cvx"),
        }
    return products


def _groups(schedule: ET.Element) -> Iterator[tuple[str, _Item]]:
    for entry in schedule.iter("vaccineGroup"):
        name = field(entry, "name")
        if name:
            full = field(entry, "administerFullVaccineGroup") != "No"
            yield name, {"name": _text(name), "administer_full": full}


def _conflicts(schedule: ET.Element, products: set[str]) -> list[_Item]:
    found = []
    for entry in schedule.iter("liveVirusConflict"):
        previous, current = entry.find("previous"), entry.find("current")
        if previous is None or current is None:
            continue
        pair = (field(previous, "cvx"), field(current, "cvx"))
        if not set(pair) <= products:
            continue
        found.append(
            {
                "previous": [pair[0]],
                "current": [pair[1]],
                "begin": field(entry, "conflictBeginInterval"),
                "end_after_valid": field(entry, "minConflictEndInterval"),
                "end": field(entry, "conflictEndInterval"),
            }
        )
    return found


def _add_immunity(root: ET.Element, antigens: _Item) -> None:
    antigen = field(root.findall("series")[0], "targetDisease")
    codes = [field(entry, "guidelineCode") for entry in root.iter("clinicalHistory")]
    antigens[antigen] |= without_empty(
        {
            "immunity_codes": [code for code in codes if code],
            "immune_if_born_before": [
                without_empty(
                    {
                        "born_before": iso_day(field(entry, "immunityBirthDate")),
                        "country": field(entry, "birthCountry"),
                        "exclusions": [field(one, "exclusionCode") for one in entry.findall("exclusion")],
                    }
                )
                for entry in root.iter("dateOfBirth")
                if field(entry, "immunityBirthDate")
            ],
        }
    )


def _contraindications(root: ET.Element) -> Iterator[_Item]:
    antigen = field(root.findall("series")[0], "targetDisease")
    for entry in root.findall("contraindications/vaccineGroup/contraindication"):
        yield without_empty(
            {
                "code": field(entry, "observationCode"),
                "text": _text(field(entry, "observationTitle")),
                "antigens": [antigen],
                "from": field(entry, "beginAge"),
                "until": field(entry, "endAge"),
            }
        )
    for entry in root.findall("contraindications/vaccine/contraindication"):
        for one in entry.findall("contraindicatedVaccine"):
            yield without_empty(
                {
                    "code": field(entry, "observationCode"),
                    "text": _text(field(entry, "observationTitle")),
                    "products": [field(one, "cvx")],
                    "from": field(one, "beginAge"),
                    "until": field(one, "endAge"),
                }
            )


def _series(root: ET.Element) -> Iterator[_Item]:
    for entry in root.findall("series"):
        sexes = [_SEXES[_of_text(sex)] for sex in entry.findall("requiredGender") if _of_text(sex)]
        yield without_empty(
            {
                "id": field(entry, "seriesName"),
                "antigens": [field(entry, "targetDisease")],
                "group": field(entry, "vaccineGroup"),
                "series_group": field(entry, "selectSeries/seriesGroup"),
                "equivalent_series_groups": codes(field(entry, "equivalentSeriesGroups")),
                "risk": field(entry, "seriesType") == "Risk",
                "sexes": sexes,
                "indications": [
                    without_empty(
                        {
                            "observation": field(one, "observationCode/code"),
                            "from": field(one, "beginAge"),
                            "until": field(one, "endAge"),
                        }
                    )
                    for one in filled(entry, "indication")
                ],
                "select": _select(entry),
                "doses": [convert_dose(dose) for dose in entry.findall("seriesDose")],
            }
        )


def _of_text(element: ET.Element) -> str:
    return (element.text or "").strip()


def _select(entry: ET.Element) -> _Item:
    return without_empty(
        {
            "default": field(entry, "selectSeries/defaultSeries") == "Yes",
            "product_path": field(entry, "selectSeries/productPath") == "Yes",
            "priority": field(entry, "selectSeries/seriesPriority"),
            "preference": int(field(entry, "selectSeries/seriesPreference") or 1),
            "min_start_age": field(entry, "selectSeries/minAgeToStart"),
            "max_start_age": field(entry, "selectSeries/maxAgeToStart"),
        }
    )
