"""ICD-10 codes: checked for their form, as Decision 1551/QD-BYT 2026 asks for them. Whether a code exists is not known.

The list of Circular 06/2026/TT-BYT has 15,844 rows and is not held here.
"""

import re
from collections.abc import Iterable

from handbook.domain.errors import InvalidFieldError
from handbook.reference.encounters import load_document

MOST_CODES = 20
"""Codes of one field: official forms leave 255 letters for them."""
_SEPARATORS = re.compile(r"[;,\s]+")
_CODE = re.compile(r"([A-Z][0-9]{2})(?:\.?([0-9A-Z]{1,4}))?[+*†]?", re.ASCII)


def icd10_codes(texts: Iterable[str], field: str) -> tuple[str, ...]:
    """Read codes as people write them: several in one text apart by ";", small letters, without the dot.

    Each is given once, in capitals and with its dot, without the marks of dagger and asterisk, in the order of writing.
    Raises: InvalidFieldError by `field` for what has not the form of a code, and for more than MOST_CODES.
    """
    written = (word for text in texts for word in _SEPARATORS.split(text) if word)
    found = tuple(dict.fromkeys(_read(word, field) for word in written))
    if len(found) > MOST_CODES:
        raise InvalidFieldError(field)
    return found


def _read(word: str, field: str) -> str:
    # Letters are folded in ASCII only: the capital of "ß" would be two letters.
    capitals = word.upper() if word.isascii() else word
    found = _CODE.fullmatch(capitals)
    if found is None:
        raise InvalidFieldError(field)
    category, more = found.groups()
    return f"{category}.{more}" if more else str(category)


def is_confidential(code: str) -> bool:
    """Say whether a code tells of HIV: by its three characters, or by four where only those do."""
    return any(
        code == prefix or code.startswith(_below(prefix))
        for prefix in load_document("icd10")["confidential"]["prefixes"]
    )


def _below(prefix: str) -> str:
    return prefix if "." in prefix else f"{prefix}."
