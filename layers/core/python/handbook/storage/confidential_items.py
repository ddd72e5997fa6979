"""What is kept apart of an encounter: an item aside, without `seq`, that only a reading of its own key finds."""

from handbook.domain.encounters.confidential import Confidential
from handbook.storage.entry_form import form_of
from handbook.storage.record_form import instant
from handbook.storage.record_items import ASIDE, EntryItem, partition_of


def confidential_key(encounter_id: str) -> str:
    """Give the sort key of what is kept apart of an encounter."""
    return f"{ASIDE}CONFIDENTIAL#{encounter_id}"


def confidential_item(handbook_id: str, kept: Confidential) -> EntryItem:
    """Make the item of what is kept apart of an encounter."""
    return EntryItem(
        partition_of(handbook_id),
        confidential_key(kept.encounter_id),
        entry=form_of(kept),
        recorded_at=instant(kept.recorded_at),
        version=1,
    )
