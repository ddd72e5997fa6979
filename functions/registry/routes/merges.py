"""Merge two handbooks of one child or of one pregnancy, and undo it."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from handbook import bootstrap
from handbook.bootstrap import privacy
from handbook.domain.ids import HandbookId
from handbook.observability import count
from handbook.usecases.merge_handbooks import merge_handbooks, preview_merge
from handbook.usecases.unmerge_handbooks import unmerge_handbooks
from handbook.web.actor import context_of
from handbook.web.answers import answer
from handbook.web.forms.handbooks import HandbookAnswer, handbook_answer
from handbook.web.forms.merges import (
    MergeBody,
    MergePreviewAnswer,
    MergePreviewBody,
    UnmergeAnswer,
    UnmergeBody,
    preview_answer,
    tag_of,
    unmerge_answer,
)
from handbook.web.parameters import IfMatch
from handbook.web.requests import based_on_version

router = APIGatewayRouter()
_TAG = ["identity"]
_PATH = "/v1/handbooks/<handbook_id>"


@router.post(f"{_PATH}/merge/preview", summary="Preview a merge", tags=_TAG)
def preview(handbook_id: str, body: Annotated[MergePreviewBody, Body()]) -> Response[MergePreviewAnswer]:
    """Say what would come together, what differs, which doses are probably one, and what has to be confirmed."""
    context = context_of(router)
    found = preview_merge(
        HandbookId(handbook_id),
        HandbookId(body.other_id),
        context,
        records=bootstrap.records(),
        identifiers=bootstrap.identifiers(),
        audit=bootstrap.audit_log(),
    )
    return answer(200, MergePreviewAnswer.model_validate(preview_answer(found, context.today)))


@router.post(f"{_PATH}/merge", summary="Merge another handbook into this one", tags=_TAG)
def merge(handbook_id: str, body: Annotated[MergeBody, Body()], if_match: IfMatch = None) -> Response[HandbookAnswer]:
    """Read the other handbook in this one from now on; based on If-Match for this one and other_etag for the other."""
    context = context_of(router)
    merged = merge_handbooks(
        HandbookId(handbook_id),
        body.command(based_on_version(router)),
        context,
        records=bootstrap.records(),
        identifiers=bootstrap.identifiers(),
        schedule=bootstrap.child_schedule(),
    )
    count("handbooks_merged")
    return answer(
        200,
        HandbookAnswer.model_validate(handbook_answer(merged, context.today, mother_shown=True, codes_shown=True)),
        {"ETag": tag_of(merged)},
    )


@router.post(f"{_PATH}/unmerge", summary="Undo a merge", tags=_TAG)
def unmerge(
    handbook_id: str, body: Annotated[UnmergeBody, Body()], if_match: IfMatch = None
) -> Response[UnmergeAnswer]:
    """Read the other handbook by itself again; what was recorded since the merge stays with this one."""
    context = context_of(router)
    parted = unmerge_handbooks(
        HandbookId(handbook_id),
        body.command(based_on_version(router)),
        context,
        records=bootstrap.records(),
        codes=bootstrap.codes(),
        keys=bootstrap.code_keys(),
        schedule=bootstrap.child_schedule(),
        restricting=lambda places: privacy.data_requests().restricting(places),
    )
    count("handbooks_parted")
    return answer(200, UnmergeAnswer.model_validate(unmerge_answer(parted, context.today)), {"ETag": tag_of(parted[0])})
