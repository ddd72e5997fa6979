"""The access patterns of what units plan and look after, asked of the tables as template.yaml makes them."""

from dataclasses import replace
from datetime import date

import pytest

from handbook import bootstrap
from handbook.bootstrap import messaging
from handbook.domain.errors import ConflictError, StaleVersionError
from handbook.domain.ids import AccountId, CommuneCode, HandbookId
from handbook.domain.reminders.defaulters import Finding, Note, Noted
from handbook.domain.sessions.plans import SessionId
from tests.builders import NOW, TODAY, receipt
from tests.integration.test_access_patterns import an_entry, calls
from tests.unit.domain.sessions.test_sessions import PLAN

pytestmark = pytest.mark.usefixtures("cloud")
COMMUNE, OTHER = PLAN.commune_code, CommuneCode("00008")


def test_ap_70_the_vaccination_days_of_a_commune_are_one_query() -> None:
    days = bootstrap.vaccination_days()
    plans = [replace(PLAN, session_id=SessionId(f"s{number}")) for number in range(20)]
    for number, plan in enumerate([*plans, replace(PLAN, commune_code=OTHER)]):
        days.add(plan, receipt(f"key-{number}"))
    days.save(replace(plans[3], taken_away=True, version=1))

    with calls() as seen:
        found = days.of_commune(COMMUNE)

    assert seen == ["Query"]
    assert sorted(plan.session_id for plan in found) == sorted({plan.session_id for plan in plans} - {"s3"})


def test_ap_71_one_plan_is_a_get_and_nobody_overwrites_another() -> None:
    days = bootstrap.vaccination_days()
    days.add(PLAN, receipt())

    with calls() as seen:
        plan = days.get(COMMUNE, PLAN.session_id)

    assert seen == ["GetItem"]
    assert plan == replace(PLAN, version=1)
    assert days.save(replace(PLAN, place="Nhà văn hóa", version=1)).version == 2
    with pytest.raises(StaleVersionError):
        days.save(replace(PLAN, version=1))
    with pytest.raises(ConflictError):
        days.add(PLAN, receipt("another"))
    assert days.get(OTHER, PLAN.session_id) is None


def test_ap_72_who_did_not_come_is_one_query_that_reads_nobody_who_is_not_late() -> None:
    listing = bootstrap.defaulters()
    for number in range(40):
        listing.follow(HandbookId(f"late-{number:02}"), date(2026, 10, 1 + number % 20), COMMUNE, 1)
        listing.follow(HandbookId(f"not-yet-{number:02}"), date(2026, 11, 21), COMMUNE, 1)
        listing.follow(HandbookId(f"elsewhere-{number:02}"), date(2026, 10, 1), OTHER, 1)
    listing.follow(HandbookId("today"), TODAY, COMMUNE, 1)
    assert listing.follow(HandbookId("late-00"), None, None, 2)
    assert not listing.follow(HandbookId("late-00"), date(2026, 10, 1), COMMUNE, 1)

    with calls() as seen:
        first = listing.of_commune(COMMUNE, TODAY, 30)
        rest = listing.of_commune(COMMUNE, TODAY, 30, first.next)

    assert seen == ["Query", "Query"]
    found = [*first.items, *rest.items]
    assert (len(found), found[0], found[-1]) == (40, "late-20", "today")
    assert rest.next is None


def test_ap_73_and_ap_74_notes_are_a_batch_or_a_get_and_none_is_overwritten() -> None:
    listing, book = bootstrap.defaulters(), HandbookId("one")
    note = Note(Finding.VISITED, TODAY, "nurse", NOW)
    listing.add_note(note, Noted(), an_entry("one", NOW), receipt("a"))
    listing.follow(book, TODAY, COMMUNE, 1)

    with calls() as seen:
        assert listing.noted(book) == Noted((note,), 1)
        assert listing.notes([book, HandbookId("none")]) == {book: Noted((note,), 1)}

    assert seen == ["GetItem", "BatchGetItem"]
    with pytest.raises(ConflictError):
        listing.add_note(note, Noted(), an_entry("one", NOW.replace(minute=1)), receipt("b"))
    listing.add_note(note, Noted((note,), 1), an_entry("one", NOW.replace(minute=2)), receipt("c"))
    assert listing.noted(book) == Noted((note, note), 2)
    assert list(listing.of_commune(COMMUNE, TODAY, 10).items) == [book]


def test_ap_75_dead_numbers_of_a_commune_are_one_query() -> None:
    worklist = messaging.worklist()
    for number in (2, 1, 0):
        at = NOW.replace(minute=number)
        worklist.add_dead_number(HandbookId(f"book-{number}"), AccountId("mother"), COMMUNE, at)
        worklist.add_dead_number(HandbookId(f"other-{number}"), AccountId("mother"), OTHER, at)

    with calls() as seen:
        first = worklist.dead_numbers(COMMUNE, 2)
        rest = worklist.dead_numbers(COMMUNE, 2, first.next)

    assert seen == ["Query", "Query"]
    assert [one[0] for one in (*first.items, *rest.items)] == ["book-0", "book-1", "book-2"]
    assert first.items[0] == ("book-0", "mother", NOW.replace(minute=0))
