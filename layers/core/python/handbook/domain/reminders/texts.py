"""The words of a message: unaccented, one GSM-7 segment, nothing about health beyond that something is due."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from handbook.domain.names import without_diacritics
from handbook.domain.reminders.gsm7 import ONE_SEGMENT
from handbook.domain.reminders.rules import Rules
from handbook.domain.reminders.touches import Touch
from handbook.domain.sessions.days import SessionDay

_LONGEST_NAME = 20
_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
# Letters and what joins them: a name or a place could otherwise be a link in a message of ours.
_NAME_SIGNS = _LETTERS | set("'-")
_PLACE_SIGNS = _LETTERS | set("0123456789,- ")


def sms_text(
    touches: Sequence[Touch],
    given_names: Sequence[str],
    language: str,
    rules: Rules,
    session: SessionDay | None = None,
) -> str:
    """Write one message for all of a guardian's children and dates that are due.

    Dates of several kinds are one text that is true of all and names the first day. The text holds at most a given
    name; a name with other signs than plain letters is left out. A vaccination names the session, where there is one.
    """
    first = min(touches, key=lambda touch: touch.recommended_on)
    alike = {(touch.subject, touch.kind, touch.recommended_on) for touch in touches}
    text = rules.texts[first.subject][first.kind] if len(alike) == 1 else rules.texts["mixed"]
    wording = rules.names[language]
    opening, closing = text[language]
    opening = opening.format(names=_names(given_names, wording), day=_day(first.recommended_on, language))
    if session is not None and any(touch.subject in rules.with_session for touch in touches):
        closing = _session(session, wording, language, ONE_SEGMENT - len(opening) - 1)
    return f"{opening} {closing}".rstrip()


def _names(given_names: Sequence[str], wording: Mapping[str, str]) -> str:
    if len(given_names) > 1:
        return wording["several"]
    name = without_diacritics(given_names[0])[:_LONGEST_NAME] if given_names else ""
    if not name or not set(name) <= _NAME_SIGNS:
        return wording["unnamed"]
    return wording["one"].format(name=name)


def _day(on: date, language: str) -> str:
    return f"{on:%d/%m}" if language == "vi" else f"{on:%d} {_MONTHS[on.month - 1]}"


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""Not strftime's, which follow the locale of the machine."""


def _session(session: SessionDay, wording: Mapping[str, Any], language: str, room: int) -> str:
    facts = {
        "day": _day(session.on, language),
        "starts": session.starts.isoformat("minutes"),
        "ends": session.ends.isoformat("minutes"),
    }
    bare = wording["session"].format(**facts, place="")
    place = _place(session.place, room - len(bare))
    return str(wording["session"].format(**facts, place=place)) if place else bare.replace(", .", ".")


def _place(name: str, room: int) -> str:
    """Write a place in plain letters, without the words that have no room."""
    plain = "".join(sign if sign in _PLACE_SIGNS else " " for sign in without_diacritics(name)).split()
    while plain and len(" ".join(plain)) > room:
        plain.pop()
    return " ".join(plain).strip(" ,-")
