"""Alerts: why, how grave, what to do, and where each is in its life."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Literal

from handbook.usecases.watch import AlertsMoved, WatchedAlert
from handbook.web.forms.forecast import TextBody
from handbook.web.schemas import Body, Note, PageBody


class AcknowledgementBody(Body):
    """What is done about an alert, in the worker's own words."""

    note: Note


class AcknowledgementAnswer(AcknowledgementBody):
    """Who acknowledged an alert, when, and what is done about it."""

    recorded_by: str
    recorded_at: datetime


class AlertAnswer(Body):
    """One alert, computed from the handbook when it is read.

    `severity`: read it (information), do it at home (advise), see a health worker (see_worker), go to a facility now
    (go_now). `alert_id` stays the same from reading to reading. `evidence` are the ids of the entries behind it,
    empty where the calendar alone speaks. `sign_off` names the guideline behind the threshold, or says that a
    clinician has yet to sign it off.
    """

    alert_id: str
    code: str
    group: str
    severity: Literal["information", "advise", "see_worker", "go_now"]
    state: Literal["open", "acknowledged", "resolved"]
    reason: TextBody
    advice: TextBody
    opened_on: date
    latest_on: date
    resolved_on: date | None
    resolved_because: str | None
    evidence: list[str]
    growth_reference: str | None
    rule_version: int
    rule_edition: str
    source: str
    sign_off: str
    acknowledgement: AcknowledgementAnswer | None


class AlertPage(PageBody):
    """Alerts, the gravest first and of these the newest first; they always fit one page."""

    items: list[AlertAnswer]


class AlertsMovedBody(Body):
    """The alerts that an entry opened, and those that it ended."""

    alerts_opened: list[AlertAnswer]
    alerts_resolved: list[AlertAnswer]


def moved_answer(moved: AlertsMoved) -> dict[str, Any]:
    """Write what an entry moved as JSON."""
    return {"alerts_opened": _all(moved.opened), "alerts_resolved": _all(moved.resolved)}


def alert_answer(watched: WatchedAlert) -> dict[str, Any]:
    """Write an alert as the JSON that clients and receipts get."""
    alert, rule, seen = watched.alert, watched.alert.rule, watched.acknowledgement
    return {
        "alert_id": alert.alert_id,
        "code": rule.code,
        "group": rule.group,
        "severity": rule.severity,
        "state": watched.state,
        "reason": {language: alert.reason(language) for language in ("vi", "en")},
        "advice": {language: alert.advice(language) for language in ("vi", "en")},
        "opened_on": alert.opened_on.isoformat(),
        "latest_on": alert.latest_on.isoformat(),
        "resolved_on": alert.resolved_on.isoformat() if alert.resolved_on else None,
        "resolved_because": alert.resolved_because,
        "evidence": list(alert.evidence),
        "growth_reference": alert.reference,
        "rule_version": rule.version,
        "rule_edition": rule.edition,
        "source": rule.source,
        "sign_off": rule.sign_off,
        "acknowledgement": {
            "note": seen.note,
            "recorded_by": seen.recorded_by,
            "recorded_at": seen.recorded_at.isoformat(),
        }
        if seen
        else None,
    }


def _all(watched: Iterable[WatchedAlert]) -> list[dict[str, Any]]:
    return [alert_answer(one) for one in watched]
