"""Vitamin A and deworming: what was given, what is to be asked about it, and what is due next.

Ages, doses and rounds are data (reference/care/supplements.json). A dose is never refused for being unusual: it was
given; `warnings_of` says what does not fit.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from handbook.domain.calendar import age_in_months, months_after
from handbook.domain.errors import InvalidFieldError
from handbook.domain.ids import EntryId
from handbook.domain.recorded import Limits, Source, check_day, check_limits
from handbook.domain.texts import Text
from handbook.reference.care import load_document

type Product = Literal["vitamin_a", "albendazole", "mebendazole"]
type Recipient = Literal["child", "mother"]
type Course = Literal["vitamin_a", "deworming", "vitamin_a_mother"]
type DoseWarning = Literal["wrong_dose_for_age", "too_young", "too_old", "too_soon", "too_late_after_birth"]


@dataclass(frozen=True, slots=True)
class Supplement:
    """One dose given: vitamin A with `dose_iu` (international units), a worm medicine with `dose_mg`.

    `recipient` "mother" is vitamin A within a month after birth.
    """

    entry_id: EntryId
    given_on: date
    recorded_at: datetime
    recorded_by: str
    source: Source
    product: Product
    recipient: Recipient = "child"
    dose_iu: int | None = None
    dose_mg: int | None = None
    encounter_id: EntryId | None = None


class SupplementDose(NamedTuple):
    """A dose to give; one of the two amounts is set."""

    product: Product
    dose_iu: int | None
    dose_mg: int | None


class SupplementDue(NamedTuple):
    """What is due next: from `due_on`; overdue after `overdue_after`.

    `choices` are the doses right on `due_on`, or today when that day has passed: a child whose dose is late has grown
    out of the smaller one.
    """

    course: Course
    due_on: date
    overdue_after: date
    choices: tuple[SupplementDose, ...]


_PRODUCTS = frozenset({"vitamin_a", "albendazole", "mebendazole"})
_LIMITS: Mapping[str, Limits] = MappingProxyType(
    {"dose_iu": Limits(10_000, 400_000), "dose_mg": Limits(50, 1_000)},
)


@cache
def warning_texts() -> Mapping[str, Text]:
    """The sentence of every `DoseWarning`."""
    listed = load_document("supplements")["warnings"]
    return MappingProxyType({one["code"]: Text(one["vi"], one["en"]) for one in listed})


def course_of(supplement: Supplement) -> Course:
    """The course that a dose belongs to; both worm medicines are one."""
    if supplement.product != "vitamin_a":
        return "deworming"
    return "vitamin_a" if supplement.recipient == "child" else "vitamin_a_mother"


def check_supplement(supplement: Supplement, birth_date: date, today: date) -> None:
    """Refuse an impossible amount, an amount in the other unit and an unknown product.

    Raises, naming the field: DateInFutureError, DateBeforeBirthError, ImplausibleValueError (with a hint when a
    factor explains it), InvalidFieldError.
    """
    check_day(supplement.given_on, birth_date, today, "given_on")
    if supplement.product not in _PRODUCTS:
        raise InvalidFieldError("product")
    vitamin = supplement.product == "vitamin_a"
    if supplement.recipient != "child" and not vitamin:
        raise InvalidFieldError("recipient")
    if (supplement.dose_iu is not None) != vitamin:
        raise InvalidFieldError("dose_iu")
    if (supplement.dose_mg is not None) == vitamin:
        raise InvalidFieldError("dose_mg")
    check_limits(supplement, _LIMITS)


def warnings_of(supplement: Supplement, others: Iterable[Supplement], birth_date: date) -> tuple[DoseWarning, ...]:
    """What does not fit about a dose, given the child's other doses in any order; its own entry is left out."""
    found: list[DoseWarning] = []
    rules = load_document("supplements")
    course = course_of(supplement)
    if course == "vitamin_a_mother":
        if supplement.dose_iu != rules[course]["amount"]:
            found.append("wrong_dose_for_age")
        if supplement.given_on > months_after(birth_date, rules[course]["within_months"]):
            found.append("too_late_after_birth")
        return tuple(found)
    found.extend(_against_age(supplement, rules[course], age_in_months(birth_date, supplement.given_on)))
    if _too_soon(supplement, others, rules[course]["min_interval_months"]):
        found.append("too_soon")
    return tuple(found)


def _against_age(supplement: Supplement, rules: Mapping[str, Any], months: int) -> Iterator[DoseWarning]:
    if months < rules["from_months"]:
        yield "too_young"
    elif months >= rules["under_months"]:
        yield "too_old"
    elif SupplementDose(supplement.product, supplement.dose_iu, supplement.dose_mg) not in _choices(rules, months):
        yield "wrong_dose_for_age"


def _too_soon(supplement: Supplement, others: Iterable[Supplement], min_interval_months: int) -> bool:
    before = (
        one.given_on
        for one in others
        if one.entry_id != supplement.entry_id
        and course_of(one) == course_of(supplement)
        and (one.given_on, one.recorded_at, one.entry_id)
        < (supplement.given_on, supplement.recorded_at, supplement.entry_id)
    )
    last = max(before, default=None)
    return last is not None and supplement.given_on < months_after(last, min_interval_months)


def _choices(rules: Mapping[str, Any], months: int) -> tuple[SupplementDose, ...]:
    iu = rules["unit"] == "iu"
    return tuple(
        SupplementDose(dose.get("product", "vitamin_a"), dose["amount"] if iu else None, None if iu else dose["amount"])
        for dose in rules["doses"]
        if dose["from_months"] <= months and (dose["under_months"] is None or months < dose["under_months"])
    )


def supplements_due(given: Iterable[Supplement], birth_date: date, today: date) -> tuple[SupplementDue, ...]:
    """What is due next of each course, or overdue now, as of `today`; a course that is over is left out.

    Vitamin A comes in rounds (June and December): the round that went by without a dose stays due until the next
    one begins. Deworming follows six months after the dose before. The mother's dose is due in the first month.
    """
    doses = tuple(given)
    by_course = {course: [d.given_on for d in doses if course_of(d) == course] for course in _DUE}
    found = (due(by_course[course], birth_date, today) for course, due in _DUE.items())
    return tuple(due for due in found if due is not None)


def _vitamin_a(given: list[date], birth_date: date, today: date) -> SupplementDue | None:
    rules = load_document("supplements")["vitamin_a"]
    eligible_from = months_after(birth_date, rules["from_months"])
    eligible_before = months_after(birth_date, rules["under_months"])
    since = max(eligible_from, months_after(today, -12))
    for opens, closes, next_opens in rounds(since, rules["round_months"]):
        due_on = max(opens, eligible_from)
        if due_on >= eligible_before:
            return None
        covered = any(months_after(day, rules["min_interval_months"]) > closes and day < next_opens for day in given)
        if due_on <= closes and next_opens > today and not covered:
            choices = _choices(rules, age_in_months(birth_date, max(due_on, today)))
            return SupplementDue("vitamin_a", due_on, closes, choices)
    return None


def rounds(since: date, months: Sequence[int]) -> Iterator[tuple[date, date, date]]:
    """First and last day of each round from the one that holds `since` or follows it, and when the next begins.

    `months` are the months of a year that are rounds, ascending; four years are listed.
    """
    starts = [date(year, month, 1) for year in range(since.year - 1, since.year + 4) for month in months]
    for start, following in pairwise(starts):
        if following > since:
            closes = date.fromordinal(months_after(start, 1).toordinal() - 1)
            if closes >= since:
                yield start, closes, following


def _deworming(given: list[date], birth_date: date, today: date) -> SupplementDue | None:
    rules = load_document("supplements")["deworming"]
    first = months_after(birth_date, rules["from_months"])
    due_on = max([first, *(months_after(day, rules["every_months"]) for day in given)])
    if due_on >= months_after(birth_date, rules["under_months"]):
        return None
    overdue_after = months_after(due_on, rules["overdue_after_months"])
    choices = _choices(rules, age_in_months(birth_date, max(due_on, today)))
    return SupplementDue("deworming", due_on, overdue_after, choices)


def _mothers_vitamin_a(given: list[date], birth_date: date, today: date) -> SupplementDue | None:
    rules = load_document("supplements")["vitamin_a_mother"]
    last_day = months_after(birth_date, rules["within_months"])
    if given or not birth_date <= today <= last_day:
        return None
    return SupplementDue(
        "vitamin_a_mother", birth_date, last_day, (SupplementDose("vitamin_a", rules["amount"], None),)
    )


_DUE = {"vitamin_a": _vitamin_a, "deworming": _deworming, "vitamin_a_mother": _mothers_vitamin_a}
