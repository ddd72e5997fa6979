"""Record what life brings to a handbook: an end, an adoption, a move; and take back what was recorded by mistake."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from handbook.domain.access import PASSING, Action, Ground
from handbook.domain.adoptions import adopted, given_back
from handbook.domain.bonds import guardians_on
from handbook.domain.calendar import local_date
from handbook.domain.encounters.confidential import check_text
from handbook.domain.encounters.icd10 import is_confidential
from handbook.domain.entries import Entry
from handbook.domain.errors import (
    ForbiddenError,
    InvalidFieldError,
    NoPregnancyError,
    NotBornYetError,
    StaleVersionError,
    WrongLifeStateError,
)
from handbook.domain.handbook import Handbook, check_place
from handbook.domain.ids import AccountId, CommuneCode, EntryId, HandbookId, PhoneE164, ProvinceCode
from handbook.domain.life import ENDS, TRANSITIONS, Happening, LifeState
from handbook.domain.life_events import (
    EndReason,
    LifeChange,
    LifeEvent,
    LifeWarning,
    Residence,
    check_event,
    warnings_of,
)
from handbook.domain.receipts import Receipt
from handbook.domain.summary import with_event
from handbook.usecases.admit import admit
from handbook.usecases.birth_entries import source_of
from handbook.usecases.context import Context
from handbook.usecases.life_entries import event_of, latest_day
from handbook.usecases.ports import Directory, IndexOf, NewId, Records
from handbook.usecases.replay import recorded_before
from handbook.usecases.schedule_contact import with_next_contact
from handbook.usecases.watch import attention_of, watch

if TYPE_CHECKING:
    from handbook.domain.immunization import Schedule

_ONLY_AT_HOME = frozenset({Happening.MOVE, Happening.ADOPTION, Happening.END})
"""Not during a visit, which lasts a day: each would change for good who answers for the handbook."""


@dataclass(frozen=True, slots=True)
class RecordLife:
    """What happened, and what each kind of it needs."""

    happening: Happening
    on: date
    commune_code: CommuneCode | None = None
    province_code: ProvinceCode | None = None
    guardian_phone: PhoneE164 | None = None
    mother_shared: bool = False
    full_name: str | None = None
    end_reason: EndReason | None = None
    retracts: EntryId | None = None
    cause_icd10: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class LifeRecorded:
    """The event, and the handbook as it is from then on."""

    event: LifeEvent
    handbook: Handbook
    warnings: tuple[LifeWarning, ...]


def record_life(
    handbook_id: HandbookId,
    command: RecordLife,
    based_on: int,
    context: Context,
    receipt: Receipt,
    *,
    records: Records,
    directory: Directory,
    schedule: Schedule,
    index_of: IndexOf,
    new_id: NewId,
) -> LifeRecorded:
    """Write an event with the handbook that it makes, as seen at version `based_on`; nothing is ever deleted.

    Reminders and alerts follow from the state. Raises: NotFoundError, ForbiddenError, StaleVersionError,
    WrongLifeStateError, InvalidFieldError and its kinds, IdTakenError, ConflictError.
    """
    handbook, ground = _admitted(handbook_id, command, context, records)
    access = context.audit(_action(command), ground, handbook.handbook_id)
    earlier = recorded_before(LifeEvent, receipt, access, records)
    if earlier is not None:
        return LifeRecorded(earlier.entry, handbook, ())
    if handbook.profile_version != based_on:
        raise StaleVersionError("If-Match")
    _check_possible(handbook, command)
    history = records.history(handbook_id)
    event = _event(command, context, receipt.id_or(new_id))
    taken_back = event_of(history, command.retracts) if command.retracts else None
    if taken_back is None:
        _check_words(event)
        check_event(event, handbook.pregnancy, handbook.child.birth_date if handbook.child else None, context.today)
        guardian = _new_guardian(command, directory, index_of)
        event, changed = _applied(handbook, event, command, guardian)
    else:
        changed = _taken_back(handbook, taken_back, history, context, ground)
    lived = with_event(changed, event)
    ready = replace(
        with_next_contact(lived, schedule, context.today),
        attention=attention_of(watch(lived, (*history, event), context.today)),
        profile_version=handbook.profile_version + 1,
    )
    ended, began = handbook.guardians.keys() - ready.guardians, ready.guardians.keys() - handbook.guardians
    change = LifeChange(ready, (event,), access, handbook, tuple(sorted(began)), tuple(sorted(ended)))
    warnings = warnings_of(event, handbook.pregnancy, latest_day(history))
    result = LifeRecorded(event, replace(ready, version=(ready.version or 0) + 1), warnings)
    records.change_lives([change], receipt, result)
    return result


def _check_words(event: LifeEvent) -> None:
    # Everybody who reads the handbook reads its states; what tells of HIV is kept with the results of a visit.
    check_text(event.note, "note")
    if event.cause_icd10 is not None and is_confidential(event.cause_icd10):
        raise InvalidFieldError("cause_icd10", "among_the_labs")


def _action(command: RecordLife) -> Action:
    return Action.RECORD_ADOPTION if command.happening is Happening.ADOPTION else Action.RECORD_LIFE


def _admitted(
    handbook_id: HandbookId, command: RecordLife, context: Context, records: Records
) -> tuple[Handbook, Ground]:
    handbook, ground = admit(context, _action(command), handbook_id, records)
    if ground in PASSING and command.happening in _ONLY_AT_HOME:
        raise ForbiddenError("kind")
    return handbook, ground


def _check_possible(handbook: Handbook, command: RecordLife) -> None:
    if command.happening is Happening.RETRACTION:
        if command.retracts is None:
            raise InvalidFieldError("retracts")
        return
    if command.happening is Happening.BIRTH:
        raise InvalidFieldError("kind")  # it has a route of its own
    if (handbook.state, command.happening) in TRANSITIONS:
        return
    if handbook.state in ENDS:
        raise WrongLifeStateError("kind")
    raise NotBornYetError if handbook.state is LifeState.PREGNANT else NoPregnancyError


def _event(command: RecordLife, context: Context, event_id: str) -> LifeEvent:
    return LifeEvent(
        entry_id=EntryId(event_id),
        on=command.on,
        recorded_at=context.now,
        recorded_by=context.actor.id,
        source=source_of(context),
        happening=command.happening,
        end_reason=_end_reason(command),
        retracts=command.retracts,
        cause_icd10=command.cause_icd10,
        note=command.note,
    )


def _end_reason(command: RecordLife) -> EndReason | None:
    if (command.happening is Happening.END) != (command.end_reason is not None):
        raise InvalidFieldError("end_reason")
    return command.end_reason


def _applied(
    handbook: Handbook, event: LifeEvent, command: RecordLife, guardian: AccountId | None
) -> tuple[LifeEvent, Handbook]:
    if command.happening is Happening.MOVE:
        return _moved(handbook, event, command)
    if guardian is not None:
        rights, changed = adopted(
            handbook,
            guardian,
            local_date(event.recorded_at),
            mother_shared=command.mother_shared,
            full_name=command.full_name,
        )
        return replace(event, guardianship=rights), changed
    return event, handbook


def _moved(handbook: Handbook, event: LifeEvent, command: RecordLife) -> tuple[LifeEvent, Handbook]:
    if command.commune_code is None or command.province_code is None:
        raise InvalidFieldError("commune_code" if command.commune_code is None else "province_code")
    to = Residence(command.commune_code, command.province_code)
    before = residence_of(handbook)
    if to == before:
        raise InvalidFieldError("commune_code")
    return replace(event, moved_from=before, moved_to=to), living_in(handbook, to)


def residence_of(handbook: Handbook) -> Residence:
    """Say where mother or child lives. Raises: NotBornYetError for a handbook of neither."""
    of = handbook.child or handbook.pregnancy
    if of is None:
        raise NotBornYetError
    return Residence(of.commune_code, of.province_code)


def living_in(handbook: Handbook, residence: Residence) -> Handbook:
    """Give the handbook in another place. Raises: InvalidFieldError for a province that does not exist."""
    commune, province = residence.commune_code, residence.province_code
    if handbook.child is not None:
        child = replace(handbook.child, commune_code=commune, province_code=province)
        check_place(child)
        return replace(handbook, child=child)
    if handbook.pregnancy is None:
        raise NotBornYetError
    pregnancy = replace(handbook.pregnancy, commune_code=commune, province_code=province)
    check_place(pregnancy)
    return replace(handbook, pregnancy=pregnancy)


def _new_guardian(command: RecordLife, directory: Directory, index_of: IndexOf) -> AccountId | None:
    if command.happening is not Happening.ADOPTION:
        return None
    account = directory.account_of_phone(index_of(command.guardian_phone)) if command.guardian_phone else None
    if account is None:
        raise InvalidFieldError("guardian_phone")
    return account


def _taken_back(
    handbook: Handbook, taken_back: LifeEvent, history: Iterable[Entry], context: Context, ground: Ground
) -> Handbook:
    """Undo what the event did beside the state. Its own author may, and the station that answers for the handbook."""
    if ground is not Ground.AREA and taken_back.recorded_by != context.actor.id:
        raise ForbiddenError("retracts")
    if taken_back.entry_id not in {one.entry_id for one in handbook.life} or taken_back.birth is not None:
        raise WrongLifeStateError("retracts")
    if taken_back.moved_from is not None:
        if residence_of(handbook) != taken_back.moved_to:
            raise WrongLifeStateError("retracts")
        return living_in(handbook, taken_back.moved_from)
    rights = taken_back.guardianship
    if rights is None:
        return handbook
    if set(rights.began) != set(guardians_on(handbook.guardians, context.today)):
        raise WrongLifeStateError("retracts")
    return given_back(handbook, rights, mother_hidden=_hidden_before(handbook, taken_back, history))


def _hidden_before(handbook: Handbook, taken_back: LifeEvent, history: Iterable[Entry]) -> bool:
    """Say whether an earlier adoption that holds hid what is the mother's: those who get it back may not see that."""
    holding = {one.entry_id for one in handbook.life} - {taken_back.entry_id}
    adoptions = (one for one in history if isinstance(one, LifeEvent) and one.entry_id in holding)
    return any(one.guardianship is not None and not one.guardianship.mother_shared for one in adoptions)
