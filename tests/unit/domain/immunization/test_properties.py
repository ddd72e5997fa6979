"""What must hold for every child and every history."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.domain.immunization import (
    AdministeredDose,
    DoseStatus,
    Forecast,
    SeriesStatus,
    evaluate,
    forecast,
)
from tests.unit.domain.immunization.vietnam import child, schedule

BORN = date(2024, 2, 29)
PRODUCTS = ["bcg", "hepb-birth", "penta", "bopv", "ipv", "rotavin", "pcv", "measles", "mr", "dpt", "je-inactivated"]
MORE_PRODUCTS = [*PRODUCTS, "hexa", "mmr", "rotarix", "varicella", "td", "unknown"]

ages_days = st.integers(min_value=-10, max_value=3000)


@st.composite
def histories(draw: st.DrawFn) -> list[AdministeredDose]:
    entries = draw(st.lists(st.tuples(st.sampled_from(MORE_PRODUCTS), ages_days), max_size=14))
    return [
        AdministeredDose(f"{number}", product, BORN + timedelta(days=age))
        for number, (product, age) in enumerate(entries)
    ]


def ask(doses: list[AdministeredDose], age_days: int) -> Forecast:
    return forecast(schedule(), child(BORN), doses, BORN + timedelta(days=age_days))


@given(histories(), ages_days)
@settings(max_examples=60, deadline=None)
def test_asking_twice_gives_the_same_and_changes_nothing(doses: list[AdministeredDose], age_days: int) -> None:
    before = list(doses)

    assert ask(doses, age_days) == ask(doses, age_days)
    assert doses == before


@given(histories())
@settings(max_examples=60, deadline=None)
def test_every_dose_gets_exactly_one_outcome_with_a_sentence_in_both_languages(doses: list[AdministeredDose]) -> None:
    outcomes = evaluate(schedule(), child(BORN), doses).doses

    assert sorted(one.dose_id for one in outcomes) == sorted(dose.dose_id for dose in doses)
    for one in outcomes:
        assert one.reason.vi != one.reason.en
        assert "{" not in one.reason.vi + one.reason.en


@given(histories(), ages_days)
@settings(max_examples=80, deadline=None)
def test_dates_stand_in_order_and_none_comes_before_the_minimum_age(
    doses: list[AdministeredDose], age_days: int
) -> None:
    by_id = {series.id: series for each in schedule().series_by_antigen.values() for series in each}
    for one in ask(doses, age_days).antigens:
        if one.status is not SeriesStatus.NOT_COMPLETE:
            assert (one.earliest, one.recommended, one.dose_number) == (None, None, None)
            continue
        assert one.earliest is not None
        assert one.recommended is not None
        assert one.earliest.on <= one.recommended.on
        assert one.past_due is None or one.earliest.on <= one.past_due.on
        assert one.latest is None or one.earliest.on <= one.latest.on
        target = next(dose for dose in by_id[one.series_id].doses if dose.number == one.dose_number)
        for age in target.ages:
            assert age.min is None or one.earliest.on >= BORN + timedelta(days=age.min.months * 28 + age.min.days)


@given(histories(), ages_days)
@settings(max_examples=80, deadline=None)
def test_no_group_is_served_twice_at_a_visit_and_nothing_is_given_before_its_time(
    doses: list[AdministeredDose], age_days: int
) -> None:
    answer = ask(doses, age_days)
    if answer.next_visit is None:
        return
    served = [(dose.group, dose.number) for item in answer.next_visit.items for dose in item.doses]
    groups = {group for group, _number in served}
    by_group = [one for one in answer.antigens if one.group in groups and one.earliest is not None]

    assert len({item.product for item in answer.next_visit.items}) == len(answer.next_visit.items)
    contents = [antigen for item in answer.next_visit.items for antigen in schedule().products[item.product].antigens]
    asked = [one.antigen for one in answer.antigens if one.group in groups]
    assert all(contents.count(one) <= max(asked.count(one), 1) for one in contents)
    assert answer.next_visit.on >= answer.on
    assert any(one.earliest is not None and one.earliest.on <= answer.next_visit.on for one in by_group)


@given(histories(), st.integers(min_value=0, max_value=3000))
@settings(max_examples=80, deadline=None)
def test_giving_what_is_due_never_moves_another_antigen_earlier(doses: list[AdministeredDose], age_days: int) -> None:
    before = ask(doses, age_days)
    if before.next_visit is None or before.next_visit.on != before.on:
        return
    product = before.next_visit.items[0].product
    held = set(schedule().products[product].antigens)
    after = ask([*doses, AdministeredDose("new", product, before.on)], age_days)
    earliest = {(one.antigen, one.series_group): one.earliest for one in after.antigens}

    for one in before.antigens:
        later = earliest.get((one.antigen, one.series_group))
        if one.antigen not in held and one.earliest is not None and later is not None:
            assert later.on >= one.earliest.on


@given(st.integers(min_value=60, max_value=2000), st.integers(min_value=28, max_value=2000))
@settings(max_examples=60, deadline=None)
def test_an_interrupted_series_is_resumed_never_restarted(first_age: int, pause: int) -> None:
    doses = [AdministeredDose("1", "penta", BORN + timedelta(days=first_age))]

    answer = ask(doses, first_age + pause)

    hepb = next(one for one in answer.antigens if one.antigen == "hepb" and one.series_group == "primary")
    assert hepb.dose_number == 2
    assert answer.evaluation.doses[0].status is DoseStatus.VALID


@given(ages_days)
@settings(max_examples=60, deadline=None)
def test_a_child_who_comes_to_every_visit_ends_with_nothing_open(start_age: int) -> None:
    on = BORN + timedelta(days=max(start_age, 0))
    doses: list[AdministeredDose] = []
    for _visit in range(40):
        visit = forecast(schedule(), child(BORN), doses, on).next_visit
        if visit is None:
            break
        assert visit.items
        on = visit.on
        doses += [AdministeredDose(f"{item.product} {on}", item.product, on) for item in visit.items]
    answer = forecast(schedule(), child(BORN), doses, on)

    assert answer.next_visit is None
    assert {one.status for one in answer.groups} <= {
        SeriesStatus.COMPLETE,
        SeriesStatus.AGED_OUT,
        SeriesStatus.NOT_RECOMMENDED,
    }
