"""Check a draft schedule: `python -m tools.schedule_check FILE [--born YYYY-MM-DD] [--province NN]`.

Reports what a programme officer must mend (unreachable doses, impossible intervals, overlapping products,
missing translations, names that point nowhere), then shows the calendar of a person born on the given day who
comes to every suggested visit. The exit status is 1 when something was found.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

if __name__ == "__main__":  # run from the project root without installing the layer
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "layers/core/python"))

import jsonschema

from handbook.domain.immunization import (
    AdministeredDose,
    Person,
    Schedule,
    ScheduleError,
    forecast,
    parse_schedule,
)
from handbook.domain.immunization.series_rules import AgeRule, IntervalFrom, IntervalRule, Series, TargetDose
from handbook.domain.immunization.spans import Span, add_span
from handbook.reference.immunization import load_json_schema

# Lengths are compared as dates counted from one birthday; any day without a month's end near it will do.
_BIRTHDAY = date(2001, 1, 10)
_MOST_VISITS = 60


def check(document: dict[str, Any]) -> list[str]:
    """All findings about a document, in reading order; empty when it is fit for use."""
    validator = jsonschema.Draft202012Validator(load_json_schema())
    shape = sorted(validator.iter_errors(document), key=lambda error: list(map(str, error.absolute_path)))
    if shape:
        return [f"{'/'.join(map(str, error.absolute_path)) or 'document'}: {error.message}" for error in shape]
    try:
        schedule = parse_schedule(document)
    except ScheduleError as wrong:
        return [str(wrong)]
    return [
        *_dangling_names(document, schedule),
        *_same_in_both_languages(document, "document"),
        *(finding for each in schedule.series_by_antigen.values() for finding in _series_findings(schedule, each)),
    ]


def _dangling_names(document: dict[str, Any], schedule: Schedule) -> Iterator[str]:
    known = {
        "products": set(schedule.products),
        "antigens": set(schedule.antigen_names),
        "notes": set(schedule.notes),
    }
    for kind, place, name in _names_used(document, schedule):
        if name and name not in known[kind]:
            yield f"{place}: {name!r} is not among the {kind}"
    for series in document["series"]:
        if series["group"] not in schedule.groups:
            yield f"series {series['id']}: {series['group']!r} is not among the groups"
        if series.get("area") and series["area"] not in schedule.areas:
            yield f"series {series['id']}: {series['area']!r} is not among the areas"


def _names_used(document: dict[str, Any], schedule: Schedule) -> Iterator[tuple[str, str, str]]:
    for product in schedule.products.values():
        yield from (("antigens", f"product {product.id}", antigen) for antigen in product.antigens)
    for first, second in schedule.live_conflicts:
        yield from (("products", "live_conflicts", product) for product in (first, second))
    for rule in schedule.contraindications:
        yield from (("antigens", f"contraindication {rule.code}", antigen) for antigen in rule.antigens)
        yield from (("products", f"contraindication {rule.code}", product) for product in rule.products)
    for area in schedule.areas.values():
        notes = (area.uncertain_elsewhere, area.uncertain_part, area.uncertain_residence)
        yield from (("notes", f"area {area.id}", note) for note in notes)
    yield from (("notes", "document", note) for note in document.get("uncertain", ()))
    for each in schedule.series_by_antigen.values():
        for series in each:
            yield from _series_names(series)


def _series_names(series: Series) -> Iterator[tuple[str, str, str]]:
    place = f"series {series.id}"
    yield from (("notes", place, note) for note in series.uncertain)
    yield from (("products", place, product) for product in series.ignored_products)
    for dose in series.doses:
        where = f"{place} dose {dose.number}"
        yield from (("notes", where, note) for note in dose.uncertain)
        yield from (("products", where, product) for product in sorted({*dose.accepted, *dose.inadvertent}))
        yield from (("products", where, product) for rule in dose.intervals for product in rule.products)


def _same_in_both_languages(value: object, place: str) -> Iterator[str]:
    """Sentences that were copied instead of translated; single words may be the same in both languages."""
    if isinstance(value, dict):
        vi, en = value.get("vi"), value.get("en")
        if isinstance(vi, str) and vi == en and len(vi.split()) > 1:
            yield f"{place}: the same text in Vietnamese and English: {vi!r}"
        for key, inner in value.items():
            yield from _same_in_both_languages(inner, f"{place}/{key}" if place != "document" else key)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _same_in_both_languages(inner, f"{place}/{number}")


def _series_findings(schedule: Schedule, series_of_antigen: tuple[Series, ...]) -> Iterator[str]:
    for series in series_of_antigen:
        place = f"{series.antigen}: series {series.id}"
        if [dose.number for dose in series.doses] != list(range(series.doses[0].number, series.doses[-1].number + 1)):
            yield f"{place}: dose numbers are not consecutive"
        yield from (f"{place}: {finding}" for finding in _unreachable(schedule, series))
        for dose in series.doses:
            yield from (f"{place} dose {dose.number}: {one}" for one in _dose_findings(schedule, series, dose))
    groups = {series.series_group for series in series_of_antigen if not series.risk}
    for group in sorted(groups):
        rivals = [one for one in series_of_antigen if one.series_group == group and not one.risk]
        defaults = sum(one.default for one in rivals)
        if defaults > 1 or (defaults == 0 and len(rivals) > 1):
            yield f"{rivals[0].antigen}: series group {group!r} has {defaults} default series, one is wanted"


def _unreachable(schedule: Schedule, series: Series) -> Iterator[str]:
    """Doses that come after an endless one, or whose earliest possible date is past their own age limit."""
    reached = _BIRTHDAY
    for position, dose in enumerate(series.doses):
        if position and series.doses[position - 1].recurring:
            yield f"dose {dose.number} cannot be reached: the dose before it recurs for ever"
        reached = max([reached, *_lower_limits(schedule, dose, reached, first=position == 0)])
        ends = [end for age in dose.ages for end in (age.max, age.offered_until) if end is not None]
        if any(reached >= _from(schedule, _BIRTHDAY, end) for end in ends):
            yield f"dose {dose.number} cannot be reached before its age limit"


def _lower_limits(schedule: Schedule, dose: TargetDose, previous: date, *, first: bool) -> Iterator[date]:
    for age in dose.ages:
        for length in (age.min, age.offered_from):
            if length is not None:
                yield _from(schedule, _BIRTHDAY, length)
    for rule in dose.intervals if not first else ():
        if rule.origin is IntervalFrom.PREVIOUS and rule.min is not None:
            yield _from(schedule, previous, rule.min)


def _dose_findings(schedule: Schedule, series: Series, dose: TargetDose) -> Iterator[str]:
    for age in dose.ages:
        yield from _order_findings(schedule, "age", age)
    for rule in dose.intervals:
        yield from _order_findings(schedule, "interval", rule)
        if rule.origin is IntervalFrom.TARGET_DOSE and rule.target_dose >= dose.number:
            yield f"an interval is counted from dose {rule.target_dose}, which does not come before it"
    yield from _product_findings(schedule, series, dose)


def _order_findings(schedule: Schedule, kind: str, rule: AgeRule | IntervalRule) -> Iterator[str]:
    """Limits that contradict each other: each must not come after the next."""
    names = ["absolute_min", "min", "earliest_recommended", "latest_recommended", "max"]
    written: list[tuple[str, Span]] = [
        (name, length) for name in names if (length := getattr(rule, name, None)) is not None
    ]
    for (low_name, low), (high_name, high) in pairwise(written):
        if _from(schedule, _BIRTHDAY, low) > _from(schedule, _BIRTHDAY, high):
            yield f"impossible {kind}: {low_name} is longer than {high_name}"


def _product_findings(schedule: Schedule, series: Series, dose: TargetDose) -> Iterator[str]:
    for product in sorted(dose.accepted):
        found = schedule.products.get(product)
        if found is not None and series.antigen not in found.antigens:
            yield f"product {product} does not hold {series.antigen}"
        if product in dose.inadvertent:
            yield f"product {product} is both accepted and inadvertent"
        if product in series.ignored_products:
            yield f"product {product} is both accepted and ignored by the series"
    for rule, other in pairwise(sorted(dose.preferable, key=lambda one: one.product)):
        same = rule.product == other.product and rule.manufacturer == other.manufacturer
        if same and _overlap(schedule, (rule.from_age, rule.until_age), (other.from_age, other.until_age)):
            yield f"product {rule.product} is preferable twice for overlapping ages"


def _overlap(
    schedule: Schedule, first: tuple[Span | None, Span | None], second: tuple[Span | None, Span | None]
) -> bool:
    windows = [
        (
            _from(schedule, _BIRTHDAY, start) if start is not None else date.min,
            _from(schedule, _BIRTHDAY, end) if end is not None else date.max,
        )
        for start, end in (first, second)
    ]
    return windows[0][0] < windows[1][1] and windows[1][0] < windows[0][1]


def _from(schedule: Schedule, start: date, length: Span) -> date:
    return add_span(start, length, schedule.overflow)


def calendar(schedule: Schedule, person: Person) -> Iterator[str]:
    """One line per visit of a person who comes to each on its day, at most 60 of them."""
    doses: list[AdministeredDose] = []
    on = person.birth_date
    for _visit in range(_MOST_VISITS):
        visit = forecast(schedule, person, doses, on).next_visit
        if visit is None:
            return
        on = visit.on
        items = ", ".join(f"{item.name.vi} ({item.product} {item.dose_number})" for item in visit.items)
        yield f"{on:%d/%m/%Y}  {items}"
        doses += [AdministeredDose(f"{item.product}/{on}", item.product, on) for item in visit.items]


def main() -> int:
    """Check a file, print the findings and the calendar."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--born", type=date.fromisoformat, default=date(2026, 1, 10))
    parser.add_argument("--province", help="two-digit code of the residence, for roll-outs")
    parser.add_argument("--sex", choices=["F", "M", "X"], default="F")
    arguments = parser.parse_args()
    try:
        document = json.loads(arguments.file.read_text(encoding="utf-8"))
    except OSError as error:
        parser.error(f"the file cannot be read: {error.strerror}")
    except ValueError as error:
        parser.error(f"the file is not JSON: {error}")
    findings = list(dict.fromkeys(check(document)))
    for finding in findings:
        print(finding)
    print(f"{len(findings)} findings")
    if not findings:
        person = Person(birth_date=arguments.born, sex=arguments.sex, province_code=arguments.province)
        for line in calendar(parse_schedule(document), person):
            print(line)
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
