"""What warnings look at: one dose, before it is given or after, in the handbook it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from handbook.domain.doses import Dose
from handbook.domain.handbook import DoseFact, Handbook
from handbook.domain.texts import Text

if TYPE_CHECKING:
    from handbook.domain.immunization import AntigenForecast, DoseOutcome, Product, Schedule


@dataclass(frozen=True, slots=True)
class Situation:
    """One dose and what the rules say with and without it.

    `handbook` and `before` are without the dose, `outcomes` with it; `then` is what was next as of the day of the dose.
    `schedule` is the one that judged the dose. `ahead` when the dose was not given yet.
    """

    dose: Dose
    fact: DoseFact
    handbook: Handbook
    schedule: Schedule
    outcome: DoseOutcome
    outcomes: Mapping[str, DoseOutcome]
    before: Mapping[str, DoseOutcome]
    then: tuple[AntigenForecast, ...]
    today: date
    ahead: bool

    @property
    def product(self) -> Product:
        """The product of the dose."""
        return self.schedule.products[self.dose.product]

    def product_name(self, product_id: str) -> Text:
        """Name a product, by its id where the schedule does not know it any more."""
        product = self.schedule.products.get(product_id)
        return product.name if product else Text(product_id, product_id)

    def shared_antigens(self, other: DoseFact) -> frozenset[str]:
        """Antigens that another recorded dose holds as well."""
        product = self.schedule.products.get(other.product)
        return frozenset(product.antigens if product else ()) & frozenset(self.product.antigens)
