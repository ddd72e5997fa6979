"""What each part of the schedule format does, on a schedule of two doses."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from handbook.domain.immunization import DoseStatus, DueState, ReasonCode, SeriesStatus
from tests.unit.domain.immunization.small_schedule import BORN, ask, document, dose, series

YOUNG = {"min": "2 months", "earliest_recommended": "3 months", "latest_recommended": "4 months"}
GAP = {"from": "previous", "min": "28 days"}
DAY = timedelta(days=1)


def reasons(answer: object) -> list[ReasonCode]:
    return [one.reason.code for one in answer.evaluation.doses]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("overflow", "earliest"), [("next_month", date(2024, 3, 1)), ("clamp", date(2024, 2, 29))])
def test_a_month_that_lands_on_no_date_follows_the_schedule_s_rule(overflow: str, earliest: date) -> None:
    of = document(series(dose(1, age={"min": "1 month"})), rules={"month_overflow": overflow, "grace_days": 0})

    answer = ask(of).groups[0]

    assert answer.earliest is not None
    assert answer.earliest.on == earliest


@pytest.mark.parametrize(
    ("given_on", "status"), [(date(2024, 3, 30), DoseStatus.NOT_VALID), (date(2024, 3, 31), DoseStatus.VALID)]
)
def test_without_grace_a_dose_counts_from_its_minimum_age(given_on: date, status: DoseStatus) -> None:
    answer = ask(document(series(dose(1, age=YOUNG))), ("one", given_on))

    assert answer.evaluation.doses[0].status is status


@pytest.mark.parametrize(
    ("given_on", "code"),
    [
        (date(2024, 3, 26), ReasonCode.TOO_YOUNG),
        (date(2024, 3, 27), ReasonCode.VALID_IN_GRACE),
        (date(2024, 3, 30), ReasonCode.VALID_IN_GRACE),
        (date(2024, 3, 31), ReasonCode.VALID),
    ],
)
def test_grace_days_of_the_schedule_let_an_early_dose_count(given_on: date, code: ReasonCode) -> None:
    rules = {"month_overflow": "next_month", "grace_days": 4}

    assert reasons(ask(document(series(dose(1, age=YOUNG)), rules=rules), ("one", given_on))) == [code]


@pytest.mark.parametrize(("lost", "code"), [(True, ReasonCode.INTERVAL_TOO_SHORT), (False, ReasonCode.VALID_IN_GRACE)])
def test_grace_is_lost_after_an_early_dose_where_the_schedule_says_so(lost: bool, code: ReasonCode) -> None:
    rules = {"month_overflow": "next_month", "grace_days": 4, "grace_lost_after_early_dose": lost}
    of = document(series(dose(1, age=YOUNG, intervals=[GAP])), rules=rules)
    early = date(2024, 3, 10)

    assert reasons(ask(of, ("one", early), ("one", early + 26 * DAY)))[1] is code


def test_an_interval_is_counted_from_the_dose_before_even_when_that_one_did_not_count() -> None:
    of = document(series(dose(1, age=YOUNG), dose(2, intervals=[GAP])))
    given = [("one", date(2024, 4, 1)), ("one", date(2024, 4, 20)), ("one", date(2024, 5, 1))]

    assert reasons(ask(of, *given)) == [ReasonCode.VALID, ReasonCode.INTERVAL_TOO_SHORT, ReasonCode.INTERVAL_TOO_SHORT]


def test_an_interval_may_be_counted_from_a_named_dose() -> None:
    far = {"from": "target_dose", "target_dose": 1, "min": "6 months"}
    of = document(series(dose(1), dose(2, intervals=[GAP]), dose(3, intervals=[GAP, far])))
    given = [("one", date(2024, 4, 1)), ("one", date(2024, 5, 1)), ("one", date(2024, 9, 30))]

    answer = ask(of, *given)

    assert reasons(answer)[2] is ReasonCode.INTERVAL_TOO_SHORT
    assert answer.groups[0].earliest is not None
    assert answer.groups[0].earliest.on == date(2024, 10, 28)


def test_an_interval_may_be_counted_from_the_latest_dose_of_named_products() -> None:
    recent = {"from": "most_recent", "products": ["two"], "min": "6 months"}
    of = document(series(dose(1), dose(2), dose(3, intervals=[recent])))
    given = [("two", date(2024, 4, 1)), ("one", date(2024, 5, 1))]

    earliest = ask(of, *given).groups[0].earliest

    assert earliest is not None
    assert earliest.on == date(2024, 10, 1)


def test_an_interval_may_be_counted_from_an_observation() -> None:
    since = {"from": "observation", "observation": "graft", "min": "12 months"}
    of = document(series(dose(1, intervals=[since])))

    with_it = ask(of, observations={"graft": date(2024, 6, 1)}).groups[0].earliest
    without = ask(of).groups[0].earliest

    assert with_it is not None
    assert with_it.on == date(2025, 6, 1)
    assert without is not None
    assert without.on == BORN


def test_an_allowable_interval_saves_a_dose_too_early_for_the_preferable_one() -> None:
    allowable = [{"from": "previous", "absolute_min": "14 days"}]
    of = document(series(dose(1), dose(2, intervals=[GAP], allowable_intervals=allowable)))
    first = date(2024, 4, 1)

    assert reasons(ask(of, ("one", first), ("one", first + 13 * DAY)))[1] is ReasonCode.INTERVAL_TOO_SHORT
    assert reasons(ask(of, ("one", first), ("one", first + 14 * DAY)))[1] is ReasonCode.VALID


def test_the_offered_age_moves_the_forecast_and_judges_nothing() -> None:
    of = document(series(dose(1, age={"min": "42 days", "offered_from": "2 months"})))

    recorded = ask(of, ("one", BORN + 42 * DAY))
    forecast = ask(of).groups[0]

    assert recorded.evaluation.doses[0].status is DoseStatus.VALID
    assert forecast.earliest is not None
    assert (forecast.earliest.on, forecast.earliest.reason.code) == (date(2024, 3, 31), ReasonCode.OFFERED_AGE)


@pytest.mark.parametrize(
    ("on", "status"), [(date(2024, 7, 30), SeriesStatus.NOT_COMPLETE), (date(2024, 7, 31), SeriesStatus.AGED_OUT)]
)
def test_a_dose_expires_at_its_maximum_age(on: date, status: SeriesStatus) -> None:
    assert ask(document(series(dose(1, age={"max": "6 months"}))), on=on).groups[0].status is status


def test_a_dose_given_past_its_maximum_age_is_extraneous() -> None:
    of = document(series(dose(1, age={"max": "6 months"})))

    assert ask(of, ("one", date(2024, 7, 31))).evaluation.doses[0].status is DoseStatus.EXTRANEOUS


def test_after_the_offer_ends_nothing_is_forecast_but_a_recorded_dose_counts() -> None:
    of = document(series(dose(1, age={"offered_until": "6 months"})))

    late = ask(of, ("one", date(2024, 10, 1)))

    assert ask(of).groups[0].reason.code is ReasonCode.OFFER_ENDED
    assert late.evaluation.doses[0].status is DoseStatus.VALID


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2024, 4, 30), DueState.UPCOMING),
        (date(2024, 5, 1), DueState.DUE),
        (date(2024, 5, 30), DueState.DUE),
        (date(2024, 5, 31), DueState.OVERDUE),
    ],
)
def test_a_dose_is_due_from_the_recommended_date_and_overdue_after_the_past_due_date(on: date, state: DueState) -> None:
    # 31 January + 3 months rolls to 1 May, + 4 months is 31 May, so 30 May is the last day in time
    answer = ask(document(series(dose(1, age=YOUNG))), on=on).groups[0]

    assert answer.due_state is state
    assert answer.past_due is not None
    assert answer.past_due.on == date(2024, 5, 30)


def test_a_wrong_product_and_a_product_at_the_wrong_age_have_their_own_reasons() -> None:
    products = {"preferable": [{"product": "one", "until": "6 months"}]}
    of = document(series(dose(1, products=products)))

    assert reasons(ask(of, ("two", date(2024, 4, 1)))) == [ReasonCode.WRONG_PRODUCT]
    assert reasons(ask(of, ("one", date(2024, 9, 1)))) == [ReasonCode.WRONG_AGE_FOR_PRODUCT]


def test_an_inadvertent_product_does_not_count_and_does_not_start_an_interval() -> None:
    products = {"preferable": ["one"], "inadvertent": ["two"]}
    of = document(series(dose(1, products=products), dose(2, products=products, intervals=[GAP])))
    given = [("one", date(2024, 4, 1)), ("two", date(2024, 5, 1)), ("one", date(2024, 5, 2))]

    assert reasons(ask(of, *given)) == [ReasonCode.VALID, ReasonCode.INADVERTENT_PRODUCT, ReasonCode.VALID]


def test_a_product_lock_keeps_the_child_on_the_first_product() -> None:
    of = document(series(dose(1), dose(2), product_lock=True))

    assert reasons(ask(of, ("one", date(2024, 4, 1)), ("two", date(2024, 5, 1))))[1] is ReasonCode.PRODUCT_LOCKED
