"""What providers say became of a text."""

import base64
from collections.abc import Mapping
from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.reminders.running import ledger
from handbook import bootstrap
from handbook.bootstrap import messaging
from handbook.domain.errors import HandbookError, SignedOutError, UnavailableError
from handbook.observability import Event, count, logger
from handbook.usecases.take_receipt import DeliveryReceipt, take_receipt
from handbook.web.answers import nothing
from handbook.web.requests import App

PREFIXES = ("/v1/reminders/receipts/", "/v1/reminders/replies/")
RAW = "x-receipt-body"

router = APIGatewayRouter()


@router.post(
    "/v1/reminders/receipts/<provider>",
    summary="What became of a text",
    tags=["reminders"],
    security=[],
    status_code=204,
)
def take(provider: str) -> Response[str]:
    """Take a provider's receipt, signed with its secret; the body is the provider's own, JSON or a form.

    One for a text that is not known yet is kept, and a repeated one changes nothing: both are answered like the first.
    """
    body, headers = base64.b64decode(headers_of(router).get(RAW, "")), headers_of(router)
    try:
        reference, provider_id, said = messaging.read_receipt(provider, body, headers)
    except UnavailableError:
        raise
    except HandbookError as error:
        count("receipt", "forged" if isinstance(error, SignedOutError) else "refused")
        raise
    receipt = DeliveryReceipt(provider, reference, provider_id, said.verdict, said.cause)
    taken = take_receipt(receipt, ledger(), bootstrap.now())
    count("receipt", taken.value)
    logger.info(Event.RECEIPT_TAKEN, provider=provider, outcome=taken.value, verdict=said.verdict.value)
    return nothing()


def with_raw_body(event: dict[str, Any]) -> dict[str, Any]:
    """Put a signed body where the route finds it byte for byte: its signature is over that, whatever its form."""
    if not str(event.get("path", "")).startswith(PREFIXES):
        return event
    body = event.get("body") or ""
    packed = body if event.get("isBase64Encoded") else base64.b64encode(body.encode()).decode()
    headers = {name: value for name, value in (event.get("headers") or {}).items() if name.lower() != RAW}
    return {**event, "body": None, "isBase64Encoded": False, "headers": {**headers, RAW: packed}}


def headers_of(app: App) -> Mapping[str, str]:
    """Give the headers by lower-case names, the body as it was sent among them."""
    found: dict[str, str] = dict(app.current_event.raw_event.get("headers") or {})
    return {name.lower(): value for name, value in found.items()}
