"""Vietnamese and English names of the indicators and classes, as families and health workers know them."""

from collections.abc import Mapping
from typing import NamedTuple

from handbook.domain.growth.vocabulary import Indicator


class Label(NamedTuple):
    """One name in both languages of the handbook."""

    vi: str
    en: str


# Keyed by Indicator, GrowthClass and Flag codes.
LABELS: Mapping[str, Label] = {
    Indicator.WEIGHT_FOR_AGE: Label("Cân nặng theo tuổi", "Weight-for-age"),
    Indicator.LENGTH_FOR_AGE: Label("Chiều dài/chiều cao theo tuổi", "Length/height-for-age"),
    Indicator.WEIGHT_FOR_LENGTH: Label("Cân nặng theo chiều dài/chiều cao", "Weight-for-length/height"),
    Indicator.BMI_FOR_AGE: Label("BMI theo tuổi", "BMI-for-age"),
    Indicator.HEAD_FOR_AGE: Label("Vòng đầu theo tuổi", "Head circumference-for-age"),
    "stunted": Label("Thấp còi", "Stunted"),
    "severely_stunted": Label("Thấp còi nặng", "Severely stunted"),
    "underweight": Label("Nhẹ cân", "Underweight"),
    "severely_underweight": Label("Nhẹ cân nặng", "Severely underweight"),
    "wasted": Label("Gầy còm", "Wasted"),
    "severely_wasted": Label("Gầy còm nặng", "Severely wasted"),
    "possible_risk_of_overweight": Label("Nguy cơ thừa cân", "Possible risk of overweight"),
    "overweight": Label("Thừa cân", "Overweight"),
    "obese": Label("Béo phì", "Obese"),
    "thin": Label("Gầy", "Thin"),
    "severely_thin": Label("Gầy nặng", "Severely thin"),
    "small_head": Label("Vòng đầu nhỏ", "Small head circumference"),
    "very_small_head": Label("Vòng đầu rất nhỏ", "Very small head circumference"),
    "large_head": Label("Vòng đầu lớn", "Large head circumference"),
    "very_large_head": Label("Vòng đầu rất lớn", "Very large head circumference"),
    "weight_for_age_implausible": Label(
        "Cân nặng không hợp lý so với tuổi, cần cân lại", "Weight implausible for age: weigh again"
    ),
    "length_for_age_implausible": Label(
        "Chiều dài/chiều cao không hợp lý so với tuổi, cần đo lại",
        "Length or height implausible for age: measure again",
    ),
    "weight_for_length_implausible": Label(
        "Cân nặng không hợp lý so với chiều dài/chiều cao, cần cân đo lại",
        "Weight implausible for length or height: weigh and measure again",
    ),
    "bmi_for_age_implausible": Label(
        "BMI không hợp lý so với tuổi, cần cân đo lại", "BMI implausible for age: weigh and measure again"
    ),
    "head_for_age_implausible": Label(
        "Vòng đầu không hợp lý so với tuổi, cần đo lại",
        "Head circumference implausible for age: measure again",
    ),
    "standing_under_9_months": Label(
        "Ghi đo đứng khi trẻ dưới 9 tháng, cần đo nằm", "Recorded standing under 9 months: measure lying"
    ),
}
