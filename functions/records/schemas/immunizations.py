"""Doses, their evaluation, and the forecast."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import StringConstraints

from handbook.domain.doses import Dose
from handbook.usecases.record_dose import DoseRecorded, RecordDose
from handbook.web.schemas import Body, Day, PageBody

if TYPE_CHECKING:
    from handbook.domain.immunization import DoseOutcome, Forecast, ForecastDate, GroupForecast, Reason, Text


class DoseBody(Body):
    """One dose that was given. `historical` doses are copied from paper or told by the family."""

    product: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    administered_on: Day
    kind: Literal["administered", "historical"] = "administered"
    lot_number: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)] | None = None

    def command(self) -> RecordDose:
        """Read the command."""
        return RecordDose(**self.model_dump())


class TextBody(Body):
    """One text in both languages."""

    vi: str
    en: str


class ReasonBody(Body):
    """A stable code with a sentence in both languages."""

    code: str
    vi: str
    en: str


class DatedReason(Body):
    """A date and the rule that it comes from."""

    on: date
    reason: ReasonBody


class AntigenEvaluation(Body):
    """What a dose counts for: one antigen and the dose number that it fills."""

    antigen: str
    group: str
    status: str
    dose_number: int | None
    reason: ReasonBody


class DoseEvaluation(Body):
    """Whether a dose counts, as a whole and for each antigen."""

    status: str
    reason: ReasonBody
    antigens: list[AntigenEvaluation]


class DoseAnswer(DoseBody):
    """A recorded dose with its evaluation by the schedule in force."""

    dose_id: str
    recorded_at: datetime
    recorded_by: str
    unit_id: str | None
    evaluation: DoseEvaluation


class DosePage(PageBody):
    """Doses in the order of administration."""

    schedule_id: str
    schedule_version: str
    items: list[DoseAnswer]


class GroupForecastBody(Body):
    """What is next for one vaccine group."""

    group: str
    name: TextBody
    status: str
    due_state: str
    reason: ReasonBody
    dose_number: int | None
    earliest: DatedReason | None
    recommended: DatedReason | None
    past_due: DatedReason | None
    latest: DatedReason | None
    products: list[str]
    uncertain: list[TextBody]


class VisitItemBody(Body):
    """One product to be given at the visit."""

    product: str
    name: TextBody
    groups: list[str]
    dose_number: int
    due_state: str


class VisitBody(Body):
    """The next suggested appointment."""

    on: date
    items: list[VisitItemBody]


class ForecastAnswer(Body):
    """What is due as of a day, by which schedule and engine."""

    on: date
    schedule_id: str
    schedule_version: str
    engine_version: str
    groups: list[GroupForecastBody]
    next_visit: VisitBody | None
    uncertain: list[TextBody]


class DoseRecordedAnswer(Body):
    """The dose, whether it counts, and the new forecast."""

    dose: DoseAnswer
    forecast: ForecastAnswer


def dose_answer(dose: Dose, outcome: "DoseOutcome") -> dict[str, Any]:
    """Write a dose as JSON."""
    return {
        "dose_id": dose.dose_id,
        "product": dose.product,
        "administered_on": dose.administered_on.isoformat(),
        "kind": dose.kind,
        "lot_number": dose.lot_number,
        "recorded_at": dose.recorded_at.isoformat(),
        "recorded_by": dose.recorded_by,
        "unit_id": dose.unit_id,
        "evaluation": _evaluation(outcome),
    }


def forecast_answer(found: "Forecast") -> dict[str, Any]:
    """Write a forecast as JSON."""
    visit = found.next_visit
    return {
        "on": found.on.isoformat(),
        "schedule_id": found.schedule_id,
        "schedule_version": found.schedule_version,
        "engine_version": found.engine_version,
        "groups": [_group(group) for group in found.groups],
        "next_visit": {
            "on": visit.on.isoformat(),
            "items": [
                {
                    "product": item.product,
                    "name": _text(item.name),
                    "groups": [dose.group for dose in item.doses],
                    "dose_number": item.dose_number,
                    "due_state": item.due_state.value,
                }
                for item in visit.items
            ],
        }
        if visit
        else None,
        "uncertain": [_text(text) for text in found.uncertain],
    }


def recorded_answer(recorded: DoseRecorded) -> dict[str, Any]:
    """Write a new dose as the JSON that clients and receipts get."""
    return {
        "dose": dose_answer(recorded.dose, recorded.outcome),
        "forecast": forecast_answer(recorded.forecast),
    }


def _evaluation(outcome: "DoseOutcome") -> dict[str, Any]:
    return {
        "status": outcome.status.value,
        "reason": _reason(outcome.reason),
        "antigens": [
            {
                "antigen": antigen.antigen,
                "group": antigen.group,
                "status": antigen.status.value,
                "dose_number": antigen.target_dose,
                "reason": _reason(antigen.reason),
            }
            for antigen in outcome.antigens
        ],
    }


def _group(group: "GroupForecast") -> dict[str, Any]:
    return {
        "group": group.group,
        "name": _text(group.name),
        "status": group.status.value,
        "due_state": group.due_state.value,
        "reason": _reason(group.reason),
        "dose_number": group.dose_number,
        "earliest": _dated(group.earliest),
        "recommended": _dated(group.recommended),
        "past_due": _dated(group.past_due),
        "latest": _dated(group.latest),
        "products": list(group.products),
        "uncertain": [_text(text) for text in group.uncertain],
    }


def _dated(date_: "ForecastDate | None") -> dict[str, Any] | None:
    return {"on": date_.on.isoformat(), "reason": _reason(date_.reason)} if date_ else None


def _reason(reason: "Reason") -> dict[str, str]:
    return {"code": reason.code.value, "vi": reason.vi, "en": reason.en}


def _text(text: "Text") -> dict[str, str]:
    return {"vi": text.vi, "en": text.en}
