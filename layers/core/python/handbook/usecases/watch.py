"""Ask the rules of alerts about a handbook: what is open, and what an entry changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from handbook.domain.acknowledgements import Acknowledgement, AlertState, acknowledges, state_of
from handbook.domain.dental import DentalCheck
from handbook.domain.entries import Entry
from handbook.domain.feeding import Feeding
from handbook.domain.findings import Findings
from handbook.domain.handbook import Attention, Handbook
from handbook.domain.measurements import Measurement
from handbook.domain.milestones import MilestoneCheck
from handbook.domain.recordable import care_until
from handbook.domain.supplements import Supplement
from handbook.usecases.assess_measurement import assess_measurement

if TYPE_CHECKING:
    from handbook.domain.alerts import Alert, ChildFacts, History

# The rules and their texts are imported by the requests that ask them: most requests do not.


@dataclass(frozen=True, slots=True)
class WatchedAlert:
    """An alert with where it is in its life, and who acknowledged it."""

    alert: Alert
    state: AlertState
    acknowledgement: Acknowledgement | None = None


@dataclass(frozen=True, slots=True)
class AlertsMoved:
    """What an entry opened, what it ended, and the gravest that nobody has acknowledged yet."""

    opened: tuple[WatchedAlert, ...]
    resolved: tuple[WatchedAlert, ...]
    attention: Attention | None


def watch(handbook: Handbook, entries: Sequence[Entry], today: date) -> tuple[WatchedAlert, ...]:
    """Give every alert of a handbook as of a day, the gravest first and of these the newest first.

    None is open after the end of care: what was open then ended with it.
    """
    from handbook.domain.alerts import ChildFacts, alerts_of  # noqa: PLC0415
    from handbook.domain.alerts.rules import GRAVITY  # noqa: PLC0415

    seen = [one for one in entries if isinstance(one, Acknowledgement)]
    last = care_until(handbook)
    day = today if last is None else min(today, last)
    alerts = alerts_of(_facts(handbook, ChildFacts), _history(handbook, entries), day)
    found = [_watched(alert if day == today else _over(alert, day), seen) for alert in alerts]
    found.sort(
        key=lambda one: (
            -GRAVITY[one.alert.rule.severity],
            -one.alert.opened_on.toordinal(),
            one.alert.rule.code,
            one.alert.about,
        )
    )
    return tuple(found)


def _facts(handbook: Handbook, make: type[ChildFacts]) -> ChildFacts:
    child, pregnancy = handbook.child, handbook.pregnancy
    goes_on = child is None and pregnancy is not None and handbook.ended_on is None
    since = pregnancy.day_zero if pregnancy is not None and goes_on else None
    if child is None:
        return make(handbook.handbook_id, None, None, pregnant_since=since)
    return make(handbook.handbook_id, child.sex.value, child.birth_date, child.gestation_days, child.birth_weight_g)


def _over(alert: Alert, on: date) -> Alert:
    return replace(alert, resolved_on=on, resolved_because="no_longer_applies") if alert.is_open else alert


def moved_by(entry: Entry, handbook: Handbook, before: Sequence[Entry], today: date) -> AlertsMoved:
    """Say which alerts are open with an entry that were not open without it, and which are not open any more."""
    return moved_by_all((entry,), handbook, before, today)


def moved_by_all(entries: Sequence[Entry], handbook: Handbook, before: Sequence[Entry], today: date) -> AlertsMoved:
    """Say what entries that are recorded at once move together, as `moved_by` does for one."""
    return moved_between(handbook, before, (*before, *entries), today)


def moved_between(handbook: Handbook, before: Sequence[Entry], after: Sequence[Entry], today: date) -> AlertsMoved:
    """Say which alerts are open by the entries after a change that were not open by those before, and the reverse."""
    was = {one.alert.alert_id: one for one in watch(handbook, before, today) if one.alert.is_open}
    found = watch(handbook, after, today)
    now = {one.alert.alert_id: one for one in found}
    return AlertsMoved(
        opened=tuple(one for one in now.values() if one.alert.is_open and one.alert.alert_id not in was),
        resolved=tuple(_ended(now.get(alert_id), one, today) for alert_id, one in was.items() if _has_ended(now, one)),
        attention=attention_of(found),
    )


def attention_of(found: Iterable[WatchedAlert]) -> Attention | None:
    """Give the gravest severity that needs a worker, of the alerts that are open and not acknowledged."""
    severities = {one.alert.rule.severity for one in found if one.state == "open"}
    if "go_now" in severities:
        return "go_now"
    return "see_worker" if "see_worker" in severities else None


def _has_ended(now: Mapping[str, WatchedAlert], was: WatchedAlert) -> bool:
    found = now.get(was.alert.alert_id)
    return found is None or not found.alert.is_open


def _ended(found: WatchedAlert | None, was: WatchedAlert, today: date) -> WatchedAlert:
    # What was overdue leaves no alert behind once it is done; who did it is still told what that ended.
    if found is not None:
        return found
    return replace(was, state="resolved", alert=replace(was.alert, resolved_on=today, resolved_because="no_longer_met"))


def _watched(alert: Alert, seen: Iterable[Acknowledgement]) -> WatchedAlert:
    mine = (one for one in seen if acknowledges(one, alert))
    first = min(mine, key=lambda one: one.recorded_at, default=None)
    return WatchedAlert(alert, state_of(alert, first), first)


def _history(handbook: Handbook, entries: Sequence[Entry]) -> History:
    from handbook.domain.alerts import GrowthVisit, History  # noqa: PLC0415

    def of[E: Entry](kind: type[E]) -> tuple[E, ...]:
        return tuple(one for one in entries if isinstance(one, kind))

    return History(
        visits=tuple(GrowthVisit(one, assess_measurement(handbook, one)) for one in of(Measurement)),
        findings=of(Findings),
        milestones=of(MilestoneCheck),
        feedings=of(Feeding),
        supplements=of(Supplement),
        dental=of(DentalCheck),
    )
