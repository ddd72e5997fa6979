"""Read the rights on a handbook, and those that a unit holds or gave."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from handbook.domain.access import Action, Ground, on_handbook, on_unit
from handbook.domain.audit import AuditEntry
from handbook.domain.errors import NotFoundError
from handbook.domain.grant_records import GrantRecord, GrantState
from handbook.domain.grants import GrantKind
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId, UnitId
from handbook.domain.mothers import adopted_at
from handbook.domain.paging import Page, Position
from handbook.usecases.admit import admit_reader
from handbook.usecases.context import Context
from handbook.usecases.grant_ports import Grants
from handbook.usecases.ports import AuditLog, Records

type Seen = Literal["held", "given"]

GROUNDS: Mapping[GrantKind, Ground] = {
    GrantKind.SHARE: Ground.SHARE,
    GrantKind.APPOINTMENT: Ground.VISIT,
    GrantKind.REFERRAL: Ground.REFERRAL,
    GrantKind.BREAK_GLASS: Ground.BREAK_GLASS,
}


_HOLDING = frozenset({GrantState.COMING, GrantState.HELD})


@dataclass(frozen=True, slots=True)
class GrantSeen:
    """A right with its state; `handbook` where whoever lists it may know now whose it is."""

    record: GrantRecord
    state: GrantState
    handbook: Handbook | None = None


def list_grants(
    handbook_id: HandbookId,
    context: Context,
    limit: int,
    position: Position | None,
    *,
    records: Records,
    grants: Grants,
    audit: AuditLog,
) -> Page[GrantSeen]:
    """List the rights on a handbook, those that ended among them.

    Who adopted the child sees of those that were given before what still holds, without its words. Raises:
    NotFoundError, ForbiddenError.
    """
    handbook = admit_reader(context, Action.READ_GRANTS, handbook_id, records, audit)
    page = grants.of_handbook(handbook.partitions, limit, position)
    seen = (GrantSeen(one, one.state(handbook, context.now)) for one in page.items)
    since = adopted_at(handbook) if context.actor.is_family else None
    if since is not None:
        seen = (_since_adoption(one, since) for one in seen if one.record.given_at >= since or one.state in _HOLDING)
    return Page(tuple(seen), page.next)


def _since_adoption(seen: GrantSeen, adopted: datetime) -> GrantSeen:
    return seen if seen.record.given_at >= adopted else replace(seen, record=seen.record.without_words())


def list_units_grants(
    unit_id: UnitId,
    kind: GrantKind,
    seen: Seen,
    context: Context,
    limit: int,
    position: Position | None,
    *,
    records: Records,
    grants: Grants,
    audit: AuditLog,
) -> Page[GrantSeen]:
    """List the rights of a kind that a unit holds or gave, the newest first, to the unit's own people.

    Whose handbook it is stands beside a right only while the actor may see that handbook; then it is in its access
    log. Raises: NotFoundError for every other unit.
    """
    if on_unit(context.actor, Action.LIST_GRANTS, unit_id) is None:
        raise NotFoundError
    page = (grants.of_holder if seen == "held" else grants.of_giver)(unit_id, kind, limit, position)
    ids = list(dict.fromkeys(one.handbook_id for one in page.items))
    books = {book.handbook_id: book for book in records.get_many(ids)} if ids else {}
    shown = [_seen(one, books.get(one.handbook_id), context) for one in page.items]
    audit.record_all(_entries(shown, context))
    return Page(tuple(shown), page.next)


def _seen(record: GrantRecord, handbook: Handbook | None, context: Context) -> GrantSeen:
    if handbook is None:
        return GrantSeen(record, GrantState.ENDED)
    known = _ground(handbook, context) is not None
    return GrantSeen(record, record.state(handbook, context.now), handbook if known else None)


def _ground(handbook: Handbook, context: Context) -> Ground | None:
    for action in (Action.READ_HANDBOOK, Action.READ_VACCINATIONS):
        ground = on_handbook(context.actor, action, handbook, context.now)
        if ground is not None:
            return ground
    return None


def _entries(shown: list[GrantSeen], context: Context) -> list[AuditEntry]:
    books = {one.handbook.handbook_id: one.handbook for one in shown if one.handbook is not None}
    grounds = ((book, _ground(book, context)) for book in books.values())
    return [context.audit(Action.LIST_GRANTS, ground, book.handbook_id) for book, ground in grounds if ground]


def list_broken_glass(
    unit_id: UnitId, context: Context, limit: int, position: Position | None, *, grants: Grants
) -> Page[GrantRecord]:
    """List who of a unit broke the glass, when and by which reason, newest first, to the unit's manager.

    It tells of no person and no handbook. Raises: NotFoundError for every other unit and role.
    """
    if on_unit(context.actor, Action.LIST_BREAK_GLASS, unit_id) is None:
        raise NotFoundError
    return grants.of_holder(unit_id, GrantKind.BREAK_GLASS, limit, position)
