"""Judges of development, feeding, and what is overdue."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from handbook.domain.alerts.alert import Alert
from handbook.domain.alerts.case import Case, Family
from handbook.domain.alerts.episodes import Judgement, episodes
from handbook.domain.alerts.facts import day_of_age
from handbook.domain.alerts.rules import Rule
from handbook.domain.calendar import age_in_days
from handbook.domain.dental import next_dental_check
from handbook.domain.feeding import Feeding
from handbook.domain.milestones import Band, Item, MilestoneCheck, bands, developmental_months
from handbook.domain.supplements import supplements_due


@cache
def _items() -> dict[str, tuple[Item, Band]]:
    return {item.code: (item, band) for band in bands() for item in band.items}


def _checks(case: Case) -> list[MilestoneCheck]:
    found = [one for one in case.history.milestones if one.checked_on <= case.today]
    return sorted(found, key=lambda one: (one.checked_on, one.recorded_at, one.entry_id))


def judge_milestones(case: Case, family: Family) -> Iterator[Alert]:
    """Milestones answered with "not reached": late from two, or from one whose age band is over; else one to watch.

    The newest check speaks for the child: one in which every answered item is reached ends the alert.
    """
    born = case.child.birth_date
    if born is None:
        return
    judged = (_judge_check(one, born, case.child.gestation_days, family) for one in _checks(case))
    yield from episodes(case.child.handbook_id, (one for one in judged if one is not None), case.today)


def _judge_check(check: MilestoneCheck, born: date, gestation_days: int | None, family: Family) -> Judgement | None:
    answered = {code: reached for code, reached in check.items.items() if reached is not None and code in _items()}
    if not answered:
        return None
    months = developmental_months(born, gestation_days, check.checked_on)
    missed = [_items()[code] for code, reached in answered.items() if not reached]
    missed = [(item, band) for item, band in missed if item.expected_from_months <= months]
    if not missed:
        return Judgement(check.checked_on, check.entry_id, None)
    count = len(missed)
    if any(band.under_months <= months for _, band in missed):
        count = max(count, family[0].limits["items"])
    rule = next((rule for rule in family if count >= rule.limits["items"]), None)
    return Judgement(check.checked_on, check.entry_id, rule, {"items": tuple(sorted(item.text for item, _ in missed))})


def judge_autism(case: Case, family: Family) -> Iterator[Alert]:
    """A screening that saw a risk, until a later one does not."""
    judged = (
        Judgement(one.checked_on, one.entry_id, family[0] if one.autism_risk else None)
        for one in _checks(case)
        if one.autism_risk is not None
    )
    yield from episodes(case.child.handbook_id, judged, case.today)


def judge_feeding(case: Case, family: Family) -> Iterator[Alert]:
    """What is fed against the age; the alert ends with another answer or on the day the child is old enough."""
    born = case.child.birth_date
    if born is None:
        return
    found = [one for one in case.history.feedings if one.observed_on <= case.today]
    found.sort(key=lambda one: (one.observed_on, one.recorded_at, one.entry_id))
    judged = (_judge_feeding(one, age_in_days(born, one.observed_on), family) for one in found)
    over_on = day_of_age(born, family[0].limits["over_on_day"])
    yield from episodes(case.child.handbook_id, (one for one in judged if one is not None), case.today, ends_on=over_on)


def _judge_feeding(feeding: Feeding, age_days: int, family: Family) -> Judgement | None:
    limits = family[0].limits
    if age_days >= limits["under_day"]:
        return Judgement(day_over(feeding, age_days, limits["under_day"]), feeding.entry_id, None, over=True)
    answer = _answer(feeding, limits["field"])
    if answer is None or age_days < limits["from_day"]:
        return None
    rule = next((rule for rule in family if rule.limits["is"] == answer), None)
    return Judgement(feeding.observed_on, feeding.entry_id, rule)


def day_over(feeding: Feeding, age_days: int, under_day: int) -> date:
    """The day on which the age of a feeding rule was over, at or before a feeding record."""
    return feeding.observed_on - timedelta(days=age_days - under_day)


def _answer(feeding: Feeding, name: str) -> str | bool | None:
    """An answer, or what the kind of milk implies where it was not asked."""
    given: str | bool | None = getattr(feeding, name)
    if given is not None or feeding.milk is None:
        return given
    if name == "breastfed":
        return feeding.milk != "formula"
    return False if name == "complementary_foods" and feeding.milk == "exclusive_breastfeeding" else None


def judge_due(case: Case, family: Family) -> Iterator[Alert]:
    """What should have been recorded by today: as long as it is missing, and gone when it is there."""
    rule, born = family[0], case.child.birth_date
    if born is None:
        return
    overdue = _overdue(case, rule, born)
    if overdue is not None:
        due_on, opened_on = overdue
        judged = Judgement(opened_on, f"due:{due_on}", rule, {"due_on": due_on}, is_entry=False)
        yield from episodes(case.child.handbook_id, [judged], case.today, about=due_on.isoformat())


def _overdue(case: Case, rule: Rule, born: date) -> tuple[date, date] | None:
    course = rule.limits["course"]
    if course == "dental":
        checks = (one for one in case.history.dental if one.checked_on <= case.today)
        dental = next_dental_check(checks, born)
        spans = [] if dental is None else [(dental.due_on, dental.overdue_after)]
    else:
        given = tuple(one for one in case.history.supplements if one.given_on <= case.today)
        due = supplements_due(given, born, case.today)
        spans = [(one.due_on, one.overdue_after) for one in due if one.course == course]
    return next(((due_on, last + timedelta(days=1)) for due_on, last in spans if last < case.today), None)
