"""Code lists, limits and the plan of encounters as plain documents; SOURCES_encounters.md says where each is from."""

import json
from functools import cache
from pathlib import Path
from typing import Any

DOCUMENTS = ("care_plan", "codes", "examination", "fields", "icd10", "labs")

_FOLDER = Path(__file__).parent


@cache
def load_document(name: str) -> dict[str, Any]:
    """Read one of DOCUMENTS, once per process; the caller must not change it. Raises KeyError for another name."""
    if name not in DOCUMENTS:
        raise KeyError(name)
    document: dict[str, Any] = json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return document
