"""The rules of reminders in force on a day: when one writes, how often, at which hours."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from types import MappingProxyType
from typing import Any

from handbook.domain.reminders.kinds import Kind
from handbook.domain.texts import Text
from handbook.reference.reminders import load_documents


@dataclass(frozen=True, slots=True)
class Offset:
    """That one writes so many days after a recommended day; before it when negative."""

    kind: Kind
    days: int


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """One document of rules. `hours` are local; `offsets`, `texts` and `subjects` are by subject, `names` by language.

    `with_session` are the subjects whose messages name the next vaccination session. A text is its opening and the
    closing that stands where no session is named.
    """

    rules_id: str
    effective_from: date
    hours: tuple[time, time]
    catch_up_days: int
    most_per_contact: int
    unread_hours: int
    defaulter_after_days: int
    school_dose_from_months: int
    round_months: tuple[int, ...]
    subjects: Mapping[str, Text]
    with_session: frozenset[str]
    offsets: Mapping[str, tuple[Offset, ...]]
    texts: Mapping[str, Any]
    names: Mapping[str, Mapping[str, str]]


def rules_on(day: date) -> Rules:
    """Give the rules in force on a day: those that came into force last, or the first there are."""
    return _in_force(_shipped(), day)


def edition_begun(since: date, until: date) -> str | None:
    """Name the edition in force on `until` if it took over from another on `since` or later."""
    return begun_among(_shipped(), since, until)


def begun_among(editions: Sequence[Rules], since: date, until: date) -> str | None:
    """Do as `edition_begun` among some editions, the earliest first."""
    found = _in_force(editions, until)
    takes_over = found is not editions[0] and since <= found.effective_from <= until
    return found.rules_id if takes_over else None


def _in_force(rules: Iterable[Rules], day: date) -> Rules:
    first, *later = rules
    return next((one for one in reversed(later) if one.effective_from <= day), first)


@cache
def _shipped() -> tuple[Rules, ...]:
    return tuple(parse_rules(document) for document in load_documents())


def parse_rules(document: Mapping[str, Any]) -> Rules:
    """Read a document. Raises: KeyError, ValueError when it is none."""
    hours, subjects = document["hours"], document["subjects"]
    return Rules(
        rules_id=document["id"],
        effective_from=date.fromisoformat(document["effective_from"]),
        hours=(time.fromisoformat(hours["from"]), time.fromisoformat(hours["until"])),
        catch_up_days=document["catch_up_days"],
        most_per_contact=document["most_per_contact"],
        unread_hours=document["unread_hours"],
        defaulter_after_days=document["defaulter_after_days"],
        school_dose_from_months=document["school_dose_from_months"],
        round_months=tuple(document["round_months"]),
        subjects=MappingProxyType({name: Text(**one["name"]) for name, one in subjects.items()}),
        with_session=frozenset(name for name, one in subjects.items() if one["session"]),
        offsets=MappingProxyType({name: _offsets(one["offsets"]) for name, one in subjects.items()}),
        texts=document["texts"],
        names=document["names"],
    )


def _offsets(listed: Iterable[Mapping[str, Any]]) -> tuple[Offset, ...]:
    return tuple(Offset(Kind(one["kind"]), one["days"]) for one in listed)
