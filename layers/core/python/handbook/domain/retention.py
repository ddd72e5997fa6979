"""How long the law demands that a handbook is kept: rules as dated data (reference/privacy/retention.json)."""

from dataclasses import dataclass
from datetime import date

from handbook.domain.calendar import months_after
from handbook.domain.texts import Text
from handbook.reference.privacy import load_document


@dataclass(frozen=True, slots=True)
class Retention:
    """Which rule keeps a record, and until before which day; None while nothing that ends the time has happened."""

    rule_id: str
    text: Text
    until: date | None


def retention_on(day: date, last_entry_on: date, died_on: date | None) -> Retention | None:
    """Say by which rule a handbook is kept on a day, None where it may be erased.

    The years count from the death; without one there is no end as long as the rule knows none (`years_after_death`).
    What was written later than the death counts for its own years.
    """
    listed = load_document("retention")["rules"]
    in_force = [one for one in listed if one["effective_from"] <= day.isoformat()]
    rule = max(in_force or listed[:1], key=lambda one: one["effective_from"])
    kept = Retention(rule["id"], Text(rule["vi"], rule["en"]), None)
    if died_on is None:
        return kept
    until = max(
        months_after(died_on, 12 * rule["years_after_death"]),
        months_after(last_entry_on, 12 * rule["years_after_last_entry"]),
    )
    return Retention(kept.rule_id, kept.text, until) if day < until else None
