"""The mother's tetanus doses."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from handbook import bootstrap
from handbook.domain.ids import HandbookId
from handbook.observability import count
from handbook.web.actor import context_of
from handbook.web.answers import answer
from handbook.web.forms.mothers_doses import (
    MothersDoseBody,
    MothersDoseRecordedAnswer,
    MothersDosesAnswer,
    doses_answer,
)
from handbook.web.parameters import IdempotencyKey
from handbook.web.recorders import recorder_of
from handbook.web.recorders.recorder import record_once

router = APIGatewayRouter()
_PATH = "/v1/handbooks/<handbook_id>/tetanus"
_TAG = ["life"]


@router.post(_PATH, summary="Record a tetanus dose of the mother", tags=_TAG, status_code=201)
def record_one(
    handbook_id: str, body: Annotated[MothersDoseBody, Body()], idempotency_key: IdempotencyKey = None
) -> Response[MothersDoseRecordedAnswer]:
    """Record a dose that the mother was given, now or long ago, and say what is due after it."""
    result = record_once(router, recorder_of("mothers_dose"), handbook_id, body, MothersDoseRecordedAnswer)
    count("mothers_dose_recorded")
    return answer(201, result, result.headers)


@router.get(_PATH, summary="Tetanus doses of the mother", tags=_TAG)
def list_all(handbook_id: str) -> Response[MothersDosesAnswer]:
    """List the mother's doses, and say which are due as of today by the schedule for women."""
    from handbook.usecases.mothers_doses import read_mothers_doses  # noqa: PLC0415 - with the schedule

    found = read_mothers_doses(
        HandbookId(handbook_id),
        context_of(router),
        records=bootstrap.records(),
        audit=bootstrap.audit_log(),
        schedule=bootstrap.tetanus_schedule(),
    )
    return answer(200, MothersDosesAnswer.model_validate(doses_answer(found)))
