"""The rules that raise alerts, as documents; SOURCES_alerts.md says where each is from and who signed it off."""

import json
from functools import cache
from pathlib import Path
from typing import Any

DOCUMENTS = ("growth", "faltering", "findings", "pregnancy", "care")

_FOLDER = Path(__file__).parent


@cache
def load_documents() -> tuple[dict[str, Any], ...]:
    """All rule documents, read once per process; the caller must not change them."""
    return tuple(json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8")) for name in DOCUMENTS)


def load_json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a rule document."""
    schema: dict[str, Any] = json.loads((_FOLDER / "alert_rules.schema.json").read_text(encoding="utf-8"))
    return schema
