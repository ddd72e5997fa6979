"""Tell an account, or a number, by the app where there is one, else by SMS; of what lets somebody in, by both."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from handbook.domain.calendar import local_date
from handbook.domain.notices import goes_everywhere, push_text, sms_notice
from handbook.domain.reminders.delivery import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from handbook.domain.ids import AccountId, PhoneE164
    from handbook.usecases.deliver import Line
    from handbook.usecases.ports import Directory, NewId, Recipients


class Told(StrEnum):
    """By which way somebody was told; the caller counts it."""

    APP = "app"
    SMS = "sms"
    UNSURE = "unsure"
    """The provider of text messages may have it: no other one gets it."""
    NO_ACCOUNT = "no_account"
    NOBODY = "nobody"
    """No provider took it; who must not miss it is told again by the caller's retry."""
    UNREACHABLE = "unreachable"
    """There is no way to them, and a retry would find none: no app, and a number that is gone or takes nothing."""


@dataclass(frozen=True, slots=True)
class Teller:
    """What telling works with; `lines` are the providers by channel, "app" and "sms"."""

    directory: Directory
    recipients: Recipients
    lines: Mapping[str, Line]
    new_id: NewId


def tell_account(
    account_id: AccountId, notice: str, now: datetime, *, teller: Teller, facts: Mapping[str, str] | None = None
) -> Told:
    """Tell an account in its language: every installation of its app in turn until one takes it, then by SMS.

    A notice of what lets somebody in goes to every installation and by SMS, and how the SMS went is what counts.
    Notices are about the account's safety and go out at any hour, whatever is chosen for reminders; after a push of
    which nobody knows, an SMS goes out too, since told twice is better than not at all.
    Raises: ValueError, KeyError for what is no notice; UnavailableError when the directory does not answer.
    """
    account = teller.directory.account(account_id)
    if account is None:
        return Told.NO_ACCOUNT
    everywhere = goes_everywhere(notice)
    words = push_text(notice, account.language, facts or {})
    shown = _show(account_id, words, now, teller, everywhere=everywhere)
    if shown & _OUT and not everywhere:
        return Told.APP
    told = Told.UNREACHABLE
    if not account.number_gone:
        told = tell_phone(account.phone, notice, account.language, now, teller=teller, facts=facts)
    if told is not Told.UNREACHABLE:
        return told
    if shown & _OUT:
        return Told.APP
    return Told.NOBODY if shown & _LATER else Told.UNREACHABLE


def _show(account_id: AccountId, words: str, now: datetime, teller: Teller, *, everywhere: bool) -> set[Verdict]:
    """Hand words to installations, to the first that takes them or to all, and say what became of them."""
    found: set[Verdict] = set()
    for device in teller.recipients.get(account_id, local_date(now)).devices if "app" in teller.lines else ():
        verdict = _hand_over("app", device.endpoint, words, teller, now)
        if verdict is Verdict.DEAD:
            teller.recipients.forget_device(account_id, device.device_id)
        found.add(verdict)
        if verdict in _OUT and not everywhere:
            break
    return found


def tell_phone(
    phone: PhoneE164,
    notice: str,
    language: str,
    now: datetime,
    *,
    teller: Teller,
    facts: Mapping[str, str] | None = None,
) -> Told:
    """Tell a number by SMS, whether or not it has an account. Raises: ValueError, KeyError for what is no notice."""
    verdict = _hand_over("sms", phone, sms_notice(notice, language, facts or {}), teller, now)
    if verdict in _OUT:
        return Told.SMS
    if verdict in _LATER:
        return Told.NOBODY
    return Told.UNSURE if verdict is Verdict.UNSURE else Told.UNREACHABLE


_OUT = {Verdict.TAKEN, Verdict.DELIVERED}
_LATER = {Verdict.BUSY, Verdict.NOT_TAKEN}


def _hand_over(channel: str, to: str, words: str, teller: Teller, now: datetime) -> Verdict:
    """Give a text to the first provider of a channel that takes it; the next is tried where one certainly did not."""
    line, verdict = teller.lines.get(channel), Verdict.BUSY
    if line is None:
        return verdict
    reference = teller.new_id()
    for provider in line.ready(now):
        line.pace.take()
        verdict = provider.send(to, words, reference).verdict
        line.learn(provider.name, verdict, now)
        if verdict not in _LATER:
            break
    return verdict
