"""Planning all children anew: whatever dies, repeats or comes in between, the counts and the days are the same."""

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import chain
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.domain.errors import ConflictError, UnavailableError
from handbook.domain.handbook import DoseFact, Handbook
from handbook.domain.ids import DoseId, HandbookId
from handbook.domain.reforecast import SHARDS, JobId, JobState, Report, ShardProgress, reforecast_shard_of, report_of
from handbook.usecases import reforecast_shard as module
from handbook.usecases.reforecast_shard import Outcome
from handbook.usecases.schedule_contact import with_next_contact
from tests.builders import TODAY
from tests.fakes import FakeRecords
from tests.unit.usecases.reforecast_fakes import (
    DRAFT,
    JOB,
    NEW,
    FakeReforecasts,
    Mortal,
    a_job,
    children,
    contacts,
    schedule_of,
    work,
    work_on_all,
)

CHILDREN = children(31)
USED = sorted({reforecast_shard_of(child.handbook_id) for child in CHILDREN})


def report(jobs: FakeReforecasts) -> Report:
    return report_of(jobs.jobs[JOB], jobs.all_progress(JOB))


def one_shard() -> list[Handbook]:
    """Children that all live in one shard, so that it has several pages of two."""
    same: dict[int, list[Handbook]] = {}
    for number in range(4000):
        found = same.setdefault(reforecast_shard_of(HandbookId(f"x-{number}")), [])
        found.append(replace(CHILDREN[len(found) % len(CHILDREN)], handbook_id=HandbookId(f"x-{number}")))
        if len(found) == 7:
            return found
    raise AssertionError


def undisturbed(books: list[Handbook], *, applies: bool = True) -> tuple[Report, FakeRecords]:
    records, jobs = FakeRecords(*books), FakeReforecasts(a_job(applies=applies))
    work_on_all(records, jobs)
    return report(jobs), records


EXPECTED, PLANNED = undisturbed(CHILDREN)


def test_every_child_is_looked_at_once_and_ends_on_the_day_that_the_schedule_in_force_gives() -> None:
    wanted = {book.handbook_id: with_next_contact(book, schedule_of(DRAFT), TODAY).next_contact_on for book in CHILDREN}

    assert contacts(PLANNED) == wanted
    assert EXPECTED.finished
    assert EXPECTED.children == len(CHILDREN)
    assert EXPECTED.saved + EXPECTED.already_current == len(CHILDREN)
    assert 0 < EXPECTED.changed < len(CHILDREN)
    assert EXPECTED.contact["earlier"] > 0
    assert EXPECTED.groups["measles"]["dose_begins_to_count"] > 0
    assert EXPECTED.groups["rota"]["no_longer_planned"] > 0
    assert EXPECTED.messages_before > 0
    assert EXPECTED.messages_after > 0


def test_a_dry_run_finds_the_same_and_writes_nothing() -> None:
    found, records = undisturbed(CHILDREN, applies=False)

    assert records.books == {book.handbook_id: book for book in CHILDREN}
    assert (found.groups, found.contact, found.changed) == (EXPECTED.groups, EXPECTED.contact, EXPECTED.changed)
    assert (found.saved, found.already_current) == (0, 0)


def test_a_schedule_compared_with_itself_changes_nobody() -> None:
    jobs = FakeReforecasts(a_job(applies=False, before=NEW, after=NEW))
    work_on_all(FakeRecords(*CHILDREN), jobs)

    assert (report(jobs).changed, dict(report(jobs).groups)) == (0, {})
    assert report(jobs).messages_before == report(jobs).messages_after > 0


def test_there_and_back_are_mirror_images() -> None:
    jobs = FakeReforecasts(a_job(applies=False, before=DRAFT, after=NEW))
    work_on_all(FakeRecords(*CHILDREN), jobs)
    back = report(jobs)

    assert back.changed == EXPECTED.changed
    assert (back.messages_before, back.messages_after) == (EXPECTED.messages_after, EXPECTED.messages_before)
    assert (back.contact["earlier"], back.contact["begins"]) == (EXPECTED.contact["later"], EXPECTED.contact["ends"])
    assert back.groups.keys() == EXPECTED.groups.keys()


def test_applying_again_saves_nothing() -> None:
    jobs = FakeReforecasts(replace(a_job(), job_id=JOB))
    records = FakeRecords(*(replace(book, replanned_by="an earlier job") for book in PLANNED.books.values()))
    before = dict(records.books)
    work_on_all(records, jobs)

    assert records.books == before
    assert (report(jobs).saved, report(jobs).already_current) == (0, len(CHILDREN))


@given(st.lists(st.sampled_from(USED), max_size=30), st.data())
@settings(max_examples=25, deadline=None)
def test_messages_that_come_in_any_order_and_often_count_the_same(order: list[int], data: st.DataObject) -> None:
    records, jobs = FakeRecords(*CHILDREN), FakeReforecasts(a_job())
    for shard in data.draw(st.permutations([*order, *range(SHARDS)])):
        work(shard, records, jobs)

    assert report(jobs) == EXPECTED
    assert contacts(records) == contacts(PLANNED)


@given(st.integers(min_value=0, max_value=12), st.booleans(), st.integers(min_value=1, max_value=3))
@settings(max_examples=40, deadline=None)
def test_a_worker_killed_at_any_write_leaves_nothing_twice_and_nothing_out(
    writes: int, lost_answer: bool, pages: int
) -> None:
    books = one_shard()
    shard = reforecast_shard_of(books[0].handbook_id)
    with mock.patch.object(module, "PAGE", 2):
        whole = FakeRecords(*books), FakeReforecasts(a_job())
        assert work(shard, *whole) is Outcome.DONE
        records, jobs = FakeRecords(*books), FakeReforecasts(a_job())
        world = Mortal(records, jobs)
        world.writes_left, world.lost_answer = writes, lost_answer
        try:
            work(shard, records, jobs)
        except UnavailableError:
            world.writes_left = None
        while work(shard, records, jobs, pages=pages) is not Outcome.DONE:
            pass

    assert report(jobs) == report(whole[1])
    assert contacts(records) == contacts(whole[0])
    assert report(jobs).children == len(books)


def test_two_workers_on_one_shard_count_no_page_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAGE", 2)
    books = one_shard()
    shard = reforecast_shard_of(books[0].handbook_id)
    records, jobs = FakeRecords(*books), FakeReforecasts(a_job())
    store, other_has_worked = jobs.save_progress, iter([True])

    def overtaken(job_id: JobId, progress: ShardProgress) -> ShardProgress:
        if next(other_has_worked, False):
            assert work(shard, records, jobs, pages=2) is Outcome.PAUSED
        return store(job_id, progress)

    monkeypatch.setattr(jobs, "save_progress", overtaken)
    assert work(shard, records, jobs) is Outcome.DONE

    assert report(jobs).children == len(books)
    assert jobs.pages_stored == 4


def test_a_dose_recorded_between_reading_and_saving_is_kept_and_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    book = replace(CHILDREN[1], next_contact_on=date(2020, 1, 1))
    records, jobs = FakeRecords(book), FakeReforecasts(a_job())
    save, late = records.save_next_contact, iter([DoseFact(DoseId("late"), "dpt", TODAY)])

    def overtaken(handbook: Handbook, on: date | None, replanned_by: str) -> None:
        for dose in late:
            counted = with_next_contact(book.with_dose(dose), schedule_of(DRAFT), TODAY)
            records.books[book.handbook_id] = replace(counted, version=(book.version or 0) + 1)
        save(handbook, on, replanned_by)

    monkeypatch.setattr(records, "save_next_contact", overtaken)
    work_on_all(records, jobs)

    kept = records.books[book.handbook_id]
    assert "late" in {dose.dose_id for dose in kept.doses}
    assert kept.next_contact_on == with_next_contact(kept, schedule_of(DRAFT), TODAY).next_contact_on
    assert (report(jobs).saved, report(jobs).already_current) == (0, 1)


def test_a_visit_between_reading_and_saving_does_not_keep_the_old_day(monkeypatch: pytest.MonkeyPatch) -> None:
    book = replace(CHILDREN[1], next_contact_on=date(2020, 1, 1))
    records, jobs = FakeRecords(book), FakeReforecasts(a_job())
    save, visits = records.save_next_contact, iter([1])

    def overtaken(handbook: Handbook, on: date | None, replanned_by: str) -> None:
        for _ in visits:
            records.books[book.handbook_id] = replace(book, version=(book.version or 0) + 1)
        save(handbook, on, replanned_by)

    monkeypatch.setattr(records, "save_next_contact", overtaken)
    work_on_all(records, jobs)

    assert records.books[book.handbook_id].next_contact_on == contacts(PLANNED)[book.handbook_id]
    assert report(jobs).saved == 1


def test_a_handbook_that_never_stands_still_is_shown_as_a_conflict(monkeypatch: pytest.MonkeyPatch) -> None:
    records, jobs = FakeRecords(CHILDREN[1]), FakeReforecasts(a_job())
    monkeypatch.setattr(records, "save_next_contact", mock.Mock(side_effect=ConflictError))

    with pytest.raises(ConflictError):
        work_on_all(records, jobs)


def test_a_cancelled_job_stops_before_its_next_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAGE", 2)
    books = one_shard()
    shard = reforecast_shard_of(books[0].handbook_id)
    records, jobs = FakeRecords(*books), FakeReforecasts(a_job())
    assert work(shard, records, jobs, pages=1) is Outcome.PAUSED

    jobs.set_state(JOB, JobState.CANCELLED)
    assert work(shard, records, jobs) is Outcome.STOPPED
    assert report(jobs).children == 2

    jobs.set_state(JOB, JobState.RUNNING)
    assert work(shard, records, jobs) is Outcome.DONE
    assert report(jobs).children == len(books)


def test_a_message_of_a_job_that_is_not_there_is_dropped() -> None:
    assert work(0, FakeRecords(*CHILDREN), FakeReforecasts()) is Outcome.STOPPED


def test_the_report_holds_counts_and_nothing_of_a_child() -> None:
    keys = set(chain.from_iterable(shard.tally for shard in undisturbed_shards()))

    assert not [key for key in keys if any(child.handbook_id in key for child in CHILDREN)]
    assert all(value >= 0 for value in Counter(EXPECTED.contact).values())


def undisturbed_shards() -> list[ShardProgress]:
    jobs = FakeReforecasts(a_job())
    work_on_all(FakeRecords(*CHILDREN), jobs)
    return jobs.all_progress(JOB)
