"""One growth chart as an SVG document."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Literal

from handbook.domain.growth import Indicator, Sex
from handbook.domain.texts import Language
from handbook.pictures.growth_chart import svg, texts
from handbook.pictures.growth_chart.curves import lines_of
from handbook.pictures.growth_chart.frame import MARGIN, axes, frame, reference_lines
from handbook.pictures.growth_chart.marks import Placed, joining_lines
from handbook.pictures.growth_chart.marks import points as point_marks
from handbook.pictures.growth_chart.plot import HEIGHT, WIDTH, Plot, plot_of
from handbook.pictures.growth_chart.point import ChartPoint
from handbook.pictures.growth_chart.span import AXES, Span, choose_span, x_of
from handbook.pictures.growth_chart.wording import description, heading, why_hollow

# A sheet of A5 upright: its size in millimetres, in units of the chart, and what stays free around it.
A5_MM = (148, 210)
PAGE_WIDTH, PAGE_HEIGHT, PAGE_MARGIN = 518, 735, 19
TABLE_TOP = PAGE_MARGIN + HEIGHT + 6
NOTE_LINE = 15

type Page = Literal["a5"]


class NoLinesError(ValueError):
    """The indicator has no reference lines over the span that was asked for."""


def render_svg(
    indicator: Indicator,
    sex: Sex,
    points: Sequence[ChartPoint],
    *,
    language: Language = "vi",
    span: Span | None = None,
    page: Page | None = None,
) -> str:
    """The chart of `indicator` with the child's `points`, as an SVG document that takes the width it is given.

    Without a `span` the one is taken that shows the latest point and what came before it. Points outside the span
    are counted in the description. The picture holds dates and values but no name. With `page` it is a sheet of that
    size, with the measurements as a table under the chart. Raises NoLinesError for a span that the indicator has no
    reference lines in.
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
        *_notes(span, placed, len(points) - len(placed), language, corrected=corrected),
    ]
    shown = [point for _, point in placed]
    about = description(shown, len(points) - len(shown), indicator, language)
    title = " ".join(heading(indicator, sex, span, language))
    if page == "a5":
        body = [*_sheet(body), *_table(placed, indicator, language)]
    return _document(f"growth-{indicator}-{span}", title, about, body, page, language)


def _require_lines(indicator: Indicator, sex: Sex, span: Span) -> None:
    by_length = AXES[span].unit == "cm"
    fits = by_length == (indicator is Indicator.WEIGHT_FOR_LENGTH)
    pieces = lines_of(indicator, sex, span) if fits else ()
    if not pieces or pieces[-1][0][-1] < int(AXES[span].last):
        raise NoLinesError(f"{indicator} has no reference lines over {span}")


def _placed(points: Sequence[ChartPoint], span: Span) -> Placed:
    """The points that belong on the span with their x, in the order of age, else of x."""
    found = [(x, point) for point in points if (x := x_of(point, span)) is not None]
    return sorted(found, key=lambda place: (place[1].days_past_term or 0, place[0]))


def _plot(indicator: Indicator, sex: Sex, span: Span, placed: Placed) -> Plot:
    """A field for all lines and all reliable points; doubtful ones may lie outside it."""
    values = [value for _, lines in lines_of(indicator, sex, span) for z in (-3, 3) for value in lines[z]]
    values += [point.value for _, point in placed if not point.is_doubtful]
    axis = AXES[span]
    return plot_of(axis.first, axis.last, min(values), max(values))


def _notes(span: Span, placed: Placed, hidden: int, language: Language, *, corrected: bool) -> Iterator[str]:
    """Under the axes: the source of the lines, the corrected age, what a hollow point means, and what is not shown."""
    source = {"preterm": "intergrowth", "5-10y": "who-2007", "5-19y": "who-2007"}.get(span, "who-2006")
    y = HEIGHT - MARGIN
    yield svg.text(MARGIN, y, texts.SOURCE[source][language], size=11)
    if corrected:
        y -= NOTE_LINE
        yield svg.text(MARGIN, y, texts.CORRECTED[language], size=11)
    if doubtful := [point for _, point in placed if point.is_doubtful]:
        y -= NOTE_LINE
        legend = f"{why_hollow(doubtful, language)}, {texts.NOT_JOINED[language]}"
        yield svg.disc(MARGIN + 4, y - 4, 3.4, hollow=True)
        yield svg.text(MARGIN + 12, y, legend, size=11)
    if hidden:
        y = HEIGHT - MARGIN - 2 * NOTE_LINE  # right of the shortest of the three
        yield svg.text(WIDTH - MARGIN, y, texts.HIDDEN[language].format(count=hidden), size=11, anchor="end")


def _sheet(chart: Sequence[str]) -> Iterator[str]:
    yield svg.rectangle(0, 0, PAGE_WIDTH, PAGE_HEIGHT, "#ffffff")
    yield f'<g transform="translate({PAGE_MARGIN} {PAGE_MARGIN})">{"".join(chart)}</g>'


def _table(placed: Placed, indicator: Indicator, language: Language) -> Iterator[str]:
    # Few charts are printed: the table stays off the first one's start.
    from handbook.pictures.growth_chart.table import table  # noqa: PLC0415

    return table(
        placed,
        indicator,
        language,
        left=PAGE_MARGIN,
        top=TABLE_TOP,
        width=WIDTH,
        height=PAGE_HEIGHT - PAGE_MARGIN - TABLE_TOP,
    )


def _document(name: str, title: str, about: str, body: Sequence[str], page: Page | None, language: Language) -> str:
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}"'
    if page == "a5":
        size = f'width="{A5_MM[0]}mm" height="{A5_MM[1]}mm" viewBox="0 0 {PAGE_WIDTH} {PAGE_HEIGHT}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" lang="{language}" '
        f'aria-labelledby="{name}-title {name}-desc" font-family="{svg.FONT}">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(about)}</desc>'
        f"{''.join(body)}</svg>\n"
    )
