"""Every night: find where the due index drifted from the handbooks, mend it, and plan anew when a schedule begins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from handbook.domain.calendar import local_date
from handbook.domain.errors import ConflictError
from handbook.domain.reforecast import SHARDS, Job
from handbook.domain.reminders.drift import drift_of
from handbook.domain.reminders.due_index import indexed_on
from handbook.usecases.ports import Queue, Records, Reforecasts, Reminders
from handbook.usecases.reforecast import AUDIENCE, StartReforecast, start_reforecast

NIGHTS = 8
"""Each handbook is looked at every eighth night: two small reads, so that a night of ten million costs 0.25 USD."""
_PAGE = 100
_MISSED_NIGHTS = 7
"""A schedule whose first night was missed is planned for on one of the next."""


def shards_of(night: date) -> list[int]:
    """Give the parts of all handbooks whose turn a night is."""
    return [shard for shard in range(SHARDS) if shard % NIGHTS == night.toordinal() % NIGHTS]


def reconcile_shard(
    shard: int, today: date, records: Records, reminders: Reminders, keep_going: Callable[[], bool]
) -> Counter[str]:
    """Walk one part without a scan, mend what drifted, and count it by what was wrong.

    What was mended is looked at by the next morning, which decides afresh: nobody is told twice by a repair.
    """
    found: Counter[str] = Counter()
    position = None
    while keep_going():
        page = records.of_shard(shard, _PAGE, position)
        places = reminders.indexed([book.handbook_id for book in page.items])
        for book in page.items:
            place, version = places.get(book.handbook_id), book.version or 0
            drift = drift_of(book.next_contact_on, version, place, today)
            if drift is not None:
                on = indexed_on(book.next_contact_on, today) if book.next_contact_on else None
                reminders.schedule(book.handbook_id, on, version)
                found[drift.value] += 1
        found["looked_at"] += len(page.items)
        position = page.next
        if position is None:
            return found
    found["unfinished"] += 1
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
    if begins <= today - timedelta(days=_MISSED_NIGHTS) or schedule_before(shipped, AUDIENCE, begins) is None:
        return None
    command = StartReforecast(after=after, applies=True)
    try:
        return start_reforecast(
            command, now, documents=shipped, jobs=jobs, queue=queue, new_id=lambda: f"in-force-{after}"
        )
    except ConflictError:
        return None
