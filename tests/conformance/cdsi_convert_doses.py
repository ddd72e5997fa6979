"""Target doses of CDC's supporting data in our schedule format, and how its XML fields are read."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Any

_Item = dict[str, Any]

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


def field(element: ET.Element, tag: str) -> str:
    """The text of a child, empty when there is none."""
    return (element.findtext(tag) or "").strip()


def filled(element: ET.Element, tag: str) -> Iterator[ET.Element]:
    """Children with content: the data writes an absent rule as an empty element."""
    return (child for child in element.findall(tag) if any((grand.text or "").strip() or len(grand) for grand in child))


def codes(text: str) -> list[str]:
    """Codes from a list with semicolons."""
    return [code.strip() for code in text.split(";") if code.strip()]


def iso_day(text: str) -> str:
    """An ISO date from yyyymmdd or mm/dd/yyyy."""
    if "/" in text:
        month, day, year = text.split("/")
        return f"{year}-{month}-{day}"
    return f"{text[:4]}-{text[4:6]}-{text[6:8]}" if text else ""


def without_empty(item: _Item) -> _Item:
    """Leave out what the XML left empty."""
    return {key: value for key, value in item.items() if value not in ("", None, [], {})}


def convert_dose(entry: ET.Element) -> _Item:
    """One `seriesDose` as a target dose of our format."""
    season = {
        key: iso_day(field(entry, f"seasonalRecommendation/{tag}"))
        for key, tag in (("from", "startDate"), ("until", "endDate"))
    }
    return without_empty(
        {
            "number": int(field(entry, "doseNumber").removeprefix("Dose ")),
            "age": [_age(one) for one in filled(entry, "age")],
            "intervals": [_interval(one) for one in filled(entry, "interval")],
            "allowable_intervals": [_interval(one) for one in filled(entry, "allowableInterval")],
            "products": {
                "preferable": [_product_rule(one) for one in filled(entry, "preferableVaccine")],
                "allowable": [_product_rule(one) for one in filled(entry, "allowableVaccine")],
                "inadvertent": [field(one, "cvx") for one in filled(entry, "inadvertentVaccine")],
            },
            "skip": [_skip(one) for one in filled(entry, "conditionalSkip")],
            "recurring": field(entry, "recurringDose") == "Yes",
            "season": without_empty(season),
        }
    )


def _age(entry: ET.Element) -> _Item:
    minimum = field(entry, "minAge")
    return without_empty(
        {
            "absolute_min": field(entry, "absMinAge") or (minimum and _FROM_BIRTH),
            "min": minimum,
            "earliest_recommended": field(entry, "earliestRecAge"),
            "latest_recommended": field(entry, "latestRecAge"),
            "max": field(entry, "maxAge"),
            "effective_from": iso_day(field(entry, "effectiveDate")),
            "effective_to": iso_day(field(entry, "cessationDate")),
        }
    )


def _interval(entry: ET.Element) -> _Item:
    minimum = field(entry, "minInt")
    return without_empty(
        {
            **_origin(entry),
            "absolute_min": field(entry, "absMinInt") or (minimum and _FROM_BIRTH),
            "min": minimum,
            "earliest_recommended": field(entry, "earliestRecInt"),
            "latest_recommended": field(entry, "latestRecInt"),
            "group_priority": field(entry, "intervalPriority") == "override",
            "effective_from": iso_day(field(entry, "effectiveDate")),
            "effective_to": iso_day(field(entry, "cessationDate")),
        }
    )


def _origin(entry: ET.Element) -> _Item:
    if field(entry, "fromPrevious") == "Y":
        return {"from": "previous"}
    if field(entry, "fromTargetDose"):
        return {"from": "target_dose", "target_dose": int(field(entry, "fromTargetDose"))}
    if field(entry, "fromMostRecent"):
        return {"from": "most_recent", "products": codes(field(entry, "fromMostRecent"))}
    return {"from": "observation", "observation": field(entry, "fromRelevantObs/code")}


def _product_rule(entry: ET.Element) -> _Item:
    return without_empty(
        {
            "product": field(entry, "cvx"),
            "from": field(entry, "beginAge"),
            "until": field(entry, "endAge"),
            "manufacturer": field(entry, "mvx"),
            "volume_ml": float(field(entry, "volume")) if field(entry, "volume") else None,
            "forecast": field(entry, "forecastVaccineType") == "Y",
        }
    )


def _skip(entry: ET.Element) -> _Item:
    return {
        "context": field(entry, "context").lower() or "both",
        "join": "all" if field(entry, "setLogic") == "AND" else "any",
        "sets": [
            without_empty(
                {
                    "join": "any" if field(one, "conditionLogic") == "OR" else "all",
                    "effective_from": iso_day(field(one, "effectiveDate")),
                    "effective_to": iso_day(field(one, "cessationDate")),
                    "conditions": [_condition(condition) for condition in one.findall("condition")],
                }
            )
            for one in entry.findall("set")
        ],
    }


def _condition(entry: ET.Element) -> _Item:
    return without_empty(
        {
            "kind": _CONDITION_KINDS[field(entry, "conditionType").lower()],
            "from_age": field(entry, "beginAge"),
            "until_age": field(entry, "endAge"),
            "from_date": iso_day(field(entry, "startDate")),
            "until_date": iso_day(field(entry, "endDate")),
            "interval": field(entry, "interval"),
            "products": codes(field(entry, "vaccineTypes")),
            "count": int(field(entry, "doseCount") or 0),
            "comparison": field(entry, "doseCountLogic").lower().replace(" ", "_") or None,
            "valid_only": field(entry, "doseType") == "Valid",
            "series_groups": codes(field(entry, "seriesGroups")),
        }
    )
