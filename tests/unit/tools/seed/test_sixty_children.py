"""The sixty children of the demo data."""

import unicodedata
from collections import Counter
from datetime import date, timedelta

import pytest

from handbook.domain.growth import assess
from handbook.domain.immunization import AdministeredDose, DueState, forecast, parse_schedule
from handbook.domain.names import clean_name
from handbook.domain.reminders.kinds import DOSE
from handbook.domain.reminders.rules import rules_on
from handbook.domain.reminders.touches import current_touches
from handbook.reference.immunization import load_document
from handbook.usecases.contacts import dose_contacts
from handbook.usecases.recommend import person_of
from tests.builders import CHILD_SCHEDULE
from tools.seed.children import Age, Child, months_before
from tools.seed.crowd import COUNT, all_children
from tools.seed.seeding import Life, life_of
from tools.seed.stories import ANCHOR_AGE_DAYS, STORIES

SCHEDULE = parse_schedule(load_document(CHILD_SCHEDULE))
TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def lives() -> dict[int, Life]:
    return {child.number: life_of(child, TODAY) for child in all_children()}


def statuses(life: Life) -> Counter[str]:
    doses = [AdministeredDose(str(number), dose.product, dose.on) for number, dose in enumerate(life.doses)]
    found = forecast(SCHEDULE, person_of(life.profile), doses, TODAY)
    return Counter(outcome.status.value for outcome in found.evaluation.doses)


def recommended(life: Life) -> list[date]:
    doses = [AdministeredDose(str(number), dose.product, dose.on) for number, dose in enumerate(life.doses)]
    found = forecast(SCHEDULE, person_of(life.profile), doses, TODAY)
    return [
        group.recommended.on
        for group in found.groups
        if group.recommended and group.due_state in {DueState.DUE, DueState.UPCOMING, DueState.OVERDUE}
    ]


def classes(life: Life) -> set[str]:
    last = life.readings[-1]
    profile = life.profile
    found = assess(
        profile.sex.value,
        (last.on - profile.birth_date).days,
        weight_kg=last.weight_kg,
        length_cm=last.length_cm,
        posture=last.posture,
        head_cm=last.head_cm,
        gestation_days=profile.gestation_days,
    )
    return {str(name) for name in found.classes}


def test_there_are_sixty_numbered_in_order() -> None:
    assert [child.number for child in all_children()] == list(range(1, COUNT + 1))


def test_they_are_the_same_in_every_run() -> None:
    assert all_children() == all_children()
    assert [life_of(child, TODAY) for child in STORIES] == [life_of(child, TODAY) for child in STORIES]


def test_ages_spread_over_the_six_years(lives: dict[int, Life]) -> None:
    ages = [(TODAY - life.profile.birth_date).days for life in lives.values()]
    assert min(ages) < 7
    assert 6 * 365 - 60 < max(ages) <= 6 * 365 + 2
    assert all(count >= 4 for count in Counter(age // 365 for age in ages if age < 6 * 365).values())


def test_names_are_clean_and_show_the_patterns_that_people_have() -> None:
    names = [child.full_name for child in all_children()]
    assert all(name == clean_name(name) and unicodedata.is_normalized("NFC", name) for name in names)
    assert {2, 3, 4, 5} <= {len(name.split()) for name in names}
    assert any(name.startswith("Đ") for name in names)
    assert all(len(set(name.split())) == len(name.split()) for name in names)


def test_twins_share_birth_date_mother_and_guardian() -> None:
    first, second = STORIES[1], STORIES[2]
    assert (first.age, first.mother, first.family) == (second.age, second.mother, second.family)
    assert first.full_name != second.full_name


def test_the_first_child_tells_the_day_of_seeding(lives: dict[int, Life]) -> None:
    assert lives[1].profile.birth_date + timedelta(days=ANCHOR_AGE_DAYS) == TODAY


def test_nothing_happens_on_the_day_of_seeding_or_before_birth(lives: dict[int, Life]) -> None:
    for life in lives.values():
        days = [dose.on for dose in life.doses] + [reading.on for reading in life.readings]
        assert all(life.profile.birth_date <= day < TODAY for day in days)


@pytest.mark.parametrize("number", [5, 6, 16], ids=["too early", "too soon after the first", "measles too early"])
def test_a_dose_against_the_rules_does_not_count(lives: dict[int, Life], number: int) -> None:
    assert statuses(lives[number])["not_valid"] >= 1


def test_nobody_else_has_a_dose_that_does_not_count(lives: dict[int, Life]) -> None:
    others = [life for number, life in lives.items() if number not in {5, 6, 16}]
    assert sum((statuses(life) for life in others), Counter())["not_valid"] == 0


def test_some_never_came_and_some_came_at_birth_only(lives: dict[int, Life]) -> None:
    assert lives[11].doses == []
    assert {dose.on for dose in lives[12].doses} == {lives[12].profile.birth_date}


def test_a_child_that_is_up_to_date_misses_nothing(lives: dict[int, Life]) -> None:
    assert all(day > TODAY for day in recommended(lives[1]))
    assert all(day > TODAY for day in recommended(lives[14]))


@pytest.mark.parametrize("day", [TODAY, date(2027, 3, 31), date(2028, 2, 29), date(2027, 5, 1)])
def test_about_ten_families_are_to_be_reminded_on_any_day_of_seeding(day: date) -> None:
    told = 0
    for child in STORIES:
        life = life_of(child, day)
        doses = [AdministeredDose(str(number), dose.product, dose.on) for number, dose in enumerate(life.doses)]
        found = forecast(SCHEDULE, person_of(life.profile), doses, day)
        told += bool(current_touches(dose_contacts(found), day, rules_on(day)))
    assert told >= 10


@pytest.mark.parametrize("child", STORIES[20:30], ids=lambda child: child.full_name)
def test_a_due_child_is_due_on_the_day_its_story_names(child: Child, lives: dict[int, Life]) -> None:
    offset = child.age.due_in_days
    nearest = min(abs((day - TODAY).days - offset) for day in recommended(lives[child.number]))
    # A month may have no such day: 29 February in most years.
    assert nearest <= 1
    assert -offset in {offset.days for offset in rules_on(TODAY).offsets[DOSE]}


def test_growth_that_worries_is_classed_so(lives: dict[int, Life]) -> None:
    assert "severely_wasted" in classes(lives[9])
    assert "overweight" in classes(lives[10])
    assert not classes(lives[4])
    assert not classes(lives[1]) & {"wasted", "severely_wasted", "stunted", "underweight", "overweight", "obese"}


def test_the_faltering_child_leaves_its_channel(lives: dict[int, Life]) -> None:
    scores = []
    for reading in lives[8].readings:
        age = (reading.on - lives[8].profile.birth_date).days
        found = assess("M", age, weight_kg=reading.weight_kg, length_cm=reading.length_cm, posture=reading.posture)
        scores.append((age, found.whz))
    at_six_months = next(whz for age, whz in scores if age >= 180)
    assert at_six_months is not None
    assert scores[-1][1] is not None
    assert at_six_months - scores[-1][1] > 1.5


def test_length_never_shrinks_within_one_posture(lives: dict[int, Life]) -> None:
    for life in lives.values():
        for posture in ("lying", "standing"):
            lengths = [reading.length_cm for reading in life.readings if reading.posture == posture]
            assert lengths == sorted(lengths)


def test_doses_from_before_the_handbook_are_copied_from_paper(lives: dict[int, Life]) -> None:
    life = lives[15]
    opened_on = life.profile.birth_date + timedelta(days=life.child.opened_at_days)
    assert any(dose.on < opened_on for dose in life.doses)
    assert all(reading.on >= opened_on for reading in life.readings)


def test_siblings_and_twins_live_in_one_commune() -> None:
    communes: dict[int, set[int]] = {}
    for child in all_children():
        communes.setdefault(child.family, set()).add(child.station)
    assert all(len(stations) == 1 for stations in communes.values())
    assert {child.station for child in all_children()} == {0, 1}


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 1, 31), -1, date(2026, 2, 28)),
        (date(2026, 12, 1), 0, date(2026, 12, 1)),
    ],
)
def test_months_are_calendar_months_clamped_to_the_last_day(day: date, months: int, expected: date) -> None:
    assert months_before(day, months) == expected


def test_an_age_in_months_and_days_gives_the_birth_date() -> None:
    assert Age(months=2, days=3).birth_date(date(2026, 11, 22)) == date(2026, 9, 19)
    assert Age(months=2, due_in_days=7).birth_date(date(2026, 11, 22)) == date(2026, 9, 29)
