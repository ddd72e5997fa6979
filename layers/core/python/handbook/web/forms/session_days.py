"""One vaccination day, as families and staff are shown it."""

from datetime import date
from typing import Any

from handbook.domain.sessions.days import SessionDay
from handbook.domain.texts import Language
from handbook.web.schemas import Body, iso


class SessionDayAnswer(Body):
    """One vaccination day. `holiday` names the public holiday that it falls on: somebody should look at it."""

    on: date
    starts: str
    ends: str
    place: str
    moved_from: date | None
    holiday: str | None


def day_answer(one: SessionDay, language: Language) -> dict[str, Any]:
    """Write one vaccination day as JSON."""
    return {
        "on": one.on.isoformat(),
        "starts": one.starts.isoformat("minutes"),
        "ends": one.ends.isoformat("minutes"),
        "place": one.place,
        "moved_from": iso(one.moved_from),
        "holiday": one.holiday.in_(language) if one.holiday else None,
    }
