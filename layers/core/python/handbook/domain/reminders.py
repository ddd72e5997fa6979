"""Reminders: when a family is told, whether it still should be, and in which words.

Planning and deciding are apart: a due index says which handbooks to look at today, and `decide` looks at them afresh.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zlib import crc32

from handbook.domain.calendar import VIETNAM
from handbook.domain.ids import AccountId, HandbookId
from handbook.domain.names import without_diacritics

SHARDS = 16
"""Partitions of one day in the due index: 74,000 a day nationally stay far below one partition's write limit."""
DAYS_BACK = 3
"""Days that a morning looks back, so that a missed run heals itself; a message that is later than that is not sent."""
SWEEP_DAYS = 40
"""Days that a morning looks for handbooks which no run dealt with, to put them on their next day again: longer than the
longest wait between two messages about one date."""
EARLIEST, LATEST = time(8, 0), time(20, 0)
"""Decent hours, local; narrower than the law's 07:00 to 22:00 (Decree 91/2020)."""


class Kind(StrEnum):
    """Why we write."""

    UPCOMING = "upcoming"
    DUE = "due"
    OVERDUE = "overdue"
    LONG_OVERDUE = "long_overdue"


OFFSETS_DAYS: tuple[tuple[Kind, int], ...] = (
    (Kind.UPCOMING, -7),
    (Kind.DUE, 0),
    (Kind.OVERDUE, 7),
    (Kind.LONG_OVERDUE, 30),
)


@dataclass(frozen=True, slots=True)
class Touch:
    """One message about one recommended date."""

    on: date
    kind: Kind
    recommended_on: date

    @property
    def occurrence(self) -> str:
        """Name of this message among all of a handbook: sending it twice would carry the same name twice."""
        return f"{self.recommended_on.isoformat()}#{self.kind.value}"


def touches(recommended: Iterable[date]) -> list[Touch]:
    """List every message that the recommended dates call for, in the order of days."""
    found = [
        Touch(day + timedelta(days=offset), kind, day) for day in set(recommended) for kind, offset in OFFSETS_DAYS
    ]
    return sorted(found, key=lambda touch: (touch.on, touch.recommended_on))


def next_touch(recommended: Iterable[date], since: date) -> Touch | None:
    """Give the first message on or after a day, None when nothing more is to be said."""
    return next((touch for touch in touches(recommended) if touch.on >= since), None)


def touch_of(recommended: Iterable[date], today: date) -> Touch | None:
    """Give the message that is due today or was missed in the last days; the latest wins."""
    start = today - timedelta(days=DAYS_BACK)
    return next((touch for touch in reversed(touches(recommended)) if start <= touch.on <= today), None)


def shard_of(handbook_id: HandbookId) -> int:
    """Spread handbooks over a day's partitions; stable for ever."""
    return crc32(handbook_id.encode()) % SHARDS


def due_key(on: date, shard: int) -> str:
    """Name one partition of the due index."""
    return f"due#{on.isoformat()}#{shard:02d}"


class Outcome(StrEnum):
    """What became of one look at a handbook. Every outcome is counted."""

    SENT = "sent"
    FAILED = "failed"
    NOTHING_DUE = "nothing_due"
    STOPPED = "stopped"
    NO_GUARDIAN = "no_guardian"
    ALREADY_TOLD = "already_told"
    TOLD_TODAY = "told_today"


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it was claimed before it was sent; `state` follows the provider."""

    handbook_id: HandbookId
    account_id: AccountId
    occurrence: str
    kind: Kind
    recommended_on: date
    claimed_at: datetime
    state: str
    channel: str = "sms"


def may_send_at(now: datetime) -> bool:
    """Say whether it is a decent hour in Vietnam."""
    return EARLIEST <= now.astimezone(VIETNAM).time() < LATEST


def seconds_until_morning(now: datetime) -> int:
    """Count the seconds to the next decent hour; 0 when it is one now."""
    local = now.astimezone(VIETNAM)
    if may_send_at(now):
        return 0
    day = local.date() if local.time() < EARLIEST else local.date() + timedelta(days=1)
    return int((datetime.combine(day, EARLIEST, VIETNAM) - local).total_seconds())


_TEXTS = {
    ("vi", Kind.UPCOMING): "So Me va Be: {names} sap den lich tiem chung ngay {day}. Moi dua be den tram y te.",
    ("vi", Kind.DUE): "So Me va Be: {names} co lich tiem chung ngay {day}. Moi dua be den tram y te.",
    ("vi", Kind.OVERDUE): "So Me va Be: {names} da qua lich tiem chung ngay {day}. Hay dua be den tram y te som.",
    ("vi", Kind.LONG_OVERDUE): "So Me va Be: {names} chua tiem theo lich ngay {day}. Hay hoi tram y te.",
    ("en", Kind.UPCOMING): "So Me va Be: a vaccination of {names} is due on {day}. Please come to the station.",
    ("en", Kind.DUE): "So Me va Be: a vaccination of {names} is due on {day}. Please come to the station.",
    ("en", Kind.OVERDUE): "So Me va Be: a vaccination of {names} was due on {day}. Please come soon.",
    ("en", Kind.LONG_OVERDUE): "So Me va Be: a vaccination of {names} was due on {day}. Your station can help.",
}  # fmt: skip
_SEVERAL = {"vi": "cac be", "en": "your children"}
_UNNAMED = {"vi": "be", "en": "your child"}
_ONE = {"vi": "be {name}", "en": "{name}"}
_LONGEST_NAME = 20
# Letters and what joins them: a name could otherwise be a link in a message of ours.
_NAME_SIGNS = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'-")


def sms_text(touch: Touch, given_names: Sequence[str], language: str) -> str:
    """Write one message for all of a guardian's children that are due: unaccented, one GSM-7 segment.

    The text holds at most a given name; a name with other signs than plain letters is left out.
    """
    day = f"{touch.recommended_on:%d/%m}" if language == "vi" else f"{touch.recommended_on:%d %b}"
    return _TEXTS[language, touch.kind].format(names=_names(given_names, language), day=day)


def _names(given_names: Sequence[str], language: str) -> str:
    if len(given_names) > 1:
        return _SEVERAL[language]
    name = without_diacritics(given_names[0])[:_LONGEST_NAME] if given_names else ""
    if not name or not set(name) <= _NAME_SIGNS:
        return _UNNAMED[language]
    return _ONE[language].format(name=name)
