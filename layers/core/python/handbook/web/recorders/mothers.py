"""The mother's tetanus doses."""

from collections.abc import Mapping
from typing import Any

from handbook import bootstrap
from handbook.domain.access import Action
from handbook.domain.ids import HandbookId
from handbook.domain.mothers_doses import MothersDose
from handbook.domain.partial_days import write_partial_day
from handbook.domain.receipts import Answer, Receipt
from handbook.usecases.context import Context
from handbook.usecases.mothers_doses import MothersDoses, record_mothers_dose
from handbook.web.forms.mothers_doses import MothersDoseBody, recorded_answer
from handbook.web.recorders.recorder import Recorder


def _record(book: HandbookId, body: MothersDoseBody, context: Context, receipt: Receipt) -> MothersDoses:
    return record_mothers_dose(
        book,
        body.command(),
        context,
        receipt,
        records=bootstrap.records(),
        schedule=bootstrap.tetanus_schedule(),
        new_id=bootstrap.new_id,
    )


def _said(entry: MothersDose) -> Answer:
    return {
        "product": entry.product,
        "administered_on": write_partial_day(entry.administered_on, entry.precision),
        "historical": entry.historical,
        "lot_number": entry.lot_number,
        "facility_name": entry.facility_name,
    }


RECORDERS: Mapping[str, Recorder[Any]] = {
    "mothers_dose": Recorder(
        "mothers_dose",
        MothersDose,
        MothersDoseBody,
        lambda _: Action.RECORD_MOTHERS_DOSE,
        _record,
        recorded_answer,
        _said,
    )
}
