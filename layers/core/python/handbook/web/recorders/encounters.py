"""Encounters with what was seen at them."""

from collections.abc import Mapping
from typing import Any

from handbook import bootstrap
from handbook.domain.encounters.encounter import Encounter
from handbook.domain.ids import HandbookId
from handbook.domain.receipts import Answer, Receipt
from handbook.usecases.context import Context
from handbook.usecases.record_encounter import EncounterRecorded, action_of_kind, record_encounter
from handbook.web.forms.encounter_answers import recorded_answer, said_answer
from handbook.web.forms.encounters import EncounterBody
from handbook.web.recorders.recorder import Recorder


def _seen(book: HandbookId, body: EncounterBody, context: Context, receipt: Receipt) -> EncounterRecorded:
    return record_encounter(
        book, body.command(), context, receipt, records=bootstrap.records(), new_id=bootstrap.new_id
    )


def _said(entry: Encounter) -> Answer:
    return said_answer(entry)


ENCOUNTER = Recorder(
    "encounter", Encounter, EncounterBody, lambda body: action_of_kind(body.kind), _seen, recorded_answer, _said
)
RECORDERS: Mapping[str, Recorder[Any]] = {ENCOUNTER.kind: ENCOUNTER}
