"""What bears a code of a handbook: its own electronic code, the book, a card. Several lead to one handbook."""

from dataclasses import dataclass, replace
from datetime import datetime

from handbook.domain.codes import CodeState, Reason
from handbook.domain.ids import HandbookId


@dataclass(frozen=True, slots=True)
class Ending:
    """How a code came to lead nowhere: void or replaced, why and when."""

    state: CodeState
    reason: Reason
    at: datetime
    replaced_by: str | None = None


@dataclass(frozen=True, slots=True)
class Carrier:
    """A code that leads, or led, to a handbook; `own` when it was made with the record, not printed in a batch."""

    code: str
    bound_at: datetime
    own: bool = False
    state: CodeState = CodeState.BOUND
    ended_at: datetime | None = None
    reason: Reason | None = None
    replaced_by: str | None = None

    def ended(self, ending: Ending) -> "Carrier":
        """The same carrier, leading nowhere any more."""
        return replace(
            self, state=ending.state, ended_at=ending.at, reason=ending.reason, replaced_by=ending.replaced_by
        )


@dataclass(frozen=True, slots=True)
class CodeUse:
    """What a code was used for: bound to a handbook, or void or replaced after that."""

    state: CodeState
    handbook_id: HandbookId
    version: int
