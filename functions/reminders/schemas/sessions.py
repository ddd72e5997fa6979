"""Vaccination days: what a unit plans, and on which dates they fall."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from handbook.domain.ids import CommuneCode, UnitId
from handbook.domain.sessions.days import HORIZON_DAYS, session_days
from handbook.domain.sessions.plans import Change, NthWeekday, Pattern, SessionId, SessionPlan
from handbook.domain.texts import Language
from handbook.web.forms.session_days import SessionDayAnswer, day_answer
from handbook.web.schemas import Body, Day, Imprint, PageBody, Whole, iso

_SHOWN_DAYS = 12
_Clock = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
_Place = Annotated[Imprint, Field(description="Where, on one line; messages write it without accents")]
_Capacity = Annotated[Whole, Field(description="How many children the station can take; told to staff only")]


class NthWeekdayBody(Body):
    """A weekday of each month: `week` 1 to 4, or -1 for the last; `weekday` 1 for Monday to 7 for Sunday."""

    week: Whole
    weekday: Whole


class PatternBody(Body):
    """Days of each month by number, by weekday, or both; a number that a month lacks is its last day."""

    days: Annotated[list[Whole], Field(max_length=31)] = Field(default_factory=list)
    weekdays: Annotated[list[NthWeekdayBody], Field(max_length=35)] = Field(default_factory=list)

    def pattern(self) -> Pattern:
        """Read a pattern, each day of it once."""
        weekdays = {NthWeekday(one.week, one.weekday) for one in self.weekdays}
        return Pattern(tuple(sorted(set(self.days))), tuple(sorted(weekdays, key=lambda one: (one.week, one.weekday))))


class SessionChange(Body):
    """A day of the pattern that is held on another day, or not at all where `moved_to` is null."""

    on: Day
    moved_to: Day | None = None

    def change(self) -> Change:
        """Read a change."""
        return Change(self.on, self.moved_to)


class SessionBody(Body):
    """A unit's vaccination days in one commune at one place; hours are local."""

    commune_code: Annotated[str, StringConstraints(pattern=r"^[0-9]{5}$")]
    place: _Place
    starts: _Clock
    ends: _Clock
    pattern: PatternBody = Field(default_factory=PatternBody)
    since: Day | None = None
    until: Day | None = None
    capacity: _Capacity | None = None
    changes: Annotated[list[SessionChange], Field(max_length=60)] = Field(default_factory=list)
    also_on: Annotated[list[Day], Field(max_length=60)] = Field(default_factory=list)

    def plan(self, unit_id: UnitId, session_id: SessionId, today: date) -> SessionPlan:
        """Make a plan, from today on where no beginning is said."""
        return SessionPlan(
            session_id=session_id,
            unit_id=unit_id,
            commune_code=CommuneCode(self.commune_code),
            place=self.place,
            starts=time.fromisoformat(self.starts),
            ends=time.fromisoformat(self.ends),
            pattern=self.pattern.pattern(),
            since=self.since or today,
            until=self.until,
            capacity=self.capacity,
            changes=tuple(one.change() for one in self.changes),
            also_on=tuple(sorted(set(self.also_on))),
        )


class SessionPatch(Body):
    """What changes of a plan; the rest stays. `until` and `capacity` may be null."""

    place: _Place | None = None
    starts: _Clock | None = None
    ends: _Clock | None = None
    pattern: PatternBody | None = None
    until: Day | None = None
    capacity: _Capacity | None = None
    changes: Annotated[list[SessionChange], Field(max_length=60)] | None = None
    also_on: Annotated[list[Day], Field(max_length=60)] | None = None

    def edit(self, plan: SessionPlan) -> SessionPlan:
        """Change what is named."""
        said: dict[str, Any] = {name: getattr(self, name) for name in self.model_fields_set & {"until", "capacity"}}
        if self.place is not None:
            said["place"] = self.place
        for name, clock in (("starts", self.starts), ("ends", self.ends)):
            if clock is not None:
                said[name] = time.fromisoformat(clock)
        if self.pattern is not None:
            said["pattern"] = self.pattern.pattern()
        if self.changes is not None:
            said["changes"] = tuple(one.change() for one in self.changes)
        if self.also_on is not None:
            said["also_on"] = tuple(sorted(set(self.also_on)))
        return replace(plan, **said)


class SessionAnswer(Body):
    """A plan with its version and its next days."""

    session_id: str
    unit_id: str
    commune_code: str
    place: str
    starts: str
    ends: str
    pattern: PatternBody
    since: date
    until: date | None
    capacity: int | None
    changes: list[SessionChange]
    also_on: list[date]
    etag: str
    next_days: list[SessionDayAnswer]


class SessionPage(PageBody):
    """All plans of a unit."""

    items: list[SessionAnswer]


def session_answer(plan: SessionPlan, today: date, language: Language) -> dict[str, Any]:
    """Write a plan as JSON, with its days in the next three months."""
    days = session_days([plan], today, today + timedelta(days=HORIZON_DAYS))
    return {
        "session_id": plan.session_id,
        "unit_id": plan.unit_id,
        "commune_code": plan.commune_code,
        "place": plan.place,
        "starts": plan.starts.isoformat("minutes"),
        "ends": plan.ends.isoformat("minutes"),
        "pattern": {
            "days": list(plan.pattern.days),
            "weekdays": [{"week": one.week, "weekday": one.weekday} for one in plan.pattern.weekdays],
        },
        "since": plan.since.isoformat(),
        "until": iso(plan.until),
        "capacity": plan.capacity,
        "changes": [{"on": one.on.isoformat(), "moved_to": iso(one.moved_to)} for one in plan.changes],
        "also_on": [day.isoformat() for day in plan.also_on],
        "etag": f'"{plan.version or 1}"',
        "next_days": [day_answer(one, language) for one in days[:_SHOWN_DAYS]],
    }
