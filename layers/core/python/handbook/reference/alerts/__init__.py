"""The rules that raise alerts, as documents; SOURCES_alerts.md says where each is from and who signed it off."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

DOCUMENTS = ("growth", "faltering", "findings", "care")


@cache
def load_documents() -> tuple[dict[str, Any], ...]:
    """All rule documents, read once per process; the caller must not change them."""
    folder = files(__name__)
    return tuple(json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in DOCUMENTS)


def load_json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a rule document."""
    schema: dict[str, Any] = json.loads((files(__name__) / "alert_rules.schema.json").read_text(encoding="utf-8"))
    return schema
