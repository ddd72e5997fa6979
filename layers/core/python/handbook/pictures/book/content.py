"""What a printed handbook is made of: all that was recorded, and what the rules in force say of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from handbook.domain.growth import Assessment
from handbook.domain.texts import Language, Text
from handbook.domain.whole import Whole

if TYPE_CHECKING:
    from handbook.domain.immunization import DoseOutcome, Forecast


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a dose did, and the schedule with its version that says so."""

    outcome: "DoseOutcome"
    schedule_id: str
    schedule_version: str


@dataclass(frozen=True, slots=True)
class Imprint:
    """Who made the print, when, for what, and from which state of the handbook."""

    made_at: datetime
    made_on: date
    by_family: bool
    by: str
    purpose: str
    as_of_version: int
    language: Language = "vi"


@dataclass(frozen=True, slots=True)
class Content:
    """All of a book.

    `people` gives names for ids of staff and units; whoever is not in it is family. `code_names` are texts of the
    schedule's contraindications, antigens and groups.
    """

    whole: Whole
    imprint: Imprint
    people: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    product_names: Mapping[str, Text] = field(default_factory=lambda: MappingProxyType({}))
    code_names: Mapping[str, Text] = field(default_factory=lambda: MappingProxyType({}))
    forecast: "Forecast | None" = None
    verdicts: Mapping[str, Verdict] = field(default_factory=lambda: MappingProxyType({}))
    growth: Mapping[str, Assessment] = field(default_factory=lambda: MappingProxyType({}))
