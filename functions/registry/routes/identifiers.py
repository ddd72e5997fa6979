"""Record, list, read and change the numbers by which offices know a family."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from handbook import bootstrap
from handbook.domain.access import Action
from handbook.domain.ids import HandbookId, IdentifierId
from handbook.observability import count
from handbook.usecases.admit import admit
from handbook.usecases.change_identifier import change_identifier
from handbook.usecases.read_identifiers import list_identifiers, read_identifier
from handbook.usecases.record_identifier import record_identifier
from handbook.web.actor import context_of
from handbook.web.answers import answer, once
from handbook.web.forms.identifiers import (
    IdentifierAnswer,
    IdentifierBody,
    IdentifierChangeBody,
    IdentifierPage,
    IdentifierRecordedAnswer,
    identifier_answer,
    recorded_answer,
)
from handbook.web.parameters import IdempotencyKey, IfMatch
from handbook.web.requests import based_on_version, receipt_of

router = APIGatewayRouter()
_TAG = ["identity"]
_PATH = "/v1/handbooks/<handbook_id>/identifiers"


@router.post(_PATH, summary="Record an identifier", tags=_TAG, status_code=201)
def record_one(
    handbook_id: str, body: Annotated[IdentifierBody, Body()], idempotency_key: IdempotencyKey = None
) -> Response[IdentifierRecordedAnswer]:
    """Record a number of the child, its mother or its father; a number that does not fit the person is a warning."""
    context, book = context_of(router), HandbookId(handbook_id)
    receipt = receipt_of(router, context.actor.id, context.now, recorded_answer, body.named("identifier"))
    result = once(
        receipt,
        IdentifierRecordedAnswer,
        lambda: record_identifier(
            book,
            body.command(),
            context,
            receipt,
            records=bootstrap.records(),
            identifiers=bootstrap.identifiers(),
            new_id=bootstrap.new_id,
        ),
        permit=lambda: admit(context, Action.RECORD_IDENTIFIER, book, bootstrap.records()),
    )
    count("identifier_recorded")
    return answer(201, result, {"ETag": result.identifier.etag})


@router.get(_PATH, summary="List identifiers", tags=_TAG)
def list_all(handbook_id: str) -> Response[IdentifierPage]:
    """List all numbers, those that ended among them, hidden but for their ends."""
    found = list_identifiers(
        HandbookId(handbook_id),
        context_of(router),
        records=bootstrap.records(),
        identifiers=bootstrap.identifiers(),
        audit=bootstrap.audit_log(),
    )
    items = [IdentifierAnswer.model_validate(identifier_answer(one)) for one in found]
    return answer(200, IdentifierPage(items=items))


@router.get(f"{_PATH}/<identifier_id>", summary="Read an identifier", tags=_TAG)
def read_one(handbook_id: str, identifier_id: str) -> Response[IdentifierAnswer]:
    """Read one number whole; guardians and the staff of the area may, and the reading is in the access log."""
    found = read_identifier(
        HandbookId(handbook_id),
        IdentifierId(identifier_id),
        context_of(router),
        records=bootstrap.records(),
        identifiers=bootstrap.identifiers(),
        audit=bootstrap.audit_log(),
    )
    shown = IdentifierAnswer.model_validate(identifier_answer(found, whole=True))
    return answer(200, shown, {"ETag": shown.etag})


@router.patch(f"{_PATH}/<identifier_id>", summary="End or correct an identifier", tags=_TAG)
def change_one(
    handbook_id: str, identifier_id: str, body: Annotated[IdentifierChangeBody, Body()], if_match: IfMatch = None
) -> Response[IdentifierRecordedAnswer]:
    """Change value, status or period, based on the version in If-Match; the version before stays."""
    changed = change_identifier(
        HandbookId(handbook_id),
        IdentifierId(identifier_id),
        body.changes(),
        based_on_version(router),
        context_of(router),
        records=bootstrap.records(),
        identifiers=bootstrap.identifiers(),
    )
    shown = IdentifierRecordedAnswer.model_validate(recorded_answer(changed))
    return answer(200, shown, {"ETag": shown.identifier.etag})
