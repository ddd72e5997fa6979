"""The state of vaccination, for whom the family lets see no more than that."""

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.sharing.schemas.vaccinations import VaccinationsAnswer, vaccinations_answer
from handbook import bootstrap
from handbook.domain.ids import HandbookId
from handbook.usecases.read_vaccinations import read_vaccinations
from handbook.web.actor import context_of
from handbook.web.answers import answer

router = APIGatewayRouter()


@router.get("/v1/handbooks/<handbook_id>/vaccinations", summary="State of vaccination", tags=["sharing"])
def show(handbook_id: str) -> Response[VaccinationsAnswer]:
    """Say which vaccine groups are complete or late, and which doses were given on which days; nothing else."""
    found = read_vaccinations(
        HandbookId(handbook_id),
        context_of(router),
        records=bootstrap.records(),
        audit=bootstrap.audit_log(),
        schedule=bootstrap.child_schedule(),
    )
    return answer(200, VaccinationsAnswer.model_validate(vaccinations_answer(found)))
