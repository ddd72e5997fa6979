"""Rules of reminders by the day they come into force: offsets, caps, hours and texts; see SOURCES_reminders.md."""

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load_documents() -> tuple[dict[str, Any], ...]:
    """All rule documents, earliest first, read once per process; the caller must not change them."""
    found = (json.loads(entry.read_text(encoding="utf-8")) for entry in (files(__name__) / "rules").iterdir())
    return tuple(sorted(found, key=lambda document: str(document["effective_from"])))
