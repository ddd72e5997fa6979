"""Numbers for those who plan programmes."""

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.sharing.schemas.numbers import AreaNumbersAnswer, numbers_answer
from handbook import bootstrap
from handbook.bootstrap.granting import area_numbers
from handbook.domain.ids import UnitId
from handbook.usecases.read_numbers import read_numbers
from handbook.web.actor import context_of
from handbook.web.answers import answer

router = APIGatewayRouter()


@router.get("/v1/units/<unit_id>/numbers", summary="Numbers of a unit's area", tags=["units"])
def show(unit_id: str) -> Response[AreaNumbersAnswer]:
    """Count children by age, pregnant women and who is late, in the unit's communes and those below; of no person."""
    found = read_numbers(UnitId(unit_id), context_of(router), directory=bootstrap.directory(), counting=area_numbers())
    return answer(200, AreaNumbersAnswer.model_validate(numbers_answer(unit_id, found)))
