"""The schedule document, parsed: what `docs/schedule-format.md` describes, as objects the engine walks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain

from handbook.domain.immunization.series_rules import Series
from handbook.domain.immunization.spans import MonthOverflow, Span
from handbook.domain.texts import Text


@dataclass(frozen=True, slots=True)
class AntigenLink:
    """An antigen a product holds, when given in an age window."""

    antigen: str
    from_age: Span | None = None
    until_age: Span | None = None


@dataclass(frozen=True, slots=True)
class Product:
    """A vaccine product with the stable id that dose records use."""

    id: str
    name: Text
    links: tuple[AntigenLink, ...]
    cvx: str | None
    route: str
    live: str
    """"" when not live, else "oral" or "injectable"."""
    at_every_age: frozenset[str] | None
    """The antigens, when none of them depends on the age; None when one does."""

    @property
    def antigens(self) -> tuple[str, ...]:
        """Ids of the antigens it holds, at whatever age."""
        return tuple(link.antigen for link in self.links)


@dataclass(frozen=True, slots=True)
class Group:
    """A vaccine group: how antigens given together are reported."""

    id: str
    name: Text
    status_precedence: tuple[str, ...]
    administer_full: bool


@dataclass(frozen=True, slots=True)
class LiveConflict:
    """Two products that must not follow each other within an interval."""

    begin: Span
    end_after_valid: Span
    end: Span


@dataclass(frozen=True, slots=True)
class Contraindication:
    """A finding that forbids an antigen or single products, in an age window."""

    code: str
    text: Text
    antigens: frozenset[str]
    products: frozenset[str]
    from_age: Span | None
    until_age: Span | None


@dataclass(frozen=True, slots=True)
class BirthImmunity:
    """People born before a date (in one country, if named) count as immune, unless an exclusion applies."""

    antigen: str
    born_before: date
    country: str
    exclusions: frozenset[str]


@dataclass(frozen=True, slots=True)
class AreaEntry:
    """Where and when something is offered; `part` names the part of a province when it is not the whole."""

    province: str
    communes: frozenset[str]
    from_date: date
    until_date: date
    part: str


@dataclass(frozen=True, slots=True)
class AreaRule:
    """A roll-out by area and date; `offered_elsewhere` is the answer where no entry speaks."""

    id: str
    offered_elsewhere: bool
    uncertain_elsewhere: str
    uncertain_part: str
    uncertain_residence: str
    entries: tuple[AreaEntry, ...]


@dataclass(frozen=True, slots=True)
class Schedule:
    """One schedule, ready for evaluation. Build it with `parse_schedule`; it never changes."""

    id: str
    version: str
    title: Text
    audience: str
    effective_from: date | None
    effective_to: date | None
    overflow: MonthOverflow
    grace_days: int
    grace_lost_after_early_dose: bool
    visit_window_days: int
    same_day_duplicates: bool
    products: Mapping[str, Product]
    antigen_names: Mapping[str, Text]
    groups: Mapping[str, Group]
    series_by_antigen: Mapping[str, tuple[Series, ...]]
    live_conflicts: Mapping[tuple[str, str], LiveConflict]
    live_products: frozenset[str]
    conflicts_depend_on_validity: bool
    contraindications: tuple[Contraindication, ...]
    clinical_immunities: Mapping[str, frozenset[str]]
    birth_immunities: tuple[BirthImmunity, ...]
    areas: Mapping[str, AreaRule]
    notes: Mapping[str, Text]
    uncertain: tuple[str, ...]
    product_order: Mapping[str, int]

    @property
    def every_series(self) -> Iterator[Series]:
        """The series of all antigens."""
        return chain.from_iterable(self.series_by_antigen.values())
