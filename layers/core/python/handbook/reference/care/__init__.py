"""Code lists and rules of everyday child care as plain documents; SOURCES_care.md says where each is from."""

import json
from functools import cache
from pathlib import Path
from typing import Any

DOCUMENTS = ("danger_signs", "dental", "feeding", "milestones", "pregnancy_risks", "urine_protein", "supplements")

_FOLDER = Path(__file__).parent


@cache
def load_document(name: str) -> dict[str, Any]:
    """Read one of DOCUMENTS, once per process; the caller must not change it. Raises KeyError for another name."""
    if name not in DOCUMENTS:
        raise KeyError(name)
    document: dict[str, Any] = json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return document
