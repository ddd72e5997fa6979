"""What people answer to a message, where a provider takes answers at all."""

import base64

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.reminders.routes.receipts import RAW, headers_of
from handbook import bootstrap
from handbook.bootstrap import messaging
from handbook.domain.errors import SignedOutError
from handbook.observability import count
from handbook.usecases.answer_reply import answer_reply
from handbook.web.answers import nothing
from handbook.web.requests import App

router = APIGatewayRouter()


@router.post(
    "/v1/reminders/replies/<provider>",
    summary="An answer to a message",
    tags=["reminders"],
    security=[],
    status_code=204,
)
def take(provider: str) -> Response[str]:
    """Take an answer that a provider passes on, signed with its secret: STOP, DUNG or HUY stop all reminders.

    A brand name can receive no answers; providers with a number of two ways pass them on here.
    """
    app: App = router
    body, headers = base64.b64decode(headers_of(app).get(RAW, "")), headers_of(app)
    try:
        number, words = messaging.read_reply(provider, body, headers)
    except SignedOutError:
        count("reply", "forged")
        raise
    done = answer_reply(
        number, words, bootstrap.now(), directory=bootstrap.directory(), index_of=bootstrap.phone_vault().index
    )
    count("reply", done.value)
    return nothing()
