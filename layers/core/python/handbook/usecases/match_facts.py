"""What of a handbook is compared with another one, and which days storage is asked for to find it."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

from handbook.domain.bonds import guardians_on
from handbook.domain.calendar import months_after
from handbook.domain.errors import NoPregnancyError
from handbook.domain.handbook import Handbook
from handbook.domain.identifiers import NumberMark
from handbook.domain.life import LifeState
from handbook.domain.matching import NEAR_DAYS, ChildFacts, Match, match
from handbook.domain.matching_pregnancies import DUE_NEAR_DAYS, DUE_SAME_DAYS, PregnancyFacts, match_pregnancies

type Facts = ChildFacts | PregnancyFacts


def facts_of(handbook: Handbook, today: date) -> ChildFacts:
    """Give what is compared of a child's handbook, its numbers left out."""
    child = handbook.profile
    return ChildFacts(
        child.full_name,
        child.sex.value,
        child.birth_date,
        mother_name=child.mother_name,
        guardians=frozenset(guardians_on(handbook.guardians, today)),
    )


def facts_of_pregnancy(handbook: Handbook, today: date) -> PregnancyFacts:
    """Give what is compared of a pregnancy, the mother's numbers left out. Raises: NoPregnancyError."""
    pregnancy = handbook.pregnancy
    if pregnancy is None:
        raise NoPregnancyError
    mother = pregnancy.mother
    return PregnancyFacts(
        mother.full_name, pregnancy.due_on, mother.birth_date, frozenset(guardians_on(handbook.guardians, today))
    )


def facts_like(facts: Facts, book: Handbook, today: date) -> Facts | None:
    """Give what is compared of a handbook of the same kind: of a child, or of a pregnancy that nothing has ended."""
    if isinstance(facts, ChildFacts):
        return facts_of(book, today) if book.child is not None else None
    return facts_of_pregnancy(book, today) if book.state is LifeState.PREGNANT else None


def with_marks(facts: Facts, marks: Sequence[NumberMark]) -> Facts:
    """Add the numbers of a child and its mother, of a pregnancy those of the mother."""
    of_mother = {one.office: one.mark for one in marks if one.subject == "mother"}
    if isinstance(facts, PregnancyFacts):
        return replace(facts, mother_identifiers=of_mother)
    return replace(
        facts,
        identifiers={one.office: one.mark for one in marks if one.subject == "child"},
        mother_identifiers=frozenset(of_mother.values()),
    )


def compare(one: Facts, other: Facts) -> Match:
    """Compare two children, or two pregnancies."""
    if isinstance(one, ChildFacts) and isinstance(other, ChildFacts):
        return match(one, other)
    if isinstance(one, PregnancyFacts) and isinstance(other, PregnancyFacts):
        return match_pregnancies(one, other)
    raise TypeError("a child is compared with a child, a pregnancy with a pregnancy")


def spans_of(born: date) -> Sequence[tuple[date, date]]:
    """Give the spans of births to compare with: near, day and month swapped, and the year before and after."""
    near = timedelta(days=NEAR_DAYS)
    days = [months_after(born, -12), months_after(born, 12)]
    with suppress(ValueError):  # no month has the number of that day
        days.append(date(born.year, born.day, born.month))
    others = [(day, day) for day in days if abs(day - born) > near]
    return [(born - near, born + near), *dict.fromkeys(others)]


def due_spans_of(due_on: date) -> Sequence[tuple[date, date]]:
    """Give the spans of due dates to compare with: the same, the month before and the month after; each is a page."""
    same, near, day = timedelta(days=DUE_SAME_DAYS), timedelta(days=DUE_NEAR_DAYS), timedelta(days=1)
    return [(due_on - same, due_on + same), (due_on - near, due_on - same - day), (due_on + same + day, due_on + near)]
