"""Look up a code: staff open the handbook as a visit, guardians their own."""

from dataclasses import dataclass

from handbook.domain.access import Action, Ground, Role, by_role, on_handbook
from handbook.domain.codes import CodeState
from handbook.domain.errors import ForbiddenError, NotFoundError
from handbook.domain.handbook import Handbook
from handbook.usecases.context import Context
from handbook.usecases.ports import Codes, Keys, Records
from handbook.usecases.read_code import read_code
from handbook.usecases.retry import on_conflict


@dataclass(frozen=True, slots=True)
class Scanned:
    """A code of ours: bound to a handbook, or free to be bound."""

    code: str
    state: CodeState
    handbook: Handbook | None


def scan_code(text: str, context: Context, *, codes: Codes, records: Records, keys: Keys) -> Scanned:
    """Find what a code leads to, and give a health worker's unit the right of a visit.

    Raises: ForbiddenError for roles that never scan; CodeMalformedError; NotFoundError for forged and never issued
    codes and for handbooks that are not a guardian's own.
    """
    if by_role(context.actor, Action.SCAN_CODE) is None:
        raise ForbiddenError
    return on_conflict(lambda: _scan(text, context, codes, records, keys))


def _scan(text: str, context: Context, codes: Codes, records: Records, keys: Keys) -> Scanned:
    code, serial = read_code(text, keys.all())
    use = codes.used(serial)
    if use is None:
        segment = None if context.actor.is_family else codes.segment(serial)
        if segment is None:
            raise NotFoundError
        return Scanned(code, segment.state, None)
    handbook = records.get(use.handbook_id) if use.state is CodeState.BOUND else None
    if handbook is None:
        raise NotFoundError
    return Scanned(code, use.state, _open(handbook, context, records))


def _open(handbook: Handbook, context: Context, records: Records) -> Handbook:
    ground = on_handbook(context.actor, Action.READ_HANDBOOK, handbook, context.now)
    if ground is Ground.GUARDIAN:
        return handbook
    unit_id = context.actor.unit_id
    if context.actor.role is not Role.HEALTH_WORKER or unit_id is None:
        raise NotFoundError
    visited = handbook.visited_by(unit_id, context.now)
    entry = context.audit(Action.SCAN_CODE, ground or Ground.VISIT, handbook.handbook_id)
    records.save_visit(visited, entry)
    return visited
