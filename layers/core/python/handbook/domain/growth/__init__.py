"""Growth of children: WHO 2006, WHO 2007 and INTERGROWTH-21st z-scores, flags, classes and curves."""

from handbook.domain.growth.age import CHRONOLOGICAL_ONLY, CORRECTED_TO_24_MONTHS, PretermPolicy
from handbook.domain.growth.assessment import (
    Assessment,
    ChildVisit,
    Measurements,
    assess,
    assess_at_months,
    assess_many,
)
from handbook.domain.growth.curves import preterm_value_at, value_at
from handbook.domain.growth.vocabulary import (
    AgeBasis,
    Flag,
    GrowthClass,
    Indicator,
    MissingReason,
    Posture,
    Reference,
    Sex,
)

__all__ = [
    "CHRONOLOGICAL_ONLY",
    "CORRECTED_TO_24_MONTHS",
    "AgeBasis",
    "Assessment",
    "ChildVisit",
    "Flag",
    "GrowthClass",
    "Indicator",
    "Measurements",
    "MissingReason",
    "Posture",
    "PretermPolicy",
    "Reference",
    "Sex",
    "assess",
    "assess_at_months",
    "assess_many",
    "preterm_value_at",
    "value_at",
]
