"""Query and header parameters that many routes share, as the OpenAPI document shows them.

The headers are optional here and checked in web/requests.py, which answers a missing one with its own problem.
"""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Header, Query

Limit = Annotated[int, Query(ge=1, le=100, description="Items of a page")]
Cursor = Annotated[str | None, Query(max_length=2000, description="`next` of the page before")]
IdempotencyKey = Annotated[
    str | None, Header(alias="Idempotency-Key", description="The same key and body get the first answer; 24 hours")
]
IfMatch = Annotated[str | None, Header(alias="If-Match", description="ETag of the version that is changed")]
