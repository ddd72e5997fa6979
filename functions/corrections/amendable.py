"""What of each kind of entry can be amended, in the fields and by the rules that recording it has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError

from functions.corrections import vaccination
from handbook.domain.acknowledgements import Acknowledgement
from handbook.domain.conditions import ImmunizationCondition
from handbook.domain.dental import DentalCheck
from handbook.domain.doses import Dose, NotGiven
from handbook.domain.encounters.encounter import Encounter
from handbook.domain.entries import Entry
from handbook.domain.errors import InvalidFieldError
from handbook.domain.feeding import Feeding
from handbook.domain.findings import Findings
from handbook.domain.handbook import Handbook
from handbook.domain.measurements import Measurement
from handbook.domain.milestones import MilestoneCheck
from handbook.domain.mothers_doses import MothersDose
from handbook.domain.recordable import check_recordable
from handbook.domain.screening import Screening
from handbook.domain.supplements import Supplement
from handbook.usecases.assess_measurement import assessed_now
from handbook.usecases.care_kinds import DENTAL, FEEDING, FINDINGS, MILESTONES, SUPPLEMENTS, CareKind
from handbook.usecases.context import Context
from handbook.usecases.correct_entry import Revise
from handbook.usecases.record_encounter import amended_encounter
from handbook.usecases.record_measurement import measurement_of
from handbook.web.forms.alerts import AcknowledgementBody
from handbook.web.forms.care import DentalBody, FeedingBody, FindingsBody, MilestonesBody, SupplementBody
from handbook.web.forms.conditions import ConditionBody
from handbook.web.forms.encounters import EncounterFields, details_of, said_of
from handbook.web.forms.immunizations import DoseBody
from handbook.web.forms.measurements import MeasurementBody
from handbook.web.forms.mothers_doses import MothersDoseBody
from handbook.web.recorders import data_of

type Value = dict[str, Any]

_KNOWN = ("gestation_days",)
"""Fields that a handbook fills in where nobody does."""


@dataclass(frozen=True, slots=True)
class Amendable:
    """One kind: the body that says what can be changed, and how an entry is made of one in place of another.

    `made` raises what recording such an entry would; `joined` puts changes over what is said now.
    """

    body: type[BaseModel]
    made: Callable[[Any, Any, Handbook, Context], Entry]
    joined: Callable[[Value, Mapping[str, Any]], Value] = lambda value, changes: {**value, **changes}


def _care(kind: CareKind[Any], body: type[BaseModel]) -> Amendable:
    def made(entry: Any, said: BaseModel, handbook: Handbook, context: Context) -> Entry:  # noqa: ANN401
        fields = {name: getattr(said, name) for name in _names(body)}
        fields |= _known_anew(kind, entry, fields, handbook)
        revised: Entry = replace(entry, **fields)
        kind.check(revised, handbook, context.today)
        check_recordable(handbook, getattr(revised, kind.day), kind.day, routine=True)
        return revised

    return Amendable(body, made)


def _known_anew(kind: CareKind[Any], entry: Any, said: Value, handbook: Handbook) -> Mapping[str, Any]:  # noqa: ANN401
    # What the handbook knew of the day before, and nobody said, it knows of the new day.
    blank = dict.fromkeys(_KNOWN)
    was = kind.known({**{name: getattr(entry, name) for name in said}, **blank}, handbook)
    unsaid = {name: None for name, value in was.items() if said[name] == value}
    return {**unsaid, **kind.known({**said, **unsaid}, handbook)}


def _measurement(entry: Measurement, said: MeasurementBody, handbook: Handbook, context: Context) -> Measurement:
    revised = measurement_of(said.command(), entry.measurement_id, handbook, context)
    return assessed_now(handbook, revised)


def _acknowledgement(
    entry: Acknowledgement, said: AcknowledgementBody, _handbook: Handbook, _context: Context
) -> Acknowledgement:
    return replace(entry, note=said.note)


def _encounter(entry: Encounter, said: EncounterFields, handbook: Handbook, context: Context) -> Encounter:
    return amended_encounter(entry, details_of(said), said_of(said), handbook, context)


def _encounter_joined(value: Value, changes: Mapping[str, Any]) -> Value:
    # The object of the kind is changed field by field, as the others are.
    own = {name: {**value[name], **new} for name, new in changes.items() if isinstance(new, dict) and value.get(name)}
    return {**value, **changes, **own}


_KINDS: Mapping[type, Amendable] = {
    Dose: Amendable(DoseBody, vaccination.dose, vaccination.dose_joined),
    MothersDose: Amendable(MothersDoseBody, vaccination.mothers_dose),
    NotGiven: Amendable(vaccination.NotGivenFields, vaccination.not_given),
    Screening: Amendable(vaccination.ScreeningFields, vaccination.screening),
    ImmunizationCondition: Amendable(ConditionBody, vaccination.condition),
    Measurement: Amendable(MeasurementBody, _measurement),
    Findings: _care(FINDINGS, FindingsBody),
    MilestoneCheck: _care(MILESTONES, MilestonesBody),
    Feeding: _care(FEEDING, FeedingBody),
    Supplement: _care(SUPPLEMENTS, SupplementBody),
    DentalCheck: _care(DENTAL, DentalBody),
    Encounter: Amendable(EncounterFields, _encounter, _encounter_joined),
    Acknowledgement: Amendable(AcknowledgementBody, _acknowledgement),
}


def revision(kind: type[Entry], changes: Mapping[str, Any]) -> Revise:
    """Give what makes an entry of a kind as the changed fields say, checked as if it were recorded so.

    What it gives raises RequestValidationError and InvalidFieldError, which name the fields under `changes`.
    """
    amendable = _KINDS.get(kind)
    if amendable is None:
        # A file is what it is: a wrong one is marked as entered in error.
        raise InvalidFieldError("changes")

    def revise(entry: Any, handbook: Handbook, context: Context) -> Entry:  # noqa: ANN401
        names = amendable.body.model_fields
        said_now = {name: value for name, value in data_of(entry).items() if name in names}
        fields = amendable.joined(said_now, changes)
        try:
            said = amendable.body.model_validate(fields)
            return amendable.made(entry, said, handbook, context)
        except ValidationError as error:
            raise RequestValidationError([_under_changes(one) for one in error.errors()]) from None
        except InvalidFieldError as error:
            error.field = f"changes.{error.field}"
            raise

    return revise


def _under_changes(error: Any) -> dict[str, Any]:  # noqa: ANN401 - pydantic's own dictionary
    return {"type": error["type"], "loc": ("body", "changes", *error["loc"]), "input": error.get("input")}


def _names(body: type[BaseModel]) -> list[str]:
    # The id that a client makes is the entry's for good.
    return [name for name in body.model_fields if name != "id"]
