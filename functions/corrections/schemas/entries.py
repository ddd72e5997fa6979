"""One entry with where it is in its life, its versions, and what a correction moved."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from handbook.domain.reasons import ChangeReason
from handbook.usecases.correct_entry import Corrected
from handbook.usecases.correction_effects import Effects
from handbook.web.forms.alerts import AlertAnswer, alert_answer
from handbook.web.forms.forecast import ForecastAnswer, forecast_answer
from handbook.web.forms.immunizations import WarningBody, warning_answer
from handbook.web.recorders import kept_answer
from handbook.web.schemas import Body, Identifier, Note


class CorrectionReason(Body):
    """Why: a code of /v1/correction-codes, and words."""

    code: Identifier
    text: Note

    def reason(self) -> ChangeReason:
        """Read the reason."""
        return ChangeReason(self.code, self.text)


class AmendmentBody(Body):
    """The fields to change as recording takes them (null empties one); those that are left out stay."""

    changes: Annotated[dict[Identifier, Any], Field(min_length=1, max_length=40)]
    reason: CorrectionReason


class CorrectionBody(Body):
    """Why an entry is marked as entered in error, or counts again."""

    reason: CorrectionReason


class EntryVersion(Body):
    """One version: `data` holds what was said, in the words of the body that records it.

    `recorded_at` and `recorded_by` are of the entry, `changed_at`, `changed_by` and `reason` of this version.
    """

    kind: str
    id: str
    version: int
    etag: str
    status: Literal["recorded", "amended", "entered_in_error"]
    recorded_at: datetime
    recorded_by: str
    changed_at: datetime
    changed_by: str
    reason: CorrectionReason | None
    data: Mapping[str, Any]


class EntryVersions(Body):
    """Every version, the newest first."""

    items: list[EntryVersion]


class DoseMovedBody(Body):
    """A dose whose evaluation changed; null where it did not count as recorded before, or does not now."""

    dose_id: str
    before: str | None
    after: str | None


class CorrectionEffects(Body):
    """What a correction moved. `forecast` is the new one, null where the entry does not bear on it.

    `also` are entries that changed with it: conditions that a screening or a refused dose had left.
    """

    doses: list[DoseMovedBody]
    warnings: list[WarningBody]
    alerts_opened: list[AlertAnswer]
    alerts_resolved: list[AlertAnswer]
    next_contact_on: date | None
    forecast: ForecastAnswer | None
    also: list[EntryVersion]


class CorrectedAnswer(Body):
    """The new version, and what it moved; no effects for an author who has no right on the handbook any more."""

    entry: EntryVersion
    effects: CorrectionEffects | None


def corrected_answer(corrected: Corrected) -> dict[str, Any]:
    """Write a correction as JSON."""
    effects = corrected.effects
    return {
        "entry": kept_answer(corrected.kept),
        "effects": _effects(effects, corrected) if effects else None,
    }


def _effects(effects: Effects, corrected: Corrected) -> dict[str, Any]:
    opened, resolved = (effects.alerts.opened, effects.alerts.resolved) if effects.alerts else ((), ())
    contact = effects.handbook.next_contact_on
    return {
        "doses": [{"dose_id": one.dose_id, "before": one.before, "after": one.after} for one in effects.doses],
        "warnings": [warning_answer(one) for one in effects.warnings],
        "alerts_opened": [alert_answer(one) for one in opened],
        "alerts_resolved": [alert_answer(one) for one in resolved],
        "next_contact_on": contact.isoformat() if contact else None,
        "forecast": forecast_answer(effects.explained) if effects.explained else None,
        "also": [kept_answer(one) for one in corrected.also],
    }
