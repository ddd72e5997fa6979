"""Encounters as recorded: what they have in common, and what each of the six kinds has of its own.

Fields by docs/encounters.md. What is an entry of its own (findings, measurements, milestones, feeding, supplements,
teeth, doses) is not repeated here: it names the encounter that it was seen at.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from handbook.domain.encounters.results import LabResult
from handbook.domain.ids import EntryId
from handbook.domain.recorded import Source

type EncounterKind = Literal["antenatal", "delivery", "postpartum", "newborn", "child_checkup", "sick_visit"]
KINDS: tuple[EncounterKind, ...] = ("antenatal", "delivery", "postpartum", "newborn", "child_checkup", "sick_visit")


@dataclass(frozen=True, slots=True)
class Antenatal:
    """One antenatal visit of the mother. `fetal_heart_bpm` has one number for each fetus; `oedema` None: not looked.

    `gestation_days` is what the examiner wrote, in completed days; the dating of the pregnancy is elsewhere.
    """

    kind: Literal["antenatal"] = "antenatal"
    gestation_days: int | None = None
    weight_kg: float | None = None
    height_cm: float | None = None
    oedema: bool | None = None
    fundal_height_cm: float | None = None
    abdominal_circumference_cm: float | None = None
    fetal_heart_bpm: tuple[int, ...] = ()
    presentation: str | None = None
    ultrasound: str | None = None
    iron_tablets: int | None = None
    folic_acid: bool | None = None
    calcium: bool | None = None


@dataclass(frozen=True, slots=True)
class Baby:
    """One baby of a delivery, in the order of birth. Sex, weight and scores stand with the birth itself."""

    outcome: Literal["alive", "stillborn"]
    resuscitated: bool | None = None
    skin_to_skin: bool | None = None
    breastfed_within_1_hour: bool | None = None
    vitamin_k1: bool | None = None
    placement: str | None = None
    defects: tuple[str, ...] = ()
    defects_text: str | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """The delivery that ends a pregnancy; one for each pregnancy. `delivered_at` is that of the first baby."""

    babies: tuple[Baby, ...]
    kind: Literal["delivery"] = "delivery"
    delivered_at: datetime | None = None
    place: str | None = None
    attendant: str | None = None
    gestation_days: int | None = None
    mode: str | None = None
    labour_minutes: int | None = None
    blood_loss_ml: int | None = None
    perineum: str | None = None


@dataclass(frozen=True, slots=True)
class Postpartum:
    """One visit of the mother from the birth to six weeks, and later ones of the same matter."""

    kind: Literal["postpartum"] = "postpartum"
    uterus: str | None = None
    uterus_height_cm: float | None = None
    lochia: str | None = None
    breast: str | None = None
    wound: str | None = None
    contraception: str | None = None


@dataclass(frozen=True, slots=True)
class NewbornVisit:
    """One visit to a newborn, mostly at home. `screening` are the screenings done (SANG_LOC_SO_SINH)."""

    kind: Literal["newborn"] = "newborn"
    cord: str | None = None
    jaundice: str | None = None
    screening: tuple[str, ...] = ()
    examination: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewbornHistory:
    """What form 6 asks about the pregnancy and the birth; PARA stands with the pregnancy."""

    previous_pregnancies: str | None = None
    pregnancy_illness: str | None = None
    pregnancy_medicines: str | None = None
    prenatal_screening: str | None = None
    birth_kind: str | None = None
    placement: str | None = None
    illness_after_birth: str | None = None


@dataclass(frozen=True, slots=True)
class ChildCheckup:
    """One check-up of a child by the official form of its age (Decision 1551/QD-BYT 2026, forms 6-13).

    `band` is the code of the age band; `newborn_history` and `screening` are of form 6 only.
    """

    band: str
    kind: Literal["child_checkup"] = "child_checkup"
    companion: str | None = None
    companion_name: str | None = None
    tuberculosis_contact: bool | None = None
    own_history: tuple[str, ...] = ()
    family_history: tuple[str, ...] = ()
    newborn_history: NewbornHistory | None = None
    screening: tuple[str, ...] = ()
    anaemia_signs: bool | None = None
    rickets_signs: bool | None = None
    examination: Mapping[str, str] = field(default_factory=dict)
    normal: bool | None = None
    tuberculosis_risk: bool | None = None
    health_problems: str | None = None
    vaccination_advice: str | None = None


@dataclass(frozen=True, slots=True)
class SickVisit:
    """One visit of mother or child for an illness, as staff or family tell of it."""

    complaint: str
    kind: Literal["sick_visit"] = "sick_visit"
    subject: Literal["mother", "child"] = "child"
    onset_on: date | None = None
    treatment: str | None = None
    outcome: str | None = None
    referred_to: str | None = None


type Details = Antenatal | Delivery | Postpartum | NewbornVisit | ChildCheckup | SickVisit


@dataclass(frozen=True, slots=True)
class Encounter:
    """One encounter on a local day. `visited_at` is its beginning where that is known.

    `facility_code` is the five characters of the facility, `facility_gln` its GS1 number, `visit_code` the facility's
    own code of the visit (MA_LK). Codes are those of reference/encounters; diagnoses are ICD-10.
    """

    entry_id: EntryId
    visited_on: date
    recorded_at: datetime
    recorded_by: str
    source: Source
    details: Details
    visited_at: datetime | None = None
    facility_name: str | None = None
    facility_code: str | None = None
    facility_gln: str | None = None
    visit_code: str | None = None
    examiner_name: str | None = None
    payer: str | None = None
    beneficiary: str | None = None
    pulse_per_minute: int | None = None
    examination_notes: str | None = None
    diagnoses: tuple[str, ...] = ()
    diagnosis_text: str | None = None
    labs: tuple[LabResult, ...] = ()
    advice: str | None = None
    next_visit_on: date | None = None

    @property
    def kind(self) -> EncounterKind:
        """Which of the six kinds it is."""
        return self.details.kind
