"""The steps of a dispute, each based on the version in If-Match."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.corrections.routes.disputes import dispute_tools
from functions.corrections.schemas.disputes import (
    DisputeAnswer,
    DisputeExtensionBody,
    DisputeForwardBody,
    DisputeNoteBody,
    DisputeResolutionBody,
    DisputeTextBody,
    dispute_answer,
)
from handbook.domain.dispute_states import DisputeStep
from handbook.domain.disputes import Dispute, DisputeId
from handbook.domain.errors import InvalidFieldError, StaleVersionError
from handbook.domain.ids import HandbookId, UnitId
from handbook.observability import count
from handbook.usecases.step_dispute import StepSaid, step_dispute
from handbook.web.actor import context_of
from handbook.web.answers import answer
from handbook.web.parameters import IfMatch
from handbook.web.requests import based_on_version

router = APIGatewayRouter()
_TAG = ["corrections"]
_PATH = "/v1/handbooks/<handbook_id>/disputes/<dispute_id>"


@router.post(f"{_PATH}/acknowledge", summary="Acknowledge a dispute", tags=_TAG)
def acknowledge_one(
    handbook_id: str, dispute_id: str, body: Annotated[DisputeNoteBody, Body()], if_match: IfMatch = None
) -> Response[DisputeAnswer]:
    """Say as who is to answer that the dispute was received."""
    return _take(handbook_id, dispute_id, StepSaid(DisputeStep.ACKNOWLEDGE, _based_on(), text=body.text))


@router.post(f"{_PATH}/ask", summary="Ask the family for more", tags=_TAG)
def ask_one(
    handbook_id: str, dispute_id: str, body: Annotated[DisputeTextBody, Body()], if_match: IfMatch = None
) -> Response[DisputeAnswer]:
    """Ask the family for more; the term runs on."""
    return _take(handbook_id, dispute_id, _words(DisputeStep.ASK, body))


@router.post(f"{_PATH}/reply", summary="Reply as the family", tags=_TAG)
def reply_one(
    handbook_id: str, dispute_id: str, body: Annotated[DisputeTextBody, Body()], if_match: IfMatch = None
) -> Response[DisputeAnswer]:
    """Answer a question, or add something, as the family."""
    return _take(handbook_id, dispute_id, _words(DisputeStep.REPLY, body))


@router.post(f"{_PATH}/withdraw", summary="Withdraw a dispute", tags=_TAG)
def withdraw_one(
    handbook_id: str, dispute_id: str, body: Annotated[DisputeNoteBody, Body()], if_match: IfMatch = None
) -> Response[DisputeAnswer]:
    """End a dispute as the family."""
    return _take(handbook_id, dispute_id, StepSaid(DisputeStep.WITHDRAW, _based_on(), text=body.text))


@router.post(f"{_PATH}/extend", summary="Take more time", tags=_TAG)
def extend_one(
    handbook_id: str, dispute_id: str, body: Annotated[DisputeExtensionBody, Body()], if_match: IfMatch = None
) -> Response[DisputeAnswer]:
    """Take the time that the law adds, each reason once, before the term has passed."""
    said = StepSaid(DisputeStep.EXTEND, _based_on(), text=body.text, code=body.code)
    return _take(handbook_id, dispute_id, said)


@router.post(f"{_PATH}/forward", summary="Forward a dispute", tags=_TAG)
def forward_one(
    handbook_id: str, dispute_id: str, body: Annotated[DisputeForwardBody, Body()], if_match: IfMatch = None
) -> Response[DisputeAnswer]:
    """Hand a dispute to the unit that can answer it; the terms stay."""
    unit_id = UnitId(body.unit_id) if body.unit_id else None
    said = StepSaid(DisputeStep.FORWARD, _based_on(), text=body.text, unit_id=unit_id)
    return _take(handbook_id, dispute_id, said)


@router.post(f"{_PATH}/resolve", summary="Resolve a dispute", tags=_TAG)
def resolve_one(
    handbook_id: str, dispute_id: str, body: Annotated[DisputeResolutionBody, Body()], if_match: IfMatch = None
) -> Response[DisputeAnswer]:
    """End a dispute with the entry that was corrected or recorded since, or refuse it with a reason."""
    refused = body.outcome == "refused"
    for name, unfit in (("entry", refused), ("code", not refused)):
        if unfit and getattr(body, name) is not None:
            raise InvalidFieldError(name)
    said = StepSaid(
        DisputeStep.REFUSE if refused else DisputeStep.RESOLVE,
        _based_on(),
        text=body.text,
        code=body.code,
        about=body.entry.ref() if body.entry else None,
    )
    return _take(handbook_id, dispute_id, said)


def _words(step: DisputeStep, body: DisputeTextBody) -> StepSaid:
    return StepSaid(step, _based_on(), text=body.text, attachment_ids=body.attachment_ids)


def _based_on() -> int:
    return based_on_version(router)


def _take(handbook_id: str, dispute_id: str, said: StepSaid) -> Response[DisputeAnswer]:
    context = context_of(router)

    def shown(dispute: Dispute) -> DisputeAnswer:
        return DisputeAnswer.model_validate(dispute_answer(dispute, context.today))

    try:
        dispute = step_dispute(HandbookId(handbook_id), DisputeId(dispute_id), said, context, dispute_tools())
    except StaleVersionError as error:
        error.kept = shown(error.kept).model_dump(mode="json") if isinstance(error.kept, Dispute) else None
        raise
    count("dispute_step", said.step)
    body = shown(dispute)
    return answer(200, body, {"ETag": body.etag})
