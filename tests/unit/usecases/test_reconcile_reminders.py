"""Drift of the due index is found, mended and counted; a schedule that begins is planned for once."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any
from unittest.mock import patch

import pytest

from handbook.domain.errors import UnavailableError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import AccountId, CommuneCode, HandbookId
from handbook.domain.reforecast import SHARDS, Job, JobId, reforecast_shard_of
from handbook.domain.reminders.drift import Drift, Indexed, drift_of
from handbook.reference.immunization import load_documents
from handbook.usecases.reconcile_reminders import (
    NIGHTS,
    Derived,
    begin_edition,
    begin_schedule,
    reconcile_shard,
    shards_of,
)
from tests.builders import FATHER, MOTHER, handbook
from tests.fakes import FakeQueue, FakeRecords
from tests.unit.usecases.reforecast_fakes import FakeReforecasts
from tests.unit.usecases.reminder_fakes import FakeDefaulters, FakeRecipients, FakeReminders, FakeTexts

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


def derived(*books: Handbook) -> Derived:
    texts = FakeTexts()
    return Derived(FakeRecords(*books), FakeReminders(texts), FakeDefaulters(), FakeRecipients(texts))


def night(over: Derived) -> Counter[str]:
    parts = (reconcile_shard(shard, TODAY, over, lambda: True) for shard in range(SHARDS))
    return sum(parts, Counter[str]())


def unguarded(name: str, **facts: Any) -> Handbook:
    return handbook(name, guardians=MappingProxyType({}), version=2, **facts)


def test_what_drifted_is_mended_and_counted_and_the_second_night_finds_nothing() -> None:
    books = [unguarded(f"book-{number}", next_contact_on=TODAY + DAY) for number in range(300)]
    over = derived(*books, unguarded("old", next_contact_on=TODAY - 90 * DAY))
    for book in books[:-2]:
        over.reminders.schedule(book.handbook_id, TODAY + DAY, 2)
    over.reminders.schedule(books[-2].handbook_id, None, 1)
    over.reminders.schedule(HandbookId("old"), TODAY - 90 * DAY, 2)

    assert night(over) == Counter(looked_at=301, behind=1, missing=1, stuck=1)
    assert night(over) == Counter(looked_at=301)
    found = over.reminders.indexed([books[-1].handbook_id, HandbookId("old")])
    assert found == {books[-1].handbook_id: Indexed(TODAY + DAY, 2), HandbookId("old"): Indexed(TODAY, 2)}


def test_the_list_of_who_did_not_come_is_mended_too_and_newer_facts_are_left_alone() -> None:
    lost, gone, moved, ahead, right, nothing = (
        unguarded(name, defaults_on=None if name in {"gone", "nothing"} else TODAY)
        for name in ("lost", "gone", "moved", "ahead", "right", "nothing")
    )
    over = derived(lost, gone, moved, ahead, right, nothing)
    here, away = lost.commune_code, CommuneCode("99999")
    over.defaulters.follow(gone.handbook_id, TODAY - DAY, here, 1)
    over.defaulters.follow(moved.handbook_id, TODAY, away, 2)
    over.defaulters.follow(ahead.handbook_id, None, None, 3)
    over.defaulters.follow(right.handbook_id, TODAY, here, 1)

    assert night(over) == Counter(looked_at=6, defaulter=3)
    assert night(over) == Counter(looked_at=6)
    stands = over.defaulters.listed([one.handbook_id for one in (lost, gone, moved, ahead)])
    assert {name: (one.on, one.commune_code) for name, one in stands.items()} == {
        "lost": (TODAY, here),
        "gone": (None, None),
        "moved": (TODAY, here),
        "ahead": (None, None),
    }


def test_an_account_is_known_for_all_its_handbooks_once_one_was_missing() -> None:
    elder, younger = handbook("elder", MOTHER, version=2), handbook("younger", MOTHER, FATHER, version=2)
    over = derived(elder, younger)
    over.recipients.guards(MOTHER, younger.handbook_id, still=True)  # the elder's change was lost
    over.recipients.guards(FATHER, younger.handbook_id, still=True)

    assert night(over) == Counter(looked_at=2, family=1)
    assert night(over) == Counter(looked_at=2)
    assert over.recipients.guarded([MOTHER, FATHER]) == {
        MOTHER: ("elder", "younger"),
        FATHER: ("younger",),
    }


def test_a_family_of_which_half_was_written_is_mended_by_the_next_night() -> None:
    elder, younger = handbook("elder", MOTHER, version=2), handbook("younger", MOTHER, version=2)
    over = derived(elder, younger)
    shard = reforecast_shard_of(elder.handbook_id)
    recipients, guards = over.recipients, over.recipients.guards

    def once(account_id: AccountId, handbook_id: HandbookId, *, still: bool) -> None:
        guards(account_id, handbook_id, still=still)
        raise UnavailableError

    with patch.object(recipients, "guards", once), pytest.raises(UnavailableError):
        reconcile_shard(shard, TODAY, over, lambda: True)
    assert len(recipients.guarded([MOTHER])[MOTHER]) == 1

    assert reconcile_shard(shard, TODAY, over, lambda: True)["family"] == 1
    assert recipients.guarded([MOTHER]) == {MOTHER: ("elder", "younger")}


def test_a_night_that_is_too_short_says_so() -> None:
    assert reconcile_shard(0, TODAY, derived(), lambda: False) == Counter(unfinished=1)


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


def test_an_edition_of_the_rules_that_begins_plans_all_children_anew_once_by_the_same_schedule() -> None:
    jobs, queue = FakeReforecasts(), FakeQueue()
    now, documents = datetime(2026, 11, 20, 17, 30, tzinfo=UTC), load_documents()

    assert begin_edition(None, now, documents=documents, jobs=jobs, queue=queue) is None
    job = begin_edition("VN-REMINDERS-NEXT", now, documents=documents, jobs=jobs, queue=queue)

    assert job is not None
    assert (job.job_id, job.applies, job.on) == (JobId("in-force-VN-REMINDERS-NEXT"), True, date(2026, 11, 21))
    assert job.before == job.after
    assert len(queue.sent) == SHARDS
    assert begin_edition("VN-REMINDERS-NEXT", now, documents=documents, jobs=jobs, queue=queue) is None
    assert len(queue.sent) == SHARDS
