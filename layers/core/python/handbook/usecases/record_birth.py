"""Record the birth that a pregnancy was followed to: of one child, or of several."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING

from handbook.domain.access import Action, Ground
from handbook.domain.births import (
    Birth,
    BirthWarning,
    ChildBorn,
    Place,
    check_birth,
    gestation_at_birth,
    unnamed,
    warnings_of,
)
from handbook.domain.codes import mint
from handbook.domain.data_requests import About, DataRequest, RequestId
from handbook.domain.entries import Entry
from handbook.domain.errors import BirthRecordedError, NoPregnancyError, WrongLifeStateError
from handbook.domain.handbook import Handbook, Profile, Sex
from handbook.domain.ids import EntryId, HandbookId
from handbook.domain.life import Happening, LifeState
from handbook.domain.life_events import LifeChange, LifeEvent
from handbook.domain.receipts import Receipt
from handbook.domain.restrictions import Restriction
from handbook.domain.summary import with_event
from handbook.usecases.admit import admit
from handbook.usecases.birth_entries import first_entries, source_of
from handbook.usecases.context import Context
from handbook.usecases.follow import current
from handbook.usecases.ports import Codes, Keys, NewId, Records
from handbook.usecases.replay import recorded_before
from handbook.usecases.schedule_contact import with_next_contact
from handbook.usecases.watch import attention_of, watch

if TYPE_CHECKING:
    from handbook.domain.immunization import Schedule
    from handbook.domain.pregnancy import Pregnancy
    from handbook.usecases.privacy_ports import Restricting


@dataclass(frozen=True, slots=True)
class RecordBirth:
    """The children in the order of birth, and where they were born."""

    children: tuple[ChildBorn, ...]
    place: Place | None = None
    facility_name: str | None = None


@dataclass(frozen=True, slots=True)
class BirthRecorded:
    """The event, and the handbooks of the children born alive: the one that was the pregnancy's first."""

    event: LifeEvent
    handbooks: tuple[Handbook, ...]
    warnings: tuple[BirthWarning, ...]


def record_birth(
    handbook_id: HandbookId,
    command: RecordBirth,
    context: Context,
    receipt: Receipt,
    *,
    records: Records,
    codes: Codes,
    keys: Keys,
    schedule: Schedule,
    new_id: NewId,
    restricting: Restricting,
) -> BirthRecorded:
    """Turn a pregnancy into the handbooks of the children born alive, in one transaction.

    The first of them goes on in the pregnancy's own handbook, under the same code; each further one gets a handbook
    and a code of its own that names the first as the one of its pregnancy. Of a stillborn child the event tells; when
    no child lives, the pregnancy ends with it. Weight, length and head become the first measurement, Apgar scores a
    finding, so that curves and alerts begin with them. What a family had restricted in the pregnancy stays restricted
    in every child's handbook until all who asked lift it there; `restricting` reads the requests of the pregnancy.
    With an id of the client's own the event is written once. Raises: NotFoundError, NoPregnancyError,
    BirthRecordedError, WrongLifeStateError, IdTakenError, ConflictError, and what `check_birth` does.
    """
    handbook, ground = admit(context, Action.RECORD_BIRTH, handbook_id, records)
    access = context.audit(Action.RECORD_BIRTH, ground, handbook.handbook_id)
    earlier = recorded_before(LifeEvent, receipt, access, records)
    if earlier is not None:
        return _as_it_is(earlier.entry, handbook, command, records)
    pregnancy = _pregnancy(handbook)
    check_birth(command.children, pregnancy, context.today)
    living = [child for child in command.children if child.outcome == "alive"]
    books = _books(handbook, len(living), context, codes, keys, new_id)
    birth = _birth(command, books, pregnancy)
    event = _event(birth, context, receipt.id_or(new_id))
    if not living:
        ended = replace(with_event(handbook, event), next_contact_on=None, profile_version=handbook.profile_version + 1)
        changes = [LifeChange(ended, (event,), access, handbook)]
    else:
        history = records.history(handbook_id)
        made = _Making(pregnancy, birth, context, schedule, new_id, _wishes(handbook, restricting))
        changes = [
            made.change(book, own, event if first else _own_part(event, own, new_id), ground, history if first else ())
            for first, book, own in zip(_first(), books, _born(birth), strict=False)
        ]
        changes[0] = replace(changes[0], before=handbook)
    result = BirthRecorded(
        event, tuple(_stored(change.handbook) for change in changes), warnings_of(command.children, pregnancy)
    )
    records.change_lives(changes, receipt, result)
    return result


def _as_it_is(event: LifeEvent, handbook: Handbook, command: RecordBirth, records: Records) -> BirthRecorded:
    further = [child.handbook_id for child in event.birth.living][1:] if event.birth else []
    books = {handbook.handbook_id: handbook}
    for book in (current(one, records) for one in further if one):
        if book is not None:
            books.setdefault(book.handbook_id, book)
    warnings = warnings_of(command.children, handbook.pregnancy) if handbook.pregnancy else ()
    return BirthRecorded(event, tuple(books.values()), warnings)


def _wishes(handbook: Handbook, restricting: Restricting) -> tuple[DataRequest, ...]:
    """Give one request of each who had a pregnancy restricted."""
    if handbook.restriction is None:
        return ()
    return tuple({one.steps[0].by: one for one in restricting(handbook.partitions)}.values())


def _stored(book: Handbook) -> Handbook:
    return replace(book, version=(book.version or 0) + 1)


def _first() -> Iterator[bool]:
    yield True
    while True:
        yield False


def _pregnancy(handbook: Handbook) -> Pregnancy:
    if handbook.pregnancy is None:
        raise NoPregnancyError
    if any(one.happening in {Happening.BIRTH, Happening.STILLBIRTH} for one in handbook.life):
        raise BirthRecordedError
    if handbook.state is not LifeState.PREGNANT:
        raise WrongLifeStateError
    return handbook.pregnancy


def _books(
    handbook: Handbook, living: int, context: Context, codes: Codes, keys: Keys, new_id: NewId
) -> list[Handbook]:
    further = living - 1
    if further < 1:
        return [handbook]
    serials = count(codes.reserve(further))
    made = []
    for _, serial in zip(range(further), serials, strict=False):
        book = Handbook(
            handbook_id=HandbookId(new_id()),
            child=None,
            guardians=handbook.guardians,
            created_at=context.now,
            own_code=mint(serial, keys.current()),
            visits=handbook.visits,
            pregnancy_in=handbook.handbook_id,
        )
        # As in open_handbook: a crash in between leaves a code that leads nowhere, and nothing worse.
        codes.register(serial, book.handbook_id)
        made.append(book)
    return [handbook, *made]


def _birth(command: RecordBirth, books: Sequence[Handbook], pregnancy: Pregnancy) -> Birth:
    ids = (book.handbook_id for book in books)
    children = tuple(
        replace(child, handbook_id=next(ids)) if child.outcome == "alive" else child for child in command.children
    )
    return Birth(
        children=children,
        born_together=len(children),
        gestation_days=gestation_at_birth(children, pregnancy),
        place=command.place,
        facility_name=command.facility_name,
    )


def _event(birth: Birth, context: Context, event_id: str) -> LifeEvent:
    return LifeEvent(
        entry_id=EntryId(event_id),
        on=max(child.born_on for child in birth.children) if not birth.living else birth.living[0].born_on,
        recorded_at=context.now,
        recorded_by=context.actor.id,
        source=source_of(context),
        happening=Happening.BIRTH if birth.living else Happening.STILLBIRTH,
        birth=birth,
    )


def _born(birth: Birth) -> list[tuple[int, ChildBorn]]:
    return [(order, child) for order, child in enumerate(birth.children, 1) if child.outcome == "alive"]


def _own_part(event: LifeEvent, own: tuple[int, ChildBorn], new_id: NewId) -> LifeEvent:
    # A sibling's handbook tells of its own child only: it may go to other people one day.
    order, child = own
    birth = replace(event.birth, children=(child,), order=order) if event.birth else None
    return replace(event, entry_id=EntryId(new_id()), on=child.born_on, birth=birth)


@dataclass(frozen=True, slots=True)
class _Making:
    """What the handbook of each child is made of."""

    pregnancy: Pregnancy
    birth: Birth
    context: Context
    schedule: Schedule
    new_id: NewId
    wishes: tuple[DataRequest, ...]

    def change(
        self,
        book: Handbook,
        own: tuple[int, ChildBorn],
        event: LifeEvent,
        ground: Ground,
        history: Iterable[Entry],
    ) -> LifeChange:
        is_new, today = book.version is None, self.context.today
        born = with_event(replace(book, child=self._profile(*own)), event)
        entries = (event, *first_entries(born, own[1], self.context, self.new_id))
        attention = attention_of(watch(born, (*history, *entries), today))
        version = book.profile_version if is_new else book.profile_version + 1
        ready = replace(with_next_contact(born, self.schedule, today), attention=attention, profile_version=version)
        audit = self.context.audit(Action.RECORD_BIRTH, ground, book.handbook_id)
        if not is_new:
            return LifeChange(ready, entries, audit)
        kept, requests = self._restricted(ready)
        return LifeChange(kept, entries, audit, began=tuple(book.guardians), requests=requests)

    def _restricted(self, book: Handbook) -> tuple[Handbook, tuple[DataRequest, ...]]:
        """Restrict a further child's handbook as the pregnancy's is, by copies of the requests."""
        about = About(book.handbook_id, self.pregnancy.commune_code, self.pregnancy.province_code)
        requests = tuple(replace(one, request_id=RequestId(self.new_id()), about=about) for one in self.wishes)
        if not requests:
            return book, ()
        return replace(book, restriction=Restriction(self.context.now, requests[0].request_id)), requests

    def _profile(self, order: int, child: ChildBorn) -> Profile:
        mother = self.pregnancy.mother.full_name
        return Profile(
            full_name=child.full_name or unnamed(mother, order, self.birth.born_together),
            sex=Sex(str(child.sex)),
            birth_date=child.born_on,
            commune_code=self.pregnancy.commune_code,
            province_code=self.pregnancy.province_code,
            gestation_days=self.birth.gestation_days,
            birth_weight_g=child.weight_g,
            mother_name=mother,
        )
