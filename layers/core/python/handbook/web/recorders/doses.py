"""Doses that were given, and doses that were not."""

from collections.abc import Mapping
from typing import Any

from handbook import bootstrap
from handbook.domain.access import Action
from handbook.domain.doses import Dose, NotGiven
from handbook.domain.ids import HandbookId
from handbook.domain.receipts import Answer, Receipt
from handbook.usecases.assess_dose import Assessed
from handbook.usecases.context import Context
from handbook.usecases.record_dose import record_dose
from handbook.usecases.record_not_given import NotGivenRecorded, record_not_given
from handbook.web.forms.immunizations import NewDoseBody, facts_answer, recorded_answer
from handbook.web.forms.not_given import NewNotGivenBody, not_given_recorded_answer
from handbook.web.recorders.recorder import Recorder


def _given(book: HandbookId, body: NewDoseBody, context: Context, receipt: Receipt) -> Assessed:
    return record_dose(
        book,
        body.command(),
        context,
        receipt,
        records=bootstrap.records(),
        schedule=bootstrap.child_schedule(),
        service=bootstrap.service_schedule,
        new_id=bootstrap.new_id,
    )


def _not_given(book: HandbookId, body: NewNotGivenBody, context: Context, receipt: Receipt) -> NotGivenRecorded:
    return record_not_given(
        book,
        body.command(),
        context,
        receipt,
        records=bootstrap.records(),
        schedule=bootstrap.child_schedule(),
        new_id=bootstrap.new_id,
    )


def _missed(entry: NotGiven) -> Answer:
    said = NewNotGivenBody(product=entry.product, not_given_on=entry.on, reason=entry.reason, until=entry.until)
    return said.model_dump(mode="json", exclude={"id"})


DOSE = Recorder("dose", Dose, NewDoseBody, lambda _: Action.RECORD_DOSE, _given, recorded_answer, facts_answer)
NOT_GIVEN = Recorder(
    "not_given",
    NotGiven,
    NewNotGivenBody,
    lambda _: Action.RECORD_NOT_GIVEN,
    _not_given,
    not_given_recorded_answer,
    _missed,
)
RECORDERS: Mapping[str, Recorder[Any]] = {one.kind: one for one in (DOSE, NOT_GIVEN)}
