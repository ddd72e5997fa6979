"""How a plan of vaccination days is written in its item."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from handbook.domain.calendar import from_iso_day
from handbook.domain.ids import CommuneCode, UnitId
from handbook.domain.reforecast import SessionMove
from handbook.domain.sessions.plans import Change, NthWeekday, Pattern, SessionId, SessionPlan


def plan_form(plan: SessionPlan) -> dict[str, Any]:
    """Write all of a plan but its id, its commune and its version."""
    return {
        "unit": plan.unit_id,
        "place": plan.place,
        "hours": [plan.starts.isoformat("minutes"), plan.ends.isoformat("minutes")],
        "days": list(plan.pattern.days),
        "weekdays": [[one.week, one.weekday] for one in plan.pattern.weekdays],
        "since": plan.since.isoformat(),
        "until": plan.until.isoformat() if plan.until else None,
        "capacity": plan.capacity,
        "changes": [[one.on.isoformat(), one.moved_to.isoformat() if one.moved_to else None] for one in plan.changes],
        "also_on": [day.isoformat() for day in plan.also_on],
        "taken_away": plan.taken_away,
    }


def plan_from(
    session_id: SessionId, commune_code: CommuneCode, form: Mapping[str, Any], version: int | None = None
) -> SessionPlan:
    """Read what `plan_form` wrote."""
    starts, ends = map(time.fromisoformat, form["hours"])
    return SessionPlan(
        session_id=session_id,
        unit_id=UnitId(form["unit"]),
        commune_code=commune_code,
        place=form["place"],
        starts=starts,
        ends=ends,
        pattern=Pattern(tuple(form["days"]), tuple(NthWeekday(*one) for one in form["weekdays"])),
        since=date.fromisoformat(form["since"]),
        until=from_iso_day(form["until"]),
        capacity=form["capacity"],
        changes=tuple(Change(date.fromisoformat(on), from_iso_day(moved_to)) for on, moved_to in form["changes"]),
        also_on=tuple(map(date.fromisoformat, form["also_on"])),
        taken_away=form["taken_away"],
        version=version,
    )


def move_form(move: SessionMove) -> dict[str, Any]:
    """Write a commune's vaccination days before and after a change."""
    plans = ("before", move.before), ("after", move.after)
    return {"commune": move.commune_code, **{name: [plan_form(one) for one in found] for name, found in plans}}


def move_from(form: Mapping[str, Any]) -> SessionMove:
    """Read what `move_form` wrote; the plans' own ids are not kept."""
    commune, nameless = CommuneCode(form["commune"]), SessionId("")
    before, after = (tuple(plan_from(nameless, commune, one) for one in form[name]) for name in ("before", "after"))
    return SessionMove(commune, before, after)
