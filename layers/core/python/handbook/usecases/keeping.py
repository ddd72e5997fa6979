"""By which rule a handbook is kept, and whether anything else stands in the way of erasing it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from handbook.domain.calendar import local_date
from handbook.domain.entries import Entry, Kept
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.domain.life_events import LifeEvent
from handbook.domain.retention import Retention, owner_died_on, retention_on, shared_pregnancy


class Records(Protocol):
    """See storage.records.Records."""

    def get(self, handbook_id: HandbookId) -> Handbook | None: ...
    def all_entries(self, handbook_id: HandbookId) -> Sequence[Kept[Entry]]: ...


class Requests(Protocol):
    """See storage.data_requests.DataRequests."""

    def count_open(self, handbooks: Sequence[HandbookId]) -> int: ...


class Disputes(Protocol):
    """See storage.disputes.Disputes."""

    def open_in(self, handbooks: Sequence[HandbookId]) -> Sequence[object]: ...


def retention_of(handbook: Handbook, today: date, records: Records) -> Retention | None:
    """Say by which rule a handbook is kept, with those read in it; None where it may be erased.

    Of who died the entries are read, for the last one's day and for children born together: the mother's part that they
    share stands in the handbook of the first of them, which stays as long as a handbook leans on it.
    """
    died_on, last = owner_died_on(handbook.life, handbook.state), local_date(handbook.created_at)
    if died_on is None:
        return retention_on(today, last, None)
    entries = records.all_entries(handbook.handbook_id)
    last = max((local_date(one.changed_at) for one in entries), default=last)
    kept = retention_on(today, last, died_on)
    if kept is None and any(_is_there(one, handbook, records) for one in _born_with(entries)):
        return shared_pregnancy()
    return kept


def together(handbook: Handbook, records: Records) -> list[Handbook]:
    """Give a handbook with those that are read in it: they are erased with it, or not at all."""
    return [handbook, *filter(None, map(records.get, handbook.partitions[1:]))]


def is_asked_about(handbook: Handbook, requests: Requests, disputes: Disputes, answering: int = 0) -> bool:
    """Say whether somebody still waits for an answer about a handbook, beside the requests that are being answered."""
    places = handbook.partitions
    return requests.count_open(places) > answering or bool(disputes.open_in(places))


def _born_with(entries: Iterable[Kept[Entry]]) -> set[HandbookId]:
    births = (one.entry.birth for one in entries if isinstance(one.entry, LifeEvent) and one.entry.birth)
    return {child.handbook_id for birth in births for child in birth.children if child.handbook_id}


def _is_there(sibling_id: HandbookId, handbook: Handbook, records: Records) -> bool:
    if sibling_id in handbook.partitions:
        return False
    found = records.get(sibling_id)
    return found is not None and (found.merged_into or found.handbook_id) not in handbook.partitions
