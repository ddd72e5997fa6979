"""The access patterns of jobs over all handbooks, asked of the tables as template.yaml makes them."""

from dataclasses import replace
from datetime import date

import pytest

from handbook import bootstrap
from handbook.domain.errors import ConflictError
from handbook.domain.ids import HandbookId, UnitId
from handbook.domain.reforecast import SHARDS, JobId, JobState, ShardProgress, reforecast_shard_of
from tests.integration.test_access_patterns import NOW, TODAY, an_entry, calls, opened
from tests.integration.world import items
from tests.unit.usecases.reforecast_fakes import a_job

pytestmark = pytest.mark.usefixtures("cloud")
JOB = JobId("job")


def test_ap_20_a_job_and_a_part_of_it_are_a_get_each() -> None:
    jobs = bootstrap.reforecasts()
    jobs.add(a_job())

    with calls() as seen:
        assert jobs.get(JOB) == a_job()
        assert jobs.progress(JOB, 7) == ShardProgress(7)

    assert seen == ["GetItem", "GetItem"]
    assert jobs.get(JobId("none")) is None
    jobs.set_state(JOB, JobState.CANCELLED)
    assert jobs.get(JOB) == replace(a_job(), state=JobState.CANCELLED)
    with pytest.raises(ConflictError):
        jobs.add(a_job())
    with pytest.raises(ConflictError):
        jobs.set_state(JobId("none"), JobState.CANCELLED)


def test_ap_21_all_parts_of_a_job_are_one_query() -> None:
    jobs = bootstrap.reforecasts()
    first = jobs.save_progress(JOB, ShardProgress(0, {"pk": "x"}, {"children": 2}))
    for shard in range(1, SHARDS):
        jobs.save_progress(JOB, ShardProgress(shard, tally={"children": 3}, done=True))
    assert jobs.save_progress(JOB, replace(first, done=True)).version == 2

    with calls() as seen:
        found = jobs.all_progress(JOB)

    assert seen == ["Query"]
    assert [progress.shard for progress in found] == list(range(SHARDS))
    assert sum(progress.tally["children"] for progress in found) == 2 + 3 * (SHARDS - 1)
    with pytest.raises(ConflictError):
        jobs.save_progress(JOB, first)


def test_ap_22_every_handbook_is_in_one_part_and_read_with_a_query_and_one_batch_for_each_page() -> None:
    records = bootstrap.records()
    names = {HandbookId(f"handbook-{number}") for number in range(600)}
    shard = reforecast_shard_of(HandbookId("handbook-0"))
    mine = {name for name in names if reforecast_shard_of(name) == shard}
    for name in sorted(mine)[:3] + sorted(names - mine)[:3]:
        opened(name)

    with calls() as seen:
        first = records.of_shard(shard, 2)
        rest = records.of_shard(shard, 2, first.next)

    assert [book.handbook_id for book in (*first.items, *rest.items)] == sorted(mine)[:3]
    assert rest.next is None
    assert seen == ["Query", "BatchGetItem", "Query", "BatchGetItem"]


def index_keys() -> set[tuple[str, str]]:
    return {
        (item["gsi1pk"]["S"], item["gsi1sk"]["S"]) for item in items("RecordsTable") if item["sk"]["S"] == "SUMMARY"
    }


def test_no_change_of_a_handbook_moves_it_in_the_index_of_parts_so_that_none_costs_a_write_there() -> None:
    records, book = bootstrap.records(), opened("one")
    before = index_keys()
    records.save_visit(book.visited_by(UnitId("station"), NOW), an_entry("one", NOW.replace(minute=1)))
    book = records.get(HandbookId("one")) or book
    corrected = book.with_profile(replace(book.profile, birth_date=date(2026, 9, 2)))
    records.save_profile(corrected, book, an_entry("one", NOW.replace(minute=2)))
    book = records.get(HandbookId("one")) or book
    records.save_next_contact(book, TODAY, "job")

    after = records.get(HandbookId("one"))
    assert index_keys() == before == {(f"SHARD#{reforecast_shard_of(HandbookId('one')):02x}", "one")}
    assert after == replace(book, next_contact_on=TODAY, replanned_by="job", version=(book.version or 0) + 1)
    with pytest.raises(ConflictError):
        records.save_next_contact(book, None, "job")


def test_a_later_change_forgets_who_planned_the_handbook_anew() -> None:
    records, book = bootstrap.records(), opened("one")
    records.save_next_contact(book, None, "job")
    book = records.get(HandbookId("one")) or book
    records.save_visit(book.visited_by(UnitId("station"), NOW), an_entry("one", NOW.replace(minute=1)))

    after = records.get(HandbookId("one"))
    assert (book.replanned_by, after and after.replanned_by) == ("job", None)
