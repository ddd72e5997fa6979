"""Say what one dose means in a handbook: before it is given and after, by the same rules."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from handbook.domain.calendar import local_date
from handbook.domain.dose_warnings import DoseWarning, Situation, warnings_of
from handbook.domain.doses import Dose, DoseKind
from handbook.domain.errors import DateBeforeBirthError, DateInFutureError, InvalidFieldError, UnknownProductError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import DoseId
from handbook.domain.partial_days import Precision, last_possible
from handbook.domain.plausible_days import check_event_date
from handbook.domain.recordable import check_recordable
from handbook.domain.summary import dose_fact
from handbook.domain.vaccination_codes import entry_of
from handbook.usecases.context import Context
from handbook.usecases.judge_doses import Explained, Judged, ServiceSchedule, explained, judge_beside
from handbook.usecases.recommend import forecast_of
from handbook.usecases.replay import Recorded

if TYPE_CHECKING:
    from handbook.domain.immunization import Schedule

_CLOCKS_APART = timedelta(minutes=15)
"""How far a telephone's clock may be ahead of ours."""
_CODE_LISTS = {"site": "sites", "route": "routes", "session": "sessions"}


@dataclass(frozen=True, slots=True)
class DoseCommand:
    """What was given, or is about to be. One of `administered_on` and `administered_at` is there."""

    product: str
    administered_on: date | None = None
    kind: DoseKind = "administered"
    lot_number: str | None = None
    precision: Precision = "day"
    administered_at: datetime | None = None
    expires_on: date | None = None
    site: str | None = None
    route: str | None = None
    volume_ml: float | None = None
    session: str | None = None
    facility_name: str | None = None


@dataclass(frozen=True, slots=True)
class Assessed(Recorded):
    """A dose in its handbook: whether it counts, what is next, and what a nurse should know."""

    dose: Dose
    judged: Judged
    explained: Explained
    warnings: tuple[DoseWarning, ...]
    handbook: Handbook


def dose_of(command: DoseCommand, dose_id: DoseId, handbook: Handbook, context: Context, schedule: Schedule) -> Dose:
    """Make the dose that a command speaks of; refused is only what cannot have happened.

    Raises: UnknownProductError, DateInFutureError, DateBeforeBirthError, InvalidFieldError naming the field.
    """
    if command.product not in schedule.products:
        raise UnknownProductError("product")
    _check_codes(command)
    day = _day(command, context.now)
    historical = command.kind == "historical"
    if not historical and command.precision != "day":
        raise InvalidFieldError("administered_on")
    if not historical and command.facility_name is not None:
        raise InvalidFieldError("facility_name")
    said = "administered_on" if command.administered_on else "administered_at"
    _check_day(day, command.precision, handbook.profile.birth_date, context.today, said)
    check_recordable(handbook, day, said, routine=False)
    return Dose(
        dose_id=dose_id,
        recorded_at=context.now,
        recorded_by=context.actor.id,
        unit_id=context.actor.unit_id,
        **{**{field.name: getattr(command, field.name) for field in fields(command)}, "administered_on": day},
    )


def _check_codes(command: DoseCommand) -> None:
    for field, name in _CODE_LISTS.items():
        code = getattr(command, field)
        if code is not None:
            entry_of(name, code, field)


def _day(command: DoseCommand, now: datetime) -> date:
    at, on = command.administered_at, command.administered_on
    if at is None:
        if on is None:
            raise InvalidFieldError("administered_on")
        return on
    if at > now + _CLOCKS_APART:
        raise DateInFutureError("administered_at")
    # A telephone that is minutes ahead may have reached tomorrow.
    day = local_date(min(at, now))
    if on is not None and (on not in {day, local_date(at)} or command.precision != "day"):
        raise InvalidFieldError("administered_on")
    return day


def _check_day(day: date, precision: Precision, birth_date: date, today: date, name: str) -> None:
    if precision == "day":
        check_event_date(day, birth_date, today, name)
    elif day > today:
        raise DateInFutureError(name)
    elif last_possible(day, precision) < birth_date:
        raise DateBeforeBirthError(name)


def assess_dose(
    dose: Dose, handbook: Handbook, today: date, *, schedule: Schedule, service: ServiceSchedule, ahead: bool
) -> Assessed:
    """Judge a dose beside those on record; `ahead` when it was not given yet, which changes the advice only."""
    fact = dose_fact(dose)
    counted = handbook.with_dose(fact)
    after, before = judge_beside(handbook, fact, schedule, service, today)
    judged = after.doses[dose.dose_id]
    day = max(dose.administered_on, handbook.profile.birth_date)
    situation = Situation(
        dose=dose,
        fact=fact,
        handbook=handbook,
        schedule=schedule if judged.schedule_id == schedule.id else service(),
        outcome=judged.outcome,
        outcomes={dose_id: one.outcome for dose_id, one in after.doses.items()},
        before={dose_id: one.outcome for dose_id, one in before.doses.items()},
        then=before.antigens if day == today else forecast_of(handbook, schedule, day).antigens,
        today=today,
        ahead=ahead,
    )
    return Assessed(dose, judged, explained(counted, schedule, after.forecast), warnings_of(situation), counted)
