"""The handbook of one child: dates that can be, visits that lapse, doses in order."""

from datetime import date, timedelta
from types import MappingProxyType

import pytest

from handbook.domain.conditions import ConditionFact
from handbook.domain.errors import DateBeforeBirthError, DateInFutureError, HandbookError, TooManyConditionsError
from handbook.domain.handbook import MOST_CONDITIONS, DoseFact
from handbook.domain.ids import ConditionId, DoseId
from handbook.domain.plausible_days import MAX_GUARDED_AGE_DAYS, check_birth_date, check_event_date
from tests.builders import BORN, ELSEWHERE, FAR_STATION, NOW, STATION, TODAY, handbook, profile

DAY = timedelta(days=1)


@pytest.mark.parametrize("born", [TODAY, TODAY - DAY, TODAY - MAX_GUARDED_AGE_DAYS * DAY])
def test_a_child_may_be_born_today_and_up_to_the_oldest_age(born: date) -> None:
    check_birth_date(born, TODAY)


@pytest.mark.parametrize(
    ("born", "refusal"),
    [(TODAY + DAY, DateInFutureError), (TODAY - (MAX_GUARDED_AGE_DAYS + 1) * DAY, DateBeforeBirthError)],
)
def test_a_birth_tomorrow_or_too_long_ago_is_refused(born: date, refusal: type[HandbookError]) -> None:
    with pytest.raises(refusal) as caught:
        check_birth_date(born, TODAY)
    assert caught.value.field == "birth_date"


@pytest.mark.parametrize("day", [BORN, TODAY])
def test_an_event_may_lie_on_the_day_of_birth_and_on_today(day: date) -> None:
    check_event_date(day, BORN, TODAY, "measured_on")


@pytest.mark.parametrize(("day", "refusal"), [(BORN - DAY, DateBeforeBirthError), (TODAY + DAY, DateInFutureError)])
def test_an_event_before_birth_or_after_today_is_refused(day: date, refusal: type[HandbookError]) -> None:
    with pytest.raises(refusal) as caught:
        check_event_date(day, BORN, TODAY, "measured_on")
    assert caught.value.field == "measured_on"


def test_doses_stay_in_the_order_of_administration_however_they_are_recorded() -> None:
    late, early = DoseFact(DoseId("a"), "penta", TODAY), DoseFact(DoseId("b"), "bcg", BORN)
    assert handbook().with_dose(late).with_dose(early).doses == (early, late)


def test_a_visit_lasts_a_day_and_rights_that_lapsed_are_dropped() -> None:
    book = handbook(visits=MappingProxyType({FAR_STATION: NOW}))
    assert book.visited_by(STATION, NOW).visits == {STATION: NOW + DAY}


def test_a_visit_leaves_the_running_rights_of_other_units() -> None:
    running = NOW + timedelta(seconds=1)
    book = handbook(visits=MappingProxyType({FAR_STATION: running}))
    assert book.visited_by(STATION, NOW).visits == {FAR_STATION: running, STATION: NOW + DAY}


def test_scanning_again_renews_the_visit() -> None:
    later = NOW + timedelta(hours=23)
    assert handbook().visited_by(STATION, NOW).visited_by(STATION, later).visits == {STATION: later + DAY}


def test_a_corrected_profile_has_the_next_etag_and_moves_with_the_child() -> None:
    moved = handbook().with_profile(profile(commune_code=ELSEWHERE))
    assert (moved.profile_version, moved.commune_code, moved.version) == (2, ELSEWHERE, 1)


def test_a_dose_does_not_change_the_etag_of_the_profile() -> None:
    assert handbook().with_dose(DoseFact(DoseId("a"), "bcg", BORN)).profile_version == 1


def a_refusal(number: int, until: date | None = None) -> ConditionFact:
    return ConditionFact(ConditionId(f"c{number}"), "refusal", "refused", ("mmr",), TODAY, until)


def test_sixty_conditions_stand_at_once_and_no_more_until_one_ends_or_lapses() -> None:
    book = handbook()
    for number in range(MOST_CONDITIONS - 1):
        book = book.with_condition(a_refusal(number), TODAY)
    book = book.with_condition(a_refusal(60, until=TODAY + timedelta(days=1)), TODAY)

    with pytest.raises(TooManyConditionsError):
        book.with_condition(a_refusal(61), TODAY)
    assert len(book.with_condition(a_refusal(61), TODAY + timedelta(days=1)).conditions) == MOST_CONDITIONS
    assert len(book.without_condition(ConditionId("c0")).with_condition(a_refusal(61), TODAY).conditions) == 60
