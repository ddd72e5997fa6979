"""The kinds of entries of a handbook: what each is called, and which fields hold its day and its id."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from handbook.domain.acknowledgements import Acknowledgement
from handbook.domain.attachments import Attachment
from handbook.domain.conditions import ImmunizationCondition
from handbook.domain.dental import DentalCheck
from handbook.domain.doses import Dose, NotGiven
from handbook.domain.encounters.encounter import Encounter
from handbook.domain.feeding import Feeding
from handbook.domain.findings import Findings
from handbook.domain.life_events import LifeEvent
from handbook.domain.measurements import Measurement
from handbook.domain.milestones import MilestoneCheck
from handbook.domain.mothers_doses import MothersDose
from handbook.domain.screening import Screening
from handbook.domain.supplements import Supplement


@dataclass(frozen=True, slots=True)
class EntryKind:
    """One kind: its name for clients, and the fields of its day and its id."""

    name: str
    day_field: str
    id_field: str

    def day_of(self, entry: object) -> date:
        """Give the day that an entry is about; of a day that is not known whole, the first that may be meant."""
        day: date = getattr(entry, self.day_field)
        return day

    def id_of(self, entry: object) -> str:
        """Give the id of an entry."""
        return str(getattr(entry, self.id_field))


KINDS: Mapping[type, EntryKind] = {
    Dose: EntryKind("dose", "administered_on", "dose_id"),
    NotGiven: EntryKind("not_given", "on", "not_given_id"),
    Screening: EntryKind("screening", "screened_on", "screening_id"),
    ImmunizationCondition: EntryKind("condition", "since", "condition_id"),
    Measurement: EntryKind("measurement", "measured_on", "measurement_id"),
    Findings: EntryKind("findings", "observed_on", "entry_id"),
    MilestoneCheck: EntryKind("milestones", "checked_on", "entry_id"),
    Feeding: EntryKind("feeding", "observed_on", "entry_id"),
    Encounter: EntryKind("encounter", "visited_on", "entry_id"),
    Supplement: EntryKind("supplement", "given_on", "entry_id"),
    DentalCheck: EntryKind("dental", "checked_on", "entry_id"),
    Attachment: EntryKind("attachment", "attached_on", "attachment_id"),
    LifeEvent: EntryKind("life", "on", "entry_id"),
    MothersDose: EntryKind("mothers_dose", "administered_on", "entry_id"),
    # Its id is the alert's, so that of two workers who acknowledge at once one is told that the other did.
    Acknowledgement: EntryKind("acknowledgement", "acknowledged_on", "alert_id"),
}
BY_NAME: Mapping[str, type] = {kind.name: entry for entry, kind in KINDS.items()}
