"""Who may do what: the one access policy. Deny by default; every route asks here."""

from handbook.domain.access.grounds import PASSING, Actor, Decision, Ground, HandbookRights, Outcome, Why
from handbook.domain.access.policy import by_role, decide, may_end_grant, on_handbook, on_sessions, on_unit
from handbook.domain.actions import Action
from handbook.domain.roles import Role, Scope

__all__ = [
    "PASSING",
    "Action",
    "Actor",
    "Decision",
    "Ground",
    "HandbookRights",
    "Outcome",
    "Role",
    "Scope",
    "Why",
    "by_role",
    "decide",
    "may_end_grant",
    "on_handbook",
    "on_sessions",
    "on_unit",
]
