"""Looking for drift: nothing is written in a dry run, and what is made anew is what the entries say."""

from dataclasses import replace
from typing import Any

import pytest

from handbook.domain.access import Action
from handbook.domain.errors import ConflictError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.domain.reforecast import reforecast_shard_of
from handbook.usecases.rebuild import Looked, rebuild_shard
from tests.builders import NOW, child_schedule, handbook
from tests.fakes import FakeRecords
from tests.unit.usecases.summary_steps import BOOK, Life

SHARD = reforecast_shard_of(BOOK)


def life() -> Life:
    found = Life(handbook())
    for step in (("dose", "bcg", 3), ("immune", 60, 0), ("not given", "ill", 9), ("measurement", 1, None)):
        found.take(step)
    return found


def looked(records: FakeRecords, *, applies: bool) -> list[Looked]:
    return list(rebuild_shard(SHARD, NOW, records=records, schedule=child_schedule, applies=applies))


def test_a_summary_that_agrees_with_its_entries_is_left_alone() -> None:
    records = life().records
    before, audited = dict(records.books), len(records.audited)

    for applies in (False, True):
        assert looked(records, applies=applies) == [Looked(BOOK, ())]
    assert (records.books, len(records.audited)) == (before, audited)


@pytest.mark.parametrize("names", [("doses",), ("conditions",), ("doses", "conditions", "deferrals")])
def test_a_dry_run_names_what_drifted_and_applying_makes_it_right(names: tuple[str, ...]) -> None:
    one = life()
    right = one.book
    lost: Any = dict.fromkeys(names, ())
    one.records.books[BOOK] = drifted = replace(right, **lost)

    assert looked(one.records, applies=False) == [Looked(BOOK, names)]
    assert one.records.books[BOOK] == drifted
    assert looked(one.records, applies=True) == [Looked(BOOK, names, rebuilt=True)]

    assert replace(one.book, version=right.version, next_contact_on=right.next_contact_on) == right
    assert one.book.next_contact_on is not None
    assert one.records.audited[-1].action is Action.REBUILD_SUMMARY
    assert looked(one.records, applies=True) == [Looked(BOOK, ())]


def test_somebody_who_writes_at_the_same_time_wins() -> None:
    one = life()
    one.records.books[BOOK] = replace(one.book, doses=())

    class Overtaken(FakeRecords):
        times = 0

        def replace_entries(self, *arguments: object) -> None:
            if self.times < 2:
                self.times += 1
                raise ConflictError
            super().replace_entries(*arguments)  # type: ignore[arg-type]

    records = Overtaken()
    records.__dict__.update(one.records.__dict__)

    assert looked(records, applies=True) == [Looked(BOOK, ("doses",), rebuilt=True)]
    assert len(records.books[BOOK].doses) == 1


def test_a_handbook_that_never_stands_still_is_not_compared_by_halves() -> None:
    one = life()

    class Restless(FakeRecords):
        def get(self, handbook_id: HandbookId) -> Handbook | None:
            found = super().get(handbook_id)
            if found is not None:
                self.books[handbook_id] = replace(found, version=(found.version or 0) + 1)
            return found

    records = Restless()
    records.__dict__.update(one.records.__dict__)

    with pytest.raises(ConflictError):
        looked(records, applies=True)
