"""A child's visits to the station so far: the programme's own forecast, kept as this family keeps appointments."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from handbook.domain.immunization import AdministeredDose, Person, Schedule, forecast
from tools.seed.children import Attendance, Child, months_before

GROWTH_CHECK_MONTHS = (1, 6, 7, 11, 15, 21, 24, 30, 36, 42, 48, 54, 60, 66, 71)
GROWTH_CHECK_KEPT = 0.75
DAYS_BETWEEN_READINGS = 25
RECALLED = timedelta(days=6)
MOST_VISITS = 60


@dataclass(frozen=True, slots=True)
class GivenDose:
    """One dose that was given."""

    product: str
    on: date


def given_doses(
    schedule: Schedule, person: Person, attendance: Attendance, last_day: date, random: Random
) -> list[GivenDose]:
    """Every dose up to `last_day`, oldest first: each visit takes what the forecast suggested for it."""
    planned = [(person.birth_date + timedelta(days=age), products) for age, products in attendance.unplanned]
    last = _last_visit(person.birth_date, attendance, last_day)
    doses: list[GivenDose] = []
    asked = person.birth_date
    for _ in range(MOST_VISITS):
        on, products = _next_visit(schedule, person, doses, asked, random.randint(*attendance.late_days))
        if planned and planned[0][0] <= on:
            on, products = planned.pop(0)
        if on > last:
            break
        doses += [GivenDose(product, on) for product in products]
        asked = on
    return doses


def _last_visit(birth: date, attendance: Attendance, last_day: date) -> date:
    if attendance.until_age_days is None:
        return last_day
    return min(last_day, birth + timedelta(days=attendance.until_age_days))


def _next_visit(
    schedule: Schedule, person: Person, doses: list[GivenDose], asked: date, late_days: int
) -> tuple[date, tuple[str, ...]]:
    history = [AdministeredDose(str(number), dose.product, dose.on) for number, dose in enumerate(doses)]
    visit = forecast(schedule, person, history, asked).next_visit
    if visit is None:
        return date.max, ()
    # What is given at birth is given where the child is born, whoever the family is.
    on = visit.on if visit.on == person.birth_date else visit.on + timedelta(days=late_days)
    return on, tuple(item.product for item in visit.items)


def weighing_days(child: Child, birth: date, doses: list[GivenDose], last_day: date, random: Random) -> list[date]:
    """The days on which the child was weighed: at birth, with doses, and at growth checks in between."""
    # Where doses are given at all there is a scale; a family that never comes has the weight at birth only.
    days = {birth, *(dose.on for dose in doses)}
    until = child.attendance.until_age_days
    for months in GROWTH_CHECK_MONTHS if until is None else ():
        if random.random() < GROWTH_CHECK_KEPT:
            days.add(months_before(birth, -months) + timedelta(days=random.randint(0, 9)))
    kept = _spaced(sorted(day for day in days if day <= last_day))
    # A child whose growth worries is asked back soon.
    return [*kept, last_day - RECALLED] if child.channel.turn and last_day - RECALLED > kept[-1] else kept


def _spaced(days: list[date]) -> list[date]:
    kept: list[date] = []
    for day in days:
        if not kept or (day - kept[-1]).days >= DAYS_BETWEEN_READINGS:
            kept.append(day)
    return kept
