"""Say to whom the codes of a handbook are shown."""

from handbook.domain.access import Action, on_handbook
from handbook.domain.handbook import Handbook
from handbook.usecases.context import Context


def sees_codes(context: Context, handbook: Handbook) -> bool:
    """Say whether an actor who reads a handbook reads its codes too: family and area do, guests do not."""
    return on_handbook(context.actor, Action.READ_CODES, handbook, context.now) is not None
