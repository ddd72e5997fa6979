"""Growth: the series with z-scores, and the charts."""

from typing import Annotated, Any, Literal

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.records.schemas.growth import GrowthAnswer, growth_answer
from handbook import bootstrap
from handbook.domain.errors import NotFoundError
from handbook.domain.growth import Indicator
from handbook.domain.ids import HandbookId
from handbook.usecases.read_growth import Growth, read_growth
from handbook.web.actor import context_of
from handbook.web.answers import answer, picture
from handbook.web.requests import language_of

router = APIGatewayRouter()
_TAG = ["health"]
_CHARTS = "One of: " + ", ".join(f"{indicator}.svg" for indicator in Indicator)


@router.get("/v1/handbooks/<handbook_id>/growth", summary="Growth series", tags=_TAG)
def read_series(handbook_id: str) -> Response[GrowthAnswer]:
    """Give every measurement with its z-scores and classes, in the order of days."""
    growth = read_growth(
        HandbookId(handbook_id), context_of(router), records=bootstrap.records(), audit=bootstrap.audit_log()
    )
    return answer(200, GrowthAnswer.model_validate(growth_answer(growth)))


@router.get("/v1/handbooks/<handbook_id>/growth/<chart>", summary="Growth chart", tags=_TAG)
def draw_chart(
    handbook_id: str,
    chart: Annotated[str, Path(description=_CHARTS)],
    language: Annotated[Literal["vi", "en"] | None, Query()] = None,
) -> Response[Any]:
    """Draw one indicator as SVG: {weight,length,bmi,head}-for-age.svg or weight-for-length.svg."""
    name, _, kind = chart.rpartition(".")
    if kind != "svg" or name not in set(Indicator):
        raise NotFoundError
    growth = read_growth(
        HandbookId(handbook_id), context_of(router), records=bootstrap.records(), audit=bootstrap.audit_log()
    )
    drawing = _draw(growth, Indicator(name), language or language_of(router))
    return picture("image/svg+xml", drawing)


def _draw(growth: Growth, indicator: Indicator, language: str) -> str:
    from handbook.pictures.growth_chart import point_of, render_svg  # noqa: PLC0415 - only this route draws

    points = [
        point_of(
            indicator,
            visit.assessment,
            weight_kg=visit.measurement.weight_kg,
            head_cm=visit.measurement.head_cm,
            measured_on=visit.measurement.measured_on,
        )
        for visit in growth.visits
    ]
    return render_svg(
        indicator,
        growth.handbook.profile.sex.value,
        [point for point in points if point],
        language="en" if language == "en" else "vi",
    )
