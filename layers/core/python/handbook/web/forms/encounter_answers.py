"""An encounter as it is answered: its own fields, the entries of what was seen at it, and the plan of care."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Literal

from handbook.domain.care_plan import CareItem
from handbook.domain.dental import DentalCheck
from handbook.domain.encounters.bands import band_of
from handbook.domain.encounters.confidential import Confidential
from handbook.domain.encounters.encounter import ChildCheckup, Encounter
from handbook.domain.encounters.notices import Notice
from handbook.domain.entries import Entry
from handbook.domain.feeding import Feeding
from handbook.domain.findings import Findings
from handbook.domain.measurements import Measurement
from handbook.domain.milestones import MilestoneCheck
from handbook.domain.supplements import Supplement
from handbook.usecases.read_encounters import EncounterSeen
from handbook.usecases.record_encounter import EncounterRecorded
from handbook.web.forms.alerts import AlertsMovedBody, moved_answer
from handbook.web.forms.care import (
    DentalAnswer,
    FeedingAnswer,
    FindingsAnswer,
    MilestonesAnswer,
    SupplementAnswer,
)
from handbook.web.forms.encounters import (
    AntenatalBody,
    CheckupBody,
    DeliveryBody,
    EncounterFields,
    LabResultBody,
    NewbornBody,
    PostpartumBody,
    SickVisitBody,
)
from handbook.web.forms.forecast import TextBody
from handbook.web.forms.measurements import MeasurementAnswer, measurement_answer
from handbook.web.forms.revisions import NewlyRevised
from handbook.web.requests import etag
from handbook.web.schemas import Body, PageBody


class EncounterEntries(Body):
    """The entries of what was seen at an encounter; each can be corrected by itself."""

    mother_findings: FindingsAnswer | None = None
    child_findings: FindingsAnswer | None = None
    measurement: MeasurementAnswer | None = None
    feeding: FeedingAnswer | None = None
    milestones: MilestonesAnswer | None = None
    dental: DentalAnswer | None = None
    supplements: list[SupplementAnswer]


class EncounterAnswer(EncounterFields):
    """A recorded encounter. `official_form` is the number of the form of a check-up (Decision 1551/2026)."""

    encounter_id: str
    recorded_at: datetime
    recorded_by: str
    source: Literal["staff", "family"]
    official_form: int | None
    seen: EncounterEntries


class EncounterItem(EncounterAnswer):
    """An encounter as it is kept: its version, and whether it was corrected or entered in error."""

    etag: str
    status: Literal["recorded", "amended", "entered_in_error"]


class EncounterPage(PageBody):
    """Encounters in the order of days. What tells of HIV is read encounter by encounter."""

    items: list[EncounterItem]


class ConfidentialBody(Body):
    """What of an encounter is told to few: results, and diagnoses by the field that they were written in."""

    labs: list[LabResultBody]
    diagnoses: Mapping[str, list[str]]


class EncounterRead(EncounterItem):
    """One encounter; `confidential` is null where there is nothing, and to those who may not read it."""

    confidential: ConfidentialBody | None


class CareItemBody(Body):
    """One contact of the plan: due from `due_on`, overdue from `overdue_on`, and of use until `last_day`."""

    kind: Literal["antenatal", "postpartum", "newborn", "child_checkup"]
    code: str
    text: TextBody
    due_on: date
    overdue_on: date
    last_day: date
    state: Literal["done", "upcoming", "due", "overdue", "missed", "not_recorded"]
    done_on: date | None
    encounter_id: str | None


class CarePlanAnswer(Body):
    """All official contacts of mother and child in the order of due days; they always fit one page."""

    items: list[CareItemBody]


class NoticeBody(Body):
    """What is unusual about a field, in words that do not repeat the value."""

    code: str
    field: str
    vi: str
    en: str


class EncounterRecordedAnswer(EncounterAnswer, AlertsMovedBody, NewlyRevised):
    """The encounter, what is unusual about it, the alerts that it opened or ended, and the contact that is next.

    `kept_apart` says that results or diagnoses were put where few may read them, and are not in this answer.
    """

    kept_apart: bool
    notices: list[NoticeBody]
    next_contact: CareItemBody | None


_DETAILS: Mapping[str, type[Body]] = {
    "antenatal": AntenatalBody,
    "delivery": DeliveryBody,
    "postpartum": PostpartumBody,
    "newborn": NewbornBody,
    "child_checkup": CheckupBody,
    "sick_visit": SickVisitBody,
}


def recorded_answer(recorded: EncounterRecorded) -> dict[str, Any]:
    """Write a new encounter as the JSON that clients and receipts get."""
    waiting = (item for item in recorded.plan if item.state in {"upcoming", "due", "overdue"})
    following = next(waiting, None)
    return {
        **encounter_answer(recorded.encounter, recorded.entries),
        **moved_answer(recorded.alerts),
        "kept_apart": recorded.kept_apart,
        "notices": [_notice(one) for one in recorded.notices],
        "next_contact": care_item_answer(following) if following else None,
    }


def said_answer(encounter: Encounter) -> dict[str, Any]:
    """Write what was said of an encounter, in the words of its body; what was seen at it are entries of their own."""
    return EncounterFields.model_validate(_said(encounter), from_attributes=True).model_dump(mode="json")


def _said(encounter: Encounter) -> dict[str, Any]:
    plain = {name: getattr(encounter, name) for name in EncounterFields.model_fields if hasattr(encounter, name)}
    own = {name: getattr(encounter.details, name) for name in _DETAILS[encounter.kind].model_fields}
    return {**plain, encounter.kind: own}


def encounter_answer(encounter: Encounter, entries: Iterable[Entry]) -> dict[str, Any]:
    """Write an encounter with its entries as JSON."""
    about = {name: getattr(encounter, name) for name in ("recorded_at", "recorded_by", "source")}
    said: dict[str, Any] = {
        **_said(encounter),
        **about,
        "encounter_id": encounter.entry_id,
        "official_form": _form_of(encounter),
        "seen": _entries(entries),
    }
    body = EncounterAnswer.model_validate(said, from_attributes=True)
    return body.model_dump(mode="json")


def item_answer(seen: EncounterSeen) -> dict[str, Any]:
    """Write an encounter as it is kept."""
    kept = seen.kept
    return {**encounter_answer(kept.entry, seen.entries), "etag": etag(kept.version), "status": kept.status}


def read_answer(seen: EncounterSeen) -> dict[str, Any]:
    """Write one encounter with what few may read of it."""
    return {**item_answer(seen), "confidential": _confidential(seen.confidential) if seen.confidential else None}


def care_item_answer(item: CareItem) -> dict[str, Any]:
    """Write one contact of the plan as JSON."""
    body = CareItemBody(**{**item._asdict(), "text": TextBody(**item.text._asdict())})
    return body.model_dump(mode="json")


def _confidential(kept: Confidential) -> dict[str, Any]:
    return {
        "labs": [asdict(one) for one in kept.labs],
        "diagnoses": {name: list(codes) for name, codes in kept.codes.items()},
    }


def _notice(notice: Notice) -> dict[str, str]:
    return {"code": notice.code, "field": notice.field, **notice.text._asdict()}


def _form_of(encounter: Encounter) -> int | None:
    band = band_of(encounter.details.band) if isinstance(encounter.details, ChildCheckup) else None
    return band.form if band else None


def _entries(entries: Iterable[Entry]) -> EncounterEntries:
    found: dict[str, Any] = {"supplements": []}
    for entry in entries:
        match entry:
            case Measurement():
                found["measurement"] = MeasurementAnswer.model_validate(measurement_answer(entry))
            case Findings():
                found[f"{entry.subject}_findings"] = FindingsAnswer.model_validate(entry, from_attributes=True)
            case Feeding():
                found["feeding"] = FeedingAnswer.model_validate(entry, from_attributes=True)
            case MilestoneCheck():
                found["milestones"] = MilestonesAnswer.model_validate(entry, from_attributes=True)
            case DentalCheck():
                found["dental"] = DentalAnswer.model_validate(entry, from_attributes=True)
            case Supplement():
                found["supplements"].append(SupplementAnswer.model_validate(entry, from_attributes=True))
    return EncounterEntries(**found)
