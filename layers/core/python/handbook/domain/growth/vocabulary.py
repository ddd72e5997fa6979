"""Names of the growth domain. Their values are stable: the API, stored records and texts hold them.

All but the indicators are literal strings rather than enumerations: building those at import took a third of
the package's cold start, and a type checker finds a wrong code either way.
"""

from enum import StrEnum
from typing import Literal

type Sex = Literal["F", "M"]
type Posture = Literal["lying", "standing"]


class Indicator(StrEnum):
    """What a z-score is about; length stands for length under two years and height from then on."""

    WEIGHT_FOR_AGE = "weight-for-age"
    LENGTH_FOR_AGE = "length-for-age"
    WEIGHT_FOR_LENGTH = "weight-for-length"
    BMI_FOR_AGE = "bmi-for-age"
    HEAD_FOR_AGE = "head-for-age"


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
