"""The pages that a printed code and an invitation's link open: the same for every one, whatever its state."""

from typing import Any, Literal

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from handbook.web.answers import picture
from handbook.web.requests import language_of

router = APIGatewayRouter()


def _page(page: Literal["code", "invitation"] = "code") -> Response[Any]:
    from handbook.pictures.public_page import public_page, public_page_headers  # noqa: PLC0415 - only here

    language = language_of(router)
    headers = dict(public_page_headers(language, page))
    return picture(headers.pop("Content-Type"), public_page(language, page), headers)


@router.get("/q/<code>", summary="Public page of a code", tags=["public"], security=[])
def public_page_small(code: str) -> Response[Any]:
    """Say what the code is and how to open or give back the book; nothing is looked up."""
    return _page()


@router.get("/Q/<code>", summary="Public page of a code, as printed", tags=["public"], security=[])
def public_page_printed(code: str) -> Response[Any]:
    """Say what the code is and how to open or give back the book; nothing is looked up."""
    return _page()


@router.get("/i/<token>", summary="Public page of an invitation", tags=["public"], security=[])
def invitation_page(token: str) -> Response[Any]:
    """Say how to accept an invitation in the app; nothing is looked up, and the secret is written nowhere."""
    return _page("invitation")
