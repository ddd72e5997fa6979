"""What changed in a handbook."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from handbook.domain.changes import Change, Touched
from handbook.web.forms.handbooks import HandbookAnswer
from handbook.web.recorders import kept_answer
from handbook.web.schemas import Body, PageBody


class ChangeReasonBody(Body):
    """Why a version was made: a code, and what the person said who made it."""

    code: str
    text: str


class HandbookChangeBody(Body):
    """The newest version of an entry, as it is kept.

    `data` is what was said, in the words of the body that records the kind; what rules make of it is read from its own
    route. `status` "entered_in_error" is a tombstone: the entry counts no more. A kind that is no entry (an identifier,
    a dispute) has no `data` and no version here: read it by its own route.
    """

    kind: str
    id: str
    version: int | None = None
    etag: str | None = None
    status: Literal["recorded", "amended", "entered_in_error"] | None = None
    recorded_at: datetime | None = None
    recorded_by: str | None = None
    changed_at: datetime | None = None
    changed_by: str | None = None
    reason: ChangeReasonBody | None = None
    data: Mapping[str, Any] | None = None


class ChangesPage(PageBody):
    """What changed since `since`, oldest change first. Every page moves the client from one whole state to another.

    `handbook` is there where anything changed, and is as of now. Keep `cursor` and send it as `since` next time; `next`
    is the same where more can be asked for at once, null otherwise. Something may come twice; nothing is left out.
    """

    handbook: HandbookAnswer | None
    items: list[HandbookChangeBody]
    cursor: str


def change_answer(change: Change) -> HandbookChangeBody:
    """Write one change."""
    if isinstance(change, Touched):
        return HandbookChangeBody(kind=change.kind, id=change.id)
    return HandbookChangeBody.model_validate(kept_answer(change))
