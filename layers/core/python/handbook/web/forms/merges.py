"""Merging two handbooks of one child or of one pregnancy."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.domain.matching import Point
from handbook.domain.merging import ConflictField, MergeWarning
from handbook.usecases.merge_handbooks import MergeHandbooks, MergePreview
from handbook.usecases.unmerge_handbooks import UnmergeHandbooks
from handbook.web.forms.handbooks import HandbookAnswer, handbook_answer
from handbook.web.requests import etag, version_of
from handbook.web.schemas import Body, Day, Identifier, Note

Etag = Annotated[str, StringConstraints(max_length=20)]


class MergePreviewBody(Body):
    """Names the handbook that would be read in this one."""

    other_id: Identifier


class MergeBody(Body):
    """Names the handbook that is to be read in this one, its version, and why; `confirmed` repeats the warnings."""

    other_id: Identifier
    other_etag: Etag
    reason: Note
    confirmed: list[MergeWarning] = Field(default_factory=list, max_length=10)

    def command(self, based_on: int) -> MergeHandbooks:
        """Read what is to be merged."""
        confirmed = frozenset(self.confirmed)
        return MergeHandbooks(HandbookId(self.other_id), self.reason, based_on, version_of(self.other_etag), confirmed)


class UnmergeBody(Body):
    """Names the handbook that is to be read by itself again, and why."""

    other_id: Identifier
    reason: Note

    def command(self, based_on: int) -> UnmergeHandbooks:
        """Read what is to be undone."""
        return UnmergeHandbooks(HandbookId(self.other_id), self.reason, based_on)


class ConflictAnswer(Body):
    """A field in which the two differ; what is kept is what this handbook says."""

    field: ConflictField
    kept: str | None
    other: str | None


class SameDoseAnswer(Body):
    """Two entries that are probably of one dose: both stay, and one counts."""

    dose_id: str
    same_as: str


class MergePreviewAnswer(Body):
    """What a merge would bring together; `warnings` are to be confirmed."""

    handbook: HandbookAnswer
    other: HandbookAnswer
    score: int
    reasons: list[Point]
    objections: list[Point]
    conflicts: list[ConflictAnswer]
    same_doses: list[SameDoseAnswer]
    warnings: list[MergeWarning]
    entries: int = Field(description="Entries that the other handbook brings")
    codes: list[str] = Field(description="Codes that would lead here too")
    guardians: int = Field(description="Guardians that would come to this handbook")
    due_on: Day | None = Field(description="Expected day of birth by the datings of both")


class UnmergeAnswer(Body):
    """Both handbooks as they are read by themselves."""

    handbook: HandbookAnswer
    other: HandbookAnswer


def preview_answer(found: MergePreview, today: date) -> dict[str, Any]:
    """Write a preview as JSON."""
    kept, other = found.kept, found.other
    return {
        "handbook": handbook_answer(kept, today, mother_shown=True, codes_shown=True),
        "other": handbook_answer(other, today, mother_shown=True, codes_shown=True),
        "score": found.match.score,
        "reasons": list(found.match.reasons),
        "objections": list(found.match.objections),
        "conflicts": [{"field": one.field, "kept": one.kept, "other": one.other} for one in found.conflicts],
        "same_doses": [{"dose_id": dose, "same_as": twin} for dose, twin in found.same_doses],
        "warnings": list(found.warnings),
        "entries": found.entries,
        "codes": [
            carrier.code for carrier in other.all_carriers if carrier.code in {other.own_code, *other.bound_codes}
        ],
        "guardians": len(other.guardians.keys() - kept.guardians.keys()),
        "due_on": found.due_on.isoformat() if found.due_on else None,
    }


def unmerge_answer(parted: tuple[Handbook, Handbook], today: date) -> dict[str, Any]:
    """Write two handbooks that were parted as JSON."""
    kept, other = parted
    return {
        "handbook": handbook_answer(kept, today, mother_shown=True, codes_shown=True),
        "other": handbook_answer(other, today, mother_shown=True, codes_shown=True),
    }


def tag_of(handbook: Handbook) -> str:
    """Give the ETag of a handbook."""
    return etag(handbook.profile_version)
