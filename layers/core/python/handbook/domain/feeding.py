"""How a child is fed: the official codes of Decision 1551/QD-BYT 2026 (DINH_DUONG).

What fits which age is a matter of alerts (reference/alerts/care.json).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from types import MappingProxyType
from typing import Literal, NamedTuple

from handbook.domain.errors import InvalidFieldError
from handbook.domain.ids import EntryId
from handbook.domain.recorded import Source, check_day, check_something_said
from handbook.domain.texts import Text
from handbook.reference.care import load_document

type Milk = Literal["exclusive_breastfeeding", "mixed", "formula"]


@dataclass(frozen=True, slots=True)
class Feeding:
    """How a child is fed on a day; None is not known, and at least one answer is given.

    `milk` is what was asked to six months; `complementary_foods` whether other foods are eaten, `breastfed` whether
    the breast is still given at all.
    """

    entry_id: EntryId
    observed_on: date
    recorded_at: datetime
    recorded_by: str
    source: Source
    milk: Milk | None = None
    complementary_foods: bool | None = None
    breastfed: bool | None = None
    encounter_id: EntryId | None = None


class MilkKind(NamedTuple):
    """A kind of milk feeding with its official code and name."""

    official_code: str
    text: Text


@cache
def milks() -> Mapping[str, MilkKind]:
    """The kinds of milk feeding by `Milk`."""
    listed = load_document("feeding")["milks"]
    return MappingProxyType({m["code"]: MilkKind(m["official_code"], Text(m["vi"], m["en"])) for m in listed})


def check_feeding(feeding: Feeding, birth_date: date, today: date) -> None:
    """Refuse answers that contradict each other, and a record without any.

    Raises, naming the field: DateInFutureError, DateBeforeBirthError, InvalidFieldError.
    """
    check_day(feeding.observed_on, birth_date, today, "observed_on")
    check_something_said(feeding, ("milk", "complementary_foods", "breastfed"))
    if feeding.milk is not None and feeding.milk not in milks():
        raise InvalidFieldError("milk")
    if feeding.milk == "exclusive_breastfeeding" and feeding.complementary_foods:
        raise InvalidFieldError("complementary_foods")
    if feeding.milk is not None and feeding.breastfed is not None and feeding.breastfed == (feeding.milk == "formula"):
        raise InvalidFieldError("breastfed")
