"""Which entries of a handbook are about the mother; what becomes of them, domain/mothers_part.py says."""

from handbook.domain.entries import Entry
from handbook.domain.mothers_doses import MothersDose

MOTHERS_ENCOUNTERS = frozenset({"antenatal", "delivery", "postpartum"})


def is_mothers(entry: Entry) -> bool:
    """Say whether an entry is about the mother: her visits, what was found on her, what she was given."""
    if isinstance(entry, MothersDose):
        return True
    if "mother" in {getattr(entry, "subject", None), getattr(entry, "recipient", None)}:
        return True
    details = getattr(entry, "details", None)
    return getattr(details, "kind", None) in MOTHERS_ENCOUNTERS or getattr(details, "subject", None) == "mother"
