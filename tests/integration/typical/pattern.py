"""A typical call of an access pattern, and what it consumed."""

from collections.abc import Callable
from dataclasses import dataclass

from handbook.domain.handbook import Handbook


@dataclass(frozen=True, slots=True)
class Scene:
    """What lies in the tables: one child's handbook among a hundred of its commune."""

    book: Handbook
    entry_id: str
    """A measurement of it that its client named and that was corrected once."""
    encounter_id: str
    dispute_id: str


@dataclass(frozen=True, slots=True)
class Typical:
    """A call as it is usually made. `what` says how much there is; `ask` gives what was found, never nothing."""

    what: str
    ask: Callable[[Scene], object]
