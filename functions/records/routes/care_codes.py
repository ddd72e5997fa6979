"""Pick lists for observations."""

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from handbook.web.actor import context_of
from handbook.web.answers import answer
from handbook.web.forms.care_codes import CareCodesAnswer, care_codes_answer

router = APIGatewayRouter()
_A_DAY = {"Cache-Control": "private, max-age=86400"}
"""The lists hold nobody's data and change with a release only."""


@router.get("/v1/care-codes", summary="Codes of observations", tags=["health"])
def list_all() -> Response[CareCodesAnswer]:
    """List danger signs by stage, grades of urine protein and kinds of milk feeding, with their texts."""
    context_of(router)
    return answer(200, CareCodesAnswer.model_validate(care_codes_answer()), _A_DAY)
