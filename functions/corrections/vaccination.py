"""How entries around a vaccination are amended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from handbook import bootstrap
from handbook.domain.conditions import ImmunizationCondition
from handbook.domain.doses import Dose, NotGiven
from handbook.domain.errors import InvalidFieldError
from handbook.domain.handbook import Handbook
from handbook.domain.mothers_doses import MothersDose
from handbook.domain.screening import Screening
from handbook.usecases.assess_dose import dose_of
from handbook.usecases.context import Context
from handbook.usecases.mothers_doses import check_mothers_dose
from handbook.usecases.record_condition import condition_of
from handbook.usecases.record_not_given import RecordNotGiven, not_given_of
from handbook.usecases.record_screening import screening_of
from handbook.web.forms.conditions import ConditionBody
from handbook.web.forms.immunizations import DoseBody
from handbook.web.forms.mothers_doses import MothersDoseBody
from handbook.web.forms.screenings import ScreeningBody
from handbook.web.schemas import Body, Day, Identifier

_DAY, _INSTANT = "administered_on", "administered_at"


class NotGivenFields(Body):
    """What is said of a dose that was not given."""

    product: Identifier
    not_given_on: Day
    reason: Identifier
    until: Day | None = None


class ScreeningFields(ScreeningBody):
    """What was asked and measured; whether conditions are kept was decided when it was recorded."""

    screened_on: Day


def dose_joined(value: dict[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Put changes over a dose: who changes its day alone does not keep the hour of another day, and the reverse."""
    joined = {**value, **changes}
    if _DAY in changes and _INSTANT not in changes and changes[_DAY] != value[_DAY]:
        joined[_INSTANT] = None
    if _INSTANT in changes and _DAY not in changes and changes[_INSTANT] is not None:
        joined[_DAY] = None
    return joined


def dose(entry: Dose, said: DoseBody, handbook: Handbook, context: Context) -> Dose:
    """Make a dose as a body says."""
    return dose_of(said.command(), entry.dose_id, handbook, context, bootstrap.child_schedule())


def mothers_dose(entry: MothersDose, said: MothersDoseBody, handbook: Handbook, context: Context) -> MothersDose:
    """Make a dose of the mother's as a body says."""
    command = said.command()
    check_mothers_dose(command, handbook, bootstrap.tetanus_schedule(), context.today)
    return replace(entry, **asdict(command))


def not_given(entry: NotGiven, said: NotGivenFields, handbook: Handbook, context: Context) -> NotGiven:
    """Make a dose that was not given as a body says."""
    command = RecordNotGiven(said.product, said.reason, said.not_given_on, said.until)
    return not_given_of(command, entry.not_given_id, handbook, context, bootstrap.child_schedule())


def screening(entry: Screening, said: ScreeningFields, handbook: Handbook, context: Context) -> Screening:
    """Make a screening as a body says, with what it finds by the checklist in force."""
    if "record_conditions" in said.model_fields_set:
        raise InvalidFieldError("record_conditions")
    facts = said.facts(said.screened_on)
    return screening_of(facts, handbook, context, bootstrap.child_schedule(), entry.screening_id)


def condition(
    entry: ImmunizationCondition, said: ConditionBody, handbook: Handbook, context: Context
) -> ImmunizationCondition:
    """Make a condition as a body says; its kind is for good, since the right to it hangs on that, and so is its end."""
    if said.kind != entry.kind:
        raise InvalidFieldError("kind")
    made = condition_of(said.command(), entry.condition_id, handbook, context, bootstrap.child_schedule())
    if entry.ended_on is not None and made.since > entry.ended_on:
        raise InvalidFieldError("since")
    names = ("code", "of", "since", "until", "evidence")
    return replace(entry, **{name: getattr(made, name) for name in names})
