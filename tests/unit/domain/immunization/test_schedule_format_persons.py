"""Skips, repeats, seasons and persons in the schedule format, on a schedule of few doses."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from handbook.domain.immunization import DueState, ReasonCode, Refusal, SeriesStatus
from tests.unit.domain.immunization.small_schedule import BORN, ask, document, dose, series, text

YOUNG = {"min": "2 months", "earliest_recommended": "3 months", "latest_recommended": "4 months"}
GAP = {"from": "previous", "min": "28 days"}
DAY = timedelta(days=1)


def reasons(answer: object) -> list[ReasonCode]:
    return [one.reason.code for one in answer.evaluation.doses]  # type: ignore[attr-defined]


def test_a_dose_is_skipped_when_its_condition_is_met_and_needed_when_not() -> None:
    """The fourth oral polio dose of some countries: only where the birth dose was missed."""
    given_at_birth = {"kind": "dose_count", "until_age": "14 days", "count": 0, "comparison": "greater_than"}
    skip = [{"sets": [{"conditions": [given_at_birth]}]}]
    birth = series(dose(1, age={"max": "14 days"}), id="birth", series_group="birth", group="h")
    primary = series(
        *(dose(n, age={"min": "42 days"}, intervals=[GAP]) for n in (1, 2, 3)), dose(4, intervals=[GAP], skip=skip)
    )
    of = document(birth, primary)
    three = [("one", date(2024, 4, 1)), ("one", date(2024, 5, 1)), ("one", date(2024, 6, 1))]

    with_birth_dose = {one.group: one for one in ask(of, ("one", BORN), *three).groups}
    without = {one.group: one for one in ask(of, *three).groups}

    assert (with_birth_dose["h"].status, with_birth_dose["g"].status) == (SeriesStatus.COMPLETE, SeriesStatus.COMPLETE)
    assert (without["h"].due_state, without["g"].dose_number) == (DueState.EXPIRED, 4)


@pytest.mark.parametrize(("on", "state"), [(BORN + 13 * DAY, DueState.DUE), (BORN + 14 * DAY, DueState.EXPIRED)])
def test_a_birth_dose_of_oral_polio_expires_after_13_days(on: date, state: DueState) -> None:
    assert ask(document(series(dose(1, age={"max": "14 days"}))), on=on).groups[0].due_state is state


def test_a_recommendation_that_would_be_skipped_on_its_own_date_is_replaced() -> None:
    """CDSi 7.6: the second dose would fall after 12 months, when only the third is wanted."""
    skip = [{"context": "forecast", "sets": [{"conditions": [{"kind": "age", "from_age": "12 months"}]}]}]
    last = dose(3, intervals=[{"from": "previous", "min": "8 weeks"}])
    of = document(series(dose(1), dose(2, intervals=[GAP], skip=skip), last))
    given_on = date(2025, 1, 10)

    answer = ask(of, ("one", given_on), on=given_on).groups[0]

    assert answer.dose_number == 3
    assert answer.earliest is not None
    assert answer.earliest.on == given_on + 56 * DAY


def test_a_skip_may_wait_for_an_interval() -> None:
    waited = {"kind": "interval", "interval": "6 months"}
    of = document(series(dose(1), dose(2, skip=[{"sets": [{"conditions": [waited]}]}]), dose(3)))

    assert ask(of, ("one", date(2024, 7, 2))).groups[0].dose_number == 2
    assert ask(of, ("one", date(2024, 7, 1))).groups[0].dose_number == 3


def test_a_skip_may_ask_whether_another_series_group_is_complete() -> None:
    done = {"kind": "completed_series", "series_groups": ["first"]}
    first = series(dose(1), id="first", series_group="first", group="h")
    second = series(dose(1, products={"preferable": ["two"]}, skip=[{"sets": [{"conditions": [done]}]}]))

    answer = {one.group: one.status for one in ask(document(first, second), ("one", date(2024, 4, 1))).groups}

    assert answer == {"g": SeriesStatus.NOT_RECOMMENDED, "h": SeriesStatus.COMPLETE}


def test_a_recurring_dose_is_asked_for_again_and_counted_on() -> None:
    yearly = {"from": "previous", "min": "1 year"}
    of = document(series(dose(1), dose(2, intervals=[yearly], recurring=True)))
    given = [("one", date(2024, 4, 1)), ("one", date(2025, 4, 1)), ("one", date(2026, 4, 1))]

    answer = ask(of, *given, on=date(2026, 5, 1)).groups[0]

    assert answer.dose_number == 4
    assert answer.earliest is not None
    assert answer.earliest.on == date(2027, 4, 1)


def test_a_campaign_bounds_the_forecast() -> None:
    of = document(series(dose(1, season={"from": "2025-03-01", "until": "2025-03-31"})))

    before, after = ask(of).groups[0], ask(of, on=date(2025, 4, 1)).groups[0]

    assert before.earliest is not None
    assert before.earliest.on == date(2025, 3, 1)
    assert (after.status, after.reason.code) == (SeriesStatus.NOT_RECOMMENDED, ReasonCode.SEASON_OVER)


def test_the_rule_in_force_on_the_day_of_the_dose_judges_it() -> None:
    ages = [{"min": "2 months", "effective_to": "2024-05-31"}, {"min": "6 months", "effective_from": "2024-06-01"}]
    of = document(series(dose(1, age=ages)))

    assert reasons(ask(of, ("one", date(2024, 5, 31)))) == [ReasonCode.VALID]
    assert reasons(ask(of, ("one", date(2024, 6, 1)))) == [ReasonCode.TOO_YOUNG]


def test_a_series_for_one_sex_is_not_forecast_for_another() -> None:
    of = document(series(dose(1), sexes=["F"]))

    assert len(ask(of, sex="F").groups) == 1
    assert ask(of, sex="M").groups == ()
    assert ask(of).groups == ()


def test_a_risk_series_needs_its_indication() -> None:
    of = document(series(dose(1), risk=True, indications=[{"observation": "asplenia", "until": "5 years"}]))

    assert ask(of).groups == ()
    assert ask(of, observations={"asplenia": None}).groups[0].status is SeriesStatus.NOT_COMPLETE


def test_immunity_ends_the_forecast() -> None:
    of = document(series(dose(1)), antigens={"a": {"name": text("a"), "immunity_codes": ["had-it"]}})

    assert ask(of, immunities=frozenset({"had-it"})).groups[0].status is SeriesStatus.IMMUNE
    assert ask(of, immunities=frozenset({"a"})).groups[0].status is SeriesStatus.IMMUNE
    assert ask(of, immunities=frozenset({"b"})).groups[0].status is SeriesStatus.NOT_COMPLETE


def test_a_contraindication_bars_an_antigen_or_single_products() -> None:
    rules = [
        {"code": "all", "text": text("all"), "antigens": ["a"]},
        {"code": "some", "text": text("some"), "products": ["one"]},
    ]
    of = document(series(dose(1)), contraindications=rules)

    everything = ask(of, contraindications=frozenset({"all"})).groups[0]
    one_product = ask(of, contraindications=frozenset({"some"})).groups[0]

    assert everything.status is SeriesStatus.CONTRAINDICATED
    assert (one_product.status, one_product.products) == (SeriesStatus.NOT_COMPLETE, ("two",))


def test_a_refusal_is_shown_and_leaves_the_next_visit() -> None:
    of = document(series(dose(1)))

    answer = ask(of, refusals=(Refusal("a", date(2024, 5, 1)),))

    assert answer.groups[0].refused_on == date(2024, 5, 1)
    assert answer.groups[0].due_state is DueState.DUE
    assert answer.next_visit is None


def test_a_live_dose_that_did_not_count_stands_longer_in_the_way_than_one_that_did() -> None:
    """24 days after a dose that counted, 28 after one that did not; each dose decides about the next."""
    conflict = {
        "previous": ["one"],
        "current": ["one"],
        "begin": "1 day",
        "end_after_valid": "24 days",
        "end": "28 days",
    }
    age = {"min": "12 months"}
    of = document(series(dose(1, age=age), dose(2), dose(3)), live_conflicts=[conflict])
    first = date(2025, 2, 1)
    counted = [("one", first), ("one", first + 25 * DAY)]
    too_young = [("one", date(2025, 1, 20)), ("one", date(2025, 2, 14)), ("one", date(2025, 3, 11))]

    assert reasons(ask(of, *counted, on=date(2025, 6, 1))) == [ReasonCode.VALID, ReasonCode.VALID]
    assert reasons(ask(of, *too_young, on=date(2025, 6, 1))) == [
        ReasonCode.TOO_YOUNG,
        ReasonCode.LIVE_CONFLICT,
        ReasonCode.LIVE_CONFLICT,
    ]
