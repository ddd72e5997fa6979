"""Pick lists of corrections and disputes."""

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.corrections.schemas.codes import CorrectionCodes, correction_codes
from handbook.web.actor import context_of
from handbook.web.answers import answer

router = APIGatewayRouter()
_A_DAY = {"Cache-Control": "private, max-age=86400"}
"""The lists hold nobody's data and change with a release only."""


@router.get("/v1/correction-codes", summary="Codes of corrections and disputes", tags=["corrections"])
def list_all() -> Response[CorrectionCodes]:
    """List the reasons for corrections, and the kinds, states and reasons of disputes, with their texts."""
    context_of(router)
    return answer(200, CorrectionCodes.model_validate(correction_codes()), _A_DAY)
