"""The clock of a breach: from when it was found to when the authority is told."""

from datetime import UTC, date, datetime, timedelta

import pytest

from handbook.domain.breaches import BreachDeed, BreachNote, WrongBreachDeedError, register
from handbook.reference.privacy import load_document

FOUND = datetime(2026, 11, 20, 4, 30, tzinfo=UTC)


def note(deed: BreachDeed, hours: float = 0, breach_id: str = "2026-1") -> BreachNote:
    return BreachNote(breach_id, deed, FOUND + timedelta(hours=hours), "officer", "Một máy trạm bị mất")


@pytest.mark.parametrize(("hours", "late"), [(71.9, False), (72, False), (72.1, True)])
def test_the_authority_is_told_within_72_hours_of_the_finding(hours: float, late: bool) -> None:
    found = register([note(BreachDeed.FOUND)])["2026-1"]
    assert found.tell_by - found.found_at == timedelta(hours=72)
    assert found.is_late(FOUND + timedelta(hours=hours)) is late

    told = register([note(BreachDeed.FOUND), note(BreachDeed.AUTHORITY_TOLD, hours)])["2026-1"]
    assert told.is_late(FOUND + timedelta(days=400)) is late


def test_the_first_time_that_the_authority_was_told_counts() -> None:
    lines = [note(BreachDeed.FOUND), note(BreachDeed.AUTHORITY_TOLD, 10), note(BreachDeed.AUTHORITY_TOLD, 100)]
    assert register(lines)["2026-1"].authority_told_at == FOUND + timedelta(hours=10)


def test_a_closed_one_is_kept_for_five_years_from_its_day_in_vietnam() -> None:
    lines = [note(BreachDeed.FOUND), note(BreachDeed.AUTHORITY_TOLD, 1), note(BreachDeed.CLOSED, 13)]
    assert register(lines)["2026-1"].keep_until == date(2031, 11, 21)


@pytest.mark.parametrize(
    "lines",
    [
        [note(BreachDeed.NOTED)],
        [note(BreachDeed.FOUND), note(BreachDeed.FOUND)],
        [note(BreachDeed.FOUND), note(BreachDeed.NOTED, -1)],
        [note(BreachDeed.FOUND), note(BreachDeed.CLOSED, 1)],
        [note(BreachDeed.FOUND), note(BreachDeed.AUTHORITY_TOLD), note(BreachDeed.CLOSED), note(BreachDeed.NOTED, 1)],
        [note(BreachDeed.FOUND, -24 * 400)],
    ],
    ids=["unknown", "twice", "before", "untold", "closed", "no terms"],
)
def test_a_line_that_cannot_be_is_refused(lines: list[BreachNote]) -> None:
    with pytest.raises(WrongBreachDeedError):
        register(lines)


def test_breaches_are_counted_each_by_its_own_clock() -> None:
    found = register([note(BreachDeed.FOUND), note(BreachDeed.FOUND, 5, "2026-2"), note(BreachDeed.NOTED, 6)])
    assert [one.found_at for one in found.values()] == [FOUND, FOUND + timedelta(hours=5)]


def test_the_terms_have_a_source() -> None:
    assert all(one["source"] and one["effective_from"] for one in load_document("breach")["terms"])
