"""Read what is due next."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from handbook.domain.access import Action
from handbook.domain.errors import DateBeforeBirthError, InvalidFieldError
from handbook.domain.ids import HandbookId
from handbook.domain.plausible_days import LONGEST_VIEW
from handbook.domain.sessions.days import SessionDay
from handbook.usecases.admit import admit_reader
from handbook.usecases.context import Context
from handbook.usecases.find_session import CommuneSessions, session_for
from handbook.usecases.judge_doses import Explained, explained
from handbook.usecases.ports import AuditLog, Records
from handbook.usecases.recommend import forecast_of

if TYPE_CHECKING:
    from handbook.domain.immunization import Schedule


def read_forecast(
    handbook_id: HandbookId,
    on: date | None,
    context: Context,
    *,
    records: Records,
    audit: AuditLog,
    schedule: Schedule,
    sessions: CommuneSessions,
) -> tuple[Explained, SessionDay | None]:
    """Forecast as of a day, today without one, with the commune's next session for the next visit.

    Raises: NotFoundError, DateBeforeBirthError, InvalidFieldError.
    """
    handbook = admit_reader(context, Action.READ_HANDBOOK, handbook_id, records, audit)
    day = on or context.today
    born = handbook.profile.birth_date
    if day < born:
        raise DateBeforeBirthError("on")
    if day - born > LONGEST_VIEW:
        raise InvalidFieldError("on")
    found = forecast_of(handbook, schedule, day)
    visit = found.next_visit
    session = session_for(handbook.commune_code, visit.on, context.today, sessions) if visit else None
    return explained(handbook, schedule, found), session
