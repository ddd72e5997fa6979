"""CDC's CDSi supporting data (XML) as a document of our schedule format. For tests only."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_Item = dict[str, Any]

_SEXES = {"Female": "F", "Male": "M", "Transgender": "X", "Unknown": "X"}
_CONDITION_KINDS = {
    "age": "age",
    "interval": "interval",
    "completed series": "completed_series",
    "vaccine count by age": "dose_count",
    "vaccine count by date": "dose_count",
    "vaccine count by age and date": "dose_count",
    "vaccine count": "dose_count",
}
_FROM_BIRTH = "0 days"


def convert(folder: Path) -> _Item:
    """Read every `AntigenSupportingData*.xml` and `ScheduleSupportingData.xml` of a folder.

    Products are named by their CVX code, antigens and vaccine groups by CDC's names.
    """
    schedule = _root(folder / "ScheduleSupportingData.xml")
    antigen_roots = [_root(path) for path in sorted(folder.glob("AntigenSupportingData*.xml"))]
    series = [item for root in antigen_roots for item in _series(root)]
    antigens = {item["antigens"][0]: {"name": _text(item["antigens"][0])} for item in series}
    for root in antigen_roots:
        _add_immunity(root, antigens)
    used_groups = {item["group"] for item in series}
    products = _products(schedule, set(antigens))
    return {
        "format": "handbook-immunization-schedule/1",
        "id": "US-CDSI",
        "version": folder.name,
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


def _of(element: ET.Element, tag: str) -> str:
    return (element.findtext(tag) or "").strip()


def _filled(element: ET.Element, tag: str) -> Iterator[ET.Element]:
    """Children with content: the data writes an absent rule as an empty element."""
    return (child for child in element.findall(tag) if any((grand.text or "").strip() or len(grand) for grand in child))


def _codes(text: str) -> list[str]:
    return [code.strip() for code in text.split(";") if code.strip()]


def _day(text: str) -> str:
    """An ISO date from yyyymmdd or mm/dd/yyyy."""
    if "/" in text:
        month, day, year = text.split("/")
        return f"{year}-{month}-{day}"
    return f"{text[:4]}-{text[4:6]}-{text[6:8]}" if text else ""


def _without_empty(item: _Item) -> _Item:
    return {key: value for key, value in item.items() if value not in ("", None, [], {})}


def _products(schedule: ET.Element, antigens: set[str]) -> _Item:
    products: _Item = {}
    for entry in schedule.iter("cvxMap"):
        links = [
            _without_empty(
                {
                    "antigen": _of(link, "antigen"),
                    "from": _of(link, "associationBeginAge"),
                    "until": _of(link, "associationEndAge"),
                }
            )
            for link in entry.findall("association")
            if _of(link, "antigen") in antigens
        ]
        products[_of(entry, "cvx")] = {
            "name": _text(_of(entry, "shortDescription")),
            "antigens": links,
            "cvx": _of(entry, "cvx"),
        }
    return products


def _groups(schedule: ET.Element) -> Iterator[tuple[str, _Item]]:
    for entry in schedule.iter("vaccineGroup"):
        name = _of(entry, "name")
        if name:
            full = _of(entry, "administerFullVaccineGroup") != "No"
            yield name, {"name": _text(name), "administer_full": full}


def _conflicts(schedule: ET.Element, products: set[str]) -> list[_Item]:
    found = []
    for entry in schedule.iter("liveVirusConflict"):
        previous, current = entry.find("previous"), entry.find("current")
        if previous is None or current is None:
            continue
        pair = (_of(previous, "cvx"), _of(current, "cvx"))
        if not set(pair) <= products:
            continue
        found.append(
            {
                "previous": [pair[0]],
                "current": [pair[1]],
                "begin": _of(entry, "conflictBeginInterval"),
                "end_after_valid": _of(entry, "minConflictEndInterval"),
                "end": _of(entry, "conflictEndInterval"),
            }
        )
    return found


def _add_immunity(root: ET.Element, antigens: _Item) -> None:
    antigen = _of(root.findall("series")[0], "targetDisease")
    codes = [_of(entry, "guidelineCode") for entry in root.iter("clinicalHistory")]
    antigens[antigen] |= _without_empty(
        {
            "immunity_codes": [code for code in codes if code],
            "immune_if_born_before": [
                _without_empty(
                    {
                        "born_before": _day(_of(entry, "immunityBirthDate")),
                        "country": _of(entry, "birthCountry"),
                        "exclusions": [_of(one, "exclusionCode") for one in entry.findall("exclusion")],
                    }
                )
                for entry in root.iter("dateOfBirth")
                if _of(entry, "immunityBirthDate")
            ],
        }
    )


def _contraindications(root: ET.Element) -> Iterator[_Item]:
    antigen = _of(root.findall("series")[0], "targetDisease")
    for entry in root.findall("contraindications/vaccineGroup/contraindication"):
        yield _without_empty(
            {
                "code": _of(entry, "observationCode"),
                "text": _text(_of(entry, "observationTitle")),
                "antigens": [antigen],
                "from": _of(entry, "beginAge"),
                "until": _of(entry, "endAge"),
            }
        )
    for entry in root.findall("contraindications/vaccine/contraindication"):
        for one in entry.findall("contraindicatedVaccine"):
            yield _without_empty(
                {
                    "code": _of(entry, "observationCode"),
                    "text": _text(_of(entry, "observationTitle")),
                    "products": [_of(one, "cvx")],
                    "from": _of(one, "beginAge"),
                    "until": _of(one, "endAge"),
                }
            )


def _series(root: ET.Element) -> Iterator[_Item]:
    for entry in root.findall("series"):
        sexes = [_SEXES[_of_text(sex)] for sex in entry.findall("requiredGender") if _of_text(sex)]
        yield _without_empty(
            {
                "id": _of(entry, "seriesName"),
                "antigens": [_of(entry, "targetDisease")],
                "group": _of(entry, "vaccineGroup"),
                "series_group": _of(entry, "selectSeries/seriesGroup"),
                "equivalent_series_groups": _codes(_of(entry, "equivalentSeriesGroups")),
                "risk": _of(entry, "seriesType") == "Risk",
                "sexes": sexes,
                "indications": [
                    _without_empty(
                        {
                            "observation": _of(one, "observationCode/code"),
                            "from": _of(one, "beginAge"),
                            "until": _of(one, "endAge"),
                        }
                    )
                    for one in _filled(entry, "indication")
                ],
                "select": _select(entry),
                "doses": [_dose(dose) for dose in entry.findall("seriesDose")],
            }
        )


def _of_text(element: ET.Element) -> str:
    return (element.text or "").strip()


def _select(entry: ET.Element) -> _Item:
    return _without_empty(
        {
            "default": _of(entry, "selectSeries/defaultSeries") == "Yes",
            "product_path": _of(entry, "selectSeries/productPath") == "Yes",
            "priority": _of(entry, "selectSeries/seriesPriority"),
            "preference": int(_of(entry, "selectSeries/seriesPreference") or 1),
            "min_start_age": _of(entry, "selectSeries/minAgeToStart"),
            "max_start_age": _of(entry, "selectSeries/maxAgeToStart"),
        }
    )


def _dose(entry: ET.Element) -> _Item:
    season = {
        key: _day(_of(entry, f"seasonalRecommendation/{tag}"))
        for key, tag in (("from", "startDate"), ("until", "endDate"))
    }
    return _without_empty(
        {
            "number": int(_of(entry, "doseNumber").removeprefix("Dose ")),
            "age": [_age(one) for one in _filled(entry, "age")],
            "intervals": [_interval(one) for one in _filled(entry, "interval")],
            "allowable_intervals": [_interval(one) for one in _filled(entry, "allowableInterval")],
            "products": {
                "preferable": [_product_rule(one) for one in _filled(entry, "preferableVaccine")],
                "allowable": [_product_rule(one) for one in _filled(entry, "allowableVaccine")],
                "inadvertent": [_of(one, "cvx") for one in _filled(entry, "inadvertentVaccine")],
            },
            "skip": [_skip(one) for one in _filled(entry, "conditionalSkip")],
            "recurring": _of(entry, "recurringDose") == "Yes",
            "season": _without_empty(season),
        }
    )


def _age(entry: ET.Element) -> _Item:
    minimum = _of(entry, "minAge")
    return _without_empty(
        {
            "absolute_min": _of(entry, "absMinAge") or (minimum and _FROM_BIRTH),
            "min": minimum,
            "earliest_recommended": _of(entry, "earliestRecAge"),
            "latest_recommended": _of(entry, "latestRecAge"),
            "max": _of(entry, "maxAge"),
            "effective_from": _day(_of(entry, "effectiveDate")),
            "effective_to": _day(_of(entry, "cessationDate")),
        }
    )


def _interval(entry: ET.Element) -> _Item:
    minimum = _of(entry, "minInt")
    return _without_empty(
        {
            **_origin(entry),
            "absolute_min": _of(entry, "absMinInt") or (minimum and _FROM_BIRTH),
            "min": minimum,
            "earliest_recommended": _of(entry, "earliestRecInt"),
            "latest_recommended": _of(entry, "latestRecInt"),
            "group_priority": _of(entry, "intervalPriority") == "override",
            "effective_from": _day(_of(entry, "effectiveDate")),
            "effective_to": _day(_of(entry, "cessationDate")),
        }
    )


def _origin(entry: ET.Element) -> _Item:
    if _of(entry, "fromPrevious") == "Y":
        return {"from": "previous"}
    if _of(entry, "fromTargetDose"):
        return {"from": "target_dose", "target_dose": int(_of(entry, "fromTargetDose"))}
    if _of(entry, "fromMostRecent"):
        return {"from": "most_recent", "products": _codes(_of(entry, "fromMostRecent"))}
    return {"from": "observation", "observation": _of(entry, "fromRelevantObs/code")}


def _product_rule(entry: ET.Element) -> _Item:
    return _without_empty(
        {
            "product": _of(entry, "cvx"),
            "from": _of(entry, "beginAge"),
            "until": _of(entry, "endAge"),
            "manufacturer": _of(entry, "mvx"),
            "volume_ml": float(_of(entry, "volume")) if _of(entry, "volume") else None,
            "forecast": _of(entry, "forecastVaccineType") == "Y",
        }
    )


def _skip(entry: ET.Element) -> _Item:
    return {
        "context": _of(entry, "context").lower() or "both",
        "join": "all" if _of(entry, "setLogic") == "AND" else "any",
        "sets": [
            _without_empty(
                {
                    "join": "any" if _of(one, "conditionLogic") == "OR" else "all",
                    "effective_from": _day(_of(one, "effectiveDate")),
                    "effective_to": _day(_of(one, "cessationDate")),
                    "conditions": [_condition(condition) for condition in one.findall("condition")],
                }
            )
            for one in entry.findall("set")
        ],
    }


def _condition(entry: ET.Element) -> _Item:
    return _without_empty(
        {
            "kind": _CONDITION_KINDS[_of(entry, "conditionType").lower()],
            "from_age": _of(entry, "beginAge"),
            "until_age": _of(entry, "endAge"),
            "from_date": _day(_of(entry, "startDate")),
            "until_date": _day(_of(entry, "endDate")),
            "interval": _of(entry, "interval"),
            "products": _codes(_of(entry, "vaccineTypes")),
            "count": int(_of(entry, "doseCount") or 0),
            "comparison": _of(entry, "doseCountLogic").lower().replace(" ", "_") or None,
            "valid_only": _of(entry, "doseType") == "Valid",
            "series_groups": _codes(_of(entry, "seriesGroups")),
        }
    )
