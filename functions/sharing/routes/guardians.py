"""Who is guardian, carer or viewer of a handbook."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.sharing.schemas.guardians import BondPage, EndBondAnswer, EndBondBody, bond_page
from functions.sharing.telling import tell_of_bonds
from handbook import bootstrap
from handbook.bootstrap import sharing
from handbook.domain.ids import AccountId, HandbookId
from handbook.observability import count
from handbook.usecases.end_bond import EndBond, end_bond
from handbook.usecases.read_guardians import read_guardians
from handbook.web.actor import context_of
from handbook.web.answers import answer
from handbook.web.parameters import IfMatch
from handbook.web.requests import based_on_version, etag

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


@router.post("/v1/handbooks/<handbook_id>/guardians/<account_id>/end", summary="End a bond", tags=["sharing"])
def end_one(
    handbook_id: str, account_id: str, body: Annotated[EndBondBody, Body()], if_match: IfMatch = None
) -> Response[EndBondAnswer]:
    """End a bond at once, based on the handbook's ETag: the own, a carer's or viewer's; staff with proof anybody's."""
    changed = end_bond(
        HandbookId(handbook_id),
        EndBond(AccountId(account_id), based_on_version(router), body.reason, body.proof),
        context_of(router),
        records=bootstrap.records(),
        save=sharing.save_bonds,
        tell=tell_of_bonds,
    )
    count("bond_ended", reason=body.reason or "family")
    tag = etag(changed.profile_version)
    return answer(200, EndBondAnswer(account_id=account_id, etag=tag), {"ETag": tag})
