"""Write down what a provider said of a text, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from handbook.domain.ids import PhoneE164
from handbook.domain.marks import stands_for
from handbook.domain.reminders.delivery import Said, Verdict
from handbook.domain.reminders.devices import DeviceId
from handbook.domain.reminders.messages import State, Text, follows
from handbook.usecases.ports import IndexOf, Recipients, Texts

STATES = {
    Verdict.TAKEN: State.SENT,
    Verdict.DELIVERED: State.DELIVERED,
    Verdict.NOT_TAKEN: State.REFUSED,
    Verdict.BUSY: State.REFUSED,
    Verdict.REJECTED: State.FAILED,
    Verdict.DEAD: State.FAILED,
}
"""What follows from a verdict; nothing from one that says nothing certain."""

type OnDeath = Callable[[Text, datetime], None]
"""Tells the units of a text's handbooks that a number takes no messages for good."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Where the fate of texts is written down."""

    texts: Texts
    recipients: Recipients
    index_of: IndexOf
    phone_of: Callable[[Text], PhoneE164 | None]
    on_death: OnDeath


def settle(text: Text, said: Said, ledger: Ledger, now: datetime) -> bool:
    """Move a text to what was said of it; false when nothing is certain yet or more is known already.

    A receipt that came before the answer is taken in here. A number that is dead is marked, and its unit told, before
    the text is closed, so that a worker that dies in between tells twice rather than never.
    """
    state = STATES.get(said.verdict)
    if state is None:
        return False
    if said.verdict is Verdict.DEAD:
        if not follows(text.state, State.FAILED):
            return False  # the same receipt again marks no number again
        state = _bury(text, said, ledger, now)
    text = replace(text, provider_id=said.provider_id or text.provider_id, cause=said.cause)
    settled = ledger.texts.settle(text, state)
    if said.names_by_id and said.provider_id and state in {State.SENT, State.DELIVERED}:
        take_early_receipt(text, ledger, now)
    return settled


def _bury(text: Text, said: Said, ledger: Ledger, now: datetime) -> State:
    if text.channel == "app":
        ledger.recipients.forget_device(text.account_id, DeviceId(text.device_id))
        return State.REFUSED  # the app is gone, and nothing was shown: an SMS may speak instead
    phone = ledger.phone_of(text)
    index = ledger.index_of(phone) if phone is not None else None
    if index is not None and text.number and not stands_for(text.number, index):
        return State.FAILED  # the account has another number by now, of which nothing was said
    if index is not None:
        ledger.recipients.bury(text.account_id, index, now, said.cause)
    ledger.on_death(text, now)
    return State.FAILED


def take_early_receipt(text: Text, ledger: Ledger, now: datetime) -> None:
    """Remember whose text a provider's id is, and take in a receipt by it that came before we knew."""
    receipt = ledger.texts.link(text.provider, text.provider_id, text.reference)
    if receipt is not None:
        early = Said(Verdict(receipt["verdict"]), cause=receipt["cause"])
        settle(text, early, ledger, now)
