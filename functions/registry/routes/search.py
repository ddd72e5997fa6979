"""Find handbooks: for staff by what they have in hand, and before one is opened by whom it is of."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from handbook import bootstrap
from handbook.observability import count
from handbook.usecases.find_matches import find_matches
from handbook.usecases.search_handbooks import search_handbooks
from handbook.usecases.see_codes import sees_codes
from handbook.web.actor import context_of
from handbook.web.answers import answer
from handbook.web.forms.handbooks import HandbookAnswer, handbook_answer
from handbook.web.forms.search import (
    MatchesAnswer,
    MatchesBody,
    PossibleDuplicateAnswer,
    SearchAnswer,
    SearchBody,
    duplicate_answer,
    match_query,
)
from handbook.web.opening import match_sources

router = APIGatewayRouter()
_TAG = ["identity"]


@router.post("/v1/handbooks/search", summary="Search handbooks", tags=_TAG)
def search(body: Annotated[SearchBody, Body()]) -> Response[SearchAnswer]:
    """Find handbooks of the own area by code, number, telephone, or name with birth date; each look-up is recorded."""
    context = context_of(router)
    found = search_handbooks(
        body.sought(),
        context,
        records=bootstrap.records(),
        register=bootstrap.records(),
        identifiers=bootstrap.identifiers(),
        codes=bootstrap.codes(),
        keys=bootstrap.code_keys(),
        directory=bootstrap.directory(),
        index_of=bootstrap.phone_vault().index,
        counters=bootstrap.sign_ins(),
        audit=bootstrap.audit_log(),
    )
    count("handbooks_searched")
    items = [
        HandbookAnswer.model_validate(
            handbook_answer(handbook, context.today, mother_shown=True, codes_shown=sees_codes(context, handbook))
        )
        for handbook in found
    ]
    return answer(200, SearchAnswer(items=items))


@router.post("/v1/handbooks/matches", summary="Find probable matches", tags=_TAG)
def matches(body: Annotated[MatchesBody, Body()]) -> Response[MatchesAnswer]:
    """Find handbooks that are probably of a child or a pregnancy before one is opened; they never keep one from it."""
    if body.faults:
        raise RequestValidationError(body.faults)
    context = context_of(router)
    found = find_matches(
        match_query(body, context, body.identifiers),
        context,
        sources=match_sources(),
        counters=bootstrap.sign_ins(),
        audit=bootstrap.audit_log(),
    )
    items = [PossibleDuplicateAnswer.model_validate(duplicate_answer(one)) for one in found]
    return answer(200, MatchesAnswer(items=items))
