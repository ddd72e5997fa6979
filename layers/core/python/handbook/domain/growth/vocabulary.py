"""Names of the growth domain. Their values are stable: the API, stored records and texts hold them.

They are literal strings rather than enumerations: building those at import took a third of the package's cold
start, and a type checker finds a wrong code either way.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

type Sex = Literal["F", "M"]
type Posture = Literal["lying", "standing"]


class Indicator(str):
    """What a z-score is about; length stands for length under two years and height from then on."""

    # Not an enumeration: making one of five members takes 0.26 ms of the 2 that the first child may take.
    __slots__ = ()
    WEIGHT_FOR_AGE: ClassVar[Indicator]
    LENGTH_FOR_AGE: ClassVar[Indicator]
    WEIGHT_FOR_LENGTH: ClassVar[Indicator]
    BMI_FOR_AGE: ClassVar[Indicator]
    HEAD_FOR_AGE: ClassVar[Indicator]


Indicator.WEIGHT_FOR_AGE = Indicator("weight-for-age")
Indicator.LENGTH_FOR_AGE = Indicator("length-for-age")
Indicator.WEIGHT_FOR_LENGTH = Indicator("weight-for-length")
Indicator.BMI_FOR_AGE = Indicator("bmi-for-age")
Indicator.HEAD_FOR_AGE = Indicator("head-for-age")
INDICATORS = (
    Indicator.WEIGHT_FOR_AGE,
    Indicator.LENGTH_FOR_AGE,
    Indicator.WEIGHT_FOR_LENGTH,
    Indicator.BMI_FOR_AGE,
    Indicator.HEAD_FOR_AGE,
)


# The published population a z-score compares with.
type Reference = Literal["who-2006", "who-2007", "intergrowth-21st-postnatal"]

# Which age entered the tables.
type AgeBasis = Literal["chronological", "corrected", "post-menstrual", "none"]

# Why a z-score is absent.
type MissingReason = Literal[
    "not_measured",
    "unusable_value",
    "age_missing",
    "age_outside_reference",
    "length_outside_table",
    "not_in_reference",
    "oedema",
]

# What asks for a new measurement; an implausible z-score stays out of classes, alerts and prevalence.
type Flag = Literal[
    "weight_for_age_implausible",
    "length_for_age_implausible",
    "weight_for_length_implausible",
    "bmi_for_age_implausible",
    "head_for_age_implausible",
    "standing_under_9_months",
]

# Nutritional classes; of a graded group a child carries only the gravest.
type GrowthClass = Literal[
    "stunted",
    "severely_stunted",
    "underweight",
    "severely_underweight",
    "wasted",
    "severely_wasted",
    "possible_risk_of_overweight",
    "overweight",
    "obese",
    "thin",
    "severely_thin",
    "small_head",
    "very_small_head",
    "large_head",
    "very_large_head",
]


class Assessment:
    """Z-scores to 2 decimals (None: see `missing`), what they mean, and by which reference and age.

    `bmi` is in kg/m2 and unrounded. `adjusted_length_cm` is what entered the tables. `reference_age_days` is
    the age of `age_basis` in days: since birth, corrected for prematurity, or since the last menses. To be read only.
    """

    # Written out: a named tuple would take 0.3 ms more at import, a frozen dataclass 1 ms more and 2.5 us for each
    # child, where the budgets are 2 ms and 15 us.
    __slots__ = (
        "adjusted_length_cm",
        "age_basis",
        "baz",
        "bmi",
        "classes",
        "flags",
        "haz",
        "hcz",
        "missing",
        "reference",
        "reference_age_days",
        "waz",
        "whz",
    )

    def __init__(
        self,
        haz: float | None,
        waz: float | None,
        whz: float | None,
        baz: float | None,
        hcz: float | None,
        flags: tuple[Flag, ...],
        classes: tuple[GrowthClass, ...],
        bmi: float | None,
        adjusted_length_cm: float | None,
        reference: Reference,
        age_basis: AgeBasis,
        reference_age_days: int | None,
        missing: Mapping[Indicator, MissingReason],
    ) -> None:
        self.haz = haz
        self.waz = waz
        self.whz = whz
        self.baz = baz
        self.hcz = hcz
        self.flags = flags
        self.classes = classes
        self.bmi = bmi
        self.adjusted_length_cm = adjusted_length_cm
        self.reference = reference
        self.age_basis = age_basis
        self.reference_age_days = reference_age_days
        self.missing = missing

    def z_of(self, indicator: Indicator) -> float | None:
        """The z-score of `indicator`, or None."""
        return {
            Indicator.LENGTH_FOR_AGE: self.haz,
            Indicator.WEIGHT_FOR_AGE: self.waz,
            Indicator.WEIGHT_FOR_LENGTH: self.whz,
            Indicator.BMI_FOR_AGE: self.baz,
            Indicator.HEAD_FOR_AGE: self.hcz,
        }[indicator]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Assessment):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.__slots__)

    def __hash__(self) -> int:
        return hash((self.haz, self.waz, self.whz, self.baz, self.hcz, self.flags, self.classes))

    def __repr__(self) -> str:
        return f"Assessment({', '.join(f'{name}={getattr(self, name)!r}' for name in self.__slots__)})"
