"""List the layouts that an order can name."""

from collections.abc import Sequence

from handbook.domain.access import Action, by_role
from handbook.domain.errors import ForbiddenError
from handbook.domain.label_layouts import LAYOUTS, NamedLayout
from handbook.usecases.context import Context


def list_layouts(context: Context) -> Sequence[NamedLayout]:
    """Give the named layouts, the default first. Raises: ForbiddenError for who never orders or prints."""
    if by_role(context.actor, Action.LIST_LAYOUTS) is None:
        raise ForbiddenError
    return tuple(LAYOUTS.values())
