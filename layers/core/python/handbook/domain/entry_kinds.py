"""The kinds of entries of a handbook: what each is called, and which fields hold its day and its id."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import import_module


@dataclass(frozen=True, slots=True)
class EntryKind:
    """One kind: its name for clients, its class below this room, and the fields of its day and its id."""

    name: str
    place: str
    day_field: str
    id_field: str

    @property
    def entry(self) -> type:
        """Give the class. It is imported when it is first asked for: most requests speak of one kind or none."""
        module, _, name = self.place.rpartition(".")
        found: type = getattr(import_module(f"{_ROOM}.{module}"), name)
        return found

    def day_of(self, entry: object) -> date:
        """Give the day that an entry is about; of a day that is not known whole, the first that may be meant."""
        day: date = getattr(entry, self.day_field)
        return day

    def id_of(self, entry: object) -> str:
        """Give the id of an entry."""
        return str(getattr(entry, self.id_field))


_ROOM = __name__.rpartition(".")[0]
_KINDS = (
    EntryKind("dose", "doses.Dose", "administered_on", "dose_id"),
    EntryKind("not_given", "doses.NotGiven", "on", "not_given_id"),
    EntryKind("screening", "screening.Screening", "screened_on", "screening_id"),
    EntryKind("condition", "conditions.ImmunizationCondition", "since", "condition_id"),
    EntryKind("measurement", "measurements.Measurement", "measured_on", "measurement_id"),
    EntryKind("findings", "findings.Findings", "observed_on", "entry_id"),
    EntryKind("milestones", "milestones.MilestoneCheck", "checked_on", "entry_id"),
    EntryKind("feeding", "feeding.Feeding", "observed_on", "entry_id"),
    EntryKind("encounter", "encounters.encounter.Encounter", "visited_on", "entry_id"),
    EntryKind("supplement", "supplements.Supplement", "given_on", "entry_id"),
    EntryKind("dental", "dental.DentalCheck", "checked_on", "entry_id"),
    EntryKind("attachment", "attachments.Attachment", "attached_on", "attachment_id"),
    EntryKind("life", "life_events.LifeEvent", "on", "entry_id"),
    EntryKind("mothers_dose", "mothers_doses.MothersDose", "administered_on", "entry_id"),
    # Its id is the alert's, so that of two workers who acknowledge at once one is told that the other did.
    EntryKind("acknowledgement", "acknowledgements.Acknowledgement", "acknowledged_on", "alert_id"),
)
_BY_PLACE = {f"{_ROOM}.{kind.place}": kind for kind in _KINDS}
_BY_NAME = {kind.name: kind for kind in _KINDS}


class _Kinds(Mapping[type, EntryKind]):
    """Kinds by class; only who goes through all of them imports them all."""

    def __getitem__(self, entry: type) -> EntryKind:
        return _BY_PLACE[f"{entry.__module__}.{entry.__qualname__}"]

    def __iter__(self) -> Iterator[type]:
        return (kind.entry for kind in _KINDS)

    def __len__(self) -> int:
        return len(_KINDS)


class _Classes(Mapping[str, type]):
    """Classes by the name that clients know."""

    def __getitem__(self, name: str) -> type:
        return _BY_NAME[name].entry

    def __contains__(self, name: object) -> bool:
        return name in _BY_NAME

    def __iter__(self) -> Iterator[str]:
        return iter(_BY_NAME)

    def __len__(self) -> int:
        return len(_KINDS)


KINDS: Mapping[type, EntryKind] = _Kinds()
BY_NAME: Mapping[str, type] = _Classes()
