"""Growth: the series with z-scores."""

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from handbook import bootstrap
from handbook.domain.ids import HandbookId
from handbook.usecases.read_growth import read_growth
from handbook.web.actor import context_of
from handbook.web.answers import answer
from handbook.web.forms.growth import GrowthAnswer, growth_answer

router = APIGatewayRouter()
_TAG = ["health"]


@router.get("/v1/handbooks/<handbook_id>/growth", summary="Growth series", tags=_TAG)
def read_series(handbook_id: str) -> Response[GrowthAnswer]:
    """Give every measurement with its z-scores, classes and velocity, in the order of days, and what is usual now."""
    context = context_of(router)
    growth = read_growth(HandbookId(handbook_id), context, records=bootstrap.records(), audit=bootstrap.audit_log())
    return answer(200, GrowthAnswer.model_validate(growth_answer(growth, context.today)))
