"""Public holidays of Vietnam as a plain document; SOURCES_holidays.md says where each is from."""

import json
from functools import cache
from pathlib import Path
from typing import Any


@cache
def load_holidays() -> dict[str, Any]:
    """Read the document, once per process; the caller must not change it."""
    document: dict[str, Any] = json.loads((Path(__file__).parent / "vietnam.json").read_text(encoding="utf-8"))
    return document
