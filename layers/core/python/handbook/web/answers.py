"""Making answers."""

import base64
from collections.abc import Callable, Mapping
from typing import Any

from aws_lambda_powertools.event_handler import Response, content_types
from pydantic import BaseModel

from handbook import bootstrap
from handbook.domain.errors import ConflictError
from handbook.domain.receipts import Receipt
from handbook.usecases.retry import on_conflict


def answer[B](status: int, body: B, headers: Mapping[str, str] | None = None) -> Response[B]:
    """Answer with a body that the resolver checks against the route's type and writes as JSON."""
    return Response(
        status_code=status, content_type=content_types.APPLICATION_JSON, body=body, headers=dict(headers or {})
    )


def nothing(status: int = 204) -> Response[Any]:
    """Answer that it is done, or will be, with nothing to tell."""
    return Response(status_code=status, content_type=content_types.TEXT_PLAIN, body="")


def picture(content_type: str, body: str | bytes, headers: Mapping[str, str] | None = None) -> Response[Any]:
    """Answer with something that is not JSON; bytes travel to the gateway in base64."""
    # Packed here: the resolver would read bytes as UTF-8 before it packs them itself.
    packed = isinstance(body, bytes)
    text = base64.b64encode(body).decode() if isinstance(body, bytes) else body
    response: Response[Any] = Response(
        status_code=200, content_type=content_type, body=text, headers=dict(headers or {})
    )
    response.base64_encoded = packed
    return response


def once[M: BaseModel](
    receipt: Receipt, model: type[M], work: Callable[[], object], permit: Callable[[], object] | None = None
) -> M:
    """Do the work of a request that creates, or give the answer that it was given before.

    Two equal requests at once do the work once: the one whose transaction loses finds the other's answer. Two
    different requests about one handbook both succeed: the one that loses decides afresh. `permit` raises when who
    asks again may no longer do so, since the first answer tells of a child.
    """

    def attempt() -> M:
        earlier = bootstrap.first_answer(receipt)
        if earlier is None:
            try:
                return model.model_validate(receipt.render(work()))
            except ConflictError:
                # What stands in the way may be this very request, sent twice at once: then its answer is there by now.
                earlier = bootstrap.first_answer(receipt)
                if earlier is None:
                    raise
        if permit is not None:
            permit()
        return model.model_validate(earlier)

    return on_conflict(attempt)
