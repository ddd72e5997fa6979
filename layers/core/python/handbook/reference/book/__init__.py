"""What the printed handbook is made with: its page design, its fonts, and the order and words of the paper book.

SOURCES_book.md says where each is from.
"""

import json
from functools import cache
from pathlib import Path

from handbook.reference.documents import documents_beside

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


load_document = documents_beside(__file__, DOCUMENTS)
