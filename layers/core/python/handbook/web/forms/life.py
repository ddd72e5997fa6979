"""The life of a handbook: its events, and what is recorded of one."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, StringConstraints

from handbook.domain.errors import InvalidFieldError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import CommuneCode, EntryId, ProvinceCode
from handbook.domain.life import Happening
from handbook.domain.life_events import EndReason, LifeEvent
from handbook.domain.phones import normalise_phone
from handbook.web.forms.births import BirthAnswer, birth_answer
from handbook.web.forms.handbooks import Commune, HandbookAnswer, Province, handbook_answer
from handbook.web.forms.named import NamedBody
from handbook.web.schemas import Body, Day, Flag, Identifier, Name, Note, PageBody

if TYPE_CHECKING:
    from handbook.usecases.record_life import LifeRecorded, RecordLife

Icd10 = Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9]{2}(\.[0-9]{1,2})?$")]
type LifeKind = Literal[
    "miscarriage",
    "termination",
    "stillbirth",
    "maternal_death",
    "death",
    "adoption",
    "move",
    "end",
    "retraction",
]
_OF_KIND: Mapping[str, frozenset[str]] = {
    "move": frozenset({"commune_code", "province_code"}),
    "adoption": frozenset({"guardian_phone", "mother_shared", "full_name"}),
    "end": frozenset({"end_reason"}),
    "retraction": frozenset({"retracts"}),
    "death": frozenset({"cause_icd10"}),
    "maternal_death": frozenset({"cause_icd10"}),
}
_OF_ALL = frozenset({"id", "kind", "on", "note"})


class LifeBody(NamedBody):
    """What happened on a day. A move takes `commune_code` and `province_code`; an end `end_reason`.

    An adoption takes the `guardian_phone` of who adopts; `mother_shared` only where the mother said so, else nothing
    of hers is shown to them, and a child who bears her name is given another by `full_name`. A retraction takes the
    event that was recorded by mistake as `retracts`. A death may have `cause_icd10`.
    """

    kind: LifeKind
    on: Day
    commune_code: Commune | None = None
    province_code: Province | None = None
    guardian_phone: Annotated[str, Field(min_length=9, max_length=30)] | None = None
    mother_shared: Flag | None = None
    full_name: Name | None = None
    end_reason: Literal["opened_by_mistake", "left_country", "family_wish", "other"] | None = None
    retracts: Identifier | None = None
    cause_icd10: Icd10 | None = None
    note: Note | None = None

    def command(self) -> "RecordLife":
        """Read the event. Raises: InvalidFieldError naming a field that this kind does not have."""
        from handbook.usecases.record_life import RecordLife  # noqa: PLC0415 - with the work, when it is asked for

        said = {name for name in self.model_fields_set if getattr(self, name) is not None}
        if strange := sorted(said - _OF_ALL - _OF_KIND.get(self.kind, frozenset())):
            raise InvalidFieldError(strange[0])
        return RecordLife(
            happening=Happening(self.kind),
            on=self.on,
            commune_code=CommuneCode(self.commune_code) if self.commune_code else None,
            province_code=ProvinceCode(self.province_code) if self.province_code else None,
            guardian_phone=normalise_phone(self.guardian_phone, "guardian_phone") if self.guardian_phone else None,
            mother_shared=self.mother_shared is True,
            full_name=self.full_name,
            end_reason=self.end_reason,
            retracts=EntryId(self.retracts) if self.retracts else None,
            cause_icd10=self.cause_icd10,
            note=self.note,
        )


class ResidenceBody(Body):
    """A commune and its province."""

    commune_code: str
    province_code: str


class LifeEventAnswer(Body):
    """One event. `retracted_by` names the event that took it back; it stays readable."""

    event_id: str
    kind: LifeKind | Literal["birth"]
    on: date
    recorded_at: datetime
    source: Literal["staff", "family"]
    birth: BirthAnswer | None
    moved_from: ResidenceBody | None
    moved_to: ResidenceBody | None
    end_reason: EndReason | None
    retracts: str | None
    retracted_by: str | None
    cause_icd10: str | None
    note: str | None


class LifePage(PageBody):
    """All events of a handbook in the order in which they were recorded."""

    items: list[LifeEventAnswer]


class LifeRecordedAnswer(Body):
    """The event, the handbook as it is from then on, and what is unusual."""

    event: LifeEventAnswer
    handbook: HandbookAnswer
    warnings: list[str]


def events_answer(events: Iterable[LifeEvent], handbook: Handbook, *, mother_shown: bool) -> list[dict[str, Any]]:
    """Write the events of a life. Without `mother_shown` what was before the adoption is left out, save the birth."""
    listed = sorted(events, key=lambda one: one.recorded_at)
    retracted = {one.retracts: one.entry_id for one in listed if one.retracts}
    if not mother_shown:
        adopted_at = max((one.recorded_at for one in listed if one.guardianship), default=None)
        listed = [one for one in listed if one.birth or adopted_at is None or one.recorded_at >= adopted_at]
    return [_event(one, retracted.get(one.entry_id), handbook, mother_shown=mother_shown) for one in listed]


def event_data(event: LifeEvent) -> dict[str, Any]:
    """Write what was said of an event, as the changes of a handbook show it."""
    return {
        "kind": event.happening.value,
        "on": event.on.isoformat(),
        "birth": birth_answer(event.birth) if event.birth else None,
        "moved_from": _residence(event.moved_from),
        "moved_to": _residence(event.moved_to),
        "end_reason": event.end_reason,
        "retracts": event.retracts,
        "cause_icd10": event.cause_icd10,
        "note": event.note,
    }


def _event(event: LifeEvent, retracted_by: str | None, handbook: Handbook, *, mother_shown: bool) -> dict[str, Any]:
    own = None if mother_shown else handbook.handbook_id
    return {
        **event_data(event),
        "event_id": event.entry_id,
        "recorded_at": event.recorded_at.isoformat(),
        "source": event.source,
        "birth": birth_answer(event.birth, own) if event.birth else None,
        "retracted_by": retracted_by,
    }


def _residence(residence: object) -> dict[str, str] | None:
    if residence is None:
        return None
    return ResidenceBody.model_validate(residence, from_attributes=True).model_dump()


def recorded_answer(recorded: "LifeRecorded", today: date, *, codes_shown: bool) -> dict[str, Any]:
    """Write what recording an event gives as JSON: to the one who recorded it."""
    book = recorded.handbook
    return {
        "event": _event(recorded.event, None, book, mother_shown=True),
        "handbook": handbook_answer(book, today, mother_shown=True, codes_shown=codes_shown),
        "warnings": list(recorded.warnings),
    }
