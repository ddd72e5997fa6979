"""The forecast: per antigen, per vaccine group, and the next visit."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pydantic import ConfigDict

from handbook.domain.standing import Standing
from handbook.domain.texts import Text
from handbook.usecases.judge_doses import Explained
from handbook.web.forms.session_days import SessionDayAnswer
from handbook.web.schemas import Body

if TYPE_CHECKING:
    from handbook.domain.immunization import AntigenForecast, ForecastDate, GroupForecast, Reason, Visit


class TextBody(Body):
    """One text in both languages."""

    model_config = ConfigDict(frozen=True)

    vi: str
    en: str


class ReasonBody(Body):
    """A stable code with a sentence in both languages."""

    model_config = ConfigDict(frozen=True)

    code: str
    vi: str
    en: str


class DatedReason(Body):
    """A date and the rule that it comes from."""

    on: date
    reason: ReasonBody


class StandingBody(Body):
    """What stands between the child and a vaccine: `source_id` is the condition, screening or entry it comes from."""

    source_id: str
    kind: str
    code: str
    vi: str
    en: str
    since: date | None
    until: date | None


class NextDose(Body):
    """The next dose and its dates; a dose that was refused or is deferred says so in `conditions`."""

    status: str
    due_state: str
    reason: ReasonBody
    dose_number: int | None
    earliest: DatedReason | None
    recommended: DatedReason | None
    past_due: DatedReason | None
    latest: DatedReason | None
    products: list[str]
    refused_on: date | None
    conditions: list[StandingBody]
    uncertain: list[TextBody]


class GroupForecastBody(NextDose):
    """What is next for one vaccine group: its antigens taken together."""

    group: str
    name: TextBody
    antigens: list[str]


class AntigenForecastBody(NextDose):
    """What is next for one antigen in one vaccine group, and the series that says so."""

    antigen: str
    name: TextBody
    group: str
    series_id: str


class VisitItemBody(Body):
    """One product to be given at the visit."""

    product: str
    name: TextBody
    groups: list[str]
    dose_number: int
    due_state: str


class VisitBody(Body):
    """The next suggested appointment."""

    on: date
    items: list[VisitItemBody]


class ForecastAnswer(Body):
    """What is due as of a day, by which schedule and engine.

    `next_session` is the commune's vaccination day on or after the next visit's day; only the forecast's own route
    looks for it.
    """

    on: date
    schedule_id: str
    schedule_version: str
    engine_version: str
    groups: list[GroupForecastBody]
    antigens: list[AntigenForecastBody]
    next_visit: VisitBody | None
    next_session: SessionDayAnswer | None = None
    uncertain: list[TextBody]


def forecast_answer(shown: Explained) -> dict[str, Any]:
    """Write a forecast as JSON."""
    found = shown.forecast
    return {
        "on": found.on.isoformat(),
        "schedule_id": found.schedule_id,
        "schedule_version": found.schedule_version,
        "engine_version": found.engine_version,
        "groups": [_group(group, shown) for group in found.groups],
        "antigens": [_antigen(one, shown) for one in found.antigens],
        "next_visit": _visit(found.next_visit),
        "uncertain": [text_body(text) for text in found.uncertain],
    }


def _visit(visit: "Visit | None") -> dict[str, Any] | None:
    if visit is None:
        return None
    items = [
        {
            "product": item.product,
            "name": text_body(item.name),
            "groups": [dose.group for dose in item.doses],
            "dose_number": item.dose_number,
            "due_state": item.due_state,
        }
        for item in visit.items
    ]
    return {"on": visit.on.isoformat(), "items": items}


def _group(group: "GroupForecast", shown: Explained) -> dict[str, Any]:
    return {
        "group": group.group,
        "name": text_body(group.name),
        "antigens": list(group.antigens),
        **_next_dose(group),
        "conditions": _conditions(shown, group, group.antigens),
        "uncertain": [text_body(text) for text in group.uncertain],
    }


def _antigen(one: "AntigenForecast", shown: Explained) -> dict[str, Any]:
    return {
        "antigen": one.antigen,
        "name": text_body(shown.antigen_names[one.antigen]),
        "group": one.group,
        "series_id": one.series_id,
        **_next_dose(one),
        "conditions": _conditions(shown, one, (one.antigen,)),
        "uncertain": [text_body(shown.notes[note]) for note in one.uncertain],
    }


def _next_dose(one: "GroupForecast | AntigenForecast") -> dict[str, Any]:
    return {
        "status": one.status,
        "due_state": one.due_state,
        "reason": reason_answer(one.reason),
        "dose_number": one.dose_number,
        "earliest": _dated(one.earliest),
        "recommended": _dated(one.recommended),
        "past_due": _dated(one.past_due),
        "latest": _dated(one.latest),
        "products": list(one.products),
        "refused_on": one.refused_on.isoformat() if one.refused_on else None,
    }


def _conditions(shown: Explained, about: "GroupForecast | AntigenForecast", of: Iterable[str]) -> list[dict[str, Any]]:
    if not shown.standing:
        return []
    # What is contraindicated has no product any more; a deferral says nothing of what is complete, late or not offered.
    antigens, products = frozenset(of), frozenset(about.products) or shown.usual.get(about.group, frozenset())
    waits = about.status.value == "not_complete"
    return [
        standing_answer(one)
        for one in shown.standing
        if one.concerns(about.group, antigens, products) and (waits or one.kind != "deferral")
    ]


def standing_answer(one: Standing) -> dict[str, Any]:
    """Write what stands between a child and a vaccine as JSON."""
    return {
        "source_id": one.source_id,
        "kind": one.kind,
        "code": one.code,
        **text_answer(one.text),
        "since": one.since.isoformat() if one.since else None,
        "until": one.until.isoformat() if one.until else None,
    }


def _dated(date_: "ForecastDate | None") -> dict[str, Any] | None:
    return {"on": date_.on.isoformat(), "reason": reason_answer(date_.reason)} if date_ else None


@lru_cache(maxsize=512)
def reason_answer(reason: "Reason") -> ReasonBody:
    """Write a reason. Ninety reasons and names stand in an answer, the same ones in nearly all: each is made once."""
    return ReasonBody(code=reason.code, vi=reason.vi, en=reason.en)


@lru_cache(maxsize=512)
def text_body(text: Text) -> TextBody:
    """Write a name or a note, once as `reason_answer` does."""
    return TextBody(vi=text.vi, en=text.en)


def text_answer(text: Text) -> dict[str, str]:
    """Write a text in both languages as JSON."""
    return {"vi": text.vi, "en": text.en}
