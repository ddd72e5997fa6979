"""Record and list measurements."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from handbook import bootstrap
from handbook.domain.access import Action
from handbook.domain.ids import HandbookId
from handbook.domain.measurements import Measurement
from handbook.observability import count
from handbook.usecases.admit import admit_reader
from handbook.usecases.assess_measurement import assessed_now
from handbook.web.actor import context_of
from handbook.web.answers import answer
from handbook.web.forms.measurements import (
    MeasurementItem,
    MeasurementPage,
    MeasurementRecordedAnswer,
    NewMeasurementBody,
    measurement_answer,
)
from handbook.web.forms.revisions import listed
from handbook.web.parameters import Cursor, IdempotencyKey, Limit
from handbook.web.recorders import recorder_of
from handbook.web.recorders.recorder import record_once
from handbook.web.requests import cursor_of, position_of

router = APIGatewayRouter()
_TAG = ["health"]


@router.post("/v1/handbooks/<handbook_id>/measurements", summary="Record a measurement", tags=_TAG, status_code=201)
def record_one(
    handbook_id: str, body: Annotated[NewMeasurementBody, Body()], idempotency_key: IdempotencyKey = None
) -> Response[MeasurementRecordedAnswer]:
    """Record what the scale showed; the answer holds the z-scores with their classes, and the alerts that it moved."""
    result = record_once(router, recorder_of("measurement"), handbook_id, body, MeasurementRecordedAnswer)
    count("measurement_recorded")
    return answer(201, result, result.headers)


@router.get("/v1/handbooks/<handbook_id>/measurements", summary="List measurements", tags=_TAG)
def list_some(handbook_id: str, limit: Limit = 50, cursor: Cursor = None) -> Response[MeasurementPage]:
    """List measurements in the order of days."""
    book = HandbookId(handbook_id)
    records = bootstrap.records()
    handbook = admit_reader(context_of(router), Action.READ_HANDBOOK, book, records, bootstrap.audit_log())
    page = records.entries(Measurement, book, limit, position_of(cursor))
    items = [listed(MeasurementItem, one, measurement_answer(assessed_now(handbook, one.entry))) for one in page.items]
    return answer(200, MeasurementPage(items=items, next=cursor_of(page.next)))
