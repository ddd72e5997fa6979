"""The numbers of a facility, checked for their form."""

import re

from handbook.domain.encounters.encounter import Encounter
from handbook.domain.errors import InvalidFieldError

# Decision 384/QD-BYT 2019: five characters, mostly digits.
_FACILITY = re.compile(r"[0-9A-Z]{5}", re.ASCII)
# GS1 General Specifications, GLN: thirteen digits, the last one a check digit by modulo 10.
_GLN = re.compile(r"[0-9]{13}", re.ASCII)


def check_facility(encounter: Encounter) -> None:
    """Refuse facility numbers of a wrong form. Raises: InvalidFieldError."""
    if encounter.facility_code is not None and not _FACILITY.fullmatch(encounter.facility_code):
        raise InvalidFieldError("facility_code")
    if encounter.facility_gln is not None and not is_gln(encounter.facility_gln):
        raise InvalidFieldError("facility_gln")


def is_gln(text: str) -> bool:
    """Say whether a text is a GLN: thirteen digits with the right check digit (weights 1 and 3 by turns)."""
    if not _GLN.fullmatch(text):
        return False
    return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(text)) % 10 == 0
