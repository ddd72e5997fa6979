"""Look up a code: staff open the handbook as a visit, guardians their own."""

from dataclasses import dataclass

from handbook.domain.access import Action, Ground, Role, by_role, on_handbook
from handbook.domain.codes import CodeState
from handbook.domain.errors import ForbiddenError, NotFoundError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import UnitId
from handbook.usecases.admit import refusal
from handbook.usecases.context import Context
from handbook.usecases.follow import current
from handbook.usecases.ports import AuditLog, Codes, Keys, Records
from handbook.usecases.read_code import read_code
from handbook.usecases.retry import on_conflict


@dataclass(frozen=True, slots=True)
class Scanned:
    """A code of ours, where it stands, and the handbook that it opens or, when it opens none, the unit that has it."""

    code: str
    state: CodeState
    handbook: Handbook | None = None
    unit_id: UnitId | None = None


def scan_code(text: str, context: Context, *, codes: Codes, records: Records, keys: Keys, audit: AuditLog) -> Scanned:
    """Find what a code leads to, and give a health worker's unit the right of a visit when it is bound.

    A void or replaced code opens nothing: staff learn what it is, and see the handbook only by a right that they have
    already. Raises: ForbiddenError for roles that never scan; CodeMalformedError; NotFoundError for forged and never
    issued codes and, to a family, for every code that does not lead to a handbook of its own.
    """
    if by_role(context.actor, Action.SCAN_CODE) is None:
        raise ForbiddenError
    return on_conflict(lambda: _scan(text, context, codes, records, keys, audit))


def _scan(text: str, context: Context, codes: Codes, records: Records, keys: Keys, audit: AuditLog) -> Scanned:
    try:
        code, serial = read_code(text, keys.all())
    except NotFoundError as error:
        raise refusal(context, Action.SCAN_CODE, None) from error
    use = codes.used(serial)
    if use is None:
        segment = None if context.actor.is_family else codes.segment(serial)
        if segment is None:
            raise refusal(context, Action.SCAN_CODE, None)
        return Scanned(code, segment.state, unit_id=segment.unit_id)
    handbook = current(use.handbook_id, records)
    if handbook is None:
        raise refusal(context, Action.SCAN_CODE, None)
    if use.state is CodeState.BOUND:
        return Scanned(code, use.state, _open(handbook, context, records))
    return Scanned(code, use.state, _opened_before(handbook, context, audit))


def _open(handbook: Handbook, context: Context, records: Records) -> Handbook:
    ground = on_handbook(context.actor, Action.READ_HANDBOOK, handbook, context.now)
    if ground is not None and context.actor.is_family:
        if ground is not Ground.GUARDIAN:
            records.note(context.audit(Action.SCAN_CODE, ground, handbook.handbook_id))
        return handbook
    unit_id = context.actor.unit_id
    if context.actor.role is not Role.HEALTH_WORKER or unit_id is None:
        raise refusal(context, Action.SCAN_CODE, handbook)
    visited = handbook.visited_by(unit_id, context.now)
    if on_handbook(context.actor, Action.READ_HANDBOOK, visited, context.now) is None:
        raise refusal(context, Action.SCAN_CODE, handbook)  # restricted: a scan opens nothing to a unit of another area
    entry = context.audit(Action.SCAN_CODE, ground or Ground.VISIT, handbook.handbook_id)
    records.save_visit(visited, entry)
    return visited


def _opened_before(handbook: Handbook, context: Context, audit: AuditLog) -> Handbook | None:
    ground = on_handbook(context.actor, Action.READ_HANDBOOK, handbook, context.now)
    if ground is None and context.actor.is_family:
        raise refusal(context, Action.SCAN_CODE, handbook)
    if ground is not None and ground is not Ground.GUARDIAN:
        audit.record(context.audit(Action.SCAN_CODE, ground, handbook.handbook_id))
    return handbook if ground else None
