"""How long the law demands that a handbook is kept: rules as dated data (reference/privacy/retention.json)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from handbook.domain.calendar import local_date, months_after
from handbook.domain.ids import HandbookId
from handbook.domain.life import Happening, LifeFact, LifeState
from handbook.domain.texts import Text
from handbook.reference.privacy import load_document


@dataclass(frozen=True, slots=True)
class Retention:
    """Which rule keeps a record, and until before which day; None while nothing that ends the time has happened."""

    rule_id: str
    text: Text
    until: date | None


@dataclass(frozen=True, slots=True)
class Erasing:
    """A handbook that is being erased: since when, by which rule, and the codes that led to it."""

    handbook_id: HandbookId
    since: datetime
    rule_id: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What is left of an erased handbook: that it was, the day it was erased, and by which rule."""

    handbook_id: HandbookId
    erased_on: date
    rule_id: str


def retention_on(day: date, last_entry_on: date, died_on: date | None) -> Retention | None:
    """Say by which rule a handbook is kept on a day, None where it may be erased.

    The years count from the death; without one there is no end as long as the rule knows none (`years_after_death`).
    What was written later than the death counts for its own years.
    """
    rule = _in_force(load_document("retention")["rules"], day)
    kept = Retention(rule["id"], Text(rule["vi"], rule["en"]), None)
    if died_on is None:
        return kept
    until = max(
        months_after(died_on, 12 * rule["years_after_death"]),
        months_after(last_entry_on, 12 * rule["years_after_last_entry"]),
    )
    return Retention(kept.rule_id, kept.text, until) if day < until else None


def shared_pregnancy() -> Retention:
    """Give the rule that keeps the handbook of a pregnancy as long as that of another child of it is there."""
    rule = load_document("retention")["shared"]
    return Retention(rule["id"], Text(rule["vi"], rule["en"]), None)


def rule_on(day: date) -> str:
    """Name the rule by which handbooks are kept, and no longer kept, on a day."""
    return str(_in_force(load_document("retention")["rules"], day)["id"])


def owner_died_on(life: Iterable[LifeFact], state: LifeState) -> date | None:
    """Give the day on which whose handbook it is died: the child, or who died while pregnant with it.

    A mother who died after the birth leaves a child whose handbook it is; a pregnancy that ended without a child is the
    record of a woman who lives.
    """
    fatal = {LifeState.DECEASED: Happening.DEATH, LifeState.PREGNANCY_ENDED: Happening.MATERNAL_DEATH}.get(state)
    return next((one.on for one in life if one.happening is fatal), None)


def is_over(erasing: Erasing, day: date) -> bool:
    """Say whether a handbook that nobody finds any more has waited long enough to be erased for good."""
    waits = _in_force(load_document("retention")["erasing"], day)["waits_days"]
    return day >= local_date(erasing.since) + timedelta(days=waits)


def _in_force(listed: list[dict[str, Any]], day: date) -> dict[str, Any]:
    begun = [one for one in listed if one["effective_from"] <= day.isoformat()]
    return max(begun or listed[:1], key=lambda one: one["effective_from"])
