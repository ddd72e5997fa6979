"""Which official contacts are done, due and missed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.care_plan import CareCase, CareItem, care_due, care_plan
from handbook.domain.contacts import CareContact
from handbook.domain.ids import EntryId
from handbook.reference.care import load_document as load_care
from handbook.reference.encounters import load_document

LAST_PERIOD = date(2026, 1, 1)
PREGNANT = CareCase(pregnant_from=LAST_PERIOD)
BORN = date(2026, 10, 5)
CHILD = CareCase(birth_date=BORN)


def week(weeks: int, extra: int = 0) -> date:
    return LAST_PERIOD + timedelta(weeks=weeks, days=extra)


def seen(kind: str, *days: date) -> tuple[CareContact, ...]:
    return tuple(CareContact(EntryId(f"{kind}-{number}"), kind, day) for number, day in enumerate(days))


def states(items: Sequence[CareItem]) -> dict[str, str]:
    return {item.code: item.state for item in items}


T1, T2 = "antenatal_first_trimester", "antenatal_second_trimester"
T3A, T3B = "antenatal_third_trimester_1", "antenatal_third_trimester_2"


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (week(10, 6), "upcoming"),
        (week(11), "due"),
        (week(13, 6), "due"),
        (week(14), "missed"),
    ],
)
def test_the_first_contact_is_due_at_eleven_weeks_and_missed_after_the_trimester(today: date, expected: str) -> None:
    assert states(care_plan(PREGNANT, (), today))[T1] == expected


def test_a_visit_counts_for_the_trimester_that_it_is_in() -> None:
    visits = seen("antenatal", week(13, 6), week(14))
    found = {item.code: item.done_on for item in care_plan(PREGNANT, visits, week(20))}
    assert (found[T1], found[T2], found[T3A], found[T3B]) == (week(13, 6), week(14), None, None)


def test_two_visits_in_the_third_trimester_meet_two_contacts_and_one_meets_one() -> None:
    once = states(care_plan(PREGNANT, seen("antenatal", week(36)), week(37)))
    assert (once[T3A], once[T3B]) == ("done", "overdue")
    twice = states(care_plan(PREGNANT, seen("antenatal", week(30), week(36)), week(37)))
    assert (twice[T3A], twice[T3B]) == ("done", "done")


def test_many_visits_in_one_trimester_do_not_stand_for_another() -> None:
    found = states(care_plan(PREGNANT, seen("antenatal", *(week(n) for n in range(15, 27))), week(30)))
    assert found == {T1: "missed", T2: "done", T3A: "due", T3B: "upcoming"}


def test_after_an_early_birth_nobody_waits_for_the_last_contact() -> None:
    ended = replace(PREGNANT, ended_on=week(32), birth_date=week(32))
    found = states(care_plan(ended, seen("antenatal", week(12), week(20)), week(33)))
    assert (found[T1], found[T2], found[T3A]) == ("done", "done", "missed")
    assert T3B not in found


def test_the_mother_is_seen_on_the_first_day_in_the_first_week_and_to_six_weeks() -> None:
    case = replace(PREGNANT, ended_on=BORN, birth_date=BORN)
    visits = seen("postpartum", BORN + timedelta(days=1), BORN + timedelta(days=7))
    found = states(care_plan(case, visits, BORN + timedelta(days=42)))
    assert [found[f"postpartum_{code}"] for code in ("day_1", "week_1", "6_weeks")] == ["done", "done", "due"]
    assert states(care_plan(case, visits, BORN + timedelta(days=43)))["postpartum_6_weeks"] == "missed"


def test_a_check_up_is_a_look_at_the_newborn_and_a_home_visit_no_check_up() -> None:
    day = BORN + timedelta(days=5)
    assert states(care_plan(CHILD, seen("child_checkup", day), day))["newborn_week_1"] == "done"
    assert states(care_plan(CHILD, seen("newborn", day), day))["newborn_to_2_months"] == "upcoming"


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2027, 2, 4), "upcoming"),
        (date(2027, 2, 5), "due"),
        (date(2027, 3, 4), "due"),
        (date(2027, 3, 5), "overdue"),
        (date(2027, 5, 4), "overdue"),
        (date(2027, 5, 5), "missed"),
    ],
)
def test_a_check_up_is_due_when_its_band_begins_and_missed_when_it_is_over(today: date, expected: str) -> None:
    assert states(care_plan(CHILD, (), today))["4_to_6_months"] == expected


def test_each_year_from_two_to_six_has_a_check_up_and_none_comes_after() -> None:
    codes = [item.code for item in care_plan(CHILD, (), date(2032, 10, 5)) if item.kind == "child_checkup"]
    assert codes[-4:] == ["2_to_3_years", "3_to_4_years", "4_to_5_years", "5_to_6_years"]
    assert care_due(CHILD, (), date(2032, 10, 5)) == ()


def test_what_was_over_before_the_handbook_was_opened_is_not_called_missed() -> None:
    opened = replace(CHILD, known_since=date(2027, 5, 5))
    found = states(care_plan(opened, (), date(2027, 6, 1)))
    assert (found["4_to_6_months"], found["7_to_9_months"]) == ("not_recorded", "due")
    assert (
        states(care_plan(replace(CHILD, known_since=date(2027, 5, 4)), (), date(2027, 6, 1)))["4_to_6_months"]
        == "missed"
    )


def test_a_child_who_died_is_waited_for_no_more() -> None:
    gone = replace(CHILD, child_until=date(2027, 2, 5))
    assert [item.code for item in care_due(gone, (), date(2026, 10, 6))] == [
        "newborn_week_1",
        "newborn_to_4_weeks",
        "newborn_to_2_months",
        "2_to_3_months",
    ]


def test_bands_are_those_of_the_milestones() -> None:
    names = ("code", "from_months", "under_months", "official_form", "vi", "en")
    ours, theirs = load_document("care_plan")["child_checkups"]["bands"], load_care("milestones")["bands"]
    assert [[band[name] for name in names] for band in ours] == [[band[name] for name in names] for band in theirs]


days_after = st.integers(0, 300).map(lambda number: LAST_PERIOD + timedelta(days=number))


@given(st.lists(days_after, max_size=20), days_after)
def test_no_visit_counts_twice_and_more_visits_never_make_less_done(visits: list[date], today: date) -> None:
    contacts = seen("antenatal", *visits)
    done = [item for item in care_plan(PREGNANT, contacts, today) if item.state == "done"]
    assert len({item.encounter_id for item in done}) == len(done)
    fewer = [item for item in care_plan(PREGNANT, contacts[:-1], today) if item.state == "done"]
    assert len(fewer) <= len(done)


@given(st.permutations(range(5)), st.lists(days_after, min_size=5, max_size=5))
def test_the_order_of_recording_does_not_matter(order: list[int], visits: list[date]) -> None:
    contacts = seen("antenatal", *visits)
    assert care_plan(PREGNANT, [contacts[n] for n in order], week(30)) == care_plan(PREGNANT, contacts, week(30))
