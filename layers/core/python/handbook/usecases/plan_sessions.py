"""Plan a commune's vaccination days."""

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from handbook.domain.access import Action, on_sessions
from handbook.domain.errors import ForbiddenError, InvalidFieldError, NotFoundError, StaleVersionError
from handbook.domain.ids import LONGEST_ID, CommuneCode, UnitId
from handbook.domain.receipts import Receipt
from handbook.domain.sessions.days import regular_days
from handbook.domain.sessions.plans import SessionId, SessionPlan, check_plan
from handbook.usecases.context import Context
from handbook.usecases.ports import Directory

MOST_PLANS = 20
"""Of one commune: one for each hamlet that the station goes to."""

type Edit = Callable[[SessionPlan], SessionPlan]
"""Makes the plan that is to hold from the one that holds."""


class VaccinationDays(Protocol):
    """See storage.sessions.VaccinationDays."""

    def of_commune(self, commune_code: CommuneCode) -> tuple[SessionPlan, ...]: ...
    def get(self, commune_code: CommuneCode, session_id: SessionId) -> SessionPlan | None: ...
    def add(self, plan: SessionPlan, receipt: Receipt) -> None: ...
    def save(self, plan: SessionPlan) -> SessionPlan: ...


def list_sessions(
    unit_id: UnitId, context: Context, *, sessions: VaccinationDays, directory: Directory
) -> tuple[SessionPlan, ...]:
    """List the plans of a unit in all its communes. Raises: NotFoundError, ForbiddenError."""
    communes = permit(unit_id, Action.READ_SESSIONS, context, directory)
    return tuple(plan for code in communes for plan in sessions.of_commune(code) if plan.unit_id == unit_id)


def add_session(
    plan: SessionPlan, context: Context, receipt: Receipt, *, sessions: VaccinationDays, directory: Directory
) -> SessionPlan:
    """Plan vaccination days in one of the unit's communes.

    Raises: NotFoundError, ForbiddenError; InvalidFieldError for the commune, also when it has too many plans, and for
    what nobody could keep.
    """
    communes = permit(plan.unit_id, Action.PLAN_SESSIONS, context, directory)
    if plan.commune_code not in communes:
        raise InvalidFieldError("commune_code")
    _check(plan)
    if len(sessions.of_commune(plan.commune_code)) >= MOST_PLANS:
        raise InvalidFieldError("commune_code")
    sessions.add(plan, receipt)
    return replace(plan, version=1)


def edited(
    unit_id: UnitId,
    session_id: SessionId,
    edit: Edit,
    based_on: int,
    context: Context,
    *,
    sessions: VaccinationDays,
    directory: Directory,
) -> tuple[SessionPlan, SessionPlan]:
    """Give a plan as it holds and as it would be, based on the version that the caller saw; nothing is written.

    Raises: NotFoundError, ForbiddenError, StaleVersionError, InvalidFieldError.
    """
    before = find_session(unit_id, session_id, Action.PLAN_SESSIONS, context, sessions=sessions, directory=directory)
    if before.version != based_on:
        raise StaleVersionError("If-Match")
    after = edit(before)
    _check(after)
    return before, after


def find_session(
    unit_id: UnitId,
    session_id: SessionId,
    action: Action,
    context: Context,
    *,
    sessions: VaccinationDays,
    directory: Directory,
) -> SessionPlan:
    """Read one plan of a unit for an action. Raises: NotFoundError, ForbiddenError."""
    communes = permit(unit_id, action, context, directory)
    found = (sessions.get(code, session_id) for code in communes if len(session_id) <= LONGEST_ID)
    plan = next((one for one in found if one is not None and one.unit_id == unit_id), None)
    if plan is None:
        raise NotFoundError
    return plan


def permit(unit_id: UnitId, action: Action, context: Context, directory: Directory) -> tuple[CommuneCode, ...]:
    """Give the communes of a unit to who may do something there. Raises: NotFoundError, ForbiddenError."""
    unit = directory.unit(unit_id) if len(unit_id) <= LONGEST_ID else None
    if unit is None or not unit.communes:
        raise NotFoundError
    if on_sessions(context.actor, action, unit_id) is None:
        raise ForbiddenError
    return unit.communes


def _check(plan: SessionPlan) -> None:
    check_plan(plan)
    # A change of a day that is none of the pattern's is a slip: nothing would be moved.
    for one in plan.changes:
        if next(regular_days(plan, one.on, one.on), None) is None:
            raise InvalidFieldError("changes")
