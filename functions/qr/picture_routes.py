"""Pictures of a handbook's code: for the app's screen, for a message, for a purse."""

from typing import Annotated, Any, Literal

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from handbook import bootstrap
from handbook.config import config
from handbook.domain.access import Action
from handbook.domain.errors import NameUnprintableError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.domain.names import given_name
from handbook.usecases.admit import admit_reader
from handbook.web.actor import context_of
from handbook.web.answers import picture

# What draws is imported by the route that draws: each costs a cold start that the others need not pay.
router = APIGatewayRouter()
_TAG = ["qr"]

ModulePixels = Annotated[int, Query(ge=1, le=40, description="Pixels of a module; the picture has 37 a side")]
CardSize = Annotated[Literal["id1", "a6"], Query(description="id1 is 85.6 by 54 mm, a6 is 105 by 148 mm")]


@router.get("/v1/handbooks/<handbook_id>/qr.svg", summary="The handbook's own code", tags=_TAG)
def draw_code(handbook_id: str) -> Response[Any]:
    """Draw the handbook's own QR code for the app's screen."""
    handbook = _admitted(handbook_id)
    from handbook.pictures.qr_svg import qr_svg  # noqa: PLC0415

    return picture("image/svg+xml", qr_svg(handbook.own_code, config().code_host))


@router.get("/v1/handbooks/<handbook_id>/qr.png", summary="The handbook's own code as PNG", tags=_TAG)
def draw_code_in_pixels(handbook_id: str, module_pixels: ModulePixels = 10) -> Response[Any]:
    """Draw the handbook's own QR code for what cannot show SVG."""
    handbook = _admitted(handbook_id)
    from handbook.pictures.qr_png import qr_png  # noqa: PLC0415

    return picture("image/png", qr_png(handbook.own_code, config().code_host, module_pixels))


@router.get("/v1/handbooks/<handbook_id>/card.pdf", summary="The care card", tags=_TAG)
def draw_card(handbook_id: str, size: CardSize = "id1") -> Response[Any]:
    """Draw the care card, ready for print: the code, the child's given name and year of birth, nothing else."""
    profile = (handbook := _admitted(handbook_id)).profile
    from handbook.pictures.care_card import CardNameError, care_card_pdf  # noqa: PLC0415

    try:
        card = care_card_pdf(
            given_name(profile.full_name), profile.birth_date.year, handbook.own_code, config().code_host, size
        )
    except CardNameError as error:
        raise NameUnprintableError("full_name") from error
    return picture("application/pdf", card, {"Content-Disposition": 'inline; filename="care-card.pdf"'})


def _admitted(handbook_id: str) -> Handbook:
    return admit_reader(
        context_of(router), Action.READ_CODES, HandbookId(handbook_id), bootstrap.records(), bootstrap.audit_log()
    )
