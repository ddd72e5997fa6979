"""Open a handbook in an emergency without a right to it: for one person, for hours, with a reason the family reads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from handbook.domain.access import Action, Ground, Outcome, by_role, decide
from handbook.domain.encounters.confidential import check_text
from handbook.domain.errors import (
    ForbiddenError,
    GlassWholeError,
    InvalidFieldError,
    NotFoundError,
    TooManyRequestsError,
)
from handbook.domain.grant_records import GrantRecord
from handbook.domain.grants import BREAK_GLASS_SPAN, SHORTEST_REASON, Grant, GrantKind, check_purpose, with_grant
from handbook.domain.handbook import Handbook
from handbook.domain.ids import GrantId, HandbookId, StaffId
from handbook.domain.lookups import lookup
from handbook.domain.receipts import Receipt
from handbook.domain.sign_in import Limit, seconds_left
from handbook.usecases.context import Context
from handbook.usecases.follow import current
from handbook.usecases.give_grant import GrantOn
from handbook.usecases.grant_ports import Grants
from handbook.usecases.look_up import count_lookup
from handbook.usecases.ports import AuditLog, Counters, NewId, Records
from handbook.usecases.search_handbooks import BY, ByCode, ByIdentifier, ByPhone

A_DAY = Limit(timedelta(days=1), 20)
"""Attempts of one person, found or not: a night in an emergency room, and no walk through a register."""


@dataclass(frozen=True, slots=True)
class Emergency:
    """What is in hand of the person, with the day of birth where it leads to several, and why it cannot wait."""

    sought: ByCode | ByIdentifier | ByPhone
    birth_date: date | None
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class GlassTools:
    """What breaking the glass needs of the world."""

    records: Records
    grants: Grants
    counters: Counters
    audit: AuditLog
    new_id: NewId


def break_glass(
    emergency: Emergency, found: Iterable[Handbook | HandbookId], context: Context, receipt: Receipt, tools: GlassTools
) -> GrantOn:
    """Give the worker four hours of access to the one handbook that answers; the access log leads to a notice.

    `found` are the handbooks that answer, read no earlier than they are asked for. Nothing that answers, several that
    do, and a handbook that cannot be opened so look the same. Raises: ForbiddenError, InvalidFieldError ("reason",
    "text"), TooManyRequestsError, NotFoundError, GlassWholeError, TooManyGrantsError, ConflictError.
    """
    if by_role(context.actor, Action.BREAK_GLASS) is None or context.actor.unit_id is None:
        raise ForbiddenError
    _check(emergency)
    _count(context, tools.counters)
    books = _answering(emergency, found, tools.records)
    tools.audit.record_lookup(
        lookup(context.actor, BY[type(emergency.sought)], len(books), context.now, context.request_id), []
    )
    if len(books) != 1:
        raise NotFoundError
    return _broken(books[0], emergency, context, receipt, tools)


def _check(emergency: Emergency) -> None:
    check_purpose(GrantKind.BREAK_GLASS, emergency.reason, "reason")
    if len(emergency.text) < SHORTEST_REASON:
        raise InvalidFieldError("text")
    check_text(emergency.text, "text")


def _count(context: Context, counters: Counters) -> None:
    count_lookup(context, counters)
    over = counters.count([(f"BREAKGLASS#{context.actor.id}", A_DAY)], context.now)
    if over is not None:
        raise TooManyRequestsError(seconds_left(over, context.now))


def _answering(emergency: Emergency, found: Iterable[Handbook | HandbookId], records: Records) -> Sequence[Handbook]:
    ids = (one.merged_into or one.handbook_id if isinstance(one, Handbook) else one for one in found)
    books = {book.handbook_id: book for one in dict.fromkeys(ids) if (book := current(one, records)) is not None}
    day = emergency.birth_date
    return [book for book in books.values() if day is None or (book.child is not None and book.child.birth_date == day)]


def _broken(handbook: Handbook, emergency: Emergency, context: Context, receipt: Receipt, tools: GlassTools) -> GrantOn:
    actor, now = context.actor, context.now
    decision = decide(actor, Action.READ_HANDBOOK, handbook, now)
    if decision.outcome is Outcome.ALLOWED:
        raise GlassWholeError
    if decision.outcome is not Outcome.BREAK_GLASS or actor.unit_id is None:
        raise NotFoundError
    grant = Grant(
        GrantId(tools.new_id()),
        GrantKind.BREAK_GLASS,
        actor.unit_id,
        emergency.reason,
        now,
        now + BREAK_GLASS_SPAN,
        StaffId(actor.id),
    )
    record = GrantRecord(grant, handbook.handbook_id, now, actor.id, "unit", actor.unit_id, emergency.text)
    changed = replace(handbook, grants=with_grant(handbook.grants, grant, now))
    entry = context.audit(Action.BREAK_GLASS, Ground.BREAK_GLASS, handbook.handbook_id)
    given = GrantOn(record, changed)
    tools.grants.add(record, changed, replace(entry, purpose=emergency.reason), receipt, given)
    return given
