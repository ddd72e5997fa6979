"""An encounter as it is recorded: what all kinds have in common, what each has of its own, and what was seen at it."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from handbook.domain.encounters import encounter as kinds
from handbook.domain.encounters.icd10 import icd10_codes
from handbook.domain.encounters.results import LabResult
from handbook.domain.errors import InvalidFieldError
from handbook.usecases.encounter_parts import Parts
from handbook.usecases.record_encounter import RecordEncounter
from handbook.web.forms.care_parts import (
    DentalPart,
    FeedingPart,
    FindingsPart,
    MilestonesPart,
    Number,
    SupplementPart,
)
from handbook.web.forms.measurements import MeasurementPart
from handbook.web.forms.named import NamedBody
from handbook.web.schemas import Body, Day, Flag, Identifier, Imprint, Instant, Name, Note, Whole

Icd10 = Annotated[
    list[Annotated[str, StringConstraints(max_length=255)]],
    Field(max_length=20, description='ICD-10 codes; one text may hold several, apart by ";"'),
]
Choices = Annotated[Mapping[Identifier, Identifier], Field(max_length=100)]


class LabResultBody(Body):
    """One result: `value` in the unit of the test, or `finding`, one of its choices (GET /v1/encounters/codes)."""

    test: Identifier
    value: Number | None = None
    finding: Identifier | None = None


class AntenatalBody(Body):
    """An antenatal visit; codes are those of GET /v1/encounters/codes. One heart rate for each fetus."""

    gestation_days: Whole | None = None
    weight_kg: Number | None = None
    height_cm: Number | None = None
    oedema: Flag | None = None
    fundal_height_cm: Number | None = None
    abdominal_circumference_cm: Number | None = None
    fetal_heart_bpm: Annotated[tuple[Whole, ...], Field(max_length=6)] = ()
    presentation: Identifier | None = None
    ultrasound: Note | None = None
    iron_tablets: Whole | None = None
    folic_acid: Flag | None = None
    calcium: Flag | None = None


class BabyBody(Body):
    """One baby of a delivery, in the order of birth; sex, weight and scores stand with the birth."""

    outcome: Literal["alive", "stillborn"]
    resuscitated: Flag | None = None
    skin_to_skin: Flag | None = None
    breastfed_within_1_hour: Flag | None = None
    vitamin_k1: Flag | None = None
    placement: Identifier | None = None
    defects: Icd10 = Field(default_factory=list)
    defects_text: Note | None = None


class DeliveryBody(Body):
    """A delivery: one for each pregnancy."""

    babies: Annotated[list[BabyBody], Field(min_length=1, max_length=6)]
    delivered_at: Instant | None = None
    place: Identifier | None = None
    attendant: Identifier | None = None
    gestation_days: Whole | None = None
    mode: Identifier | None = None
    labour_minutes: Whole | None = None
    blood_loss_ml: Whole | None = None
    perineum: Identifier | None = None


class PostpartumBody(Body):
    """A visit of the mother after birth."""

    uterus: Identifier | None = None
    uterus_height_cm: Number | None = None
    lochia: Identifier | None = None
    breast: Identifier | None = None
    wound: Identifier | None = None
    contraception: Identifier | None = None


class NewbornBody(Body):
    """A visit to a newborn. `examination` has the items of official form 6."""

    cord: Identifier | None = None
    jaundice: Identifier | None = None
    screening: Annotated[tuple[Identifier, ...], Field(max_length=4)] = ()
    examination: Choices = Field(default_factory=dict)


class NewbornHistoryBody(Body):
    """What form 6 asks about the pregnancy and the birth."""

    previous_pregnancies: Note | None = None
    pregnancy_illness: Note | None = None
    pregnancy_medicines: Note | None = None
    prenatal_screening: Note | None = None
    birth_kind: Identifier | None = None
    placement: Identifier | None = None
    illness_after_birth: Note | None = None


class CheckupBody(Body):
    """A check-up by the official form of the age; `band` is that of the day."""

    band: Identifier
    companion: Identifier | None = None
    companion_name: Name | None = None
    tuberculosis_contact: Flag | None = None
    own_history: Icd10 = Field(default_factory=list)
    family_history: Icd10 = Field(default_factory=list)
    newborn_history: NewbornHistoryBody | None = None
    screening: Annotated[tuple[Identifier, ...], Field(max_length=4)] = ()
    anaemia_signs: Flag | None = None
    rickets_signs: Flag | None = None
    examination: Choices = Field(default_factory=dict)
    normal: Flag | None = None
    tuberculosis_risk: Flag | None = None
    health_problems: Note | None = None
    vaccination_advice: Note | None = None


class SickVisitBody(Body):
    """A visit of mother or child for an illness."""

    complaint: Note
    subject: Literal["mother", "child"] = "child"
    onset_on: Day | None = None
    treatment: Note | None = None
    outcome: Identifier | None = None
    referred_to: Note | None = None


class EncounterFields(Body):
    """What all kinds have in common, and the one object that bears the name of the kind."""

    kind: Literal["antenatal", "delivery", "postpartum", "newborn", "child_checkup", "sick_visit"]
    visited_on: Day
    visited_at: Instant | None = None
    facility_name: Note | None = None
    facility_code: Identifier | None = None
    facility_gln: Identifier | None = None
    visit_code: Annotated[Imprint | None, Field(description="The facility's own code of the visit (MA_LK)")] = None
    examiner_name: Name | None = None
    payer: Identifier | None = None
    beneficiary: Identifier | None = None
    pulse_per_minute: Whole | None = None
    examination_notes: Note | None = None
    diagnoses: Icd10 = Field(default_factory=list)
    diagnosis_text: Note | None = None
    labs: Annotated[list[LabResultBody], Field(max_length=40)] = Field(default_factory=list)
    advice: Note | None = None
    next_visit_on: Day | None = None
    antenatal: AntenatalBody | None = None
    delivery: DeliveryBody | None = None
    postpartum: PostpartumBody | None = None
    newborn: NewbornBody | None = None
    child_checkup: CheckupBody | None = None
    sick_visit: SickVisitBody | None = None


class EncounterBody(NamedBody, EncounterFields):
    """One visit, typed once: what was seen at it becomes entries of their own, on its day and with its id."""

    mother_findings: FindingsPart | None = None
    child_findings: FindingsPart | None = None
    measurement: MeasurementPart | None = None
    feeding: FeedingPart | None = None
    milestones: MilestonesPart | None = None
    dental: DentalPart | None = None
    supplements: Annotated[list[SupplementPart], Field(max_length=4)] = Field(default_factory=list)

    def command(self) -> RecordEncounter:
        """Read the command. Raises: InvalidFieldError."""
        return RecordEncounter(details_of(self), said_of(self), self._parts())

    def _parts(self) -> Parts:
        single = ("mother_findings", "child_findings", "measurement", "feeding", "milestones", "dental")
        said = {name: dict(part) for name in single if (part := getattr(self, name)) is not None}
        return Parts(**said, supplements=tuple(dict(one) for one in self.supplements))


def said_of(body: EncounterFields) -> dict[str, Any]:
    """Read what all kinds have in common. Raises: InvalidFieldError."""
    said = body.model_dump(include=set(EncounterFields.model_fields) - {"kind", *kinds.KINDS})
    said["diagnoses"] = icd10_codes(body.diagnoses, "diagnoses")
    said["labs"] = tuple(LabResult(**one.model_dump()) for one in body.labs)
    return said


def details_of(body: EncounterFields) -> kinds.Details:
    """Read what is of the kind. Raises: InvalidFieldError for another kind's object, and without the kind's own."""
    given = [name for name in kinds.KINDS if getattr(body, name) is not None]
    for name in given:
        if name != body.kind:
            raise InvalidFieldError(name)
    if not given:
        raise InvalidFieldError(body.kind)
    details: kinds.Details = _READ[body.kind](getattr(body, body.kind))
    return details


def _antenatal(body: AntenatalBody) -> kinds.Antenatal:
    return kinds.Antenatal(**dict(body))


def _delivery(body: DeliveryBody) -> kinds.Delivery:
    babies = (
        kinds.Baby(**{**dict(baby), "defects": icd10_codes(baby.defects, f"delivery.babies.{place}.defects")})
        for place, baby in enumerate(body.babies)
    )
    return kinds.Delivery(**{**dict(body), "babies": tuple(babies)})


def _checkup(body: CheckupBody) -> kinds.ChildCheckup:
    history = body.newborn_history
    read: dict[str, Any] = {
        "own_history": icd10_codes(body.own_history, "child_checkup.own_history"),
        "family_history": icd10_codes(body.family_history, "child_checkup.family_history"),
        "newborn_history": kinds.NewbornHistory(**dict(history)) if history else None,
    }
    return kinds.ChildCheckup(**{**dict(body), **read})


_READ: Mapping[str, Any] = {
    "antenatal": _antenatal,
    "delivery": _delivery,
    "postpartum": lambda body: kinds.Postpartum(**dict(body)),
    "newborn": lambda body: kinds.NewbornVisit(**dict(body)),
    "child_checkup": _checkup,
    "sick_visit": lambda body: kinds.SickVisit(**dict(body)),
}
