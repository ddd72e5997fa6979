"""Correct who a child is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from handbook.domain.access import PASSING, Action
from handbook.domain.errors import ForbiddenError, InvalidFieldError, StaleVersionError
from handbook.domain.handbook import Handbook, check_place
from handbook.domain.ids import HandbookId
from handbook.domain.plausible_days import check_birth_date
from handbook.usecases.admit import admit
from handbook.usecases.context import Context
from handbook.usecases.ports import Records
from handbook.usecases.retry import on_conflict
from handbook.usecases.schedule_contact import with_next_contact

if TYPE_CHECKING:
    from handbook.domain.immunization import Schedule

_AREA_FIELDS = frozenset({"commune_code", "province_code"})
_ALWAYS_THERE = ("full_name", "sex", "birth_date", "commune_code", "province_code")


def edit_profile(
    handbook_id: HandbookId,
    changes: Mapping[str, Any],
    based_on: int,
    context: Context,
    *,
    records: Records,
    schedule: Schedule,
) -> Handbook:
    """Change fields of the profile that the caller saw at version `based_on`; what was recorded stays attached.

    A dose that is recorded meanwhile does not refuse a corrected name.

    The old profile is kept with who changed it and when. Raises: NotFoundError, StaleVersionError, DateInFutureError,
    InvalidFieldError for emptying what must be there, ForbiddenError for moving a child during a visit.
    """
    return on_conflict(lambda: _edit(handbook_id, changes, based_on, context, records, schedule))


def _edit(
    handbook_id: HandbookId,
    changes: Mapping[str, Any],
    based_on: int,
    context: Context,
    records: Records,
    schedule: Schedule,
) -> Handbook:
    handbook, ground = admit(context, Action.EDIT_HANDBOOK, handbook_id, records)
    if handbook.profile_version != based_on:
        raise StaleVersionError("If-Match")
    if ground in PASSING and not _AREA_FIELDS.isdisjoint(changes):
        # A visit lasts a day; moving the child into one's own area would make it last.
        raise ForbiddenError("commune_code")
    emptied = sorted(name for name in _ALWAYS_THERE if name in changes and changes[name] is None)
    if emptied:
        raise InvalidFieldError(emptied[0])
    changed = with_next_contact(_changed(handbook, changes, context), schedule, context.today)
    records.save_profile(changed, handbook, context.audit(Action.EDIT_HANDBOOK, ground, handbook.handbook_id))
    return replace(changed, version=(changed.version or 0) + 1)


def _changed(handbook: Handbook, changes: Mapping[str, Any], context: Context) -> Handbook:
    if handbook.child is None and handbook.pregnancy is not None and changes.keys() <= _AREA_FIELDS:
        pregnancy = replace(handbook.pregnancy, **changes)
        check_place(pregnancy)
        return handbook.with_pregnancy(pregnancy)
    profile = replace(handbook.profile, **changes)
    check_place(profile)
    check_birth_date(profile.birth_date, context.today)
    return handbook.with_profile(profile)
