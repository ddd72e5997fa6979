"""Who may see what is the mother's in a handbook; what that is, domain/mothers_part.py says."""

from datetime import datetime

from handbook.domain.access import Actor
from handbook.domain.handbook import Handbook
from handbook.domain.ids import AccountId
from handbook.domain.life import Happening
from handbook.domain.roles import Role


def sees_mother(actor: Actor, handbook: Handbook) -> bool:
    """Say whether an actor who may read a handbook may read what is the mother's in it.

    Those who adopted a child do not, where she did not share; staff who care for the child do, as its care needs it.
    Carers and viewers were invited to a child, and do not once it is born: whom they were invited by need not be she.
    """
    if not actor.is_family:
        return True
    bond = handbook.guardians.get(AccountId(actor.id))
    looks_on = bond is not None and bond.role is not Role.GUARDIAN and handbook.child is not None
    return not handbook.mother_hidden and not looks_on


def adopted_at(handbook: Handbook) -> datetime | None:
    """Give the instant since when others are guardians who may not see what was before, None where nobody such is."""
    if not handbook.mother_hidden:
        return None
    return max((one.recorded_at for one in handbook.life if one.happening is Happening.ADOPTION), default=None)
