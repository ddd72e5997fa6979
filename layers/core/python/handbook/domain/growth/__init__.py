"""Growth of children: WHO 2006, WHO 2007 and INTERGROWTH-21st z-scores, flags, classes and curves."""

from typing import TYPE_CHECKING

from handbook.domain.growth.assessment import assess, assess_at_months
from handbook.domain.growth.standards import PretermPolicy
from handbook.domain.growth.vocabulary import (
    INDICATORS,
    AgeBasis,
    Assessment,
    Flag,
    GrowthClass,
    Indicator,
    MissingReason,
    Posture,
    Reference,
    Sex,
)

if TYPE_CHECKING:
    from handbook.domain.growth.bulk import ChildVisit, assess_many
    from handbook.domain.growth.curves import preterm_value_at, preterm_values_at, value_at, values_at
    from handbook.domain.growth.labels import LABELS
    from handbook.domain.growth.velocity import Change, GrowthPoint, Velocity, velocities

__all__ = [
    "INDICATORS",
    "LABELS",
    "AgeBasis",
    "Assessment",
    "Change",
    "ChildVisit",
    "Flag",
    "GrowthClass",
    "GrowthPoint",
    "Indicator",
    "MissingReason",
    "Posture",
    "PretermPolicy",
    "Reference",
    "Sex",
    "Velocity",
    "assess",
    "assess_at_months",
    "assess_many",
    "preterm_value_at",
    "preterm_values_at",
    "value_at",
    "values_at",
    "velocities",
]

# Recording a measurement needs none of these, and its cold start pays for each module it loads.
_LOADED_ON_FIRST_USE = {
    "Change": "velocity",
    "ChildVisit": "bulk",
    "GrowthPoint": "velocity",
    "LABELS": "labels",
    "Velocity": "velocity",
    "assess_many": "bulk",
    "preterm_value_at": "curves",
    "preterm_values_at": "curves",
    "value_at": "curves",
    "values_at": "curves",
    "velocities": "velocity",
}


def __getattr__(name: str) -> object:
    if name not in _LOADED_ON_FIRST_USE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - as above

    return getattr(import_module(f"{__name__}.{_LOADED_ON_FIRST_USE[name]}"), name)
