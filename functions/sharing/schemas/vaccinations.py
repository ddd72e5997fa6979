"""The state of vaccination as JSON, for schools."""

from datetime import date
from typing import Any, Literal

from handbook.domain.calendar import iso_day
from handbook.usecases.read_vaccinations import VaccinationState
from handbook.web.forms.forecast import TextBody
from handbook.web.schemas import Body

_LATE = "overdue"
_DONE = "complete"


class VaccinationGroup(Body):
    """One vaccine group: complete, late, or neither yet. Why something was not given is not told."""

    group: str
    name: TextBody
    state: Literal["complete", "on_time", "late"]


class VaccinationDose(Body):
    """A dose by product and day."""

    product: str
    administered_on: date


class VaccinationsAnswer(Body):
    """A child's state of vaccination as of a day, by which schedule."""

    handbook_id: str
    full_name: str | None
    birth_date: date | None
    on: date
    schedule_id: str
    schedule_version: str
    groups: list[VaccinationGroup]
    doses: list[VaccinationDose]


def vaccinations_answer(found: VaccinationState) -> dict[str, Any]:
    """Write a state of vaccination as JSON."""
    child, forecast = found.handbook.child, found.forecast
    groups = [
        {"group": one.group, "name": one.name._asdict(), "state": _state(one.status.value, one.due_state.value)}
        for one in forecast.groups
    ]
    doses = [
        {"product": dose.product, "administered_on": dose.administered_on.isoformat()} for dose in found.handbook.doses
    ]
    return {
        "handbook_id": found.handbook.handbook_id,
        "full_name": child.full_name if child else None,
        "birth_date": iso_day(child.birth_date) if child else None,
        "on": forecast.on.isoformat(),
        "schedule_id": forecast.schedule_id,
        "schedule_version": forecast.schedule_version,
        "groups": groups,
        "doses": doses,
    }


def _state(status: str, due_state: str) -> str:
    return "late" if due_state == _LATE else "complete" if status == _DONE else "on_time"
