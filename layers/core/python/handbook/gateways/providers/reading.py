"""Read what a provider sends, by its settings; whatever it is, the outcome is a verdict."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from handbook.domain.reminders.delivery import Said, Verdict
from handbook.gateways.providers.settings import Reading

_LONGEST_ID, _LONGEST_CODE, _LONGEST_CAUSE = 200, 40, 24


def document_of(body: bytes) -> Mapping[str, Any] | None:
    """Read JSON or a form; None where it is neither."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = dict(parse_qsl(text)) or None
    return found if isinstance(found, dict) else None


def at(document: Mapping[str, Any], path: tuple[str, ...], longest: int) -> str:
    """Give what stands at a path as text, empty where nothing usable does; a number in a list is a position."""
    found: Any = document
    for step in path:
        if isinstance(found, list) and step.isdigit() and int(step) < len(found):
            found = found[int(step)]
        elif isinstance(found, dict) and step in found:
            found = found[step]
        else:
            return ""
    usable = isinstance(found, str | int) and not isinstance(found, bool)
    text = str(found) if usable else ""
    return text if len(text) <= longest and text.isprintable() else ""


def said_of(body: bytes, reading: Reading) -> Said:
    """Read an answer that was accepted: what its code means, and the id of the text.

    What cannot be read, or has a code that nobody foresaw, may have been taken.
    """
    document = document_of(body)
    if document is None:
        return Said(Verdict.UNSURE, cause="garbage")
    code = at(document, reading.code_path, _LONGEST_CODE)
    provider_id = at(document, reading.id_path, _LONGEST_ID)
    if reading.code_path:
        verdict = reading.codes.get(code, Verdict.UNSURE)
        cause = "" if verdict in {Verdict.TAKEN, Verdict.DELIVERED} else _safe(code)
        return Said(verdict, provider_id, cause)
    if not provider_id:
        return Said(Verdict.UNSURE, cause="no_id")
    return Said(Verdict.TAKEN, provider_id)


def _safe(code: str) -> str:
    """A code goes into logs: what is no code, but perhaps a sentence with a number in it, does not."""
    if not code:
        return "no_code"
    plain = code.replace("_", "").replace("-", "").replace(".", "")
    return code if plain.isalnum() and len(code) <= _LONGEST_CAUSE else "code"


def identities(document: Mapping[str, Any], reading: Reading) -> tuple[str, str]:
    """Give the reference of ours and the provider's own id that a receipt names; empty where it names none."""
    return at(document, reading.reference_path, _LONGEST_ID), at(document, reading.id_path, _LONGEST_ID)
