"""Two handbooks of one child: what would come together, what speaks against it, and which doses are one dose twice.

Two entries of one real dose are both kept. One of them counts: of a pair that was the same when the handbooks were
merged the other handbook's dose is set aside, as long as both still say the same and the first still counts. An
amendment of either, or an entry in error, brings the dose back; taking the merge away does too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from handbook.domain.adoptions import given_by_units
from handbook.domain.bonds import joined
from handbook.domain.handbook import DoseFact, Handbook
from handbook.domain.ids import DoseId
from handbook.domain.merged_pregnancies import PregnancyField, dated_apart, dated_by_both, said_of
from handbook.domain.merges import Merge

type ChildField = Literal[
    "full_name",
    "sex",
    "birth_date",
    "commune_code",
    "province_code",
    "gestation_days",
    "birth_weight_g",
    "mother_name",
]
type ConflictField = ChildField | PregnancyField | Literal["state"]
type MergeWarning = Literal[
    "twins",
    "not_alike",
    "birth_date_differs",
    "sex_differs",
    "mother_birth_date_differs",
    "due_date_differs",
    "state_differs",
    "pregnancies",
]
"""What has to be confirmed: each says that these may be two children, or two pregnancies."""

_FIELDS: Sequence[ChildField] = (
    "full_name",
    "sex",
    "birth_date",
    "commune_code",
    "province_code",
    "gestation_days",
    "birth_weight_g",
    "mother_name",
)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field of which the two say different things; what is kept is what the handbook that stays says."""

    field: ConflictField
    kept: str | None
    other: str | None


def conflicts_between(kept: Handbook, other: Handbook) -> tuple[Conflict, ...]:
    """Give every field in which two handbooks differ, also where one of them says nothing.

    What only one of the two is of, a child or a pregnancy, has nothing to be held against.
    """
    found: dict[ConflictField, tuple[str | None, str | None]] = {}
    if kept.pregnancy is not None and other.pregnancy is not None:
        one, two = said_of(kept.pregnancy), said_of(other.pregnancy)
        found |= {name: (said, two[name]) for name, said in one.items()}
    if kept.child is not None and other.child is not None:
        found = {name: (_said(kept, name), _said(other, name)) for name in _FIELDS} | {
            name: said for name, said in found.items() if name not in _FIELDS
        }
    found["state"] = (kept.state.value, other.state.value)
    return tuple(Conflict(name, *said) for name, said in found.items() if said[0] != said[1])


def _said(handbook: Handbook, name: ChildField) -> str | None:
    value = getattr(handbook.profile, name)
    return None if value is None else str(value)


def warnings_between(
    conflicts: Iterable[Conflict], *, twins: bool, alike: bool, pregnancies: bool
) -> tuple[MergeWarning, ...]:
    """Give what has to be confirmed before two handbooks are merged, in a fixed order."""
    differing = {conflict.field for conflict in conflicts}
    found: tuple[tuple[MergeWarning, bool], ...] = (
        ("twins", twins),
        ("not_alike", not alike),
        ("birth_date_differs", "birth_date" in differing),
        ("sex_differs", "sex" in differing),
        ("mother_birth_date_differs", "mother_birth_date" in differing),
        ("due_date_differs", "due_on" in differing),
        ("state_differs", "state" in differing),
        ("pregnancies", pregnancies),
    )
    return tuple(warning for warning, holds in found if holds)


def same_doses(kept: Iterable[DoseFact], other: Iterable[DoseFact]) -> tuple[tuple[DoseId, DoseId], ...]:
    """Pair doses of the other handbook with doses of the one that stays that are probably the same, each once."""
    left = list(kept)
    pairs = []
    for dose in other:
        twin = next((one for one in left if is_same_dose(one, dose)), None)
        if twin is not None:
            left.remove(twin)
            pairs.append((dose.dose_id, twin.dose_id))
    return tuple(pairs)


def is_same_dose(one: DoseFact, other: DoseFact) -> bool:
    """Say whether two entries are probably of one dose: product and day are equal, and no lot number contradicts."""
    if (one.product, one.administered_on, one.latest_on) != (other.product, other.administered_on, other.latest_on):
        return False
    lots = {lot.casefold() for lot in (one.lot_number, other.lot_number) if lot is not None}
    return len(lots) <= 1


def counted_once(doses: tuple[DoseFact, ...], merges: Iterable[Merge]) -> tuple[DoseFact, ...]:
    """Leave out doses that a merge paired with another one that still counts and still says the same."""
    by_id = {dose.dose_id: dose for dose in doses}
    pairs = {pair for merge in merges for pair in merge.same_doses}
    aside = {
        dose_id
        for dose_id, twin_id in pairs
        if dose_id != twin_id and dose_id in by_id and twin_id in by_id and is_same_dose(by_id[dose_id], by_id[twin_id])
    }
    # A client that sent one dose to both handbooks gave it one id: then two of a pair are known by what they say.
    shared = {dose_id for dose_id, twin_id in pairs if dose_id == twin_id}
    counted: list[DoseFact] = []
    for dose in doses:
        again = dose.dose_id in shared and any(
            one.dose_id == dose.dose_id and is_same_dose(one, dose) for one in counted
        )
        if not again and dose.dose_id not in aside:
            counted.append(dose)
    return tuple(counted)


def linked(kept: Handbook, other: Handbook, merge: Merge) -> tuple[Handbook, Handbook]:
    """Give the handbook that stays with guardians and codes of the other, and the other as read in it.

    A restriction of either holds for both; consents of the other are asked for anew. What is derived from entries is
    for the caller to make anew. No word of the profile changes, and of a pregnancy only by what it is dated; both
    ETags follow.
    """
    one = replace(
        kept,
        pregnancy=dated_by_both(kept, other),
        guardians=joined(kept.guardians, other.guardians),
        carriers=(*kept.carriers, *other.all_carriers),
        merged_from=(*kept.merged_from, merge),
        restriction=kept.restriction or other.restriction,
        profile_version=kept.profile_version + 1,
    )
    two = replace(
        other,
        merged_into=kept.handbook_id,
        # Asked for anew: nobody could withdraw them, nor what the family gave, while they rest.
        consents={},
        grants=given_by_units(other.grants),
        next_contact_on=None,
        defaults_on=None,
        attention=None,
        profile_version=other.profile_version + 1,
    )
    return one, two


def parted(kept: Handbook, other: Handbook, merge: Merge) -> tuple[Handbook, Handbook]:
    """Take a link away: guardians and codes that came with it go back as they are now, whatever came later stays.

    Nobody whose bond was ended meanwhile gets it back, a guardian neither: where none is left, the station invites one.
    Raises: DatingNeededError.
    """
    own, theirs = dated_apart(kept, other, merge.datings)
    mine = set(merge.codes)
    raised = dict(merge.raised)
    back = [carrier for carrier in kept.carriers if carrier.code in mine and carrier.code != other.own_code]
    one = replace(
        kept,
        pregnancy=own,
        guardians={one: raised.get(one, bond) for one, bond in kept.guardians.items() if one not in merge.guardians},
        carriers=tuple(carrier for carrier in kept.carriers if carrier.code not in mine),
        merged_from=tuple(link for link in kept.merged_from if link.handbook_id != merge.handbook_id),
        restriction=kept.restriction if kept.restriction != other.restriction else None,
        profile_version=kept.profile_version + 1,
    )
    two = replace(
        other,
        pregnancy=theirs,
        merged_into=None,
        # One that was lifted while they were one is lifted.
        restriction=other.restriction if kept.restriction else None,
        guardians={one: bond for one, bond in other.guardians.items() if one in kept.guardians},
        carriers=tuple(back),
        profile_version=other.profile_version + 1,
    )
    return one, two
