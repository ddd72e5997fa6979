"""Published immunization schedules as plain documents; sources are in `SOURCES_immunization.md`."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

_SCHEDULES = files(__name__) / "schedules"


@cache
def schedule_ids() -> tuple[str, ...]:
    """Ids of all schedules shipped with the package, in order."""
    return tuple(sorted(entry.name.removesuffix(".json") for entry in _SCHEDULES.iterdir()))


def load_documents() -> tuple[dict[str, Any], ...]:
    """All schedules shipped with the package, in the order of their ids; the caller must not change them."""
    return tuple(load_document(schedule_id) for schedule_id in schedule_ids())


@cache
def load_json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the schedule format; the caller must not change it."""
    text = (files(__name__) / "schedule.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


@cache
def load_document(schedule_id: str) -> dict[str, Any]:
    """Read one schedule document, once per process; the caller must not change it.

    Raises:
        KeyError: there is no such schedule.
    """
    path = _SCHEDULES / f"{schedule_id}.json"
    if "/" in schedule_id or not path.is_file():
        raise KeyError(schedule_id)
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document
