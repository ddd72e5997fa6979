"""Growth charts of the printed handbook: every indicator that has a point."""

from collections.abc import Iterator

from handbook.domain.growth import INDICATORS, Indicator, Sex
from handbook.domain.handbook import Sex as SexAtBirth
from handbook.domain.measurements import Measurement
from handbook.pictures.book.blocks import Block, Chart, Heading
from handbook.pictures.book.content import Content
from handbook.pictures.book.words import Words
from handbook.pictures.growth_chart import ChartPoint, NoLinesError, point_of, render_svg
from handbook.pictures.growth_chart.span import Span, choose_span, x_of
from handbook.pictures.growth_chart.wording import indicator_name

_ALWAYS = frozenset({Indicator.WEIGHT_FOR_AGE, Indicator.LENGTH_FOR_AGE})
"""Drawn without a point too, to be filled in by hand."""


def growth_charts(content: Content, words: Words) -> Iterator[Block]:
    """Draw each indicator with the measurements that count, over all the years that they are of."""
    if content.whole.handbook.child is None:
        return
    counted = [
        one.now.entry for one in content.whole.entries if one.now.counts and isinstance(one.now.entry, Measurement)
    ]
    for indicator in INDICATORS:
        points = _points(indicator, counted, content)
        if points or (not counted and indicator in _ALWAYS):
            for span in _spans(indicator, points):
                yield from _chart(indicator, span, points, content, words)
    yield Heading(3, words.say("measurements"))


def _points(indicator: Indicator, counted: list[Measurement], content: Content) -> list[ChartPoint]:
    found = (
        point_of(
            indicator,
            content.growth[one.measurement_id],
            weight_kg=one.weight_kg,
            head_cm=one.head_cm,
            measured_on=one.measured_on,
        )
        for one in counted
        if one.measurement_id in content.growth
    )
    return [point for point in found if point]


def _spans(indicator: Indicator, points: list[ChartPoint]) -> list[Span]:
    """The span of the latest point, and before it those that show what it leaves out."""
    latest = choose_span(indicator, points)
    earlier: list[Span] = ["length"] if indicator is Indicator.WEIGHT_FOR_LENGTH else ["preterm", "0-5y"]
    left_out = [point for point in points if x_of(point, latest) is None]
    shown = [span for span in earlier if span != latest and any(x_of(point, span) is not None for point in left_out)]
    return [*shown, latest]


def _chart(
    indicator: Indicator, span: Span, points: list[ChartPoint], content: Content, words: Words
) -> Iterator[Block]:
    sex: Sex = "F" if content.whole.handbook.profile.sex is SexAtBirth.FEMALE else "M"
    try:
        drawing = render_svg(indicator, sex, points, language=words.language, span=span)
    except NoLinesError:
        return
    yield Chart(drawing, words.say("chart", name=indicator_name(indicator, span, words.language)))
