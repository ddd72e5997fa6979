"""The sentences of a chart: title, axis names, tooltips and the description for screen readers."""

from collections.abc import Sequence

from handbook.domain.growth import LABELS, AgeBasis, Indicator, Sex
from handbook.domain.texts import Language
from handbook.pictures.growth_chart import texts
from handbook.pictures.growth_chart.point import ChartPoint
from handbook.pictures.growth_chart.span import Span

LYING_SPANS = frozenset({"0-6m", "0-2y", "preterm", "length"})
STANDING_SPANS = frozenset({"2-5y", "5-10y", "5-19y", "height"})
_BASES: dict[AgeBasis, texts.Both] = {
    "corrected": texts.BY_CORRECTED_AGE,
    "post-menstrual": texts.BY_INTERGROWTH,
}
DECIMALS = {"kg": 2, "cm": 1, "kg/m²": 1}


def heading(indicator: Indicator, sex: Sex, span: Span, language: Language) -> tuple[str, str, str]:
    """The title, whose chart it is, and the span with its kind of lines."""
    return (
        indicator_name(indicator, span, language),
        texts.SEX[sex][language],
        f"{texts.SPAN[span][language]}, {texts.Z_SCORES[language]}",
    )


def indicator_name(indicator: Indicator, span: Span, language: Language) -> str:
    """The indicator by the measure the span really uses: length lying, height standing."""
    measure = length_name(span, language)
    if indicator is Indicator.LENGTH_FOR_AGE:
        return f"{measure} theo tuổi" if language == "vi" else f"{measure}-for-age"
    if indicator is Indicator.WEIGHT_FOR_LENGTH:
        lower = measure[0].lower() + measure[1:]
        return f"Cân nặng theo {lower}" if language == "vi" else f"Weight-for-{lower}"
    return LABELS[indicator].in_(language)


def length_name(span: Span, language: Language) -> str:
    """Length, height, or both where a span crosses two years."""
    if span in LYING_SPANS:
        return texts.LENGTH[language]
    return (texts.HEIGHT if span in STANDING_SPANS else texts.LENGTH_OR_HEIGHT)[language]


def x_axis_name(span: Span, language: Language, *, corrected: bool) -> str:
    """The name of the horizontal axis."""
    if span in {"length", "height"}:
        return (texts.X_LENGTH if span == "length" else texts.X_HEIGHT)[language]
    if span == "preterm":
        return texts.X_WEEKS[language]
    if corrected:
        return texts.X_CORRECTED[language]
    return {"0-6m": texts.X_MONTHS_ONLY, "5-19y": texts.X_YEARS}.get(span, texts.X_MONTHS)[language]


def y_axis_name(indicator: Indicator, span: Span, language: Language) -> str:
    """The name of the vertical axis with its unit."""
    if indicator is Indicator.LENGTH_FOR_AGE:
        return f"{length_name(span, language)} (cm)"
    return texts.Y_AXIS[indicator][language]


def tooltip(point: ChartPoint, indicator: Indicator, language: Language) -> str:
    """Date, value and z-score of one point, and whether it is to be measured again."""
    parts = [texts.day(point.measured_on, language)] if point.measured_on else []
    parts.append(quantity(point, indicator, language))
    if point.z is not None:
        parts.append(f"z = {texts.number(point.z, 2, language)}")
    if point.age_basis in _BASES:
        parts.append(_BASES[point.age_basis][language])
    if point.is_doubtful:
        parts.append(why_hollow([point], language))
    return ", ".join(parts)


def why_hollow(doubtful: Sequence[ChartPoint], language: Language) -> str:
    """What keeps these points from being relied on: implausible, without a z-score, or some of each."""
    reasons = []
    if any(point.flagged for point in doubtful):
        reasons.append(texts.MEASURE_AGAIN[language])
    if any(point.z is None for point in doubtful):
        reasons.append(texts.NO_Z[language])
    return f" {texts.OR[language]} ".join(reasons)


def quantity(point: ChartPoint, indicator: Indicator, language: Language) -> str:
    """The measured value with its unit; a weight for length with that length."""
    measured = zip(figures(point, indicator, language), units(indicator), strict=False)
    return " / ".join(f"{figure} {unit}" for figure, unit in measured)


def figures(point: ChartPoint, indicator: Indicator, language: Language) -> tuple[str, ...]:
    """What was measured, as numbers in the order of `units`."""
    both = (point.value, point.length_cm if indicator is Indicator.WEIGHT_FOR_LENGTH else None)
    return tuple(
        texts.number(value, DECIMALS[unit], language)
        for value, unit in zip(both, (texts.UNIT[indicator], "cm"), strict=True)
        if value is not None
    )


def units(indicator: Indicator) -> tuple[str, ...]:
    """The units of an indicator's measurements; weight for length has two."""
    unit = texts.UNIT[indicator]
    return (unit, "cm") if indicator is Indicator.WEIGHT_FOR_LENGTH else (unit,)


def description(shown: Sequence[ChartPoint], hidden: int, indicator: Indicator, language: Language) -> str:
    """What the picture shows, for who cannot see it: the lines, how many points, and the latest of them."""
    sentences = [texts.DESCRIBED_LINES[language]]
    if shown:
        latest = tooltip(shown[-1], indicator, language)
        sentences.append(texts.DESCRIBED_POINTS[language].format(count=len(shown), latest=latest))
        if doubtful := [point for point in shown if point.is_doubtful]:
            why = why_hollow(doubtful, language)
            sentences.append(texts.DESCRIBED_DOUBTFUL[language].format(count=len(doubtful), why=why))
    else:
        sentences.append(texts.NO_POINTS[language])
    if hidden:
        sentences.append(texts.HIDDEN[language].format(count=hidden))
    return " ".join(sentences)
