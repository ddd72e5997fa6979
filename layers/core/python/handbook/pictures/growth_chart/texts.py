"""What is written on a growth chart, in Vietnamese and English."""

from datetime import date

from handbook.domain.growth import Indicator, Sex
from handbook.domain.texts import Language
from handbook.pictures.growth_chart.span import Span

type Both = dict[Language, str]

SEX: dict[Sex, Both] = {"F": {"vi": "BÉ GÁI", "en": "GIRLS"}, "M": {"vi": "BÉ TRAI", "en": "BOYS"}}
SPAN: dict[Span, Both] = {
    "0-6m": {"vi": "Từ lúc sinh đến 6 tháng", "en": "Birth to 6 months"},
    "0-2y": {"vi": "Từ lúc sinh đến 2 tuổi", "en": "Birth to 2 years"},
    "2-5y": {"vi": "Từ 2 đến 5 tuổi", "en": "2 to 5 years"},
    "0-5y": {"vi": "Từ lúc sinh đến 5 tuổi", "en": "Birth to 5 years"},
    "5-10y": {"vi": "Từ 5 đến 10 tuổi", "en": "5 to 10 years"},
    "5-19y": {"vi": "Từ 5 đến 19 tuổi", "en": "5 to 19 years"},
    "preterm": {"vi": "Trẻ sinh non, 27 đến 64 tuần sau kinh chót", "en": "Preterm, 27 to 64 weeks"},
    "length": {"vi": "Từ lúc sinh đến 2 tuổi, đo nằm", "en": "Birth to 2 years, measured lying"},
    "height": {"vi": "Từ 2 đến 5 tuổi, đo đứng", "en": "2 to 5 years, measured standing"},
}
Z_SCORES: Both = {"vi": "z-score", "en": "z-scores"}
X_MONTHS: Both = {"vi": "Tuổi (tháng và năm)", "en": "Age (months and years)"}
X_MONTHS_ONLY: Both = {"vi": "Tuổi (tháng)", "en": "Age (months)"}
X_YEARS: Both = {"vi": "Tuổi (năm)", "en": "Age (years)"}
X_CORRECTED: Both = {"vi": "Tuổi hiệu chỉnh (tháng và năm)", "en": "Corrected age (months and years)"}
X_WEEKS: Both = {"vi": "Tuổi sau kinh chót (tuần)", "en": "Post-menstrual age (weeks)"}
X_LENGTH: Both = {"vi": "Chiều dài nằm (cm)", "en": "Length (cm)"}
X_HEIGHT: Both = {"vi": "Chiều cao đứng (cm)", "en": "Height (cm)"}
LENGTH: Both = {"vi": "Chiều dài", "en": "Length"}
HEIGHT: Both = {"vi": "Chiều cao", "en": "Height"}
LENGTH_OR_HEIGHT: Both = {"vi": "Chiều dài/chiều cao", "en": "Length/height"}
Y_AXIS: dict[Indicator, Both] = {
    Indicator.WEIGHT_FOR_AGE: {"vi": "Cân nặng (kg)", "en": "Weight (kg)"},
    Indicator.WEIGHT_FOR_LENGTH: {"vi": "Cân nặng (kg)", "en": "Weight (kg)"},
    Indicator.BMI_FOR_AGE: {"vi": "BMI (kg/m²)", "en": "BMI (kg/m²)"},
    Indicator.HEAD_FOR_AGE: {"vi": "Vòng đầu (cm)", "en": "Head circumference (cm)"},
}
UNIT: dict[Indicator, str] = {
    Indicator.WEIGHT_FOR_AGE: "kg",
    Indicator.LENGTH_FOR_AGE: "cm",
    Indicator.WEIGHT_FOR_LENGTH: "kg",
    Indicator.BMI_FOR_AGE: "kg/m²",
    Indicator.HEAD_FOR_AGE: "cm",
}
BIRTH: Both = {"vi": "Sinh", "en": "Birth"}
TERM: Both = {"vi": "Ngày dự sinh", "en": "Due date"}
YEAR: Both = {"vi": "tuổi", "en": "year"}
YEARS: Both = {"vi": "tuổi", "en": "years"}
DATE: Both = {"vi": "Ngày", "en": "Date"}
LATEST_ONLY: Both = {"vi": "{count} số đo gần nhất trong {all}", "en": "The latest {count} of {all} measurements"}
MEASURE_AGAIN: Both = {"vi": "cần đo lại", "en": "measure again"}
NO_Z: Both = {"vi": "không có z-score", "en": "no z-score"}
NOT_JOINED: Both = {"vi": "không nối", "en": "not joined"}
OR: Both = {"vi": "hoặc", "en": "or"}
BY_CORRECTED_AGE: Both = {"vi": "theo tuổi hiệu chỉnh", "en": "by corrected age"}
BY_INTERGROWTH: Both = {"vi": "theo INTERGROWTH-21st", "en": "by INTERGROWTH-21st"}
NO_POINTS: Both = {"vi": "Chưa có số đo nào.", "en": "No measurements yet."}
HIDDEN: Both = {"vi": "Ngoài biểu đồ này: {count} số đo.", "en": "Measurements outside this chart: {count}."}
DESCRIBED_LINES: Both = {
    "vi": "Bảy đường chuẩn theo z-score từ −3 đến +3.",
    "en": "Seven reference lines at z-scores from −3 to +3.",
}
DESCRIBED_POINTS: Both = {
    "vi": "Số đo của trẻ: {count}; gần nhất: {latest}.",
    "en": "Measurements of the child: {count}; the latest: {latest}.",
}
DESCRIBED_DOUBTFUL: Both = {
    "vi": "{count} số đo vẽ rỗng và không nối: {why}.",
    "en": "{count} drawn hollow and not joined: {why}.",
}
CORRECTED: Both = {
    "vi": "Trẻ sinh non: tính theo tuổi hiệu chỉnh đến 24 tháng.",
    "en": "Born preterm: corrected age to 24 months.",
}
SOURCE: dict[str, Both] = {
    "who-2006": {"vi": "Chuẩn tăng trưởng trẻ em của WHO, 2006", "en": "WHO Child Growth Standards, 2006"},
    "who-2007": {"vi": "Quần thể tham chiếu của WHO, 2007", "en": "WHO Growth Reference, 2007"},
    "intergrowth": {
        "vi": "Chuẩn INTERGROWTH-21st cho trẻ sinh non, 2015",
        "en": "INTERGROWTH-21st preterm postnatal standards, 2015",
    },
}
MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def number(value: float, decimals: int, language: Language) -> str:
    """A number with a decimal comma in Vietnamese, a true minus sign in both."""
    text = f"{value:.{decimals}f}".replace("-", "\N{MINUS SIGN}")
    return text.replace(".", ",") if language == "vi" else text


NOTHING = "\N{EM DASH}"


def printed_number(value: float, decimals: int, language: Language) -> str:
    """The same with a dash that the printed font has, unlike the minus sign."""
    return number(value, decimals, language).replace("\N{MINUS SIGN}", "\N{EN DASH}")


def signed(z: int) -> str:
    """The label of a line: +2, 0, –3; with a dash that the printed font has, unlike the minus sign."""
    return f"{z:+d}".replace("-", "\N{EN DASH}") if z else "0"


def day(on: date, language: Language) -> str:
    """A date as it is written: 05/03/2026, or 5 Mar 2026."""
    if language == "vi":
        return f"{on.day:02d}/{on.month:02d}/{on.year}"
    return f"{on.day} {MONTH_NAMES[on.month - 1]} {on.year}"
