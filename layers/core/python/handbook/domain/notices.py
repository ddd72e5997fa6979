"""What an account is told of itself: fixed sentences with few facts in them, nothing about health or a person."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from handbook.domain.names import without_diacritics
from handbook.reference.notices import load_document


@cache
def notice_keys() -> frozenset[str]:
    """Name every notice that there is."""
    return frozenset(load_document("notices")["notices"])


_EVERYWHERE = frozenset(
    {"password_set", "email_set", "number_change_asked", "number_changed", "number_confirmed", "number_refused"}
)


def goes_everywhere(notice: str) -> bool:
    """Say whether a notice goes to every installation and by SMS too: it is of what lets somebody in.

    Whoever held the telephone for a minute may have an installation of the account: to tell that one is not enough.
    """
    return notice in _EVERYWHERE


def push_text(notice: str, language: str, facts: Mapping[str, str]) -> str:
    """Write a notice for the app, with diacritics.

    Raises: KeyError for a notice that there is not; ValueError for facts that it does not take, so that nothing that a
    person typed can get into it.
    """
    return _filled(load_document("notices")["notices"][notice]["en" if language == "en" else "vi"], facts)


def letter_text(letter: str, language: str, facts: Mapping[str, str]) -> tuple[str, str]:
    """Write a letter by e-mail: its subject and its words. Raises: as `push_text` does."""
    form: Mapping[str, str] = load_document("letters")["letters"][letter]["en" if language == "en" else "vi"]
    return form["subject"], _filled(form["words"], facts)


def _filled(words: str, facts: Mapping[str, str]) -> str:
    kinds: Mapping[str, Any] = load_document("notices")["facts"]
    if set(facts) != {name for name in kinds if f"{{{name}}}" in words}:
        raise ValueError("facts")
    for name, fact in facts.items():
        if len(fact) > kinds[name]["longest"] or not re.fullmatch(kinds[name]["pattern"], fact):
            raise ValueError(name)
    return words.format(**facts)


def sms_notice(notice: str, language: str, facts: Mapping[str, str]) -> str:
    """Write a notice as one GSM-7 segment: the same sentence without diacritics. Raises: as `push_text` does."""
    return without_diacritics(push_text(notice, language, facts))
