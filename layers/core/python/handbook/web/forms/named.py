"""What every body has that creates something: an id that the client may have made, offline."""

import hashlib
import json
from typing import Annotated

from pydantic import Field, StringConstraints

from handbook.domain.receipts import CLIENT_ID, Named
from handbook.web.schemas import Body

ClientId = Annotated[
    str,
    StringConstraints(pattern=f"^{CLIENT_ID}$"),
    Field(description="A UUID of version 4 or 7, lower case, that the client made; sent again, it creates nothing"),
]


class NamedBody(Body):
    """Creates something, with an id of the client's own where it has one."""

    id: ClientId | None = None

    def named(self, kind: str) -> Named | None:
        """Give the client's id with a digest of the rest, which is the same however the body came and was written."""
        if self.id is None:
            return None
        said = self.model_dump(mode="json", exclude={"id"}, exclude_defaults=True)
        text = json.dumps([kind, said], sort_keys=True, separators=(",", ":"))
        return Named(self.id, hashlib.sha256(text.encode()).hexdigest())
