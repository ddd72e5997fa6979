"""What may differ between a deed that met a fault and one that met none: all of it, each with its reason.

docs/faults.md tells the same in words. Whatever is not listed here has to be equal.
"""

import re
from collections import Counter
from typing import Any

from tests.integration.faults.states import Kept, kept

_OF_THE_MOMENT = ("COUNT#", "OTP#", "TICKET#", "PROVIDER#")
"""Counts, codes by SMS, tickets and what providers failed: they go by themselves, and a second try is one more."""
_NOTED_FOR_EACH_TRY = ("#signed_in", "#signed_out", '"ACTOR#')
"""Noted before there is an answer: who has to ask again is noted for each time."""
_NOT_COMPARED = (
    # When somebody was seen, and how an SMS with a link went.
    re.compile(r'"(last_seen|number_seen|told)": \{"S": "[^"]*"\}(, )?'),
    # In how many tries and steps an export that is ready was made.
    re.compile(r'"attempt": \{"N": "\d+"\}, (?=.*"sk": \{"S": "EXPORT"\}, "state": \{"S": "ready"\})'),
    re.compile(r'(?<="sk": \{"S": "EXPORT"\}, "state": \{"S": "ready"\}), "version": \{"N": "\d+"\}'),
    # Installations whose endpoint is found gone when something is told: telling is tried once.
    re.compile(r'.*"devices": \{.*|.*"sk": \{"S": "DEVICE#.*'),
    re.compile(r'^DirectoryTable \{"pk": \{"S": "ACCOUNT#[^"]*"\}, "sk": \{"S": "STANDING"\}\}$'),
)
"""Parts of items, or whole ones, that are left out of every account."""
_HARMLESS = (
    # A code that was drawn for a handbook that never came to be leads nowhere (test_outages.py).
    re.compile(r"CodesTable .*<serial>.*BOUND|CodesTable .*bound"),
    # A job that plans anew does the same each time (docs/events.md).
    re.compile(r'RemindersTable .*"job": '),
    # An upload that was taken in already and could not be removed goes after a day (template.yaml, ExpirationInDays).
    re.compile(r"^attachments/incoming/<id> "),
)
"""What may be there once more than at a deed at which nothing failed."""


def account() -> Kept:
    """Count what is kept for longer than a moment, without what may differ."""
    found: Kept = Counter()
    for item, times in kept(_passes_by).items():
        text = item
        for pattern in _NOT_COMPARED:
            text = pattern.sub("", text)
        found[text] += times
    for text in found:
        if any(part in text for part in _NOTED_FOR_EACH_TRY):
            found[text] = 1
    return found


def is_harmless(item: str) -> bool:
    """Say whether an item may be there once more."""
    return not item or any(pattern.search(item) for pattern in _HARMLESS)


def _passes_by(_table: str, item: dict[str, Any]) -> bool:
    return bool(item["pk"]["S"].startswith(_OF_THE_MOMENT))
