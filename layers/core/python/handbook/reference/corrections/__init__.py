"""Reasons, states and clocks of corrections and disputes; SOURCES_corrections.md says where each is from."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

DOCUMENTS = ("clocks", "disputes", "reasons", "working_days")


@cache
def load_document(name: str) -> dict[str, Any]:
    """Read one of DOCUMENTS, once per process; the caller must not change it. Raises KeyError for another name."""
    if name not in DOCUMENTS:
        raise KeyError(name)
    document: dict[str, Any] = json.loads((files(__name__) / f"{name}.json").read_text(encoding="utf-8"))
    return document
