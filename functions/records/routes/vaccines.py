"""Pick lists for vaccination forms."""

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from handbook import bootstrap
from handbook.web.actor import context_of
from handbook.web.answers import answer
from handbook.web.forms.vaccines import VaccinesAnswer, vaccines_answer

router = APIGatewayRouter()
_AN_HOUR = {"Cache-Control": "private, max-age=3600"}
"""The lists hold nobody's data and change when a schedule does, at midnight."""


@router.get("/v1/vaccines", summary="Vaccines and codes", tags=["health"])
def list_all() -> Response[VaccinesAnswer]:
    """List vaccine products with antigens and CVX codes, and the codes of sites, routes, reasons and findings."""
    context_of(router)
    lists = VaccinesAnswer.model_validate(vaccines_answer(bootstrap.child_schedule(), bootstrap.service_schedule()))
    return answer(200, lists, _AN_HOUR)
