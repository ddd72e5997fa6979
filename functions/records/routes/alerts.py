"""What the records warn of, and that somebody has seen it."""

from typing import Annotated, Literal

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Query
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from handbook import bootstrap
from handbook.domain.access import Action
from handbook.domain.ids import HandbookId
from handbook.observability import count
from handbook.usecases.acknowledge_alert import acknowledge_alert
from handbook.usecases.admit import admit
from handbook.usecases.read_alerts import read_alerts
from handbook.web.actor import context_of
from handbook.web.answers import answer, once
from handbook.web.forms.alerts import AcknowledgementBody, AlertAnswer, AlertPage, alert_answer
from handbook.web.parameters import IdempotencyKey
from handbook.web.requests import receipt_of

router = APIGatewayRouter()
_PATH = "/v1/handbooks/<handbook_id>/alerts"
_TAG = ["health"]


@router.get(_PATH, summary="List alerts", tags=_TAG)
def list_some(
    handbook_id: str, state: Annotated[Literal["open", "acknowledged", "resolved"] | None, Query()] = None
) -> Response[AlertPage]:
    """List the alerts in a state, without one all that have not ended; the gravest first, of these the newest."""
    found = read_alerts(
        HandbookId(handbook_id),
        state,
        context_of(router),
        records=bootstrap.records(),
        audit=bootstrap.audit_log(),
    )
    return answer(200, AlertPage(items=[AlertAnswer.model_validate(alert_answer(one)) for one in found]))


@router.post(f"{_PATH}/<alert_id>/acknowledgement", summary="Acknowledge an alert", tags=_TAG, status_code=201)
def acknowledge_one(
    handbook_id: str,
    alert_id: str,
    body: Annotated[AcknowledgementBody, Body()],
    idempotency_key: IdempotencyKey = None,
) -> Response[AlertAnswer]:
    """Say as a health worker that an alert was seen, and what is done about it; once for each alert."""
    book, context, records = HandbookId(handbook_id), context_of(router), bootstrap.records()
    receipt = receipt_of(router, context.actor.id, context.now, alert_answer)
    result = once(
        receipt,
        AlertAnswer,
        lambda: acknowledge_alert(book, alert_id, body.note, context, receipt, records=records),
        permit=lambda: admit(context, Action.ACKNOWLEDGE_ALERT, book, records),
    )
    count("alert_acknowledged", result.severity)
    return answer(201, result)
