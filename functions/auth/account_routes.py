"""The signed-in person's own account."""

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.auth.schemas import MeAnswer
from handbook.web.actor import context_of
from handbook.web.answers import answer

router = APIGatewayRouter()


@router.get("/v1/me", summary="Who am I", tags=["accounts"])
def me() -> Response[MeAnswer]:
    """Say who the token speaks for."""
    actor = context_of(router).actor
    return answer(200, MeAnswer(id=actor.id, role=actor.role, unit_id=actor.unit_id, communes=sorted(actor.communes)))
