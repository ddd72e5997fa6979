"""Pick lists for encounters."""

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from handbook.web.actor import context_of
from handbook.web.answers import answer
from handbook.web.forms.encounter_codes import EncounterCodes, encounter_codes

router = APIGatewayRouter()
_A_DAY = {"Cache-Control": "private, max-age=86400"}
"""The lists hold nobody's data and change with a release only."""


@router.get("/v1/encounters/codes", summary="Codes of encounters", tags=["encounters"])
def list_all() -> Response[EncounterCodes]:
    """List official codes, tests, limits of numbers and the examination of each form, in both languages."""
    context_of(router)
    return answer(200, encounter_codes(), _A_DAY)
