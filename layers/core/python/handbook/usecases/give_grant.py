"""Give a unit a right on a handbook for a while: a share, an appointment, a referral."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from handbook.domain.access import Action
from handbook.domain.consents import check_agreed
from handbook.domain.directory import Unit, UnitKind, unit_at_work
from handbook.domain.encounters.confidential import check_text
from handbook.domain.errors import InvalidFieldError
from handbook.domain.grant_records import GrantRecord
from handbook.domain.grants import Grant, GrantKind, check_purpose, with_grant
from handbook.domain.handbook import Handbook
from handbook.domain.ids import LONGEST_ID, GrantId, HandbookId, UnitId
from handbook.domain.receipts import Receipt
from handbook.usecases.admit import admit
from handbook.usecases.context import Context
from handbook.usecases.grant_ports import Grants
from handbook.usecases.ports import Directory, NewId, Records

ACTIONS: Mapping[GrantKind, Action] = {
    GrantKind.SHARE: Action.SHARE_HANDBOOK,
    GrantKind.APPOINTMENT: Action.BOOK_APPOINTMENT,
    GrantKind.REFERRAL: Action.REFER,
}
_PLACES_OF_CARE = frozenset({UnitKind.STATION, UnitKind.FACILITY, UnitKind.DEPARTMENT})
SCHOOL_PURPOSE = "school"


@dataclass(frozen=True, slots=True)
class GrantWanted:
    """Which right for which unit, from `since` to before `until`; `purpose` is a code, `text` words beside it."""

    kind: GrantKind
    unit_id: UnitId
    purpose: str
    since: datetime
    until: datetime
    text: str | None = None


@dataclass(frozen=True, slots=True)
class GrantOn:
    """A right as it was recorded, and the handbook that it is on."""

    record: GrantRecord
    handbook: Handbook


def give_grant(
    handbook_id: HandbookId,
    wanted: GrantWanted,
    context: Context,
    receipt: Receipt,
    *,
    records: Records,
    grants: Grants,
    directory: Directory,
    new_id: NewId,
) -> GrantOn:
    """Write a right down with the handbook, on which it stands until it lapses or is ended.

    Raises: NotFoundError, ForbiddenError, InvalidFieldError ("unit_id", "purpose", "text"), TooManyGrantsError,
    ConsentNeededError where nobody agreed to the purpose of a share, ConflictError.
    """
    handbook, ground = admit(context, ACTIONS[wanted.kind], handbook_id, records)
    check_purpose(wanted.kind, wanted.purpose, "purpose")
    check_text(wanted.text, "text")
    unit = _unit(wanted, context, directory)
    if wanted.kind is GrantKind.SHARE:
        check_agreed(wanted.purpose, handbook.consents, context.today, handbook.born_on)
    given_by_unit = None if context.actor.is_family else context.actor.unit_id
    if wanted.kind is GrantKind.REFERRAL and unit.unit_id == given_by_unit:
        raise InvalidFieldError("unit_id")
    grant = Grant(
        GrantId(new_id()),
        wanted.kind,
        unit.unit_id,
        wanted.purpose,
        wanted.since,
        wanted.until,
        by_family=context.actor.is_family,
    )
    record = GrantRecord(
        grant,
        handbook.handbook_id,
        context.now,
        context.actor.id,
        "family" if context.actor.is_family else "unit",
        given_by_unit,
        wanted.text,
    )
    changed = replace(handbook, grants=with_grant(handbook.grants, grant, context.now))
    entry = replace(context.audit(ACTIONS[wanted.kind], ground, handbook.handbook_id), purpose=wanted.purpose)
    given = GrantOn(record, changed)
    grants.add(record, changed, entry, receipt, given)
    return given


def _unit(wanted: GrantWanted, context: Context, directory: Directory) -> Unit:
    """Give the unit that does the work of the one that was named. Raises: InvalidFieldError."""
    named = directory.unit(wanted.unit_id) if len(wanted.unit_id) <= LONGEST_ID else None
    unit = unit_at_work(named, context.today, directory.unit)
    for_school = wanted.kind is GrantKind.SHARE and wanted.purpose == SCHOOL_PURPOSE
    if unit is None or unit.kind not in (frozenset({UnitKind.SCHOOL}) if for_school else _PLACES_OF_CARE):
        raise InvalidFieldError("unit_id")
    return unit
