"""Growth: the series with z-scores, and the charts."""

from typing import Annotated, Any, Literal

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.records.schemas.growth import GrowthAnswer, growth_answer
from handbook import bootstrap
from handbook.domain.errors import NotFoundError
from handbook.domain.growth import Indicator
from handbook.domain.ids import HandbookId
from handbook.usecases.read_growth import read_growth
from handbook.web.actor import context_of
from handbook.web.answers import answer, picture
from handbook.web.requests import language_of

router = APIGatewayRouter()
_TAG = ["health"]


@router.get("/v1/handbooks/<handbook_id>/growth", summary="Growth series", tags=_TAG)
def read_series(handbook_id: str) -> Response[GrowthAnswer]:
    """Give every measurement with its z-scores and classes, in the order of days."""
    growth = read_growth(
        HandbookId(handbook_id), context_of(router), records=bootstrap.records(), audit=bootstrap.audit_log()
    )
    return answer(200, GrowthAnswer.model_validate(growth_answer(growth)))


@router.get("/v1/handbooks/<handbook_id>/growth/<chart>", summary="Growth chart", tags=_TAG)
def draw_chart(
    handbook_id: str, chart: str, language: Annotated[Literal["vi", "en"] | None, Query()] = None
) -> Response[Any]:
    """Draw one indicator as SVG: `weight-for-age.svg`, `length-for-age.svg`, `weight-for-length.svg`,
    `bmi-for-age.svg` or `head-for-age.svg`.
    """  # noqa: D205 - the first sentence is the list
    name, _, kind = chart.rpartition(".")
    if kind != "svg" or name not in set(Indicator):
        raise NotFoundError
    growth = read_growth(
        HandbookId(handbook_id), context_of(router), records=bootstrap.records(), audit=bootstrap.audit_log()
    )
    from handbook.pictures.growth_chart import render_svg  # noqa: PLC0415 - only this route draws

    indicator = Indicator(name)
    drawing = render_svg(
        indicator,
        growth.handbook.profile.sex.value,
        [],
        language=language or language_of(router),
    )
    return picture("image/svg+xml", drawing)
