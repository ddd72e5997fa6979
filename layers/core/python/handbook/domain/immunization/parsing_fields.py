"""Reading single fields of a schedule document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from handbook.domain.immunization.spans import Span, SpanError, parse_span
from handbook.domain.texts import Text


class ScheduleError(ValueError):
    """The document is not a schedule of this format; the message names the place."""


def parse_text(value: Mapping[str, str]) -> Text:
    """Read a text, which must be there in Vietnamese and in English.

    Raises:
        ScheduleError: a language is missing or empty.
    """
    if not value.get("vi") or not value.get("en"):
        raise ScheduleError(f"a text needs both vi and en: {dict(value)!r}")
    return Text(vi=value["vi"], en=value["en"])


def optional_span(item: Mapping[str, Any], key: str) -> Span | None:
    """Read a length of time, None when the key is absent or empty.

    Raises:
        ScheduleError: the text is not a length of time.
    """
    text = item.get(key)
    if not text:
        return None
    try:
        return parse_span(text)
    except SpanError as wrong:
        raise ScheduleError(f"{key}: {wrong}") from wrong


def optional_date(item: Mapping[str, Any], key: str) -> date | None:
    """Read an ISO date, None when the key is absent or empty.

    Raises:
        ScheduleError: the text is not a date.
    """
    text = item.get(key)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise ScheduleError(f"{key}: {text!r} is not a date") from wrong


def less_grace(minimum: Span | None, absolute: Span | None, grace_days: int) -> Span | None:
    """Return the absolute minimum: as written, else the minimum less the schedule's grace days."""
    if absolute is not None or minimum is None:
        return absolute
    return Span(minimum.months, minimum.days - grace_days)
