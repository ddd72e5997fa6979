"""That a health worker has seen an alert and said what is done about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from handbook.domain.alerts import Alert

type AlertState = Literal["open", "acknowledged", "resolved"]


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """One alert seen by one worker on a local day, with what is done about it.

    Beside the alert's id it keeps what the alert is made of, so that it is found again when an earlier visit that is
    recorded late moves the alert's beginning.
    """

    alert_id: str
    code: str
    about: str
    opened_by: str
    acknowledged_on: date
    recorded_at: datetime
    recorded_by: str
    note: str


def acknowledges(one: Acknowledgement, alert: Alert) -> bool:
    """Say whether an acknowledgement is of this alert: its own, or one of the same episode by its evidence."""
    if one.alert_id == alert.alert_id:
        return True
    same_cause = (one.code, one.about) == (alert.rule.code, alert.about)
    return same_cause and one.opened_by in alert.met_by


def state_of(alert: Alert, seen: Acknowledgement | None) -> AlertState:
    """Say where an alert is in its life; an end outweighs an acknowledgement."""
    if not alert.is_open:
        return "resolved"
    return "open" if seen is None else "acknowledged"
