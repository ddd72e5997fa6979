"""Which official contacts of mother and child are done, due or missed: from dates alone, fast enough for a register.

The contacts and their days are data with sources (reference/encounters/care_plan.json): at least four antenatal
contacts with their trimesters, the mother's and the newborn's contacts after birth, and a check-up in each age band.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any, Literal, NamedTuple

from handbook.domain.calendar import months_after
from handbook.domain.contacts import CareContact
from handbook.domain.ids import EntryId
from handbook.domain.texts import Text
from handbook.reference.encounters import load_document

type CareKind = Literal["antenatal", "postpartum", "newborn", "child_checkup"]
type CareState = Literal["done", "upcoming", "due", "overdue", "missed", "not_recorded"]


@dataclass(frozen=True, slots=True)
class CareCase:
    """The dates that a plan is made from. None: not known, or not yet.

    `pregnant_from` is the day from which the pregnancy is counted; `ended_on` its end, by birth or otherwise;
    `birth_date` that of a living child, whose care ends on `child_until` (death, the sixth birthday otherwise);
    `known_since` the day on which the handbook was opened: what was over by then was perhaps done and not recorded.
    """

    pregnant_from: date | None = None
    ended_on: date | None = None
    birth_date: date | None = None
    child_until: date | None = None
    mother_until: date | None = None
    known_since: date | None = None


class CareItem(NamedTuple):
    """One contact of the plan: due from `due_on`, overdue from `overdue_on`, and of use until `last_day`."""

    kind: CareKind
    code: str
    text: Text
    due_on: date
    overdue_on: date
    last_day: date
    state: CareState
    done_on: date | None = None
    encounter_id: EntryId | None = None


class _Slot(NamedTuple):
    kind: CareKind
    code: str
    text: Text
    opens_on: date
    due_on: date
    overdue_on: date
    last_day: date


_MET_BY: dict[CareKind, frozenset[str]] = {
    "antenatal": frozenset({"antenatal"}),
    "postpartum": frozenset({"postpartum"}),
    "newborn": frozenset({"newborn", "child_checkup"}),
    "child_checkup": frozenset({"child_checkup"}),
}
"""A check-up by form 6 is a look at the newborn too; a home visit is no check-up."""


def care_plan(case: CareCase, contacts: Iterable[CareContact], today: date) -> tuple[CareItem, ...]:
    """Give every contact of the plan with its state as of `today`, in the order of due days.

    Each encounter meets one contact of each kind that it can meet, the earliest whose days it falls on: of two
    visits in the third trimester the second meets the second contact. Contacts that would fall due after the
    pregnancy, or after the care of the child, have ended are left out.
    """
    seen = sorted(contacts, key=lambda one: (one.on, one.encounter_id))
    found: list[CareItem] = []
    used: set[tuple[CareKind, EntryId]] = set()
    for slot in _slots(case):
        met = next((one for one in seen if _meets(one, slot) and (slot.kind, one.encounter_id) not in used), None)
        if met is not None:
            used.add((slot.kind, met.encounter_id))
        if met is not None or not _moot(slot, case):
            found.append(_item(slot, met, case, today))
    return tuple(sorted(found, key=lambda item: (item.due_on, item.kind, item.code)))


def care_due(case: CareCase, contacts: Iterable[CareContact], today: date) -> tuple[CareItem, ...]:
    """Give what is still to be done, the next first: upcoming, due and overdue contacts."""
    return tuple(item for item in care_plan(case, contacts, today) if item.state in {"upcoming", "due", "overdue"})


def _meets(contact: CareContact, slot: _Slot) -> bool:
    return contact.kind in _MET_BY[slot.kind] and slot.opens_on <= contact.on <= slot.last_day


def _moot(slot: _Slot, case: CareCase) -> bool:
    until = {"antenatal": case.ended_on, "postpartum": case.mother_until}.get(slot.kind, case.child_until)
    return until is not None and slot.due_on >= until


def _item(slot: _Slot, met: CareContact | None, case: CareCase, today: date) -> CareItem:
    said = (slot.kind, slot.code, slot.text, slot.due_on, slot.overdue_on, slot.last_day)
    if met is not None:
        return CareItem(*said, "done", met.on, met.encounter_id)
    return CareItem(*said, _state(slot, case, today))


def _state(slot: _Slot, case: CareCase, today: date) -> CareState:
    over = today > slot.last_day or (slot.kind == "antenatal" and case.ended_on is not None)
    if over and case.known_since is not None and slot.last_day < case.known_since:
        return "not_recorded"
    if over:
        return "missed"
    if today >= slot.overdue_on:
        return "overdue"
    return "due" if today >= slot.due_on else "upcoming"


def _slots(case: CareCase) -> Iterator[_Slot]:
    if case.pregnant_from is not None:
        yield from _counted("antenatal", case.pregnant_from)
    if case.ended_on is not None:
        yield from _counted("postpartum", case.ended_on)
    if case.birth_date is not None:
        yield from _counted("newborn", case.birth_date)
        yield from _checkups(case.birth_date)


# Children who are due on one morning were born on few days: each plan is laid out once.
@lru_cache(maxsize=1024)
def _counted(kind: CareKind, since: date) -> tuple[_Slot, ...]:
    found = []
    for one in _contacts(kind):
        opens, due, overdue, last = (since + timedelta(days=days) for days in one.days)
        found.append(_Slot(kind, one.code, one.text, opens, due, overdue, last))
    return tuple(found)


@lru_cache(maxsize=1024)
def _checkups(birth_date: date) -> tuple[_Slot, ...]:
    found = []
    for one in _contacts("child_checkup"):
        opens, due, overdue, under = (months_after(birth_date, months) for months in one.days)
        found.append(_Slot("child_checkup", one.code, one.text, opens, due, overdue, under - timedelta(days=1)))
    return tuple(found)


class _Planned(NamedTuple):
    code: str
    text: Text
    days: tuple[int, int, int, int]


@cache
def _contacts(kind: CareKind) -> tuple[_Planned, ...]:
    document = load_document("care_plan")
    if kind == "child_checkup":
        words = ("from_months", "due_months", "overdue_months", "under_months")
        return tuple(_planned(form, words) for form in document["child_checkups"]["bands"])
    words = ("from_days", "due_days", "overdue_days", "until_days")
    return tuple(_planned(form, words) for form in document[kind]["contacts"])


def _planned(form: Mapping[str, Any], words: tuple[str, str, str, str]) -> _Planned:
    first, second, third, fourth = (int(form[word]) for word in words)
    return _Planned(form["code"], Text(form["vi"], form["en"]), (first, second, third, fourth))
