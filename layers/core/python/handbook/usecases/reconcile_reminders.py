"""Every night: find where what is derived from handbooks drifted, mend it, and plan anew when a schedule begins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from handbook.domain.bonds import guardians_on
from handbook.domain.calendar import local_date
from handbook.domain.errors import ConflictError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import AccountId, CommuneCode, HandbookId
from handbook.domain.reforecast import SHARDS, Job
from handbook.domain.reminders.drift import NOWHERE, Listed, drift_of
from handbook.domain.reminders.due_index import indexed_on
from handbook.usecases.ports import Queue, Records, Reforecasts, Reminders
from handbook.usecases.reforecast import AUDIENCE, StartReforecast, start_reforecast

NIGHTS = 8
"""Each handbook is looked at every eighth night: four small reads, so that a night of ten million costs 0.50 USD."""
_PAGE = 100
_MOST_OF_A_FAMILY = 20
MISSED_NIGHTS = 7
"""A schedule or an edition of rules whose first night was missed is planned for on one of the next."""


class Defaulters(Protocol):
    """See storage.defaulters.Defaulters."""

    def listed(self, handbook_ids: Sequence[HandbookId]) -> Mapping[HandbookId, Listed]: ...
    def follow(
        self, handbook_id: HandbookId, on: date | None, commune_code: CommuneCode | None, as_of: int
    ) -> bool: ...


class Guarded(Protocol):
    """See storage.recipients.Recipients."""

    def guarded(self, account_ids: Sequence[AccountId]) -> Mapping[AccountId, Sequence[HandbookId]]: ...
    def guards(self, account_id: AccountId, handbook_id: HandbookId, *, still: bool) -> None: ...


def shards_of(night: date) -> list[int]:
    """Give the parts of all handbooks whose turn a night is."""
    return [shard for shard in range(SHARDS) if shard % NIGHTS == night.toordinal() % NIGHTS]


@dataclass(frozen=True, slots=True)
class Derived:
    """What the stream derives from handbooks, and the handbooks."""

    records: Records
    reminders: Reminders
    defaulters: Defaulters
    recipients: Guarded


def reconcile_shard(shard: int, today: date, derived: Derived, keep_going: Callable[[], bool]) -> Counter[str]:
    """Walk one part without a scan, mend what drifted, and count it by what was wrong.

    What was mended is looked at by the next morning, which decides afresh: nobody is told twice by a repair.
    """
    found: Counter[str] = Counter()
    position = None
    while keep_going():
        page = derived.records.of_shard(shard, _PAGE, position)
        found += _mend_days(page.items, today, derived.reminders)
        found += _mend_defaulters(page.items, derived.defaulters)
        found += _mend_families(page.items, today, derived)
        found["looked_at"] += len(page.items)
        position = page.next
        if position is None:
            return found
    found["unfinished"] += 1
    return found


def _mend_days(books: Sequence[Handbook], today: date, reminders: Reminders) -> Counter[str]:
    found: Counter[str] = Counter()
    places = reminders.indexed([book.handbook_id for book in books])
    for book in books:
        place, version = places.get(book.handbook_id), book.version or 0
        drift = drift_of(book.next_contact_on, version, place, today)
        if drift is not None:
            on = indexed_on(book.next_contact_on, today) if book.next_contact_on else None
            reminders.schedule(book.handbook_id, on, version)
            found[drift.value] += 1
    return found


def _mend_defaulters(books: Sequence[Handbook], defaulters: Defaulters) -> Counter[str]:
    """Hold the list of who did not come against the handbooks: a place there stands until the handbook changes."""
    found: Counter[str] = Counter()
    listed = defaulters.listed([book.handbook_id for book in books])
    for book in books:
        due = Listed(book.defaults_on, book.commune_code if book.defaults_on else None, book.version or 0)
        stands = listed.get(book.handbook_id, NOWHERE)
        if stands.as_of <= due.as_of and (stands.on, stands.commune_code) != (due.on, due.commune_code):
            defaulters.follow(book.handbook_id, due.on, due.commune_code, due.as_of)
            found["defaulter"] += 1
    return found


def _mend_families(books: Sequence[Handbook], today: date, derived: Derived) -> Counter[str]:
    """Hold the handbooks that each guardian is known for against the guardians that each handbook has."""
    found: Counter[str] = Counter()
    guarded = {book.handbook_id: guardians_on(book.guardians, today) for book in books if book.merged_into is None}
    accounts = sorted({account for guardians in guarded.values() for account in guardians})
    known = {one: set(books or ()) for one, books in derived.recipients.guarded(accounts).items()}
    for handbook_id, guardians in guarded.items():
        for account in guardians:
            if handbook_id in known.get(account, ()):
                continue
            # All of them at once: a list that is not whole would hide the others.
            whole = {*derived.records.ids_of_account(account, _MOST_OF_A_FAMILY), handbook_id}
            # This one last: that it is known must mean that the others are, also when a write in between fails.
            for one in sorted(whole, key=lambda one: (one == handbook_id, one)):
                derived.recipients.guards(account, one, still=True)
            known[account] = whole
            found["family"] += 1
    return found


def begin_schedule(
    now: datetime, *, documents: Iterable[Mapping[str, Any]], jobs: Reforecasts, queue: Queue
) -> Job | None:
    """Start planning all children anew when a children's schedule has come into force; once for each schedule.

    None where none has in the last week, it is the first there is, or the job was started before.
    """
    from handbook.domain.immunization import schedule_before, schedule_in_force  # noqa: PLC0415 - see recommend.py

    shipped, today = tuple(documents), local_date(now)
    after = schedule_in_force(shipped, AUDIENCE, today)
    begins = date.fromisoformat(next(one["effective_from"] for one in shipped if one["id"] == after))
    if begins <= today - timedelta(days=MISSED_NIGHTS) or schedule_before(shipped, AUDIENCE, begins) is None:
        return None
    return _begin(after, None, now, shipped, jobs, queue)


def begin_edition(
    begun: str | None, now: datetime, *, documents: Iterable[Mapping[str, Any]], jobs: Reforecasts, queue: Queue
) -> Job | None:
    """Start planning all children anew when an edition of the reminder rules has come into force; once for each.

    Their schedule stays: what moves is the day of the next message. None where none has begun, or the job was started
    before.
    """
    from handbook.domain.immunization import schedule_in_force  # noqa: PLC0415 - see recommend.py

    if begun is None:
        return None
    shipped = tuple(documents)
    same = schedule_in_force(shipped, AUDIENCE, local_date(now))
    return _begin(same, begun, now, shipped, jobs, queue)


def _begin(
    schedule: str,
    edition: str | None,
    now: datetime,
    documents: tuple[Mapping[str, Any], ...],
    jobs: Reforecasts,
    queue: Queue,
) -> Job | None:
    command = StartReforecast(after=schedule, before=schedule if edition else None, applies=True)
    try:
        return start_reforecast(
            command, now, documents=documents, jobs=jobs, queue=queue, new_id=lambda: f"in-force-{edition or schedule}"
        )
    except ConflictError:
        return None
