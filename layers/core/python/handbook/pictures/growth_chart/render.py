"""One growth chart as an SVG document."""

from collections.abc import Iterator, Sequence
from html import escape

from handbook.domain.growth import Indicator, Sex
from handbook.pictures.growth_chart import svg, texts
from handbook.pictures.growth_chart.curves import reference_line
from handbook.pictures.growth_chart.frame import axes, frame, reference_lines
from handbook.pictures.growth_chart.marks import Placed, joining_lines
from handbook.pictures.growth_chart.marks import points as point_marks
from handbook.pictures.growth_chart.plot import HEIGHT, LEFT, WIDTH, Plot, plot_of
from handbook.pictures.growth_chart.point import ChartPoint
from handbook.pictures.growth_chart.span import AXES, Span, choose_span, x_of
from handbook.pictures.growth_chart.texts import Language
from handbook.pictures.growth_chart.wording import description, heading, why_hollow

# Right of the longest source note.
LEGEND_AT = 352


def render_svg(
    indicator: Indicator,
    sex: Sex,
    points: Sequence[ChartPoint],
    *,
    language: Language = "vi",
    span: Span | None = None,
) -> str:
    """The chart of `indicator` with the child's `points`, as an SVG document that takes the width it is given.

    Without a `span` the one is taken that shows the latest point and what came before it. Points outside the span
    are counted in the description. The picture holds dates and values but no name. Raises ValueError for a span
    that the indicator has no reference lines in.
    """
    span = span or choose_span(indicator, points)
    _require_lines(indicator, sex, span)
    placed = _placed(points, span)
    plot = _plot(indicator, sex, span, placed)
    corrected = AXES[span].unit == "months" and any(
        point.age_basis in {"corrected", "post-menstrual"} for _, point in placed
    )
    body = [
        *frame(indicator, sex, span, language),
        *axes(indicator, span, plot, language, corrected=corrected),
        *reference_lines(indicator, sex, span, plot),
        *joining_lines(placed, plot),
        *point_marks(placed, plot, indicator, language),
        *_notes(span, placed, language, corrected=corrected),
    ]
    shown = [point for _, point in placed]
    about = description(shown, len(points) - len(shown), indicator, language)
    title = " ".join(heading(indicator, sex, span, language))
    return _document(f"growth-{indicator}-{span}", title, about, body, language)


def _require_lines(indicator: Indicator, sex: Sex, span: Span) -> None:
    by_length = AXES[span].unit == "cm"
    if by_length != (indicator is Indicator.WEIGHT_FOR_LENGTH) or not reference_line(indicator, sex, span, 0):
        raise ValueError(f"{indicator} has no reference lines over {span}")


def _placed(points: Sequence[ChartPoint], span: Span) -> Placed:
    """The points that belong on the span with their x, in the order of age, else of x."""
    found = [(x, point) for point in points if (x := x_of(point, span)) is not None]
    return sorted(found, key=lambda place: (place[1].days_past_term or 0, place[0]))


def _plot(indicator: Indicator, sex: Sex, span: Span, placed: Placed) -> Plot:
    """A field for all lines and all reliable points; doubtful ones may lie outside it."""
    values = [value for z in (-3, 3) for line in reference_line(indicator, sex, span, z) for _, value in line]
    values += [point.value for _, point in placed if not point.is_doubtful]
    axis = AXES[span]
    return plot_of(axis.first, axis.last, min(values), max(values))


def _notes(span: Span, placed: Placed, language: Language, *, corrected: bool) -> Iterator[str]:
    """Under the axes: the source of the lines, the corrected age, and what a hollow point means."""
    source = {"preterm": "intergrowth", "5-10y": "who-2007"}.get(span, "who-2006")
    yield svg.text(LEFT - 42, HEIGHT - 12, texts.SOURCE[source][language], size=10)
    if corrected:
        yield svg.text(LEFT - 42, HEIGHT - 26, texts.CORRECTED[language], size=10)
    if doubtful := [point for _, point in placed if point.is_doubtful]:
        legend = f"{why_hollow(doubtful, language)}, {texts.NOT_JOINED[language]}"
        yield svg.disc(LEGEND_AT, HEIGHT - 15.5, 3.2, hollow=True)
        yield svg.text(LEGEND_AT + 8, HEIGHT - 12, legend, size=10)


def _document(name: str, title: str, about: str, body: Sequence[str], language: Language) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" lang="{language}" '
        f'aria-labelledby="{name}-title {name}-desc" font-family="{svg.FONT}">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(about)}</desc>'
        f"{''.join(body)}</svg>\n"
    )
