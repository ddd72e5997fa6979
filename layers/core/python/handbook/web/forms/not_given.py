"""Doses that were not given."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from handbook.domain.doses import NotGiven
from handbook.domain.errors import InvalidFieldError
from handbook.domain.vaccination_codes import entry_of
from handbook.usecases.record_not_given import NotGivenRecorded, RecordNotGiven
from handbook.web.forms.forecast import ForecastAnswer, ReasonBody, forecast_answer
from handbook.web.forms.immunizations import DoseBody, NewDoseBody
from handbook.web.forms.named import NamedBody
from handbook.web.forms.revisions import NewlyRevised, Revised
from handbook.web.schemas import Body, Day, Identifier, PageBody

_ALWAYS = {"id", "product", "kind"}
_NOT_GIVEN = ("not_given_on", "reason", "until")


class NewNotGivenBody(NamedBody):
    """A dose that was not given, and why; `not_given_on` is today without it."""

    product: Identifier
    reason: Identifier
    not_given_on: Day | None = None
    until: Day | None = None

    def command(self) -> RecordNotGiven:
        """Read the command."""
        return RecordNotGiven(self.product, self.reason, self.not_given_on, self.until)


class ImmunizationBody(NewDoseBody):
    """A dose that was given, or with `status` "not_given" one that was not, and why.

    Of a dose that was not given, `product`, `not_given_on` (today without it), `reason` (see /v1/vaccines) and `until`
    are said, and nothing else.
    """

    status: Annotated[Literal["given", "not_given"], Field(description="Whether the dose was given")] = "given"
    not_given_on: Day | None = None
    reason: Identifier | None = None
    until: Day | None = None

    def check_fields(self) -> None:
        """Refuse what does not go with the status. Raises: InvalidFieldError naming the field."""
        wrong = _NOT_GIVEN if self.status == "given" else sorted(set(DoseBody.model_fields) - _ALWAYS)
        for name in wrong:
            if getattr(self, name) is not None:
                raise InvalidFieldError(name)
        if self.status == "not_given" and self.reason is None:
            raise InvalidFieldError("reason")

    def given(self) -> NewDoseBody:
        """Read it as a dose that was given."""
        return NewDoseBody.model_construct(**{name: getattr(self, name) for name in NewDoseBody.model_fields})

    def not_given(self) -> NewNotGivenBody:
        """Read it as a dose that was not given."""
        said = {name: getattr(self, name) for name in NewNotGivenBody.model_fields}
        return NewNotGivenBody.model_construct(**said)


class NotGivenAnswer(Body):
    """A dose that was not given: it counts as no dose."""

    status: Literal["not_given"]
    not_given_id: str
    product: str
    not_given_on: date
    reason: ReasonBody
    until: date | None
    recorded_at: datetime
    recorded_by: str
    unit_id: str | None


class NotGivenItem(NotGivenAnswer, Revised):
    """A dose that was not given in a list."""


class NotGivenPage(PageBody):
    """Doses that were not given, in the order of days."""

    items: list[NotGivenItem]


class NotGivenRecordedAnswer(NewlyRevised):
    """The entry, and the forecast after it: a refusal and a deferral are seen there."""

    not_given: NotGivenAnswer
    forecast: ForecastAnswer


def not_given_answer(entry: NotGiven) -> dict[str, Any]:
    """Write a dose that was not given as JSON."""
    reason = entry_of("not_given_reasons", entry.reason, "reason")
    return {
        "status": "not_given",
        "not_given_id": entry.not_given_id,
        "product": entry.product,
        "not_given_on": entry.on.isoformat(),
        "reason": {name: reason[name] for name in ("code", "vi", "en")},
        "until": entry.until.isoformat() if entry.until else None,
        "recorded_at": entry.recorded_at.isoformat(),
        "recorded_by": entry.recorded_by,
        "unit_id": entry.unit_id,
    }


def not_given_recorded_answer(recorded: NotGivenRecorded) -> dict[str, Any]:
    """Write a new entry as the JSON that clients and receipts get."""
    return {"not_given": not_given_answer(recorded.not_given), "forecast": forecast_answer(recorded.explained)}
