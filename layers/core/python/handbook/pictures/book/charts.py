"""Growth charts of the printed handbook: every indicator that has a point."""

from collections.abc import Iterator

from handbook.domain.growth import INDICATORS, Indicator, Sex
from handbook.domain.handbook import Sex as SexAtBirth
from handbook.domain.measurements import Measurement
from handbook.pictures.book.blocks import Block, Chart, Heading
from handbook.pictures.book.content import Content
from handbook.pictures.book.words import Words
from handbook.pictures.growth_chart import ChartPoint, NoLinesError, point_of, render_svg
from handbook.pictures.growth_chart.span import choose_span
from handbook.pictures.growth_chart.wording import indicator_name


def growth_charts(content: Content, words: Words) -> Iterator[Block]:
    """Draw each indicator with the measurements that count; without any, weight and length, to fill in by hand."""
    counted = [
        one.now.entry for one in content.whole.entries if one.now.counts and isinstance(one.now.entry, Measurement)
    ]
    for indicator in INDICATORS:
        points = _points(indicator, counted, content)
        if points or (not counted and indicator in {Indicator.WEIGHT_FOR_AGE, Indicator.LENGTH_FOR_AGE}):
            yield from _chart(indicator, points, content, words)
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


def _chart(indicator: Indicator, points: list[ChartPoint], content: Content, words: Words) -> Iterator[Block]:
    sex: Sex = "F" if content.whole.handbook.profile.sex is SexAtBirth.FEMALE else "M"
    try:
        drawing = render_svg(indicator, sex, points, language=words.language)
    except NoLinesError:
        return
    name = indicator_name(indicator, choose_span(indicator, points), words.language)
    yield Chart(drawing, words.say("chart", name=name))
