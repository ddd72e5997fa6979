"""The mother's tetanus doses, and which are due."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from handbook.domain.entries import Kept
from handbook.domain.mothers_doses import MothersDose
from handbook.domain.partial_days import parse_partial_day, write_partial_day
from handbook.web.forms.forecast import ForecastAnswer, forecast_answer
from handbook.web.forms.named import NamedBody
from handbook.web.forms.revisions import NewlyRevised
from handbook.web.schemas import Body, Flag, Identifier, Imprint, PartialDay, Title

if TYPE_CHECKING:
    from handbook.usecases.mothers_doses import MothersDoseCommand, MothersDoses


class MothersDoseBody(NamedBody):
    """One dose. `historical` doses are told or copied from paper, and may be dated by month or year only."""

    product: Identifier
    administered_on: PartialDay
    historical: Flag = False
    lot_number: Imprint | None = None
    facility_name: Title | None = None

    def command(self) -> "MothersDoseCommand":
        """Read the command."""
        from handbook.usecases.mothers_doses import MothersDoseCommand  # noqa: PLC0415 - when it is asked for

        day, precision = parse_partial_day(self.administered_on)
        facts = self.model_dump(exclude={"id", "administered_on"})
        return MothersDoseCommand(**facts, administered_on=day, precision=precision)


class MothersDoseAnswer(Body):
    """One dose and what it did by the schedule for women; null where it was entered in error."""

    entry_id: str
    product: str
    administered_on: str
    historical: bool
    lot_number: str | None
    facility_name: str | None
    recorded_at: datetime
    status: str
    valid: bool | None


class MothersDosesAnswer(Body):
    """All doses of the mother in the order of days, and what is due as of today."""

    items: list[MothersDoseAnswer]
    forecast: ForecastAnswer


class MothersDoseRecordedAnswer(NewlyRevised):
    """The dose, and what is due after it."""

    dose: MothersDoseAnswer
    forecast: ForecastAnswer


def doses_answer(found: "MothersDoses") -> dict[str, Any]:
    """Write the list as JSON."""
    items = [_dose(one, found) for one in found.kept]
    return {"items": items, "forecast": forecast_answer(found.explained)}


def recorded_answer(found: "MothersDoses") -> dict[str, Any]:
    """Write what recording a dose gives as JSON."""
    dose = found.dose
    if dose is None:
        raise ValueError("no dose was recorded")
    kept = Kept(dose, dose.recorded_at, dose.recorded_by)
    return {"dose": _dose(kept, found), "forecast": forecast_answer(found.explained)}


def _dose(kept: Kept[MothersDose], found: "MothersDoses") -> dict[str, Any]:
    dose, outcomes = kept.entry, found.explained.forecast.evaluation.doses
    status = next((one.status.value for one in outcomes if one.dose_id == dose.entry_id), None)
    return {
        "entry_id": dose.entry_id,
        "product": dose.product,
        "administered_on": write_partial_day(dose.administered_on, dose.precision),
        "historical": dose.historical,
        "lot_number": dose.lot_number,
        "facility_name": dose.facility_name,
        "recorded_at": dose.recorded_at.isoformat(),
        "status": kept.status,
        "valid": status == "valid" if kept.counts and status else None,
    }
