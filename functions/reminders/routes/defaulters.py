"""The unit's list of children who did not come, and its notes about them."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.reminders.schemas.defaulters import (
    DeadNumberPage,
    DefaulterAnswer,
    DefaulterPage,
    NoteAnswer,
    NoteBody,
    dead_number_answer,
    defaulter_answer,
    note_answer,
)
from handbook import bootstrap
from handbook.bootstrap import messaging
from handbook.domain.access import Action
from handbook.domain.ids import CommuneCode, HandbookId
from handbook.observability import count
from handbook.usecases.admit import admit
from handbook.usecases.list_dead_numbers import Tools, list_dead_numbers
from handbook.usecases.list_defaulters import list_defaulters
from handbook.usecases.note_defaulter import note_defaulter
from handbook.web.actor import context_of
from handbook.web.answers import answer, once
from handbook.web.parameters import Cursor, IdempotencyKey, Limit
from handbook.web.requests import cursor_of, language_of, position_of, receipt_of

router = APIGatewayRouter()
_TAG = ["reminders"]


@router.get("/v1/communes/<commune_code>/defaulters", summary="Who did not come", tags=_TAG)
def list_some(commune_code: str, limit: Limit = 50, cursor: Cursor = None) -> Response[DefaulterPage]:
    """List the children of a commune with a dose missed for thirty days and more, the longest first."""
    page = list_defaulters(
        CommuneCode(commune_code),
        context_of(router),
        limit,
        position_of(cursor),
        listing=bootstrap.defaulters(),
        records=bootstrap.records(),
        directory=bootstrap.directory(),
        audit=bootstrap.audit_log(),
        schedule=bootstrap.child_schedule(),
    )
    language = language_of(router)
    items = [DefaulterAnswer.model_validate(defaulter_answer(one, language)) for one in page.items]
    return answer(200, DefaulterPage(items=items, next=cursor_of(page.next)))


@router.get("/v1/communes/<commune_code>/dead-numbers", summary="Whom no message reaches", tags=_TAG)
def list_dead(commune_code: str, limit: Limit = 50, cursor: Cursor = None) -> Response[DeadNumberPage]:
    """List the families of a commune whose number takes no messages; one with a new number is gone from it."""
    tools = Tools(
        worklist=messaging.worklist(),
        records=bootstrap.records(),
        directory=bootstrap.directory(),
        recipients=messaging.recipients(),
        index_of=bootstrap.phone_vault().index,
        audit=bootstrap.audit_log(),
    )
    page = list_dead_numbers(CommuneCode(commune_code), context_of(router), limit, position_of(cursor), tools)
    items = [dead_number_answer(one) for one in page.items]
    return answer(200, DeadNumberPage(items=items, next=cursor_of(page.next)))


@router.post("/v1/handbooks/<handbook_id>/defaulter-notes", summary="Note a visit", tags=_TAG, status_code=201)
def note_one(
    handbook_id: str, body: Annotated[NoteBody, Body()], idempotency_key: IdempotencyKey = None
) -> Response[NoteAnswer]:
    """Write down what came of looking for a family; a refusal that is to hold is recorded as a refusal."""
    context, book, records = context_of(router), HandbookId(handbook_id), bootstrap.records()
    receipt = receipt_of(router, context.actor.id, context.now, note_answer)
    note = body.note(context.actor.id, context.now)
    result = once(
        receipt,
        NoteAnswer,
        lambda: note_defaulter(book, note, context, receipt, records=records, notes=bootstrap.defaulters()),
        permit=lambda: admit(context, Action.NOTE_DEFAULTER, book, records),
    )
    count("defaulter_noted", note.finding.value)
    return answer(201, result)
