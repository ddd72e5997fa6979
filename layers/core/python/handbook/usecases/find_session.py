"""Find the vaccination day that a family is to come to."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from handbook.domain.ids import CommuneCode
from handbook.domain.sessions.days import SessionDay, next_session
from handbook.domain.sessions.plans import SessionPlan


class CommuneSessions(Protocol):
    """See storage.sessions.VaccinationDays."""

    def of_commune(self, commune_code: CommuneCode) -> tuple[SessionPlan, ...]: ...


def session_for(commune_code: CommuneCode, due: date, today: date, sessions: CommuneSessions) -> SessionDay | None:
    """Give the first session of a commune on or after a due day, and not before today; None where none is planned."""
    return next_session(sessions.of_commune(commune_code), max(due, today))
