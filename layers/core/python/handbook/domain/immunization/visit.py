"""The next appointment: what can be given together, and on which day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handbook.domain.immunization.results import (
    AntigenForecast,
    DueState,
    SeriesStatus,
    Visit,
    VisitDose,
    VisitItem,
)
from handbook.domain.immunization.schedule import Schedule
from handbook.domain.immunization.spans import Span, add_span

_URGENCY = (DueState.OVERDUE, DueState.DUE, DueState.UPCOMING)


def next_visit(schedule: Schedule, forecasts: Sequence[AntigenForecast], on: date) -> Visit | None:
    """Suggest one day for everything that can be given together, None when nothing is left to give.

    The day is today when something is due, else the first recommended day. Doses recommended within the
    schedule's visit window after that day come along when they may already be given. A refused dose is left
    out. Live vaccines are given on the same day or wait: the earliest dates already hold the interval after
    the live doses on record, and all products of one visit share its day. No antigen is served twice.
    """
    open_doses = [
        one
        for one in forecasts
        if one.status is SeriesStatus.NOT_COMPLETE and one.refused_on is None and one.recommended is not None
    ]
    if not open_doses:
        return None
    day = max(on, min(one.recommended.on for one in open_doses if one.recommended is not None))
    until = add_span(day, Span(0, schedule.visit_window_days), schedule.overflow)
    together = [one for one in open_doses if _fits(one, day, until)]
    return Visit(day, _items(schedule, together))


def _fits(one: AntigenForecast, day: date, until: date) -> bool:
    if one.earliest is None or one.recommended is None:
        return False
    if one.latest is not None and one.latest.on < day:
        return False
    return one.earliest.on <= day and one.recommended.on <= until


def _items(schedule: Schedule, wanted: Sequence[AntigenForecast]) -> tuple[VisitItem, ...]:
    """Cover the wanted doses with as few products as possible, each antigen's series served once.

    A combination that would give an antigen a second time on the day is not chosen: a child begun on a private
    6-in-1 gets the programme's 5-in-1 with a polio injection, never both combinations. What no product can serve
    beside the others is left out of the visit.
    """
    left = list(wanted)
    chosen: list[VisitItem] = []
    given: list[tuple[frozenset[str], frozenset[str]]] = []
    while left:
        product = _best(schedule, left, given)
        if product is None:
            break
        served = [one for one in left if product in one.products]
        left = [one for one in left if product not in one.products]
        given.append(_contents(schedule, product, served))
        chosen.append(_item(schedule, product, served))
    chosen.sort(key=lambda item: schedule.product_order[item.product])
    return tuple(chosen)


def _best(
    schedule: Schedule, left: Sequence[AntigenForecast], given: Sequence[tuple[frozenset[str], frozenset[str]]]
) -> str | None:
    """The product that serves most, first choices before the others; None when each would give something twice."""
    for candidates in ([one.products[:1] for one in left], [one.products for one in left]):
        fitting = [
            product
            for product in dict.fromkeys(product for products in candidates for product in products)
            if not _gives_twice(_contents(schedule, product, [one for one in left if product in one.products]), given)
        ]
        if fitting:
            return max(fitting, key=lambda candidate: sum(candidate in one.products for one in left))
    return None


def _contents(
    schedule: Schedule, product: str, served: Sequence[AntigenForecast]
) -> tuple[frozenset[str], frozenset[str]]:
    """The antigens of a product, and those among them that nobody asked it for."""
    antigens = frozenset(schedule.products[product].antigens)
    return antigens, antigens - {one.antigen for one in served}


def _gives_twice(
    contents: tuple[frozenset[str], frozenset[str]], given: Sequence[tuple[frozenset[str], frozenset[str]]]
) -> bool:
    # Oral and injected polio vaccine share an antigen and belong together: each is asked for by a series of its own.
    antigens, unasked = contents
    return any(unasked & others or antigens & others_unasked for others, others_unasked in given)


def _item(schedule: Schedule, product: str, served: Sequence[AntigenForecast]) -> VisitItem:
    states = {one.due_state for one in served}
    return VisitItem(
        product=product,
        name=schedule.products[product].name,
        doses=tuple(dict.fromkeys(VisitDose(one.group, one.dose_number or 1) for one in served)),
        dose_number=max(one.dose_number or 1 for one in served),
        due_state=next(state for state in (*_URGENCY, *states) if state in states),
    )
