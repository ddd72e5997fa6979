"""The kinds of entries of a handbook: what each is called in sort keys, and which fields hold its day and its id."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from handbook.domain.acknowledgements import Acknowledgement
from handbook.domain.conditions import ImmunizationCondition
from handbook.domain.dental import DentalCheck
from handbook.domain.doses import Dose, NotGiven
from handbook.domain.feeding import Feeding
from handbook.domain.findings import Findings
from handbook.domain.measurements import Measurement
from handbook.domain.milestones import MilestoneCheck
from handbook.domain.screening import Screening
from handbook.domain.supplements import Supplement


@dataclass(frozen=True, slots=True)
class EntryKind:
    """One kind: its first word in sort keys, its day and its id."""

    word: str
    day_field: str
    id_field: str

    @property
    def prefix(self) -> str:
        """What the sort keys of all entries of the kind begin with."""
        return f"{self.word}#"

    def sort_key(self, entry: object) -> str:
        """Give the sort key of an entry: entries of a kind lie in the order of days."""
        day: date = getattr(entry, self.day_field)
        return f"{self.prefix}{day.isoformat()}#{self.id_of(entry)}"

    def id_of(self, entry: object) -> str:
        """Give the id of an entry."""
        return str(getattr(entry, self.id_field))


KINDS: Mapping[type, EntryKind] = {
    Dose: EntryKind("DOSE", "administered_on", "dose_id"),
    NotGiven: EntryKind("NOTGIVEN", "on", "not_given_id"),
    Screening: EntryKind("SCREENING", "screened_on", "screening_id"),
    ImmunizationCondition: EntryKind("CONDITION", "since", "condition_id"),
    Measurement: EntryKind("MEASUREMENT", "measured_on", "measurement_id"),
    Findings: EntryKind("FINDINGS", "observed_on", "entry_id"),
    MilestoneCheck: EntryKind("MILESTONES", "checked_on", "entry_id"),
    Feeding: EntryKind("FEEDING", "observed_on", "entry_id"),
    Supplement: EntryKind("SUPPLEMENT", "given_on", "entry_id"),
    DentalCheck: EntryKind("DENTAL", "checked_on", "entry_id"),
    # Its id is the alert's, so that of two workers who acknowledge at once one is told that the other did.
    Acknowledgement: EntryKind("ACKNOWLEDGEMENT", "acknowledged_on", "alert_id"),
}
BY_WORD: Mapping[str, type] = {kind.word: entry for entry, kind in KINDS.items()}
