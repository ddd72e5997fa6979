"""Who may see what is the mother's in a handbook; what that is, domain/mothers_part.py says."""

from datetime import datetime

from handbook.domain.access import Actor
from handbook.domain.handbook import Handbook
from handbook.domain.life import Happening


def sees_mother(actor: Actor, handbook: Handbook) -> bool:
    """Say whether an actor who may read a handbook may read what is the mother's in it.

    Those who adopted a child do not, where she did not share; staff who care for the child do, as its care needs it.
    """
    return not (handbook.mother_hidden and actor.is_family)


def adopted_at(handbook: Handbook) -> datetime | None:
    """Give the instant since when others are guardians who may not see what was before, None where nobody such is."""
    if not handbook.mother_hidden:
        return None
    return max((one.recorded_at for one in handbook.life if one.happening is Happening.ADOPTION), default=None)
