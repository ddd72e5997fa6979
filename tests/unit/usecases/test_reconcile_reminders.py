"""Drift of the due index is found, mended and counted; a schedule that begins is planned for once."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from handbook.domain.ids import HandbookId
from handbook.domain.reforecast import SHARDS, Job, JobId
from handbook.domain.reminders.drift import Drift, Indexed, drift_of
from handbook.reference.immunization import load_documents
from handbook.usecases.reconcile_reminders import NIGHTS, begin_schedule, reconcile_shard, shards_of
from tests.builders import handbook
from tests.fakes import FakeQueue, FakeRecords
from tests.unit.usecases.reforecast_fakes import FakeReforecasts
from tests.unit.usecases.reminder_fakes import FakeReminders

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("next_contact_on", "indexed", "drift"),
    [
        (TODAY, Indexed(TODAY, 3), None),
        (TODAY, Indexed(TODAY, 4), None),
        (TODAY, None, Drift.MISSING),
        (None, None, None),
        (TODAY, Indexed(TODAY, 2), Drift.BEHIND),
        (TODAY, Indexed(TODAY - 40 * DAY, 3), None),
        (TODAY, Indexed(TODAY - 41 * DAY, 3), Drift.STUCK),
        (TODAY, Indexed(None, 3), None),
        (TODAY + DAY, Indexed(None, 3), Drift.LOST),
        (None, Indexed(None, 3), None),
    ],
)
def test_drift_is_told_from_what_the_run_did(
    next_contact_on: date | None, indexed: Indexed | None, drift: Drift | None
) -> None:
    assert drift_of(next_contact_on, 3, indexed, TODAY) is drift


def test_what_drifted_is_mended_and_counted_and_the_second_night_finds_nothing() -> None:
    books = [handbook(f"book-{number}", next_contact_on=TODAY + DAY, version=2) for number in range(300)]
    old = handbook("old", next_contact_on=TODAY - 90 * DAY, version=2)
    reminders, records = FakeReminders(), FakeRecords(*books, old)
    for book in books[:-2]:
        reminders.schedule(book.handbook_id, TODAY + DAY, 2)
    reminders.schedule(books[-2].handbook_id, None, 1)
    reminders.schedule(old.handbook_id, old.next_contact_on, 2)

    def night() -> Counter[str]:
        parts = (reconcile_shard(shard, TODAY, records, reminders, lambda: True) for shard in range(SHARDS))
        return sum(parts, Counter[str]())

    assert night() == Counter(looked_at=301, behind=1, missing=1, stuck=1)
    assert night() == Counter(looked_at=301)
    assert reminders.days[books[-1].handbook_id] == (TODAY + DAY, 2)
    assert reminders.days[HandbookId("old")] == (TODAY, 2)


def test_a_night_that_is_too_short_says_so() -> None:
    assert reconcile_shard(0, TODAY, FakeRecords(), FakeReminders(), lambda: False) == Counter(unfinished=1)


def test_every_part_has_its_turn_in_eight_nights() -> None:
    nights = [shards_of(TODAY + night * DAY) for night in range(NIGHTS)]
    assert sorted(shard for night in nights for shard in night) == list(range(SHARDS))


def begin(day: date, jobs: FakeReforecasts, queue: FakeQueue) -> Job | None:
    documents = [one for one in load_documents() if one["audience"] == "child"]
    following = {**documents[-1], "id": "VN-EPI-NEXT", "effective_from": "2027-01-01"}
    half_past_midnight = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=6, minutes=30)
    return begin_schedule(half_past_midnight, documents=[*documents, following], jobs=jobs, queue=queue)


def test_on_the_first_night_of_a_schedule_all_children_are_planned_anew_once() -> None:
    jobs, queue = FakeReforecasts(), FakeQueue()
    assert begin(date(2026, 12, 31), jobs, queue) is None
    job = begin(date(2027, 1, 1), jobs, queue)
    assert job is not None
    assert (job.job_id, job.after, job.applies, job.on) == (
        JobId("in-force-VN-EPI-NEXT"), "VN-EPI-NEXT", True, date(2027, 1, 1)
    )  # fmt: skip
    assert len(queue.sent) == SHARDS
    assert begin(date(2027, 1, 2), jobs, queue) is None
    assert len(queue.sent) == SHARDS


def test_a_schedule_whose_first_nights_were_missed_is_planned_for_within_a_week() -> None:
    assert begin(date(2027, 1, 7), FakeReforecasts(), FakeQueue()) is not None
    assert begin(date(2027, 1, 8), FakeReforecasts(), FakeQueue()) is None
