"""What of an encounter is told only to those with a right of its own: all that tells of HIV.

Results and diagnoses of HIV are kept apart from the encounter, so that no list, export, change feed or shared view can
show them by mistake (docs/adr/0017). Free text cannot be split, so words of HIV are refused there.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import datetime

from handbook.domain.encounters.encounter import ChildCheckup, Delivery, Details, Encounter
from handbook.domain.encounters.icd10 import is_confidential
from handbook.domain.encounters.labs import lab_tests
from handbook.domain.encounters.results import LabResult
from handbook.domain.errors import InvalidFieldError
from handbook.domain.ids import EntryId
from handbook.domain.names import fold
from handbook.reference.encounters import load_document

_WORDS = re.compile(r"[a-z0-9]+")
_SPELT = re.compile(r"\b[a-z](?: [a-z])+\b")
_NOT_WRITTEN = {"labs", "entry_id", "recorded_by", "source", "kind"}


@dataclass(frozen=True, slots=True)
class Confidential:
    """What was taken out of one encounter: results, and diagnoses by the field that they stood in."""

    encounter_id: EntryId
    recorded_at: datetime
    recorded_by: str
    labs: tuple[LabResult, ...] = ()
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def parted(encounter: Encounter) -> tuple[Encounter, Confidential | None]:
    """Take out of an encounter all that tells of HIV; None where it holds nothing of the kind."""
    labs = tuple(one for one in encounter.labs if lab_tests()[one.test].confidential)
    codes = {name: kept for name, said in _fields_of(encounter) if (kept := tuple(filter(is_confidential, said)))}
    if not labs and not codes:
        return encounter, None
    open_part = replace(
        encounter,
        labs=tuple(one for one in encounter.labs if one not in labs),
        diagnoses=_open(encounter.diagnoses),
        details=_open_details(encounter.details),
    )
    about = (encounter.entry_id, encounter.recorded_at, encounter.recorded_by)
    return open_part, Confidential(*about, labs=labs, codes=codes)


def check_words(encounter: Encounter) -> None:
    """Refuse free text that names HIV or its treatment: it belongs to the results. Raises: InvalidFieldError."""
    for name, text in _texts(encounter):
        if tells_of_hiv(text):
            raise InvalidFieldError(name, "among_the_labs")


def check_text(text: str | None, field: str) -> None:
    """Refuse words that families read and that name HIV or its treatment. Raises: InvalidFieldError by `field`."""
    if text is not None and tells_of_hiv(text):
        raise InvalidFieldError(field, "among_the_labs")


def tells_of_hiv(text: str) -> bool:
    """Say whether free text names HIV or its treatment, by the words of reference/encounters/icd10.json.

    Letters of full width are letters, "H.I.V" is one word, "HIV1" and "antiHIV" are HIV; "hives" are not.
    """
    said = load_document("icd10")["confidential_words"]
    words, beginnings, endings = said["words"], tuple(said["beginnings"]), tuple(said["endings"])
    found = " ".join(_WORDS.findall(fold(unicodedata.normalize("NFKC", text))))
    together = [*found.split(), *_SPELT.sub(_joined, found).split()]
    return any(
        one.rstrip("0123456789") in words or one.startswith(beginnings) or one.endswith(endings) for one in together
    ) or any(f" {phrase} " in f" {found} " for phrase in said["phrases"])


def _joined(letters: re.Match[str]) -> str:
    return letters.group().replace(" ", "")


def _fields_of(encounter: Encounter) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "diagnoses", encounter.diagnoses
    details = encounter.details
    if isinstance(details, ChildCheckup):
        yield "child_checkup.own_history", details.own_history
        yield "child_checkup.family_history", details.family_history
    if isinstance(details, Delivery):
        for place, baby in enumerate(details.babies):
            yield f"delivery.babies.{place}.defects", baby.defects


def _open(codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code for code in codes if not is_confidential(code))


def _open_details(details: Details) -> Details:
    if isinstance(details, ChildCheckup):
        return replace(details, own_history=_open(details.own_history), family_history=_open(details.family_history))
    if isinstance(details, Delivery):
        return replace(details, babies=tuple(replace(one, defects=_open(one.defects)) for one in details.babies))
    return details


def _texts(said: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text that a person wrote, by its dotted name in a request."""
    if isinstance(said, str):
        yield name, said
    elif isinstance(said, tuple):
        for place, one in enumerate(said):
            yield from _texts(one, f"{name}.{place}")
    elif is_dataclass(said) and not isinstance(said, type):
        for one in (each for each in fields(said) if each.name not in _NOT_WRITTEN):
            inner = getattr(said, "kind", one.name) if one.name == "details" else one.name
            yield from _texts(getattr(said, one.name), f"{name}.{inner}" if name else inner)
