"""Follow a handbook that was merged into another to where it is read now."""

from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.usecases.ports import Records


def current(handbook_id: HandbookId, records: Records) -> Handbook | None:
    """Read a handbook, or the one that it was merged into; None when there is none. A merge is one step, never two."""
    handbook = records.get(handbook_id)
    if handbook is None or handbook.merged_into is None:
        return handbook
    return records.get(handbook.merged_into)
