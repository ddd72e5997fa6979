"""Deferrals and a doctor's contraindications move the forecast, and never the judgement of a dose."""

from dataclasses import replace
from datetime import date

import pytest

from handbook.domain.immunization import Deferral, DueState, Person, ReasonCode, SeriesStatus
from tests.unit.domain.immunization.vietnam import antigen, asked, child, days, group

BORN = date(2026, 3, 1)
TODAY = date(2026, 12, 10)


def deferred(until: date, *groups: str, products: tuple[str, ...] = ()) -> Person:
    return replace(child(BORN), deferrals=(Deferral(until, frozenset(groups), frozenset(products)),))


@pytest.mark.parametrize(("groups", "waits"), [((), True), (("measles",), True), (("bcg",), False), (("mr",), False)])
def test_a_deferral_holds_what_it_is_about_until_its_day_and_says_so(groups: tuple[str, ...], waits: bool) -> None:
    until = TODAY + days(10)

    answer = group(asked(BORN, TODAY, person=deferred(until, *groups)), "measles")

    assert answer.earliest is not None
    assert (answer.earliest.on == until) is waits
    if waits:
        assert (answer.due_state, answer.recommended) == (DueState.UPCOMING, answer.earliest)
        assert answer.earliest.reason.code is ReasonCode.DEFERRED
        assert f"{until:%d/%m/%Y}" in answer.earliest.reason.vi


def test_a_deferral_of_products_holds_where_it_leaves_none_that_is_preferred() -> None:
    until = TODAY + days(10)
    answer = asked(BORN, TODAY, person=deferred(until, products=("bopv",)))

    waiting = {one.group for one in answer.groups if one.earliest and one.earliest.on == until}

    assert waiting == {"opv"}


def test_a_deferral_of_a_group_leaves_the_other_groups_of_its_antigen() -> None:
    held = replace(child(TODAY), deferrals=(Deferral(TODAY + days(10), frozenset({"hepb"})),))

    assert group(asked(TODAY, TODAY, person=held), "hepb-birth").due_state is DueState.DUE


def test_a_deferral_never_changes_what_a_dose_counts_for() -> None:
    doses = [("penta", BORN + days(60)), ("measles", BORN + days(280))]

    plain, held = (asked(BORN, TODAY, *doses, person=one) for one in (child(BORN), deferred(TODAY + days(30))))

    assert plain.evaluation == held.evaluation


def test_an_antigen_may_be_contraindicated_by_itself() -> None:
    person = replace(child(BORN), contraindications=frozenset({"measles"}))

    answer = asked(BORN, TODAY, person=person)

    assert antigen(answer, "measles").status is SeriesStatus.CONTRAINDICATED
    assert antigen(answer, "rubella").status is SeriesStatus.NOT_COMPLETE
