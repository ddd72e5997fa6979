"""Vietnamese and English names of the indicators and classes, as families and health workers know them."""

from collections.abc import Mapping

from handbook.domain.growth.vocabulary import Indicator
from handbook.domain.texts import Text

# Keyed by Indicator, GrowthClass and Flag codes.
LABELS: Mapping[str, Text] = {
    Indicator.WEIGHT_FOR_AGE: Text("Cân nặng theo tuổi", "Weight-for-age"),
    Indicator.LENGTH_FOR_AGE: Text("Chiều dài/chiều cao theo tuổi", "Length/height-for-age"),
    Indicator.WEIGHT_FOR_LENGTH: Text("Cân nặng theo chiều dài/chiều cao", "Weight-for-length/height"),
    Indicator.BMI_FOR_AGE: Text("BMI theo tuổi", "BMI-for-age"),
    Indicator.HEAD_FOR_AGE: Text("Vòng đầu theo tuổi", "Head circumference-for-age"),
    "stunted": Text("Thấp còi", "Stunted"),
    "severely_stunted": Text("Thấp còi nặng", "Severely stunted"),
    "underweight": Text("Nhẹ cân", "Underweight"),
    "severely_underweight": Text("Nhẹ cân nặng", "Severely underweight"),
    "wasted": Text("Gầy còm", "Wasted"),
    "severely_wasted": Text("Gầy còm nặng", "Severely wasted"),
    "possible_risk_of_overweight": Text("Nguy cơ thừa cân", "Possible risk of overweight"),
    "overweight": Text("Thừa cân", "Overweight"),
    "obese": Text("Béo phì", "Obese"),
    "thin": Text("Gầy", "Thin"),
    "severely_thin": Text("Gầy nặng", "Severely thin"),
    "small_head": Text("Vòng đầu nhỏ", "Small head circumference"),
    "very_small_head": Text("Vòng đầu rất nhỏ", "Very small head circumference"),
    "large_head": Text("Vòng đầu lớn", "Large head circumference"),
    "very_large_head": Text("Vòng đầu rất lớn", "Very large head circumference"),
    "weight_for_age_implausible": Text(
        "Cân nặng không hợp lý so với tuổi, cần cân lại", "Weight implausible for age: weigh again"
    ),
    "length_for_age_implausible": Text(
        "Chiều dài/chiều cao không hợp lý so với tuổi, cần đo lại",
        "Length or height implausible for age: measure again",
    ),
    "weight_for_length_implausible": Text(
        "Cân nặng không hợp lý so với chiều dài/chiều cao, cần cân đo lại",
        "Weight implausible for length or height: weigh and measure again",
    ),
    "bmi_for_age_implausible": Text(
        "BMI không hợp lý so với tuổi, cần cân đo lại", "BMI implausible for age: weigh and measure again"
    ),
    "head_for_age_implausible": Text(
        "Vòng đầu không hợp lý so với tuổi, cần đo lại",
        "Head circumference implausible for age: measure again",
    ),
    "standing_under_9_months": Text(
        "Ghi đo đứng khi trẻ dưới 9 tháng, cần đo nằm", "Recorded standing under 9 months: measure lying"
    ),
}
