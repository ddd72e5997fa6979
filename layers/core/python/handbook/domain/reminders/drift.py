"""Where the due index has drifted from the handbooks: found without forecasting anything anew."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from handbook.domain.ids import CommuneCode
from handbook.domain.reminders.due_index import SWEEP_DAYS


@dataclass(frozen=True, slots=True)
class Indexed:
    """Where a handbook stands in the due index, if anywhere, and as of which of its versions."""

    on: date | None
    as_of: int


@dataclass(frozen=True, slots=True)
class Listed:
    """From which day on, and in which commune, a handbook is on the list of who did not come; as of which version."""

    on: date | None
    commune_code: CommuneCode | None
    as_of: int


NOWHERE = Listed(None, None, 0)
"""Of a handbook that never was on a list."""


class Drift(StrEnum):
    """What is wrong with a handbook's place."""

    MISSING = "missing"
    BEHIND = "behind"
    STUCK = "stuck"
    LOST = "lost"


def drift_of(next_contact_on: date | None, version: int, indexed: Indexed | None, today: date) -> Drift | None:
    """Compare a handbook with its place; None where nothing is wrong.

    `behind`: the stream's last change never arrived. `stuck`: on a day that no run looks at any more. `lost`: off the
    index although something is still to come; a day that is past may have been dealt with, and is no sign.
    """
    if indexed is None:
        return Drift.MISSING if next_contact_on is not None else None
    if indexed.as_of < version:
        return Drift.BEHIND
    if indexed.on is not None and indexed.on < today - timedelta(days=SWEEP_DAYS):
        return Drift.STUCK
    if indexed.on is None and next_contact_on is not None and next_contact_on > today:
        return Drift.LOST
    return None
