"""One more step of a dispute, by the family or by who is to answer it."""

from dataclasses import dataclass

from handbook.domain.access import Action, Ground
from handbook.domain.correction_access import on_dispute
from handbook.domain.directory import UnitKind
from handbook.domain.dispute_states import SIDES, DisputeStep
from handbook.domain.disputes import Desk, Dispute, DisputeId, EntryRef, Step, taken
from handbook.domain.encounters.confidential import check_text
from handbook.domain.entry_kinds import BY_NAME
from handbook.domain.errors import InvalidFieldError, NotFoundError, StaleVersionError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import LONGEST_ID, HandbookId, UnitId
from handbook.domain.mothers import adopted_at
from handbook.domain.mothers_part import is_of_old_family
from handbook.usecases.admit import admit, refusal
from handbook.usecases.context import Context
from handbook.usecases.correct_entry import Named, find_entry, handbook_for
from handbook.usecases.desk_for import desk_of_unit
from handbook.usecases.file_rights import check_named_files
from handbook.usecases.ports import Directory, Disputes, Records
from handbook.usecases.retry import on_conflict


@dataclass(frozen=True, slots=True)
class StepSaid:
    """What is done, based on the version that the caller saw.

    `unit_id` is where it is forwarded to, None for whoever answers for the commune; `about` is the entry that resolved
    it.
    """

    step: DisputeStep
    based_on: int
    text: str | None = None
    code: str | None = None
    attachment_ids: tuple[str, ...] = ()
    about: EntryRef | None = None
    unit_id: UnitId | None = None


@dataclass(frozen=True, slots=True)
class DisputeTools:
    """What handling disputes needs of the world."""

    records: Records
    disputes: Disputes
    directory: Directory


def step_dispute(
    handbook_id: HandbookId, dispute_id: DisputeId, said: StepSaid, context: Context, tools: DisputeTools
) -> Dispute:
    """Take one step and keep it. A resolution names an entry that was recorded or changed since the dispute came.

    Raises: NotFoundError, ForbiddenError, StaleVersionError with the current version, WrongDisputeStateError,
    InvalidFieldError, TooManyStepsError, ConflictError.
    """
    return on_conflict(lambda: _step(handbook_id, dispute_id, said, context, tools))


def _step(
    handbook_id: HandbookId, dispute_id: DisputeId, said: StepSaid, context: Context, tools: DisputeTools
) -> Dispute:
    family = SIDES[said.step] == "family"
    action = Action.OPEN_DISPUTE if family else Action.ANSWER_DISPUTE
    handbook, dispute, ground = admitted(context, action, handbook_id, dispute_id, tools)
    if dispute.version != said.based_on:
        raise StaleVersionError("If-Match", dispute)
    check_named_files(said.attachment_ids, handbook, context, tools.records)
    if not family:
        check_text(said.text, "text")
    step = Step(
        said.step,
        context.now,
        context.actor.id,
        SIDES[said.step],
        text=said.text,
        code=said.code,
        attachment_ids=said.attachment_ids,
        about=said.about,
        desk=_forwarded(said, dispute, handbook, context, tools) if said.step is DisputeStep.FORWARD else None,
    )
    after = taken(dispute, step)
    if said.step is DisputeStep.RESOLVE:
        _check_done(said.about, dispute, tools.records)
    tools.disputes.save(after, handbook, context.audit(action, ground, handbook.handbook_id))
    return after


def admitted(
    context: Context, action: Action, handbook_id: HandbookId, dispute_id: DisputeId, tools: DisputeTools
) -> tuple[Handbook, Dispute, Ground]:
    """Read a dispute that the actor may read, answer, or go on with as the family.

    To read it takes a right on the handbook or being who is to answer; to answer, only the latter.
    Raises: NotFoundError, ForbiddenError.
    """
    if context.actor.is_family:
        handbook, standing = admit(context, action, handbook_id, tools.records)
        own = _found(handbook, dispute_id, tools)
        if is_of_old_family(own, adopted_at(handbook)):
            raise NotFoundError
        return handbook, own, standing
    handbook, known = handbook_for(context, action, handbook_id, tools.records)
    dispute = _found(handbook, dispute_id, tools)
    ground = on_dispute(context.actor, dispute.desk.unit_id, dispute.desk.commune_code)
    if ground is None and action is Action.READ_HANDBOOK:
        ground = known
    if ground is None or action is Action.OPEN_DISPUTE:
        raise refusal(context, action, handbook, knows=ground is not None)
    return handbook, dispute, known or ground


def _found(handbook: Handbook, dispute_id: DisputeId, tools: DisputeTools) -> Dispute:
    found = tools.disputes.get(handbook.partitions, dispute_id) if len(dispute_id) <= LONGEST_ID else None
    if found is None:
        raise NotFoundError
    return found


def _forwarded(said: StepSaid, dispute: Dispute, handbook: Handbook, context: Context, tools: DisputeTools) -> Desk:
    if said.unit_id is None:
        desk = Desk(commune_code=handbook.commune_code)
    else:
        unit = tools.directory.unit(said.unit_id) if len(said.unit_id) <= LONGEST_ID else None
        if unit is None or unit.kind is UnitKind.PRINT_VENDOR:
            raise InvalidFieldError("unit_id")
        desk = desk_of_unit(said.unit_id, handbook, context.today, tools.directory)
    if desk == dispute.desk:
        raise InvalidFieldError("unit_id")
    return desk


def _check_done(about: EntryRef | None, dispute: Dispute, records: Records) -> None:
    kind = BY_NAME.get(about.kind) if about else None
    if about is None or kind is None:
        raise InvalidFieldError("entry.kind" if about else "entry")
    kept = find_entry(Named(dispute.handbook_id, kind, about.entry_id), records)
    if kept is None or kept.changed_at < dispute.steps[0].at:
        raise InvalidFieldError("entry.entry_id")
