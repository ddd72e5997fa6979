"""Whom the engine looks at, and what was recorded of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal

NO_OBSERVATIONS: Mapping[str, date | None] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusal of one antigen or vaccine group, on a day."""

    of: str
    on: date


@dataclass(frozen=True, slots=True)
class Deferral:
    """Not before a day: vaccine groups and products by id, or everything when both are empty."""

    until: date
    groups: frozenset[str] = frozenset()
    products: frozenset[str] = frozenset()

    def holds(self, group: str, preferable: Iterable[str]) -> bool:
        """Whether it holds a dose of a group: a deferral of products only where none of the preferable ones is left."""
        if not self.groups and not self.products:
            return True
        return group in self.groups or self.products.issuperset(preferable)


@dataclass(frozen=True, slots=True)
class Person:
    """The facts about a person that a schedule may ask for.

    `commune_code` (5 digits) and `province_code` (2 digits) are the residence, for roll-outs by area;
    `contraindications` and `immunities` are codes of the schedule (an antigen id stands for that antigen);
    `deferrals` move the forecast and never the evaluation of a dose;
    `observations` maps other codes (risk indications) to the day they began, None when unknown.
    `gestation_days` never shifts a date: premature children are vaccinated by their chronological age
    (Decision 1575/QD-BYT 2023).
    """

    birth_date: date
    sex: Literal["F", "M", "X"] | None = None
    commune_code: str | None = None
    gestation_days: int | None = None
    contraindications: frozenset[str] = frozenset()
    immunities: frozenset[str] = frozenset()
    refusals: tuple[Refusal, ...] = ()
    province_code: str | None = None
    birth_country: str | None = None
    observations: Mapping[str, date | None] = field(default=NO_OBSERVATIONS)
    deferrals: tuple[Deferral, ...] = ()


@dataclass(frozen=True, slots=True)
class AdministeredDose:
    """One recorded dose; `product` is a product id of the schedule.

    `administered_on` is None when the day is not fully known. `sub_potent` marks a dose known to be spoiled
    (cold chain, partial volume); a dose given after `lot_expires_on` counts as sub-potent too.
    """

    dose_id: str
    product: str
    administered_on: date | None
    manufacturer: str = ""
    volume_ml: float | None = None
    sub_potent: bool = False
    lot_expires_on: date | None = None
