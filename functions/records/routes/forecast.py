"""What is due next."""

from datetime import date
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.records.schemas.immunizations import ForecastAnswer, forecast_answer
from handbook import bootstrap
from handbook.domain.access import Action
from handbook.domain.ids import HandbookId
from handbook.usecases.admit import admit_reader
from handbook.usecases.recommend import forecast_of
from handbook.web.actor import context_of
from handbook.web.answers import answer

router = APIGatewayRouter()


@router.get("/v1/handbooks/<handbook_id>/forecast", summary="Forecast doses", tags=["health"])
def read_forecast(handbook_id: str, on: Annotated[date | None, Query()] = None) -> Response[ForecastAnswer]:
    """Say what is due as of a day (today without one), by which schedule, with the reason for each date."""
    context = context_of(router)
    handbook = admit_reader(
        context, Action.READ_HANDBOOK, HandbookId(handbook_id), bootstrap.records(), bootstrap.audit_log()
    )
    found = forecast_of(handbook, bootstrap.child_schedule(), on or context.today)
    return answer(200, ForecastAnswer.model_validate(forecast_answer(found)))
