"""Judge every dose of a handbook: by the children's schedule, and what that does not know by the private one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from handbook.domain.handbook import DoseFact, Handbook
from handbook.domain.standing import Standing, standing_on, usual_products
from handbook.usecases.recommend import forecast_of, forecasts_beside

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handbook.domain.immunization import AntigenForecast, DoseOutcome, Evaluation, Forecast, Schedule
    from handbook.domain.texts import Text

type ServiceSchedule = Callable[[], Schedule]
"""Gives the schedule of private vaccines; it is read only where a dose asks for it."""


class Judged(NamedTuple):
    """What a dose did, and by which rules. A tuple: a dose that is recorded makes forty."""

    outcome: DoseOutcome
    schedule_id: str
    schedule_version: str
    engine_version: str


@dataclass(frozen=True, slots=True)
class Judgements:
    """Every dose of a handbook judged as of a day, and the forecast that goes with it."""

    forecast: Forecast
    doses: Mapping[str, Judged]


@dataclass(frozen=True, slots=True)
class Before:
    """How a handbook stood before a dose: what was next for each antigen, and what every other dose did."""

    antigens: tuple[AntigenForecast, ...]
    doses: Mapping[str, Judged]


@dataclass(frozen=True, slots=True)
class Explained:
    """A forecast, and what stands between the child and a vaccine on its day.

    `usual` are the products of each vaccine group; where one of them is forbidden, the group's answer says why.
    """

    forecast: Forecast
    standing: tuple[Standing, ...]
    antigen_names: Mapping[str, Text]
    notes: Mapping[str, Text]
    usual: Mapping[str, frozenset[str]]


def explained(handbook: Handbook, schedule: Schedule, found: Forecast) -> Explained:
    """Put the recorded conditions beside a forecast that saw them."""
    standing = standing_on(handbook, schedule, found.on)
    usual = usual_products(schedule) if standing else {}
    return Explained(found, standing, schedule.antigen_names, schedule.notes, usual)


def judge_doses(handbook: Handbook, schedule: Schedule, service: ServiceSchedule, on: date) -> Judgements:
    """Judge every dose as of a day. A private vaccine is judged by the private schedule and says so."""
    found = forecast_of(handbook, schedule, on)
    return Judgements(found, _judgements(handbook, found.evaluation, service, on))


def judge_beside(
    handbook: Handbook, added: DoseFact, schedule: Schedule, service: ServiceSchedule, on: date
) -> tuple[Judgements, Before]:
    """Give what `judge_doses` says of a handbook with one more dose, and how it stood without."""
    found, without = forecasts_beside(handbook, added, schedule, on)
    judged = Judgements(found, _judgements(handbook.with_dose(added), found.evaluation, service, on))
    return judged, Before(without.antigens, _judgements(handbook, without.evaluation, service, on))


def _judgements(handbook: Handbook, evaluation: Evaluation, service: ServiceSchedule, on: date) -> Mapping[str, Judged]:
    doses = _judged(evaluation)
    unknown = {dose_id for dose_id, one in doses.items() if one.outcome.reason.code.value == "not_in_schedule"}
    if unknown:
        private = _judged(forecast_of(handbook, service(), on).evaluation)
        doses |= {dose_id: private[dose_id] for dose_id in unknown}
    # Two entries of one dose are shown alike; only one of them was asked about.
    doses |= {dose_id: doses[twin] for dose_id, twin in handbook.doses_set_aside.items() if twin in doses}
    return MappingProxyType(doses)


def _judged(found: Evaluation) -> dict[str, Judged]:
    rules = (found.schedule_id, found.schedule_version, found.engine_version)
    return {one.dose_id: Judged(one, *rules) for one in found.doses}
