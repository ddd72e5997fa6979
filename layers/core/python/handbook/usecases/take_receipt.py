"""Take a provider's receipt: what became of a text, in whatever order it and the answer come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from handbook.domain.reminders.delivery import Said, Verdict
from handbook.usecases.settle_text import Ledger, settle

_NEWS = {Verdict.DELIVERED, Verdict.REJECTED, Verdict.DEAD}


class Taken(StrEnum):
    """What a receipt did. `kept`: its text is not known yet, and it waits for it."""

    APPLIED = "applied"
    NOTHING_NEW = "nothing_new"
    KEPT = "kept"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class DeliveryReceipt:
    """What a provider says of a text, by our reference or by its own id, one of which is there."""

    provider: str
    reference: str
    provider_id: str
    verdict: Verdict
    cause: str


def take_receipt(receipt: DeliveryReceipt, ledger: Ledger, now: datetime) -> Taken:
    """Move the text of a receipt to what it says; the same receipt again changes nothing.

    One that comes before the provider's answer is kept by the provider's id, and taken in with the answer. One of a
    text that another provider got is not believed. Raises: UnavailableError, and then it may be sent again.
    """
    if receipt.verdict not in _NEWS:
        return Taken.NOTHING_NEW
    reference: str | None = receipt.reference
    if not reference:
        kept = {"verdict": receipt.verdict.value, "cause": receipt.cause}
        reference = ledger.texts.receive(receipt.provider, receipt.provider_id, kept)
        if reference is None:
            return Taken.KEPT
    text = ledger.texts.get(reference)
    if text is None or text.provider != receipt.provider:
        return Taken.UNKNOWN
    said = Said(receipt.verdict, cause=receipt.cause)
    return Taken.APPLIED if settle(text, said, ledger, now) else Taken.NOTHING_NEW
