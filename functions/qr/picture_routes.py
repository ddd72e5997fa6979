"""Pictures of a handbook's code."""

from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from handbook import bootstrap
from handbook.config import config
from handbook.domain.access import Action
from handbook.domain.ids import HandbookId
from handbook.usecases.admit import admit_reader
from handbook.web.actor import context_of
from handbook.web.answers import picture

router = APIGatewayRouter()


@router.get("/v1/handbooks/<handbook_id>/qr.svg", summary="The handbook's own code", tags=["qr"])
def draw_code(handbook_id: str) -> Response[Any]:
    """Draw the handbook's own QR code for the app's screen."""
    handbook = admit_reader(
        context_of(router),
        Action.READ_HANDBOOK,
        HandbookId(handbook_id),
        bootstrap.records(),
        bootstrap.audit_log(),
    )
    from handbook.pictures.qr_svg import qr_svg  # noqa: PLC0415 - only this route draws

    return picture("image/svg+xml", qr_svg(handbook.own_code, config().code_host))
