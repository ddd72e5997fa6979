"""From a schedule document (plain JSON values) to a `Schedule`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from handbook.domain.immunization.parsing_fields import (
    ScheduleError,
    optional_date,
    optional_span,
    parse_text,
)
from handbook.domain.immunization.parsing_series import parse_series
from handbook.domain.immunization.schedule import (
    AntigenLink,
    AreaEntry,
    AreaRule,
    BirthImmunity,
    Contraindication,
    Group,
    LiveConflict,
    Product,
    Schedule,
)
from handbook.domain.immunization.series_rules import Series
from handbook.domain.immunization.spans import MonthOverflow, parse_span

FORMAT = "handbook-immunization-schedule/1"

# Order of CDSi logic specification 4.6, table 9-4.
_CDSI_PRECEDENCE = ("contraindicated", "aged_out", "not_recommended", "not_complete", "immune", "complete")

_Document = Mapping[str, Any]


def parse_schedule(document: _Document) -> Schedule:
    """Turn a schedule document into the object `evaluate` and `forecast` take.

    Everything that can be worked out once (spans, look-up tables, orders) is worked out here.

    Raises:
        ScheduleError: the document is of another format, or a part is missing, misspelt or points nowhere.
    """
    if document.get("format") != FORMAT:
        raise ScheduleError(f"expected format {FORMAT!r}, got {document.get('format')!r}")
    try:
        return _parse(document)
    except ScheduleError:
        raise
    except (KeyError, TypeError, AttributeError, ValueError) as missing:
        raise ScheduleError(f"schedule {document.get('id')!r}: {missing!r}") from missing


def _parse(document: _Document) -> Schedule:
    rules = document["rules"]
    grace_days = int(rules["grace_days"])
    products = {key: _parse_product(key, value) for key, value in document["products"].items()}
    conflicts = _parse_conflicts(document.get("live_conflicts", []))
    return Schedule(
        id=document["id"],
        version=document["version"],
        title=parse_text(document["title"]),
        audience=document.get("audience", ""),
        effective_from=optional_date(document, "effective_from"),
        effective_to=optional_date(document, "effective_to"),
        overflow=MonthOverflow(rules["month_overflow"]),
        grace_days=grace_days,
        grace_lost_after_early_dose=bool(rules.get("grace_lost_after_early_dose", True)),
        visit_window_days=int(rules.get("visit_window_days", 0)),
        same_day_duplicates=bool(rules.get("same_day_duplicates", True)),
        products=products,
        antigen_names={key: parse_text(value["name"]) for key, value in document["antigens"].items()},
        groups={key: _parse_group(key, value) for key, value in document["groups"].items()},
        series_by_antigen=_series_by_antigen(document, grace_days),
        live_conflicts=conflicts,
        live_products=frozenset(product for pair in conflicts for product in pair),
        conflicts_depend_on_validity=any(one.end != one.end_after_valid for one in conflicts.values()),
        contraindications=tuple(_parse_contraindication(c) for c in document.get("contraindications", [])),
        clinical_immunities=_clinical_immunities(document),
        birth_immunities=_birth_immunities(document),
        areas={key: _parse_area(key, value) for key, value in document.get("areas", {}).items()},
        notes={key: parse_text(value) for key, value in document.get("notes", {}).items()},
        uncertain=tuple(document.get("uncertain", ())),
        product_order={key: order for order, key in enumerate(products)},
    )


def _series_by_antigen(document: _Document, grace_days: int) -> dict[str, tuple[Series, ...]]:
    found: dict[str, list[Series]] = {antigen: [] for antigen in document["antigens"]}
    for item in document["series"]:
        for antigen in item["antigens"]:
            if antigen not in found:
                raise ScheduleError(f"series {item['id']!r} names unknown antigen {antigen!r}")
            found[antigen].append(parse_series(item, antigen, grace_days))
    return {antigen: tuple(series) for antigen, series in found.items() if series}


def _parse_product(key: str, value: _Document) -> Product:
    links = tuple(
        AntigenLink(link)
        if isinstance(link, str)
        else AntigenLink(link["antigen"], optional_span(link, "from"), optional_span(link, "until"))
        for link in value["antigens"]
    )
    ageless = all(link.from_age is None and link.until_age is None for link in links)
    return Product(
        id=key,
        name=parse_text(value["name"]),
        links=links,
        cvx=value.get("cvx"),
        route=value.get("route", ""),
        live=value.get("live", ""),
        at_every_age=frozenset(link.antigen for link in links) if ageless else None,
    )


def _parse_group(key: str, value: _Document) -> Group:
    precedence = tuple(value.get("status_precedence", _CDSI_PRECEDENCE))
    return Group(
        id=key,
        name=parse_text(value["name"]),
        status_precedence=precedence,
        administer_full=bool(value.get("administer_full", True)),
    )


def _parse_conflicts(items: list[_Document]) -> dict[tuple[str, str], LiveConflict]:
    conflicts: dict[tuple[str, str], LiveConflict] = {}
    for item in items:
        end = parse_span(item["end"])
        after_valid = parse_span(item["end_after_valid"]) if item.get("end_after_valid") else end
        conflict = LiveConflict(begin=parse_span(item["begin"]), end_after_valid=after_valid, end=end)
        for previous in item["previous"]:
            for current in item["current"]:
                conflicts[previous, current] = conflict
    return conflicts


def _parse_contraindication(item: _Document) -> Contraindication:
    return Contraindication(
        code=item["code"],
        text=parse_text(item["text"]),
        antigens=frozenset(item.get("antigens", ())),
        products=frozenset(item.get("products", ())),
        from_age=optional_span(item, "from"),
        until_age=optional_span(item, "until"),
    )


def _clinical_immunities(document: _Document) -> dict[str, frozenset[str]]:
    return {
        antigen: frozenset(value["immunity_codes"])
        for antigen, value in document["antigens"].items()
        if value.get("immunity_codes")
    }


def _birth_immunities(document: _Document) -> tuple[BirthImmunity, ...]:
    return tuple(
        BirthImmunity(
            antigen=antigen,
            born_before=date.fromisoformat(item["born_before"]),
            country=item.get("country", ""),
            exclusions=frozenset(item.get("exclusions", ())),
        )
        for antigen, value in document["antigens"].items()
        for item in value.get("immune_if_born_before", ())
    )


def _parse_area(key: str, value: _Document) -> AreaRule:
    return AreaRule(
        id=key,
        offered_elsewhere=bool(value["offered_elsewhere"]),
        uncertain_elsewhere=value.get("uncertain_elsewhere", ""),
        uncertain_part=value.get("uncertain_part", ""),
        uncertain_residence=value.get("uncertain_residence", ""),
        entries=tuple(
            AreaEntry(
                province=item["province"],
                communes=frozenset(item.get("communes", ())),
                from_date=optional_date(item, "from") or date.min,
                until_date=optional_date(item, "until") or date.max,
                part=item.get("part", ""),
            )
            for item in value["entries"]
        ),
    )
