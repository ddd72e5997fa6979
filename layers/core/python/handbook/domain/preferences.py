"""How a family member wants to be told, and how one stops and starts."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Literal, get_args

from handbook.domain.errors import InvalidFieldError
from handbook.domain.names import fold
from handbook.domain.texts import Language

type Channel = Literal["app", "sms"]
type Through = Literal["app", "sms"]
"""Where somebody said that they stop: in the app, or by answering a message."""

CHANNELS: tuple[Channel, ...] = ("app", "sms")
"""In the order in which they are tried: the app costs nothing."""
EARLIEST, LATEST = time(8, 0), time(20, 0)
"""Decent hours, local; narrower than the 07:00 to 22:00 of Decree 91/2020/ND-CP. Who chooses, chooses within them."""
SHORTEST_WINDOW_MINUTES = 60
"""A shorter one would let a morning that is late by an hour tell nobody."""
SUBJECTS = ("dose", "school_dose", "antenatal", "check_up", "vitamin_a", "deworming")
"""What a family can be told about, one switch for each."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """One account's choices; the first ones tell everything, app before SMS, at any decent hour.

    `unwanted` names what is not wanted, so that what a later edition adds is told until somebody says no.
    `hours` are local, the end not among them.
    """

    enabled: bool = True
    language: Language = "vi"
    channels: tuple[Channel, ...] = CHANNELS
    hours: tuple[time, time] = (EARLIEST, LATEST)
    unwanted: frozenset[str] = frozenset()
    stopped_at: datetime | None = None
    stopped_through: Through | None = None

    def wants(self, subject: str) -> bool:
        """Say whether this account is to be told about a subject."""
        return self.enabled and subject not in self.unwanted


def check_preferences(wanted: Preferences) -> None:
    """Refuse choices that nobody could be told by. Raises: InvalidFieldError by channels, hours, kinds or language."""
    if wanted.language not in get_args(Language.__value__):
        raise InvalidFieldError("language")
    if not set(wanted.channels) <= set(CHANNELS) or not wanted.channels:
        raise InvalidFieldError("channels")
    if not wanted.unwanted <= set(SUBJECTS):
        raise InvalidFieldError("kinds")
    begins, ends = wanted.hours
    if begins < EARLIEST or ends > LATEST or _minutes(ends) - _minutes(begins) < SHORTEST_WINDOW_MINUTES:
        raise InvalidFieldError("hours")


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def in_order(channels: Iterable[str]) -> tuple[Channel, ...]:
    """Give the channels once each, in the order in which they are tried."""
    named = set(channels)
    return tuple(channel for channel in CHANNELS if channel in named)


def stopped(before: Preferences, at: datetime, through: Through) -> Preferences:
    """Stop everything; who stopped before keeps when and where that was."""
    if not before.enabled:
        return before
    return replace(before, enabled=False, stopped_at=at, stopped_through=through)


def started(before: Preferences) -> Preferences:
    """Go on with the choices of before."""
    return replace(before, enabled=True, stopped_at=None, stopped_through=None)


type Reply = Literal["stop", "start"]

_STOP = frozenset({"stop", "cancel", "unsubscribe", "end", "quit", "huy", "dung"})
_START = frozenset({"start", "unstop", "nhan"})
"""First words of an answer, folded. The English ones as mobile networks define them (CTIA, Messaging Principles and
Best Practices, 2023); DUNG and HUY as Vietnamese networks do for advertising."""
_SPELT = frozenset({"dừng", "đừng", "hủy", "huỷ", "nhận"})
"""The same words with their accents. "Đúng" is "right" and no wish to stop, though it folds to "dung"."""
_AFTER_DUNG = frozenset({"", "lai", "gui", "nhan", "nhac", "tin", "sms"})
"""What may follow an unaccented DUNG: "dung roi" is most often "right"."""


def reply_of(text: str) -> Reply | None:
    """Read an answer to a message: what its first words ask for, None when that is neither."""
    words = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", text).casefold())
    if not words:
        return None
    first, following = fold(words[0]), fold(words[1]) if len(words) > 1 else ""
    if words[0] != first and words[0] not in _SPELT:
        return None
    if first in _START:
        return "start"
    vague = words[0] == "dung" and following not in _AFTER_DUNG
    return "stop" if first in _STOP and not vague else None
