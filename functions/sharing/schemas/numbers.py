"""Numbers of an area as JSON."""

from typing import Any

from handbook.domain.area_numbers import BANDS, shown, shown_percent
from handbook.usecases.read_numbers import Numbers
from handbook.web.schemas import Body


class AgeBandNumber(Body):
    """Children of completed months of life from one to another."""

    months_from: int
    months_to: int
    children: int | None


class AreaNumbersAnswer(Body):
    """Counts to the nearest five; null is fewer than five.

    `late` are children who did not come for what was due, `not_late_percent` the others among those under six: what
    stands for coverage until doses are counted. `communes` were counted; `whole` says that none was left out.
    """

    unit_id: str
    communes: int
    whole: bool
    children: list[AgeBandNumber]
    children_total: int | None
    pregnant: int | None
    late: int | None
    not_late_percent: int | None


def numbers_answer(unit_id: str, numbers: Numbers) -> dict[str, Any]:
    """Write numbers as JSON."""
    counts = numbers.counts
    total = sum(counts.children)
    bands = [
        {"months_from": first, "months_to": last, "children": shown(count)}
        for (first, last), count in zip(BANDS, counts.children, strict=True)
    ]
    return {
        "unit_id": unit_id,
        "communes": numbers.communes,
        "whole": numbers.whole,
        "children": bands,
        "children_total": shown(total),
        "pregnant": shown(counts.pregnant),
        "late": shown(counts.late),
        "not_late_percent": shown_percent(shown(max(0, total - counts.late)), shown(total)),
    }
