"""Ask for an export of a handbook, and fetch it."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.exports.schemas.exports import ExportAnswer, ExportBody, export_answer, fetched_answer
from handbook import bootstrap
from handbook.domain.access import Action
from handbook.domain.ids import HandbookId
from handbook.observability import count
from handbook.usecases.admit import admit
from handbook.usecases.ask_export import ask_export
from handbook.usecases.fetch_export import fetch_export
from handbook.web.actor import context_of
from handbook.web.answers import answer, once
from handbook.web.parameters import IdempotencyKey
from handbook.web.requests import receipt_of

router = APIGatewayRouter()
_TAG = ["handbooks"]


@router.post("/v1/handbooks/<handbook_id>/exports", summary="Ask for an export", tags=_TAG, status_code=202)
def ask(
    handbook_id: str, body: Annotated[ExportBody, Body()], idempotency_key: IdempotencyKey = None
) -> Response[ExportAnswer]:
    """Ask for the whole handbook as JSON or as a PDF to print; it is made in the background.

    Of the same version, format, language and purpose there is one for each person: asked again, the answer is that one.
    """
    context, book = context_of(router), HandbookId(handbook_id)
    receipt = receipt_of(router, context.actor.id, context.now, export_answer)
    result = once(
        receipt,
        ExportAnswer,
        lambda: ask_export(
            book,
            body.command(),
            context,
            receipt,
            records=bootstrap.records(),
            exports=bootstrap.exports(),
            queue=bootstrap.export_queue(),
        ),
        permit=lambda: admit(context, Action.EXPORT_HANDBOOK, book, bootstrap.records()),
    )
    count("export_asked", reason=body.format)
    return answer(202, result, {"Location": f"/v1/handbooks/{handbook_id}/exports/{result.export_id}"})


@router.get("/v1/handbooks/<handbook_id>/exports/<export_id>", summary="Fetch an export", tags=_TAG)
def fetch(handbook_id: str, export_id: str) -> Response[ExportAnswer]:
    """Say how far an export is; once it is ready, with a link that expires. Only who asked for it sees it."""
    fetched = fetch_export(
        HandbookId(handbook_id),
        export_id,
        context_of(router),
        records=bootstrap.records(),
        audit=bootstrap.audit_log(),
        exports=bootstrap.exports(),
        files=bootstrap.export_files(),
    )
    if fetched.url:
        count("export_link")
    return answer(200, fetched_answer(fetched))
