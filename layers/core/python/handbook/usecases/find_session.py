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


class RememberedSessions:
    """Sessions that are read once for each commune, for as long as one task lasts."""

    def __init__(self, sessions: CommuneSessions) -> None:
        self._sessions = sessions
        self._read: dict[CommuneCode, tuple[SessionPlan, ...]] = {}

    def of_commune(self, commune_code: CommuneCode) -> tuple[SessionPlan, ...]:
        """Give the plans of a commune."""
        if commune_code not in self._read:
            self._read[commune_code] = self._sessions.of_commune(commune_code)
        return self._read[commune_code]


def session_for(commune_code: CommuneCode, due: date, today: date, sessions: CommuneSessions) -> SessionDay | None:
    """Give the first session of a commune on or after a due day, and not before today; None where none is planned."""
    return next_session(sessions.of_commune(commune_code), max(due, today))
