"""What a correction moved: doses that count or no longer do, alerts, the forecast, the next contact."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handbook.domain.conditions import ImmunizationCondition
from handbook.domain.doses import Dose, NotGiven
from handbook.domain.entries import Entry
from handbook.domain.handbook import Handbook
from handbook.domain.screening import Screening
from handbook.domain.summary import summarised
from handbook.usecases.assess_dose import assess_dose
from handbook.usecases.judge_doses import Explained, Judgements, ServiceSchedule, explained, judge_doses
from handbook.usecases.schedule_contact import with_contact_after, with_next_contact
from handbook.usecases.watch import AlertsMoved, moved_between

if TYPE_CHECKING:
    from datetime import date

    from handbook.domain.dose_warnings import DoseWarning
    from handbook.domain.immunization import Schedule

_VACCINATION = (Dose, NotGiven, Screening, ImmunizationCondition)
"""Kinds that bear on doses and forecasts; the others bear on alerts."""


@dataclass(frozen=True, slots=True)
class DoseMoved:
    """A dose whose evaluation changed; None where it did not count as recorded before, or does not now."""

    dose_id: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Effects:
    """What changed. `explained` is the new forecast, None where the entry does not bear on it."""

    handbook: Handbook
    doses: tuple[DoseMoved, ...] = ()
    warnings: tuple[DoseWarning, ...] = ()
    alerts: AlertsMoved | None = None
    explained: Explained | None = None


def effects_of(
    entry: Entry,
    handbook: Handbook,
    before: Sequence[Entry],
    after: Sequence[Entry],
    today: date,
    *,
    schedule: Callable[[], Schedule],
    service: ServiceSchedule,
) -> Effects:
    """Make the handbook anew of the entries that count after a correction of `entry`, and say what that moved.

    Raises: TooManyConditionsError.
    """
    changed = summarised(handbook, after)
    if isinstance(entry, _VACCINATION):
        return _on_doses(entry, handbook, changed, entry in after, today, schedule(), service)
    moved = moved_between(changed, before, after, today)
    marked = changed.needing(moved.attention)
    if (changed.care_contacts, changed.courses) != (handbook.care_contacts, handbook.courses):
        # A visit or a round that was none: the family is expected for it again.
        marked = with_next_contact(marked, schedule(), today)
    return Effects(marked, alerts=moved)


def _on_doses(
    entry: Entry,
    handbook: Handbook,
    changed: Handbook,
    counts: bool,
    today: date,
    schedule: Schedule,
    service: ServiceSchedule,
) -> Effects:
    was = judge_doses(handbook, schedule, service, today)
    now = judge_doses(changed, schedule, service, today)
    warnings: tuple[DoseWarning, ...] = ()
    if isinstance(entry, Dose) and counts:
        others = changed.without_dose(entry.dose_id)
        warnings = assess_dose(entry, others, today, schedule=schedule, service=service, ahead=False).warnings
    return Effects(
        with_contact_after(changed, now.forecast, today),
        doses=_moved(was, now),
        warnings=warnings,
        explained=explained(changed, schedule, now.forecast),
    )


def _moved(was: Judgements, now: Judgements) -> tuple[DoseMoved, ...]:
    def status(judgements: Judgements, dose_id: str) -> str | None:
        found = judgements.doses.get(dose_id)
        return found.outcome.status.value if found else None

    ids = dict.fromkeys((*was.doses, *now.doses))
    moved = (DoseMoved(dose_id, status(was, dose_id), status(now, dose_id)) for dose_id in ids)
    return tuple(one for one in moved if one.before != one.after)
