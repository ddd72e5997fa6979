"""A dose beside a history: what is said with it and without it is what each would be told by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.domain.immunization import (
    AdministeredDose,
    Deferral,
    Outlook,
    Person,
    Refusal,
    Schedule,
    forecast,
    forecast_beside,
    parse_schedule,
)
from handbook.domain.immunization.series_rules import SkipCondition, SkipKind
from handbook.domain.immunization.timeline import Timeline
from handbook.domain.immunization.touched import touched_by_last
from handbook.reference.immunization import load_document
from tests.builders import SERVICE_SCHEDULE
from tests.unit.domain.immunization.test_properties import BORN, MORE_PRODUCTS, histories
from tests.unit.domain.immunization.vietnam import child, schedule

PRIVATE = parse_schedule(load_document(SERVICE_SCHEDULE))
GUARDED = replace(schedule(), conflicts_depend_on_validity=True)
ages_days = st.integers(min_value=-10, max_value=3000)
persons = st.sampled_from(
    [
        child(BORN),
        child(BORN, contraindications=frozenset({"mr"})),
        child(BORN, refusals=(Refusal("mr", BORN + timedelta(days=200)),)),
        child(BORN, deferrals=(Deferral(BORN + timedelta(days=400), frozenset(), frozenset({"mr", "mmr"})),)),
    ]
)


def dose(product: str, age_days: int) -> AdministeredDose:
    return AdministeredDose("added", product, BORN + timedelta(days=age_days))


def each_by_itself(
    rules: Schedule, person: Person, doses: Sequence[AdministeredDose], added: AdministeredDose, on: date
) -> tuple[object, Outlook]:
    without = forecast(rules, person, doses, on)
    return forecast(rules, person, [*doses, added], on), Outlook(without.antigens, without.evaluation)


@pytest.mark.parametrize("rules", [schedule(), PRIVATE, GUARDED], ids=["programme", "private", "guarded"])
@given(doses=histories(), product=st.sampled_from(MORE_PRODUCTS), age_days=ages_days, on=ages_days, person=persons)
@settings(max_examples=150, deadline=None)
def test_both_answers_are_those_of_each_by_itself(
    rules: Schedule, doses: list[AdministeredDose], product: str, age_days: int, on: int, person: Person
) -> None:
    added, day = dose(product, age_days), BORN + timedelta(days=on)
    assert forecast_beside(rules, person, doses, added, day) == each_by_itself(rules, person, doses, added, day)


@given(doses=histories(), product=st.sampled_from(MORE_PRODUCTS), person=persons, later=st.integers(0, 40))
@settings(max_examples=300, deadline=None)
def test_so_they_are_for_a_dose_given_today_behind_all_others(
    doses: list[AdministeredDose], product: str, person: Person, later: int
) -> None:
    newest = max((one.administered_on for one in doses if one.administered_on), default=BORN)
    day = newest + timedelta(days=later)
    added = AdministeredDose("added", product, day)
    assert forecast_beside(schedule(), person, doses, added, day) == each_by_itself(
        schedule(), person, doses, added, day
    )


def touched(doses: Sequence[AdministeredDose], added: AdministeredDose, rules: Schedule) -> frozenset[str] | None:
    return touched_by_last(Timeline(rules, child(BORN), [*doses, added], BORN + timedelta(days=900)), added)


def test_a_dose_that_is_not_live_touches_its_own_antigens() -> None:
    assert touched([dose("mr", 300)], dose("dpt", 560), schedule()) == frozenset({"diphtheria", "tetanus", "pertussis"})


def test_a_live_dose_touches_whatever_is_given_live() -> None:
    found = touched([dose("dpt", 60)], dose("mr", 300), schedule())
    assert found == frozenset({"measles", "rubella", "je"})


def test_a_dose_is_looked_at_by_skips_that_count_its_product() -> None:
    rules = schedule()
    first, *others = rules.series_by_antigen["hepb"]
    counting = SkipCondition(SkipKind.DOSE_COUNT, products=frozenset({"dpt"}))
    skip = next(skip for one in rules.every_series for target in one.doses for skip in target.skips)
    part = replace(skip.sets[0], conditions=(counting,))
    target = replace(first.doses[0], skips=(replace(skip, sets=(part,)),))
    series = (replace(first, doses=(target, *first.doses[1:])), *others)
    changed = replace(rules, series_by_antigen={**rules.series_by_antigen, "hepb": series})
    assert touched([], dose("dpt", 560), changed) == frozenset({"diphtheria", "tetanus", "pertussis", "hepb"})


@pytest.mark.parametrize(
    ("doses", "added", "rules"),
    [
        ([dose("dpt", 561)], dose("dpt", 560), schedule()),
        ([], dose("dpt", 901), schedule()),
        ([], dose("dpt", -1), schedule()),
        ([], dose("no such vaccine", 560), schedule()),
        ([], dose("dpt", 560), GUARDED),
    ],
    ids=["not the last", "in the future", "before birth", "unknown", "conflicts depend on validity"],
)
def test_nothing_is_said_where_it_may_be_all(
    doses: list[AdministeredDose], added: AdministeredDose, rules: Schedule
) -> None:
    assert touched(doses, added, rules) is None
