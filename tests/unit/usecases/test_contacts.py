"""What a family is expected for: doses, visits and rounds in one place."""

from datetime import date, timedelta
from typing import Any

from handbook.domain.calendar import months_after
from handbook.domain.contacts import CareContact
from handbook.domain.courses import CourseGiven
from handbook.domain.handbook import DoseFact
from handbook.domain.ids import DoseId, EntryId
from handbook.domain.life import Happening, LifeFact
from handbook.domain.reminders.kinds import ANTENATAL, CHECK_UP, DEWORMING, DOSE, SCHOOL_DOSE, VITAMIN_A
from handbook.usecases.contacts import contacts_on
from handbook.usecases.schedule_contact import with_next_contact
from tests.builders import NOW, child_schedule, handbook, profile

TODAY = date(2026, 11, 20)


def named(born: date, today: date = TODAY, **facts: Any) -> dict[str, date]:
    book = handbook(profile=profile(birth_date=born), **facts)
    return {one.what: one.on for one in contacts_on(book, child_schedule(), today)}


def subjects(born: date, today: date = TODAY, **facts: Any) -> set[str]:
    book = handbook(profile=profile(birth_date=born), **facts)
    return {one.subject for one in contacts_on(book, child_schedule(), today)}


def test_a_baby_is_expected_for_doses_and_check_ups_and_a_toddler_at_rounds_too() -> None:
    assert {DOSE, CHECK_UP} <= subjects(date(2026, 9, 1))
    assert {DOSE, CHECK_UP, VITAMIN_A, DEWORMING} <= subjects(date(2025, 3, 1))


def test_a_dose_of_school_age_has_its_own_words() -> None:
    born = date(2020, 1, 5)
    given = [("penta", 2), ("penta", 3), ("penta", 4), ("dpt", 18)]
    doses = tuple(DoseFact(DoseId(str(months)), product, months_after(born, months)) for product, months in given)
    contacts = contacts_on(handbook(profile=profile(birth_date=born), doses=doses), child_schedule(), TODAY)
    assert [(one.what, one.on) for one in contacts if one.subject == SCHOOL_DOSE] == [("dtp-5", date(2027, 1, 5))]
    assert SCHOOL_DOSE not in subjects(date(2026, 9, 1))


def test_who_was_given_vitamin_a_lately_is_not_expected_at_the_round() -> None:
    born = date(2025, 1, 5)
    assert "vitamin_a-2026-12" in named(born)
    given = (CourseGiven(EntryId("s"), VITAMIN_A, date(2026, 10, 1)),)
    assert "vitamin_a-2026-12" not in named(born, courses=given)


def test_a_check_up_that_was_made_is_not_asked_for_again() -> None:
    born = date(2026, 9, 1)
    before = [what for what in named(born) if what.startswith("child_checkup")]
    seen = (CareContact(EntryId("e"), "child_checkup", TODAY - timedelta(days=1)),)
    after = [what for what in named(born, care_contacts=seen) if what.startswith("child_checkup")]
    assert len(after) == len(before) - 1


def test_a_mother_is_expected_for_her_own_visits_unless_they_are_hidden() -> None:
    born = date(2026, 11, 18)
    assert ANTENATAL in subjects(born)
    assert ANTENATAL not in subjects(born, mother_hidden=True)


def test_nobody_is_expected_once_the_child_has_died_and_the_reminders_stop() -> None:
    died = (LifeFact(EntryId("l"), Happening.DEATH, TODAY, NOW),)
    assert named(date(2026, 9, 1), life=died) == {}
    book = with_next_contact(handbook(profile=profile(birth_date=date(2026, 9, 1)), life=died), child_schedule(), TODAY)
    assert (book.next_contact_on, book.defaults_on) == (None, None)
