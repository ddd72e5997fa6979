"""Doses: what was given, whether it counts, and what a nurse should know of it."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from handbook.domain.dose_warnings import DoseWarning
from handbook.domain.doses import Dose
from handbook.domain.partial_days import parse_partial_day, write_partial_day
from handbook.domain.vaccination_codes import observation
from handbook.usecases.assess_dose import Assessed, DoseCommand
from handbook.usecases.judge_doses import Judged
from handbook.web.forms.forecast import ForecastAnswer, ReasonBody, TextBody, forecast_answer, reason_answer
from handbook.web.forms.forecast import text_answer as text
from handbook.web.forms.named import NamedBody
from handbook.web.forms.revisions import NewlyRevised, Revised
from handbook.web.schemas import Body, Day, Identifier, Imprint, Instant, PageBody, PartialDay, Title

type Kind = Literal["administered", "historical"]


Volume = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=0.01, le=5, description="Millilitres")]


class DoseBody(Body):
    """One dose. `historical` doses are copied from paper or told by the family.

    A historical dose may be dated by its month or year only ("2024-05", "2024"). `administered_at` is the instant of
    the injection with its offset; one of the two is needed. `site`, `route` and `session` are codes of /v1/vaccines.
    """

    product: Identifier
    administered_on: PartialDay | None = None
    administered_at: Instant | None = None
    kind: Kind = "administered"
    lot_number: Imprint | None = None
    expires_on: Day | None = None
    site: Identifier | None = None
    route: Identifier | None = None
    volume_ml: Volume | None = None
    session: Identifier | None = None
    facility_name: Title | None = None

    def command(self) -> DoseCommand:
        """Read the command."""
        facts = self.model_dump(include=set(DoseBody.model_fields) - {"administered_on"})
        if self.administered_on is None:
            return DoseCommand(**facts)
        day, precision = parse_partial_day(self.administered_on)
        return DoseCommand(**facts, administered_on=day, precision=precision)


class NewDoseBody(NamedBody, DoseBody):
    """A dose to record."""


class AntigenEvaluation(Body):
    """What a dose counts for: one antigen and the dose number that it fills."""

    antigen: str
    group: str
    status: str
    dose_number: int | None
    reason: ReasonBody


class DoseEvaluation(Body):
    """Whether a dose counts, as a whole and for each antigen, and by which schedule and engine."""

    status: str
    reason: ReasonBody
    antigens: list[AntigenEvaluation]
    schedule_id: str
    schedule_version: str
    engine_version: str


class DoseFacts(Body):
    """A dose as recorded."""

    product: str
    administered_on: str
    administered_at: datetime | None
    kind: Kind
    lot_number: str | None
    expires_on: date | None
    site: str | None
    route: str | None
    volume_ml: float | None
    session: str | None
    facility_name: str | None


class DoseAnswer(DoseFacts):
    """A recorded dose with its evaluation by the schedule in force."""

    dose_id: str
    recorded_at: datetime
    recorded_by: str
    unit_id: str | None
    evaluation: DoseEvaluation


class DoseItem(DoseFacts, Revised):
    """A dose in a list; what was entered in error is not evaluated."""

    dose_id: str
    recorded_at: datetime
    recorded_by: str
    unit_id: str | None
    evaluation: DoseEvaluation | None
    same_as: str | None = Field(None, description="Another entry of the same dose, which counts in its place")


class DosePage(PageBody):
    """Doses in the order of administration."""

    schedule_id: str
    schedule_version: str
    engine_version: str
    items: list[DoseItem]


class WarningBody(Body):
    """What a nurse should know. `stop`: do not give it; `check`: look again; `info`: good to know.

    `dose_ids` are the recorded doses that it speaks of.
    """

    code: str
    severity: Literal["stop", "check", "info"]
    text: TextBody
    advice: TextBody
    dose_ids: list[str]


class ObservationBody(Body):
    """How long the child is watched after the dose."""

    on_site_minutes: int
    at_home_hours: int
    vi: str
    en: str


class DoseRecordedAnswer(NewlyRevised):
    """The dose, whether it counts, the warnings with the gravest first, and the new forecast."""

    dose: DoseAnswer
    warnings: list[WarningBody]
    observation: ObservationBody | None
    forecast: ForecastAnswer


class DosePreviewAnswer(Body):
    """What the dose would mean if it were given: nothing was written. `forecast` is the one that would follow."""

    dose: DoseFacts
    evaluation: DoseEvaluation
    warnings: list[WarningBody]
    forecast: ForecastAnswer


def dose_answer(dose: Dose, judged: Judged | None) -> dict[str, Any]:
    """Write a dose as JSON, with its evaluation where it has one."""
    return {
        "dose_id": dose.dose_id,
        **facts_answer(dose),
        "recorded_at": dose.recorded_at.isoformat(),
        "recorded_by": dose.recorded_by,
        "unit_id": dose.unit_id,
        "evaluation": _evaluation(judged) if judged else None,
    }


def recorded_answer(assessed: Assessed) -> dict[str, Any]:
    """Write a new dose as the JSON that clients and receipts get."""
    dose = assessed.dose
    watched = dose.kind == "administered" and dose.administered_on == assessed.explained.forecast.on
    return {
        "dose": dose_answer(dose, assessed.judged),
        "warnings": [warning_answer(one) for one in assessed.warnings],
        "observation": {name: observation()[name] for name in ObservationBody.model_fields} if watched else None,
        "forecast": forecast_answer(assessed.explained),
    }


def preview_answer(assessed: Assessed) -> dict[str, Any]:
    """Write what a dose would mean as JSON."""
    return {
        "dose": facts_answer(assessed.dose),
        "evaluation": _evaluation(assessed.judged),
        "warnings": [warning_answer(one) for one in assessed.warnings],
        "forecast": forecast_answer(assessed.explained),
    }


def facts_answer(dose: Dose) -> dict[str, Any]:
    """Write what was said of a dose, without what rules make of it."""
    return {
        "product": dose.product,
        "administered_on": write_partial_day(dose.administered_on, dose.precision),
        "administered_at": dose.administered_at.isoformat() if dose.administered_at else None,
        "kind": dose.kind,
        "lot_number": dose.lot_number,
        "expires_on": dose.expires_on.isoformat() if dose.expires_on else None,
        "site": dose.site,
        "route": dose.route,
        "volume_ml": dose.volume_ml,
        "session": dose.session,
        "facility_name": dose.facility_name,
    }


def warning_answer(warning: DoseWarning) -> dict[str, Any]:
    """Write what a nurse should know of a dose as JSON."""
    return {
        "code": warning.code,
        "severity": warning.severity,
        "text": text(warning.text),
        "advice": text(warning.advice),
        "dose_ids": list(warning.doses),
    }


def _evaluation(judged: Judged) -> dict[str, Any]:
    outcome = judged.outcome
    return {
        "status": outcome.status.value,
        "reason": reason_answer(outcome.reason),
        "antigens": [
            {
                "antigen": antigen.antigen,
                "group": antigen.group,
                "status": antigen.status.value,
                "dose_number": antigen.target_dose,
                "reason": reason_answer(antigen.reason),
            }
            for antigen in outcome.antigens
        ],
        "schedule_id": judged.schedule_id,
        "schedule_version": judged.schedule_version,
        "engine_version": judged.engine_version,
    }
