"""That two handbooks are of one child, as a link that can be taken away again."""

from dataclasses import dataclass
from datetime import datetime

from handbook.domain.bonds import Bond
from handbook.domain.ids import AccountId, DoseId, HandbookId


@dataclass(frozen=True, slots=True)
class Merge:
    """One handbook that is read in another since `at`, and what came with it, so that it can go with it again.

    `guardians` are those who came to guard the other by this, with a bond of any role; `raised` are the bonds of those
    who had a weaker one here before. `same_doses` pairs a dose of this handbook with the one
    of the other that is probably the same real dose: both entries stay, and one of the two counts. `datings` are the
    statements of how far the pregnancy is that came along, by their ids. `seq` is the version
    that both handbooks got with the merge, later than all before in either: it keeps the order of changes one.
    """

    handbook_id: HandbookId
    at: datetime
    by: str
    guardians: tuple[AccountId, ...] = ()
    raised: tuple[tuple[AccountId, Bond], ...] = ()
    codes: tuple[str, ...] = ()
    same_doses: tuple[tuple[DoseId, DoseId], ...] = ()
    seq: int = 0
    datings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MergeNote:
    """That two handbooks were merged or parted: who, when and why. It stays whatever becomes of the link."""

    kept_id: HandbookId
    other_id: HandbookId
    at: datetime
    by: str
    reason: str
    seq: int
    undone: bool = False
