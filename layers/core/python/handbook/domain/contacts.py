"""The encounters that a handbook's summary knows of, for the plan of care and for reminders."""

from datetime import date
from typing import NamedTuple

from handbook.domain.ids import EntryId

PLANNED = frozenset({"antenatal", "delivery", "postpartum", "newborn", "child_checkup"})
"""Kinds of encounters that the plan of care, or the rule of one delivery for each pregnancy, asks about."""


class CareContact(NamedTuple):
    """One encounter of a kind of `PLANNED`, by its local day."""

    encounter_id: EntryId
    kind: str
    on: date
