"""Where an entry in a list is in its life."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel

from handbook.domain.entries import Kept
from handbook.web.requests import etag
from handbook.web.schemas import Body


class Revision(Body):
    """Which version this is, and who made it when; its ETag is what a correction is based on.

    What was entered in error stays in lists and counts for nothing. All versions: …/entries/{kind}/{id}/versions.
    `recorded_in` names the handbook that it was recorded in where that was merged into this one: by that name it is
    found also where an entry of this one has the same id.
    """

    version: int
    etag: str
    status: Literal["recorded", "amended", "entered_in_error"]
    changed_at: datetime
    changed_by: str
    recorded_in: str | None = None


class Revised(Body):
    """An entry in a list."""

    revision: Revision


def listed[M: Revised](model: type[M], kept: Kept[Any], shown: Mapping[str, Any] | type[BaseModel]) -> M:
    """Give an entry as it stands in a list: as it is shown, or in the form of a body, and where it is in its life."""
    if not isinstance(shown, Mapping):
        shown = shown.model_validate(kept.entry, from_attributes=True).model_dump()
    return model.model_validate({**shown, "revision": revision_answer(kept)})


def revision_answer(kept: Kept[Any]) -> dict[str, Any]:
    """Write where an entry is in its life as JSON."""
    return {
        "version": kept.version,
        "etag": etag(kept.version),
        "status": kept.status,
        "changed_at": kept.changed_at.isoformat(),
        "changed_by": kept.changed_by,
        "recorded_in": kept.kept_in,
    }


class NewlyRevised(Body):
    """An entry in the answer that recorded it, or recorded it before and shows it as it is now.

    None in an answer that was kept for a retry before answers had it.
    """

    revision: Revision | None = None

    @property
    def headers(self) -> dict[str, str]:
        """Give the header that a correction is based on."""
        return {"ETag": self.revision.etag} if self.revision else {}
