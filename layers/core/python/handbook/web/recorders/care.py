"""Measurements, findings, milestones, feeding, supplements and teeth."""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel

from handbook import bootstrap
from handbook.domain.access import Action
from handbook.domain.ids import HandbookId
from handbook.domain.measurements import Measurement
from handbook.domain.receipts import Answer, Receipt
from handbook.domain.supplements import Supplement
from handbook.usecases.care_kinds import DENTAL, FEEDING, FINDINGS, MILESTONES, SUPPLEMENTS, CareKind
from handbook.usecases.context import Context
from handbook.usecases.record_entry import EntryRecorded, record_entry
from handbook.usecases.record_measurement import MeasurementRecorded, record_measurement
from handbook.web.forms import care
from handbook.web.forms.alerts import moved_answer
from handbook.web.forms.measurements import NewMeasurementBody, recorded_answer
from handbook.web.forms.named import NamedBody
from handbook.web.recorders.recorder import Recorder, said_by


def _measured(book: HandbookId, body: NewMeasurementBody, context: Context, receipt: Receipt) -> MeasurementRecorded:
    return record_measurement(
        book, body.command(), context, receipt, records=bootstrap.records(), new_id=bootstrap.new_id
    )


def _care[B: NamedBody](
    name: str,
    kind: CareKind[Any],
    body: type[B],
    plain: type[BaseModel],
    more: Callable[[EntryRecorded[Any]], Answer] = lambda _: {},
) -> Recorder[B]:
    """Make the recorder of a simple kind. Its answer is the entry in the form of `plain`, alerts moved, and `more`."""

    def record(book: HandbookId, said: B, context: Context, receipt: Receipt) -> EntryRecorded[Any]:
        fields = {field: value for field, value in said if field != "id"}
        return record_entry(book, kind, fields, context, receipt, records=bootstrap.records(), new_id=bootstrap.new_id)

    def render(recorded: EntryRecorded[Any]) -> Answer:
        entry = plain.model_validate(recorded.entry, from_attributes=True).model_dump(mode="json")
        return {**entry, **moved_answer(recorded.alerts), **more(recorded)}

    return Recorder(name, kind.entry, body, lambda _: kind.action, record, render, said_by(body))


def _warnings(recorded: EntryRecorded[Supplement]) -> Answer:
    given = [one for one in recorded.before if isinstance(one, Supplement)]
    return {"warnings": care.warnings_answer(recorded.entry, given, recorded.handbook.profile.birth_date)}


MEASUREMENT = Recorder(
    "measurement",
    Measurement,
    NewMeasurementBody,
    lambda _: Action.RECORD_MEASUREMENT,
    _measured,
    recorded_answer,
    said_by(NewMeasurementBody),
)
RECORDERS: Mapping[str, Recorder[Any]] = {
    one.kind: one
    for one in (
        MEASUREMENT,
        _care("findings", FINDINGS, care.NewFindingsBody, care.FindingsAnswer),
        _care("milestones", MILESTONES, care.NewMilestonesBody, care.MilestonesAnswer),
        _care("feeding", FEEDING, care.NewFeedingBody, care.FeedingAnswer),
        _care("supplement", SUPPLEMENTS, care.NewSupplementBody, care.SupplementAnswer, _warnings),
        _care("dental", DENTAL, care.NewDentalBody, care.DentalAnswer),
    )
}
