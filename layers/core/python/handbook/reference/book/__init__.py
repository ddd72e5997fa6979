"""What the printed handbook is made with: its page design, its fonts, and the order and words of the paper book.

SOURCES_book.md says where each is from.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

DOCUMENTS = ("layout", "labels", "guidance")

_FOLDER = Path(__file__).parent
FONT_FOLDER = str(_FOLDER)
"""Holds Roboto Regular and Bold with all their characters, and no other fonts."""


@cache
def page_design() -> bytes:
    """The design of the pages, in the language of the typesetter."""
    return (_FOLDER / "book.typ").read_bytes()


@cache
def printable_characters() -> frozenset[str]:
    """Every character that both fonts have."""
    ranges = json.loads((_FOLDER / "book_characters.json").read_text(encoding="ascii"))
    return frozenset(chr(point) for first, last in ranges for point in range(first, last + 1))


@cache
def load_document(name: str) -> dict[str, Any]:
    """Read one of DOCUMENTS, once per process; the caller must not change it. Raises KeyError for another name."""
    if name not in DOCUMENTS:
        raise KeyError(name)
    document: dict[str, Any] = json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return document
