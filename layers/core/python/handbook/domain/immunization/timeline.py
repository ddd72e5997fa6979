"""One person's recorded doses in order, beside the dates the person reaches each age."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import copy
from datetime import date
from typing import NamedTuple

from handbook.domain.immunization.history import AdministeredDose, Person
from handbook.domain.immunization.reasons import Reason, ReasonCode
from handbook.domain.immunization.schedule import Contraindication, Product, Schedule
from handbook.domain.immunization.spans import MonthOverflow, Span, add_span


class Shot(NamedTuple):
    """A dose that can be judged: known product, known day, after birth, not in the future."""

    position: int
    dose: AdministeredDose
    on: date
    product: Product
    antigens: frozenset[str]
    duplicate: bool


class _Dates(dict[tuple[date, Span], date]):
    """Days so long after others, each worked out when it is first asked for."""

    def __init__(self, overflow: MonthOverflow) -> None:
        self._overflow = overflow

    def __missing__(self, key: tuple[date, Span]) -> date:
        reached = self[key] = add_span(*key, self._overflow)
        return reached


class _Ages(dict[Span, date]):
    """The days on which somebody reaches ages, each worked out when it is first asked for."""

    def __init__(self, born: date, overflow: MonthOverflow) -> None:
        self._born, self._overflow = born, overflow

    def __missing__(self, age: Span) -> date:
        reached = self[age] = add_span(self._born, age, self._overflow)
        return reached


class Timeline:
    """A person against a schedule: ages as dates (worked out once each) and the shots by antigen.

    `unplaced` holds the doses that cannot be judged, each with its reason. `age_date` gives the date on which the
    person reaches an age.
    """

    __slots__ = (
        "_after_dates",
        "age_date",
        "by_antigen",
        "contraindications",
        "live_shots",
        "on",
        "person",
        "schedule",
        "shots",
        "unplaced",
    )

    def __init__(self, schedule: Schedule, person: Person, doses: Iterable[AdministeredDose], on: date | None) -> None:
        self.schedule = schedule
        self.person = person
        self.on = on
        # No method of ours: a forecast asks two hundred times, and mostly for what is known.
        self.age_date: Callable[[Span], date] = _Ages(person.birth_date, schedule.overflow).__getitem__
        self._after_dates = _Dates(schedule.overflow)
        self.unplaced: list[tuple[AdministeredDose, Reason]] = []
        self.shots: list[Shot] = []
        self.live_shots: list[Shot] = []
        self.by_antigen: dict[str, list[Shot]] = {}
        self._place(doses)
        self.contraindications = self._contraindications()

    def without_last(self) -> Timeline:
        """The same person without the last shot; ages and days that were worked out are known to both."""
        made, last = copy(self), self.shots[-1]
        made.shots = self.shots[:-1]
        made.live_shots = [shot for shot in self.live_shots if shot is not last]
        made.by_antigen = {
            antigen: [shot for shot in shots if shot is not last] if antigen in last.antigens else shots
            for antigen, shots in self.by_antigen.items()
        }
        return made

    def after(self, start: date, length: Span) -> date:
        """`start` plus a length of time, by the schedule's calendar rule."""
        return self._after_dates[start, length]

    def within_ages(self, on: date, from_age: Span | None, until_age: Span | None) -> bool:
        """Whether `on` lies in the age window `[from_age, until_age)`; None leaves that side open."""
        if from_age is not None and on < self.age_date(from_age):
            return False
        return until_age is None or on < self.age_date(until_age)

    def _contraindications(self) -> tuple[Contraindication, ...]:
        """The schedule's contraindications that the person has, at the age of the day asked about."""
        codes = self.person.contraindications
        if not codes:
            return ()
        on = self.on or self.person.birth_date
        return tuple(
            rule
            for rule in self.schedule.contraindications
            if rule.code in codes and self.within_ages(on, rule.from_age, rule.until_age)
        )

    def _place(self, doses: Iterable[AdministeredDose]) -> None:
        order = self.schedule.product_order
        placed: list[tuple[date, int, str, AdministeredDose]] = []
        for dose in doses:
            reason = self._unplaceable(dose)
            if reason is not None or dose.administered_on is None:
                self.unplaced.append((dose, Reason(reason or ReasonCode.DATE_UNKNOWN)))
            else:
                placed.append((dose.administered_on, order[dose.product], dose.dose_id, dose))
        # the order never depends on the order of the input
        placed.sort(key=lambda entry: entry[:3])
        self.unplaced.sort(key=lambda entry: (entry[0].administered_on or date.max, entry[0].dose_id))
        self._build_shots([entry[3] for entry in placed])

    def _unplaceable(self, dose: AdministeredDose) -> ReasonCode | None:
        if dose.product not in self.schedule.products:
            return ReasonCode.UNKNOWN_PRODUCT
        if dose.administered_on is None:
            return ReasonCode.DATE_UNKNOWN
        if dose.administered_on < self.person.birth_date:
            return ReasonCode.BEFORE_BIRTH
        if self.on is not None and dose.administered_on > self.on:
            return ReasonCode.IN_FUTURE
        return None

    def _antigens_at(self, product: Product, on: date) -> frozenset[str]:
        return frozenset(link.antigen for link in product.links if self.within_ages(on, link.from_age, link.until_age))

    def _build_shots(self, doses: list[AdministeredDose]) -> None:
        seen: set[tuple[date | None, str]] = set()
        for position, dose in enumerate(doses):
            product = self.schedule.products[dose.product]
            given_on = dose.administered_on or date.min
            key = (given_on, dose.product)
            duplicate = self.schedule.same_day_duplicates and key in seen
            seen.add(key)
            antigens = product.at_every_age
            if antigens is None:
                antigens = self._antigens_at(product, given_on)
            shot = Shot(position, dose, given_on, product, antigens, duplicate)
            self.shots.append(shot)
            if product.id in self.schedule.live_products:
                self.live_shots.append(shot)
            for antigen in antigens:
                self.by_antigen.setdefault(antigen, []).append(shot)
