"""Entries as they are kept: found by id, replaced with the version before beside them, moved to another day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from handbook import bootstrap
from handbook.domain.access import Action
from handbook.domain.entries import Kept, first_version
from handbook.domain.errors import ConflictError
from handbook.domain.feeding import Feeding
from handbook.domain.handbook import Handbook
from handbook.domain.ids import EntryId, HandbookId
from handbook.domain.life import Happening
from handbook.domain.life_events import LifeEvent
from handbook.domain.reasons import ChangeReason
from handbook.domain.receipts import Mark, Named
from handbook.storage.record_items import EntryItem
from tests.integration.test_access_patterns import NOW, a_receipt, an_entry, calls, opened

pytestmark = pytest.mark.usefixtures("cloud")
BOOK = HandbookId("one")
FED = Feeding(EntryId("own"), date(2026, 11, 3), NOW, "mother", "family", milk="mixed")
OTHER = replace(FED, entry_id=EntryId("ours"))
LATER = NOW + timedelta(hours=1)


SLIP = ChangeReason("other", "Ghi nhầm")


def recorded(entry: Feeding, book: Handbook, *, named: bool) -> Handbook:
    receipt = replace(a_receipt(entry.entry_id), named=Named(entry.entry_id, "digest") if named else None)
    bootstrap.records().add_entry(entry, an_entry("one", NOW + timedelta(seconds=book.version or 0)), receipt, 1, book)
    return replace(book, version=(book.version or 0) + 1)


def corrected(kept: Kept[Feeding], day: date, book: Handbook) -> Kept[Feeding]:
    after = Kept(replace(kept.entry, observed_on=day), LATER, "nurse", kept.version + 1, "amended", SLIP)
    entry = an_entry("one", LATER + timedelta(seconds=book.version or 0), Action.RECORD_FEEDING)
    bootstrap.records().replace_entries([(kept, after)], entry, book)
    return replace(after, seq=(book.version or 0) + 1)


def test_ap_46_an_entry_is_two_gets_by_its_clients_id_and_a_query_of_its_kind_by_ours() -> None:
    recorded(OTHER, recorded(FED, opened("one"), named=True), named=False)
    records = bootstrap.records()
    records.get(BOOK)  # as whoever asks has done
    with calls() as by_own_id:
        own = records.entry(Feeding, BOOK, "own")
    with calls() as by_ours:
        ours = records.entry(Feeding, BOOK, "ours")

    assert (own, ours) == (first_version(FED, 2), first_version(OTHER, 3))
    assert (by_own_id, by_ours) == (["GetItem", "GetItem"], ["GetItem", "Query"])
    assert records.entry(Feeding, BOOK, "nobody's") is None


@pytest.mark.parametrize("day", [date(2026, 11, 3), date(2026, 11, 1)], ids=["same day", "other day"])
def test_ap_47_a_change_keeps_the_version_before_beside_it(day: date) -> None:
    book = recorded(FED, opened("one"), named=True)
    records = bootstrap.records()
    first = first_version(FED, 2)
    second = corrected(first, day, book)

    assert records.get(BOOK) is not None  # as whoever asks for versions has done
    with calls() as seen:
        versions = records.versions(Feeding, BOOK, "own")

    assert seen == ["Query"]
    assert versions == (replace(first, seq=0),)
    assert records.entry(Feeding, BOOK, "own") == second
    assert records.all_entries(BOOK) == (second,)
    assert [one.sk for one in EntryItem.changes.query("HANDBOOK#one", consistent_read=True)] == [f"FEEDING#{day}#own"]


def test_ap_48_the_mark_of_a_clients_id_is_one_get_and_follows_the_entry_to_another_day() -> None:
    book = recorded(FED, opened("one"), named=True)
    records = bootstrap.records()
    corrected(first_version(FED, 2), date(2026, 11, 1), book)

    with calls() as seen:
        mark = records.mark(BOOK, "own")

    assert seen == ["GetItem"]
    assert mark == Mark("FEEDING#2026-11-01#own", "digest")
    found = records.marked_entry(BOOK, mark)
    assert found is not None
    assert found.version == 2
    assert records.mark(BOOK, "ours") is None


@pytest.mark.parametrize("day", [date(2026, 11, 3), date(2026, 11, 1)], ids=["same day", "other day"])
def test_of_two_who_change_one_version_one_loses_and_nothing_is_half_written(day: date) -> None:
    book = recorded(FED, opened("one"), named=False)
    records = bootstrap.records()
    second = corrected(first_version(FED, 2), day, book)

    with pytest.raises(ConflictError):
        corrected(first_version(FED, 2), date(2026, 11, 2), replace(book, version=3))

    assert records.all_entries(BOOK) == (second,)
    assert len(records.versions(Feeding, BOOK, "own")) == 1


def test_an_id_that_is_used_is_not_used_again_whatever_its_day() -> None:
    book = recorded(FED, opened("one"), named=True)
    with pytest.raises(ConflictError):
        recorded(replace(FED, observed_on=date(2026, 11, 9)), book, named=True)

    assert bootstrap.records().history(BOOK) == (FED,)


def test_what_was_entered_in_error_stays_and_counts_no_more() -> None:
    book = recorded(FED, opened("one"), named=False)
    records = bootstrap.records()
    wrong = Kept(FED, LATER, "nurse", 2, "entered_in_error", SLIP, seq=3)
    records.replace_entries([(first_version(FED, 2), wrong)], an_entry("one", LATER), book)

    assert records.history(BOOK) == ()
    assert records.all_entries(BOOK) == (wrong,)
    assert records.entries(Feeding, BOOK, 10).items == (wrong,)


def test_ap_49_what_changed_is_a_query_of_its_index_and_a_batch_of_what_it_names() -> None:
    book = recorded(OTHER, recorded(FED, opened("one"), named=True), named=False)
    records = bootstrap.records()
    as_read = records.get(BOOK)
    assert as_read is not None
    with calls() as seen:
        found = records.changes(as_read, 2, 100)

    assert seen == ["Query", "BatchGetItem"]
    assert (found.items, found.upto, found.more) == ((first_version(OTHER, 3),), book.version, False)
    with calls() as seen:
        assert records.changes(as_read, 3, 100).items == ()
    assert seen == []


def test_ap_110_what_happened_to_a_handbook_is_one_query_of_its_events() -> None:
    event = LifeEvent(EntryId("moved"), date(2026, 11, 2), NOW, "mother", "family", Happening.MOVE)
    book = recorded(FED, opened("one"), named=False)
    bootstrap.records().add_entry(event, an_entry("one", LATER), a_receipt("moved"), 1, book)
    bootstrap.records().get(BOOK)  # as whoever asks has done
    with calls() as seen:
        page = bootstrap.records().entries(LifeEvent, BOOK, 100)

    assert (page.items, seen) == ((first_version(event, 3),), ["Query"])


def test_ap_59_the_used_ids_of_a_batch_are_one_read() -> None:
    recorded(FED, opened("one"), named=True)
    asked = {(BOOK, "own"), (BOOK, "ours"), (HandbookId("two"), "own")}
    with calls() as seen:
        assert bootstrap.records().used_ids(asked) == {(BOOK, "own")}
        assert bootstrap.records().used_ids(set()) == set()

    assert seen == ["BatchGetItem"]
