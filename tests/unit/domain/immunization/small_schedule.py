"""A small schedule document to bend in tests: one antigen, two doses, two products."""

from __future__ import annotations

from datetime import date
from typing import Any

from handbook.domain.immunization import AdministeredDose, Forecast, Person, forecast, parse_schedule

BORN = date(2024, 1, 31)


def text(value: str) -> dict[str, str]:
    return {"vi": f"{value} (vi)", "en": value}


def dose(number: int, **facts: Any) -> dict[str, Any]:
    return {"number": number, "products": {"preferable": ["one", "two"]}} | facts


def series(*doses: dict[str, Any], **facts: Any) -> dict[str, Any]:
    return {"id": "main", "antigens": ["a"], "group": "g", "select": {"default": True}, "doses": list(doses)} | facts


def document(*of: dict[str, Any], **facts: Any) -> dict[str, Any]:
    return {
        "format": "handbook-immunization-schedule/1",
        "id": "SMALL",
        "version": "1",
        "title": text("small"),
        "rules": {"month_overflow": "next_month", "grace_days": 0},
        "antigens": {"a": {"name": text("a")}, "b": {"name": text("b")}},
        "groups": {"g": {"name": text("g")}, "h": {"name": text("h")}},
        "products": {
            "one": {"name": text("one"), "antigens": ["a"]},
            "two": {"name": text("two"), "antigens": ["a"]},
            "other": {"name": text("other"), "antigens": ["b"]},
            "both": {"name": text("both"), "antigens": ["a", "b"]},
        },
        "series": list(of),
    } | facts


def ask(
    of: dict[str, Any], *given: tuple[str, date], on: date = date(2025, 1, 1), born: date = BORN, **person: Any
) -> Forecast:
    doses = [AdministeredDose(f"{number}", product, day) for number, (product, day) in enumerate(given)]
    return forecast(parse_schedule(of), Person(birth_date=born, **person), doses, on)
