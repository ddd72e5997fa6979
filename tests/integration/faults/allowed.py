"""What may differ between a deed that met a fault and one that met none: all of it, each with its reason.

docs/faults.md tells the same in words. Whatever is not listed here has to be equal.
"""

import re
from collections import Counter
from typing import Any

from tests.integration.faults.states import Kept, kept, lying

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
    # How late on its day a text was claimed, in how many tries, and by what id its provider knows it.
    re.compile(r'(?<="claimed_at": \{"S": "2026-07-05)T[^"]*'),
    re.compile(
        r', "tries": \{"N": "\d"\}(?=.*, "whats": )|"provider_id": \{"S": "[^"]*"\}, (?=.*"sk": \{"S": "TEXT"\})'
    ),
)
"""Parts of items, or whole ones, that are left out of every account."""
_HARMLESS = (
    # A code that was drawn for a handbook that never came to be leads nowhere (test_outages.py).
    re.compile(r"CodesTable .*<serial>.*BOUND|CodesTable .*bound"),
    # A job that plans anew does the same each time (docs/events.md).
    re.compile(r'RemindersTable .*"job": '),
    # An upload that was taken in already and could not be removed goes after a day (template.yaml, ExpirationInDays).
    re.compile(r"^attachments/incoming/<id> "),
    # A text that a provider refused; another one followed, which is compared (docs/reminders.md, `provider_busy`).
    re.compile(r'^RemindersTable .*"sk": \{"S": "TEXT"\}, "state": \{"S": "refused"\}'),
)
"""What may be there once more than at a deed at which nothing failed."""


_UNKNOWN = re.compile(r'(?<="state": \{"S": ")unknown(?="\})')
"""Of a text whose claim, handing over or end was lost nothing is said: it may have gone out, and is not sent twice."""


def account() -> Kept:
    """Count what is kept for longer than a moment, without what may differ."""
    found: Kept = Counter()
    for item, times in kept(_passes_by).items():
        text = item
        for pattern in _NOT_COMPARED:
            text = pattern.sub("", text)
        text = _UNKNOWN.sub("sent", text)
        found[text] += times
    for text in found:
        if any(part in text for part in _NOTED_FOR_EACH_TRY):
            found[text] = 1
    return found


def never_known() -> int:
    """Count the texts of which it is not known whether they went out."""
    return sum(item["sk"]["S"] == "TEXT" and item["state"]["S"] == "unknown" for _, item in lying())


def is_harmless(item: str) -> bool:
    """Say whether an item may be there once more."""
    return not item or any(pattern.search(item) for pattern in _HARMLESS)


def _passes_by(_table: str, item: dict[str, Any]) -> bool:
    return bool(item["pk"]["S"].startswith(_OF_THE_MOMENT))
