"""Who is guardian, carer or viewer of a handbook."""

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.sharing.schemas.guardians import BondPage, bond_page
from handbook import bootstrap
from handbook.domain.ids import HandbookId
from handbook.usecases.read_guardians import read_guardians
from handbook.web.actor import context_of
from handbook.web.answers import answer
from handbook.web.requests import etag

router = APIGatewayRouter()


@router.get("/v1/handbooks/<handbook_id>/guardians", summary="Who is bound to a handbook", tags=["sharing"])
def list_all(handbook_id: str) -> Response[BondPage]:
    """List guardians, carers and viewers of today, with days; to guardians and the area's staff with masked numbers.

    The ETag is the handbook's.
    """
    handbook, found = read_guardians(
        HandbookId(handbook_id),
        context_of(router),
        records=bootstrap.records(),
        directory=bootstrap.directory(),
        audit=bootstrap.audit_log(),
    )
    return answer(200, bond_page(found), {"ETag": etag(handbook.profile_version)})
