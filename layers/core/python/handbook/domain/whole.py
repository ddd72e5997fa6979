"""Everything that is kept of one handbook, as of one instant: what an export is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType

from handbook.domain.entries import Entry, Kept
from handbook.domain.entry_kinds import KINDS, EntryKind
from handbook.domain.handbook import Handbook, Profile
from handbook.domain.pregnancy import Pregnancy


@dataclass(frozen=True, slots=True)
class Recorded[E: Entry]:
    """An entry with all its versions: the one that stands, and those before it from the first on."""

    now: Kept[E]
    before: tuple[Kept[E], ...] = ()

    @property
    def kind(self) -> EntryKind:
        """Give its kind, as clients know it."""
        return KINDS[type(self.now.entry)]


@dataclass(frozen=True, slots=True)
class FormerProfile:
    """Who the child was said to be, and what was said of the pregnancy, until somebody changed either.

    `profile` is None before the birth, `pregnancy` where the handbook was opened for a child.
    """

    profile: Profile | None
    version: int
    replaced_by: str
    replaced_at: datetime
    pregnancy: Pregnancy | None = None


@dataclass(frozen=True, slots=True)
class Whole:
    """A handbook with every entry of every kind in the order of days, and every earlier profile.

    `others` are what else lies in the handbook and is no entry, by word: identifiers, disputes, consents.
    """

    handbook: Handbook
    entries: Sequence[Recorded[Entry]]
    former_profiles: Sequence[FormerProfile] = ()
    others: Mapping[str, Sequence[object]] = field(default_factory=lambda: MappingProxyType({}))


def without_codes(whole: Whole) -> Whole:
    """Leave the codes out that lead to the handbook: a guest carries none of them away in an export."""
    return replace(whole, handbook=replace(whole.handbook, own_code="", carriers=()))
