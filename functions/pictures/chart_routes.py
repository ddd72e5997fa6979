"""Growth charts, as drawing and as pixels."""

from typing import Annotated, Any, Literal

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from handbook import bootstrap
from handbook.domain.errors import InvalidFieldError, NotFoundError
from handbook.domain.growth import INDICATORS, Indicator
from handbook.domain.ids import HandbookId
from handbook.domain.texts import Language
from handbook.usecases.read_growth import Growth, read_growth
from handbook.web.actor import context_of
from handbook.web.answers import picture
from handbook.web.requests import language_of

router = APIGatewayRouter()
_NAMES = {f"{indicator}.{kind}": (indicator, kind) for indicator in INDICATORS for kind in ("svg", "png")}

Chart = Annotated[str, Path(description="One of: " + ", ".join(_NAMES))]
LanguageChoice = Annotated[
    Literal["vi", "en"] | None, Query(description="Accept-Language decides where it is left out")
]
Span = Annotated[
    Literal["0-6m", "0-2y", "2-5y", "0-5y", "5-10y", "5-19y", "preterm", "length", "height"] | None,
    Query(description="What the chart covers; the latest measurement decides where it is left out"),
]
Page = Annotated[Literal["a5"] | None, Query(description="a5: a page of 148 by 210 mm with the table of measurements")]
Width = Annotated[int, Query(ge=160, le=2400, description="Pixels from left to right; PNG only")]


@router.get("/v1/handbooks/<handbook_id>/growth/<chart>", summary="Growth chart", tags=["health"])
def draw_chart(
    handbook_id: str,
    chart: Chart,
    language: LanguageChoice = None,
    span: Span = None,
    page: Page = None,
    width: Width = 960,
) -> Response[Any]:
    """Draw one indicator as SVG, which takes any width, or as PNG of `width` pixels.

    {weight,length,bmi,head}-for-age or weight-for-length, with .svg or .png behind it. A span in which the indicator
    has no reference lines is refused.
    """
    if chart not in _NAMES:
        raise NotFoundError
    indicator, kind = _NAMES[chart]
    growth = read_growth(
        HandbookId(handbook_id), context_of(router), records=bootstrap.records(), audit=bootstrap.audit_log()
    )
    drawing = _drawn(growth, indicator, language or language_of(router), span, page)
    if kind == "svg":
        return picture("image/svg+xml", drawing)
    from handbook.pictures.raster import png_of  # noqa: PLC0415 - compiled code that only PNG needs

    return picture("image/png", png_of(drawing, width))


def _drawn(growth: Growth, indicator: Indicator, language: Language, span: Span, page: Page) -> str:
    # After the right was checked: who is refused waits for nothing.
    from handbook.pictures.growth_chart import NoLinesError, point_of, render_svg  # noqa: PLC0415

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
    try:
        return render_svg(
            indicator,
            growth.handbook.profile.sex.value,
            [point for point in points if point],
            language=language,
            span=span,
            page=page,
        )
    except NoLinesError as error:
        raise InvalidFieldError("query.span") from error
