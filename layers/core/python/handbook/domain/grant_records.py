"""What is kept of a right after it ended: who gave it to whom, when and why, and how it ended."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Literal

from handbook.domain.grants import Grant
from handbook.domain.handbook import Handbook
from handbook.domain.ids import GrantId, HandbookId, UnitId

type Side = Literal["family", "unit"]


class GrantState(StrEnum):
    """Where a right is in its life."""

    COMING = "coming"
    HELD = "held"
    LAPSED = "lapsed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class GrantRecord:
    """A right as it was given, by the family or by a member of staff of `given_by_unit`; its end where it had one.

    `text` are the words beside the reason. `version` is 1, and 2 once it was ended before its time.
    """

    grant: Grant
    handbook_id: HandbookId
    given_at: datetime
    given_by: str
    side: Side
    given_by_unit: UnitId | None = None
    text: str | None = None
    ended_at: datetime | None = None
    ended_by: str | None = None
    ended_side: Side | None = None
    version: int = 1

    @property
    def grant_id(self) -> GrantId:
        """Give the id of the right."""
        return self.grant.grant_id

    def without_words(self) -> "GrantRecord":
        """Leave out the words beside the reason: they were written of the family before."""
        return replace(self, text=None)

    def ended(self, at: datetime, by: str, side: Side) -> "GrantRecord":
        """Write down that it was ended before its time."""
        return replace(self, ended_at=at, ended_by=by, ended_side=side, version=self.version + 1)

    def state(self, handbook: Handbook, now: datetime) -> GrantState:
        """Say whether it holds. One that left the handbook by an adoption or a merge has ended, whoever did that."""
        if self.ended_at is not None:
            return GrantState.ENDED
        if now >= self.grant.until:
            return GrantState.LAPSED
        if all(one.grant_id != self.grant_id for one in handbook.grants):
            return GrantState.ENDED
        return GrantState.HELD if self.grant.held_at(now) else GrantState.COMING
