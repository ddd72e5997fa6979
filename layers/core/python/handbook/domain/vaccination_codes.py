"""The code lists around a vaccination, which are data: reference/vaccination/codes.json and observation.json."""

from collections.abc import Mapping, Sequence
from typing import Any

from handbook.domain.errors import InvalidFieldError
from handbook.reference.vaccination import load_document

LISTS = ("routes", "sites", "sessions", "not_given_reasons", "evidence", "end_reasons")


def code_list(name: str) -> Sequence[Mapping[str, Any]]:
    """Give one of LISTS: entries with a `code` and a text in both languages (`vi`, `en`)."""
    entries: Sequence[Mapping[str, Any]] = load_document("codes")[name]
    return entries


def entry_of(name: str, code: str, field: str) -> Mapping[str, Any]:
    """Find an entry of a list. Raises: InvalidFieldError naming the field when the list has no such code."""
    for entry in code_list(name):
        if entry["code"] == code:
            return entry
    raise InvalidFieldError(field)


def observation() -> Mapping[str, Any]:
    """Say how long a child is watched after a dose, on site and at home, and by which rule."""
    document: Mapping[str, Any] = load_document("observation")
    return document
