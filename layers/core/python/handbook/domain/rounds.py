"""The rounds of vitamin A and of deworming that a child is expected at."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from handbook.domain.calendar import months_after
from handbook.domain.reminders.kinds import DEWORMING, VITAMIN_A, Contact
from handbook.domain.supplements import rounds
from handbook.reference.care import load_document

_AHEAD = 2
"""The round that is on, and the one after it."""
_LONGEST_ROUND = timedelta(days=31)

type Given = Mapping[str, Collection[date]]
"""Days on which a course was given, by course."""


def round_contacts(birth_date: date, given: Given, months: Sequence[int], today: date) -> list[Contact]:
    """List the rounds of each course that are on as of `today` or come next, and that the child is of the age for.

    `months` are those of rounds, where the course's own rules name none. Ages and intervals are those of
    reference/care/supplements.json. A child who grows into a round while it is on is expected from that day on.
    """
    courses = load_document("supplements")
    return [
        contact
        for course in (VITAMIN_A, DEWORMING)
        for contact in _of_course(course, courses[course], birth_date, given.get(course, ()), months, today)
    ]


def _of_course(
    course: str,
    rules: Mapping[str, Any],
    birth_date: date,
    given: Collection[date],
    months: Sequence[int],
    today: date,
) -> list[Contact]:
    eligible_from = months_after(birth_date, rules["from_months"])
    eligible_before = months_after(birth_date, rules["under_months"])
    since = max(eligible_from, today - _LONGEST_ROUND)
    found: list[Contact] = []
    for opens, closes, next_opens in rounds(since, rules.get("round_months", months)):
        on = max(opens, eligible_from)
        if on >= eligible_before or len(found) == _AHEAD:
            break
        covered = any(months_after(day, rules["min_interval_months"]) > closes and day < next_opens for day in given)
        if not covered and closes >= today:
            found.append(Contact(course, f"{course}-{opens:%Y-%m}", on, closes))
    return found
