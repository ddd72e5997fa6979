"""Every text as it goes out in the worst case, with its length: what CI, a command and a route look at."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time

from handbook.domain.reminders.gsm7 import Measured, measured
from handbook.domain.reminders.kinds import DOSE, Kind
from handbook.domain.reminders.rules import Rules
from handbook.domain.reminders.texts import sms_text
from handbook.domain.reminders.touches import Touch
from handbook.domain.sessions.days import SessionDay

LONGEST_NAME = "Wwwwwwwwwwwwwwwwwwwwwwww"
"""Longer than any text takes: what is shown is what a name of the greatest length makes."""
LONGEST_PLACE = "Nhà văn hóa cộng đồng thôn Đông Trung Thượng, xã Nguyễn Việt Khái Trường Xuân Đông"
_DAY = date(2026, 12, 28)
_SESSION = SessionDay(_DAY, time(7, 30), time(11, 30), LONGEST_PLACE)


@dataclass(frozen=True, slots=True)
class Preview:
    """One text: about what, why, in which language, and what it takes to send it."""

    subject: str
    kind: str
    language: str
    with_session: bool
    text: str
    measured: Measured


def previews(rules: Rules, name: str = LONGEST_NAME, place: str = LONGEST_PLACE) -> Iterator[Preview]:
    """Write every text of some rules for a given name, with and without a session at a place."""
    session = replace(_SESSION, place=place)
    for language in rules.names:
        for touches in _touches(rules):
            for at in [None, session] if touches[0].subject in rules.with_session else [None]:
                text = sms_text(touches, [name], language, rules, at)
                subject, kind = (touches[0].subject, touches[0].kind.value) if len(touches) == 1 else ("mixed", "mixed")
                yield Preview(subject, kind, language, at is not None, text, measured(text))


def _touches(rules: Rules) -> Iterator[list[Touch]]:
    for subject, kinds in rules.texts.items():
        if subject in rules.subjects:
            yield from ([Touch(_DAY, Kind(kind), _DAY, subject)] for kind in kinds)
    yield [Touch(_DAY, Kind.DUE, _DAY, DOSE), Touch(_DAY, Kind.OVERDUE, _DAY, DOSE)]
