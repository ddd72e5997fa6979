"""Which schedule is in force on a day: one decision, taken from the documents' own dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

type Document = Mapping[str, Any]


def schedule_in_force(documents: Iterable[Document], audience: str, on: date) -> str:
    """Give the id of an audience's schedule that began last, on the day or before it.

    A schedule goes on until its successor begins, so that no day is without one; before the first of all begins, the
    first is given. `on` is a date in Vietnam. Raises: KeyError when there is none for the audience.
    """
    in_order = _in_order(documents, audience)
    if not in_order:
        raise KeyError(audience)
    begun = [schedule_id for begins, schedule_id in in_order if begins <= on]
    return begun[-1] if begun else in_order[0][1]


def schedule_before(documents: Iterable[Document], audience: str, begins: date) -> str | None:
    """Give the id of the schedule that one which begins on a day takes over from, None when there was none."""
    earlier = [schedule_id for start, schedule_id in _in_order(documents, audience) if start < begins]
    return earlier[-1] if earlier else None


def _in_order(documents: Iterable[Document], audience: str) -> list[tuple[date, str]]:
    return sorted(
        (date.fromisoformat(document["effective_from"]), document["id"])
        for document in documents
        if document.get("audience") == audience and document.get("effective_from")
    )
