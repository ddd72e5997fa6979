"""What a child of an age usually weighs and measures: the range that a nurse and a parent look for."""

from typing import NamedTuple

from handbook.domain.growth.curves import preterm_value_at, value_at
from handbook.domain.growth.standards import place_age
from handbook.domain.growth.vocabulary import AgeBasis, Indicator, Reference, Sex

# WHO, Training Course on Child Growth Assessment (2008), Interpreting Growth Indicators: from -2 to +2 z-scores a
# weight or a length is no growth problem.
_LOW, _MEDIAN, _HIGH = -2.0, 0.0, 2.0


class Range(NamedTuple):
    """Values at -2, 0 and +2 z-scores, to one decimal."""

    low: float
    median: float
    high: float


class ExpectedSize(NamedTuple):
    """Weight in kg and length or height in cm usual at an age; None where the reference has none."""

    reference: Reference
    age_basis: AgeBasis
    weight_kg: Range | None
    length_cm: Range | None


def expected_size(sex: Sex, age_days: int, gestation_days: int | None = None) -> ExpectedSize:
    """Read the range at `age_days` since birth from the reference that `assess` reads the same child against."""
    reference, basis, days = place_age(age_days, gestation_days, "corrected-to-24-months")

    def read(indicator: Indicator) -> Range | None:
        curve = preterm_value_at if basis == "post-menstrual" else value_at
        values = [curve(indicator, sex, days or 0, z) for z in (_LOW, _MEDIAN, _HIGH)]
        rounded = [round(value, 1) for value in values if value is not None]
        return Range(*rounded) if len(rounded) == len(values) else None

    return ExpectedSize(reference, basis, read(Indicator.WEIGHT_FOR_AGE), read(Indicator.LENGTH_FOR_AGE))
