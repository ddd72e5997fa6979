"""What all request and answer bodies share."""

from pydantic import BaseModel, ConfigDict


class Body(BaseModel):
    """A JSON object with known fields only; errors never repeat what was sent."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True, defer_build=True)


class PageBody(Body):
    """One page of a list; pass `next` as `cursor` to go on, null at the end."""

    next: str | None = None
