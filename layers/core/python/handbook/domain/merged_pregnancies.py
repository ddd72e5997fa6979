"""Two handbooks of one pregnancy: what they say otherwise of it, and which statements of how far it is come together.

Each statement stands by itself and stays, so those of both count: an early scan of one handbook corrects the last
period of the other, and the due date, the plan of care and the reminders follow. They go back with the handbook.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from handbook.domain.errors import DatingNeededError, MergeBeforeBirthError, MergeRefusedError

if TYPE_CHECKING:
    from handbook.domain.handbook import Handbook
    from handbook.domain.pregnancy import Pregnancy

type PregnancyField = Literal[
    "mother_name",
    "mother_birth_date",
    "blood_group",
    "ethnicity_code",
    "due_on",
    "para",
    "risks",
    "fetuses",
    "commune_code",
    "province_code",
]


def check_lives(kept: Handbook, other: Handbook) -> None:
    """Refuse what nobody could read in one: the handbook that tells more of one life is the one to stay.

    A pregnancy whose birth is not recorded and the handbook of a child are two parts of a life with nothing between
    them: the birth is recorded first. Raises: MergeBeforeBirthError, MergeRefusedError.
    """
    for one, child in ((kept, other), (other, kept)):
        if one.child is None and child.child is not None and not _tells_of_mother(child):
            raise MergeBeforeBirthError("other_id")
    tells_less = _tells_of_mother(other) and not _tells_of_mother(kept)
    if (kept.child is None and other.child is not None) or (other.pregnancy and not kept.pregnancy) or tells_less:
        # Nobody would see the birth, or the pregnancy, any more.
        raise MergeRefusedError("other_id")


def _tells_of_mother(handbook: Handbook) -> bool:
    return handbook.pregnancy is not None or handbook.pregnancy_in is not None


def said_of(pregnancy: Pregnancy) -> dict[PregnancyField, str | None]:
    """Write what a pregnancy says, field by field, for two to be held against each other."""
    mother = pregnancy.mother
    return {
        "mother_name": mother.full_name,
        "mother_birth_date": mother.birth_date.isoformat() if mother.birth_date else None,
        "blood_group": mother.blood_group,
        "ethnicity_code": mother.ethnicity_code,
        "due_on": pregnancy.due_on.isoformat(),
        "para": pregnancy.para.text if pregnancy.para else None,
        "risks": " ".join(sorted(pregnancy.risks)) or None,
        "fetuses": str(pregnancy.fetuses) if pregnancy.fetuses is not None else None,
        "commune_code": pregnancy.commune_code,
        "province_code": pregnancy.province_code,
    }


def brought(kept: Handbook, other: Handbook) -> tuple[str, ...]:
    """Give the ids of the statements that come along with the other handbook."""
    if kept.pregnancy is None or other.pregnancy is None:
        return ()
    known = {one.dating_id for one in kept.pregnancy.datings}
    return tuple(one.dating_id for one in other.pregnancy.datings if one.dating_id not in known)


def dated_by_both(kept: Handbook, other: Handbook) -> Pregnancy | None:
    """Give the pregnancy of the handbook that stays with the statements of both; no other word of it changes."""
    if kept.pregnancy is None or other.pregnancy is None:
        return kept.pregnancy
    wanted = set(brought(kept, other))
    more = (one for one in other.pregnancy.datings if one.dating_id in wanted)
    return replace(kept.pregnancy, datings=(*kept.pregnancy.datings, *more))


def dated_apart(kept: Handbook, other: Handbook, datings: tuple[str, ...]) -> tuple[Pregnancy | None, Pregnancy | None]:
    """Give both pregnancies with their own statements as they are now; `datings` came along with the other.

    Where all of the other's were withdrawn meanwhile they are as they were: no pregnancy is without one. Raises:
    DatingNeededError when nothing of its own is left that the handbook that stays could be counted by.
    """
    if kept.pregnancy is None or other.pregnancy is None:
        return kept.pregnancy, other.pregnancy
    from handbook.domain.dating import established  # noqa: PLC0415 - most handbooks are of children

    now = {one.dating_id: one for one in kept.pregnancy.datings}
    own = tuple(one for one in kept.pregnancy.datings if one.dating_id not in datings)
    if established(own) is None:
        raise DatingNeededError("pregnancy.dating")
    back = tuple(now.get(one.dating_id, one) for one in other.pregnancy.datings)
    given_back = other.pregnancy if established(back) is None else replace(other.pregnancy, datings=back)
    return replace(kept.pregnancy, datings=own), given_back
