"""Names of the growth domain. Their values are stable: the API, stored records and texts hold them."""

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


class Reference(StrEnum):
    """The published population a z-score compares with."""

    WHO_2006 = "who-2006"
    WHO_2007 = "who-2007"
    INTERGROWTH_21ST = "intergrowth-21st-postnatal"


class AgeBasis(StrEnum):
    """Which age entered the tables."""

    CHRONOLOGICAL = "chronological"
    CORRECTED = "corrected"
    POST_MENSTRUAL = "post-menstrual"
    NONE = "none"


class MissingReason(StrEnum):
    """Why a z-score is absent."""

    NOT_MEASURED = "not_measured"
    UNUSABLE_VALUE = "unusable_value"
    AGE_MISSING = "age_missing"
    AGE_OUTSIDE_REFERENCE = "age_outside_reference"
    LENGTH_OUTSIDE_TABLE = "length_outside_table"
    OEDEMA = "oedema"
    NOT_IN_REFERENCE = "not_in_reference"


class Flag(StrEnum):
    """What asks for a new measurement; a flagged z-score stays out of classes, alerts and prevalence."""

    WEIGHT_FOR_AGE_IMPLAUSIBLE = "weight_for_age_implausible"
    LENGTH_FOR_AGE_IMPLAUSIBLE = "length_for_age_implausible"
    WEIGHT_FOR_LENGTH_IMPLAUSIBLE = "weight_for_length_implausible"
    BMI_FOR_AGE_IMPLAUSIBLE = "bmi_for_age_implausible"
    HEAD_FOR_AGE_IMPLAUSIBLE = "head_for_age_implausible"
    STANDING_UNDER_9_MONTHS = "standing_under_9_months"


class GrowthClass(StrEnum):
    """Nutritional classes; of a graded pair a child carries only the graver one."""

    STUNTED = "stunted"
    SEVERELY_STUNTED = "severely_stunted"
    UNDERWEIGHT = "underweight"
    SEVERELY_UNDERWEIGHT = "severely_underweight"
    WASTED = "wasted"
    SEVERELY_WASTED = "severely_wasted"
    POSSIBLE_RISK_OF_OVERWEIGHT = "possible_risk_of_overweight"
    OVERWEIGHT = "overweight"
    OBESE = "obese"
    THIN = "thin"
    SEVERELY_THIN = "severely_thin"
    SMALL_HEAD = "small_head"
    VERY_SMALL_HEAD = "very_small_head"
    LARGE_HEAD = "large_head"
    VERY_LARGE_HEAD = "very_large_head"
