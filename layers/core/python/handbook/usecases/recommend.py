"""Ask the immunization rules about a handbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from handbook.domain.conditions import LIVE, DeferralFact
from handbook.domain.handbook import DoseFact, Handbook, Profile

if TYPE_CHECKING:
    from handbook.domain.immunization import AdministeredDose, Deferral, Forecast, Outlook, Person, Schedule

# The engine is imported by the requests that ask it: it is a tenth of a cold start, and most requests do not.


def person_of(profile: Profile) -> Person:
    """Give what the rules need to know of a child."""
    from handbook.domain.immunization import Person  # noqa: PLC0415

    return Person(
        birth_date=profile.birth_date,
        sex=profile.sex.value,
        commune_code=profile.commune_code,
        province_code=profile.province_code,
        gestation_days=profile.gestation_days,
    )


def forecast_of(handbook: Handbook, schedule: Schedule, on: date) -> Forecast:
    """Evaluate every dose of a handbook and forecast the next ones as of a day, with the conditions that hold then.

    Nothing is due before the birth, or once the child has died or the handbook was closed; what was given stays judged.
    """
    from handbook.domain.immunization import forecast  # noqa: PLC0415

    if handbook.child is None:
        return _nothing_due(schedule, on)
    if handbook.life and (ended := handbook.ended_on) is not None and on >= ended:
        found = forecast_of(replace(handbook, life=()), schedule, ended)
        return replace(_nothing_due(schedule, on), evaluation=found.evaluation)
    person = _person_in(handbook, schedule, on)
    return forecast(schedule, person, _doses(handbook, schedule, person), on)


def forecasts_beside(handbook: Handbook, added: DoseFact, schedule: Schedule, on: date) -> tuple[Forecast, Outlook]:
    """Give what `forecast_of` says of a handbook with one more dose, and of the handbook as it is."""
    from handbook.domain.immunization import Outlook, forecast_beside  # noqa: PLC0415

    ended = handbook.ended_on
    vague = any(one.latest_on for one in (*handbook.doses, added))
    if handbook.child is None or vague or (ended is not None and on >= ended):
        # Where a life has ended, and where days are placed by what stands beside them, each is looked at by itself.
        found = forecast_of(handbook, schedule, on)
        return forecast_of(handbook.with_dose(added), schedule, on), Outlook(found.antigens, found.evaluation)
    person = _person_in(handbook, schedule, on)
    *given, last = _placed((*handbook.doses, added))
    return forecast_beside(schedule, person, given, last, on)


def _nothing_due(schedule: Schedule, on: date) -> Forecast:
    from handbook.domain.immunization import ENGINE_VERSION, Evaluation, Forecast  # noqa: PLC0415

    rules = (schedule.id, schedule.version, ENGINE_VERSION)
    return Forecast(*rules, on, (), (), None, Evaluation(*rules, ()), ())


def _person_in(handbook: Handbook, schedule: Schedule, on: date) -> Person:
    person = person_of(handbook.profile)
    if not handbook.conditions and not handbook.deferrals:
        return person
    from handbook.domain.immunization import Refusal  # noqa: PLC0415

    holding = [one for one in handbook.conditions if one.holds_on(on)]
    return replace(
        person,
        contraindications=frozenset(one.code for one in holding if one.kind == "contraindication"),
        immunities=frozenset(one.code for one in holding if one.kind == "immunity"),
        refusals=tuple(Refusal(group, one.since) for one in holding if one.kind == "refusal" for group in one.of),
        deferrals=tuple(_deferral(one, schedule) for one in handbook.deferrals if one.until > on),
    )


def _deferral(fact: DeferralFact, schedule: Schedule) -> Deferral:
    from handbook.domain.immunization import Deferral  # noqa: PLC0415

    live = (product.id for product in schedule.products.values() if product.live) if LIVE in fact.of else ()
    return Deferral(fact.until, fact.groups, fact.products.union(live))


def _doses(handbook: Handbook, schedule: Schedule, person: Person) -> list[AdministeredDose]:
    """Place the doses of which only the month or the year is known, so that no child is left with too few.

    One counts only if it would on the first as well as on the last day that may be meant; it then stands on the last,
    so that none after it comes too early. Otherwise its day counts as unknown, until somebody completes it. What is
    known best is placed first: a dose of some year takes nothing from one of a month.
    """
    placed = _placed(dose for dose in handbook.doses if dose.latest_on is None)
    vague = [(dose, dose.latest_on) for dose in handbook.doses if dose.latest_on is not None]
    for dose, latest in sorted(vague, key=lambda one: (one[1] - one[0].administered_on, one[1], one[0].dose_id)):
        first = _given(dose, max(dose.administered_on, person.birth_date))
        last = _given(dose, latest)
        sure = all(_counts(one, placed, schedule, person) for one in (first, last))
        placed.append(last if sure else replace(last, administered_on=None))
    return placed


def _counts(dose: AdministeredDose, beside: Sequence[AdministeredDose], schedule: Schedule, person: Person) -> bool:
    from handbook.domain.immunization import DoseStatus, evaluate  # noqa: PLC0415

    outcomes = evaluate(schedule, person, [*beside, dose]).doses
    return any(one.dose_id == dose.dose_id and one.status is DoseStatus.VALID for one in outcomes)


def _placed(doses: Iterable[DoseFact]) -> list[AdministeredDose]:
    from handbook.domain.immunization import AdministeredDose  # noqa: PLC0415

    return [
        AdministeredDose(dose.dose_id, dose.product, dose.administered_on, lot_expires_on=dose.expires_on)
        for dose in doses
    ]


def _given(dose: DoseFact, on: date) -> AdministeredDose:
    return replace(*_placed((dose,)), administered_on=on)
