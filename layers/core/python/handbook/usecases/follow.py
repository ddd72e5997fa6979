"""Follow a handbook that was merged into another to where it is read now."""

from handbook.domain.access import Action, on_handbook
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.usecases.context import Context
from handbook.usecases.ports import Records


def current(handbook_id: HandbookId, records: Records) -> Handbook | None:
    """Read a handbook, or the one that it was merged into; None when there is none. A merge is one step, never two."""
    handbook = records.get(handbook_id)
    if handbook is None or handbook.merged_into is None:
        return handbook
    return records.get(handbook.merged_into)


def is_kept_from(home: Handbook, context: Context) -> bool:
    """Say whether a restriction keeps the handbook of a pregnancy from staff who came by a sibling's."""
    if context.actor.is_family or home.restriction is None:
        return False
    return on_handbook(context.actor, Action.READ_HANDBOOK, home, context.now) is None


def pregnancy_home(handbook: Handbook, records: Records) -> Handbook | None:
    """Give the handbook that a pregnancy stands in: this one, or of a further child the first one's as it is read now.

    None where it is gone. Of a handbook that never was of a pregnancy this is the handbook itself.
    """
    return current(handbook.pregnancy_in, records) if handbook.pregnancy_in else handbook
