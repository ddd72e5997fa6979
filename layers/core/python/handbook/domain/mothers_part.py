"""What of a handbook is the mother's own, and to whom it is shown: after an adoption not to the new family."""

from dataclasses import replace

from handbook.domain.access import Role
from handbook.domain.entries import Entry
from handbook.domain.identifiers import Identifier, masked
from handbook.domain.life_events import LifeEvent
from handbook.domain.mothers_doses import MothersDose
from handbook.domain.whole import Recorded, Whole

MOTHERS_ENCOUNTERS = frozenset({"antenatal", "delivery", "postpartum"})


def is_mothers(entry: Entry) -> bool:
    """Say whether an entry is about the mother: her visits, what was found on her, what she was given."""
    if isinstance(entry, MothersDose):
        return True
    if "mother" in {getattr(entry, "subject", None), getattr(entry, "recipient", None)}:
        return True
    details = getattr(entry, "details", None)
    return getattr(details, "kind", None) in MOTHERS_ENCOUNTERS or getattr(details, "subject", None) == "mother"


def shown_to(role: Role, whole: Whole) -> Whole:
    """Give what somebody in a role may see of a handbook whose right to it was checked.

    Guardians who may not see what is the mother's get none of it, nor her name. Staff see all, but of the numbers of
    offices the ends alone: whole they read them one at a time, each with an entry in the access log.
    """
    handbook = whole.handbook
    if role is not Role.GUARDIAN:
        return replace(whole, others={name: tuple(map(_masked, some)) for name, some in whole.others.items()})
    if not handbook.mother_hidden:
        return whole
    child = replace(handbook.child, mother_name=None) if handbook.child else None
    return replace(
        whole,
        handbook=replace(handbook, child=child, pregnancy=None),
        entries=tuple(one for one in whole.entries if not is_of_before(one.now.entry)),
        others={name: tuple(one for one in some if not _of_mother(one)) for name, some in whole.others.items()},
        former_profiles=tuple(
            replace(one, profile=replace(one.profile, mother_name=None)) for one in whole.former_profiles
        ),
    )


def _masked(one: object) -> object:
    return replace(one, value=masked(one.value)) if isinstance(one, Identifier) else one


def _of_mother(one: object) -> bool:
    return getattr(one, "subject", None) == "mother"


def is_of_before(entry: Entry) -> bool:
    """Say whether an entry is the mother's, or an event that tells where her family lived and who it was."""
    return is_mothers(entry) or isinstance(entry, LifeEvent)


def with_pregnancy_of(whole: Whole, first: Whole) -> Whole:
    """Put the shared pregnancy beside a further child of it; what is the mother's lies in the first one's handbook."""
    mothers: tuple[Recorded[Entry], ...] = tuple(one for one in first.entries if is_mothers(one.now.entry))
    handbook = replace(whole.handbook, pregnancy=first.handbook.pregnancy)
    return replace(whole, handbook=handbook, entries=(*mothers, *whole.entries))
