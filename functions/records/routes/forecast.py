"""What is due next."""

from typing import Annotated, Literal

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from handbook import bootstrap
from handbook.domain.ids import HandbookId
from handbook.usecases.read_forecast import read_forecast
from handbook.web.actor import context_of
from handbook.web.answers import answer
from handbook.web.forms.forecast import ForecastAnswer, forecast_answer
from handbook.web.forms.session_days import day_answer
from handbook.web.requests import language_of
from handbook.web.schemas import Day

router = APIGatewayRouter()


@router.get("/v1/handbooks/<handbook_id>/forecast", summary="Forecast doses", tags=["health"])
def show_forecast(
    handbook_id: str,
    on: Annotated[Day | None, Query()] = None,
    schedule: Annotated[
        Literal["child", "service"], Query(description="The programme's, or private vaccines")
    ] = "child",
) -> Response[ForecastAnswer]:
    """Say what is due as of a day (today without one), by which schedule, with the reason for each date."""
    found, session = read_forecast(
        HandbookId(handbook_id),
        on,
        context_of(router),
        records=bootstrap.records(),
        audit=bootstrap.audit_log(),
        schedule=bootstrap.child_schedule() if schedule == "child" else bootstrap.service_schedule(),
        sessions=bootstrap.vaccination_days(),
    )
    shown = forecast_answer(found) | {"next_session": day_answer(session, language_of(router)) if session else None}
    return answer(200, ForecastAnswer.model_validate(shown))
