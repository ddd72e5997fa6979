"""What a chart looks like before anybody is measured: frame, title, grid, axes and the seven lines."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from handbook.domain.growth import Indicator, Sex
from handbook.domain.growth.standards import DAYS_PER_MONTH
from handbook.domain.texts import Language
from handbook.pictures.growth_chart import svg, texts
from handbook.pictures.growth_chart.curves import LINES_Z, lines_of
from handbook.pictures.growth_chart.plot import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Plot
from handbook.pictures.growth_chart.span import AXES, Span
from handbook.pictures.growth_chart.wording import heading, x_axis_name, y_axis_name

# Pink for girls and blue for boys, as on WHO's charts; the title says it too. Ground, then title.
SEX_COLOURS: dict[Sex, tuple[str, str]] = {"F": ("#f8d3df", "#8c1d4f"), "M": ("#cbe2f4", "#124a80")}
# Colour, width and dashes by distance from the median; dashes tell the lines apart in grey.
LINE_STYLES = {
    0: ("#157a37", 2.2, ""),
    1: ("#b55a00", 1.6, ' stroke-dasharray="1.5 3.5" stroke-linecap="round"'),
    2: ("#c4201f", 1.7, ' stroke-dasharray="8 3.5"'),
    3: ("#111111", 1.3, ""),
}
FAINT, CLEAR, STRONG = "#e6e6ea", "#c9c9d2", "#6b6b78"
LABEL_GAP = 14.0
MARGIN = 12
MONTHS_IN_YEAR = 12
TERM_WEEKS = 40
# Both sexes, five indicators, about four spans; 20 kB each.
KEPT_FIELDS = 40


def frame(indicator: Indicator, sex: Sex, span: Span, language: Language) -> Iterator[str]:
    """The coloured ground with title and span, and the white field on it."""
    ground, title = SEX_COLOURS[sex]
    yield svg.rectangle(0, 0, WIDTH, HEIGHT, ground, round_by=10)
    name, who, when = heading(indicator, sex, span, language)
    yield svg.text(MARGIN, 27, f"{name} {who}", size=18, bold=True, fill=title)
    yield svg.text(MARGIN, 47, when, size=14, fill=title)
    yield svg.rectangle(LEFT, TOP, RIGHT, BOTTOM, "#ffffff")


def axes(indicator: Indicator, span: Span, plot: Plot, language: Language, *, corrected: bool) -> Iterator[str]:
    """Grid and marks of both axes with their names."""
    yield from _values(plot, language)
    marks = {"months": _months, "weeks": _steps, "cm": _steps}[AXES[span].unit]
    yield from marks(span, plot, language)
    middle = (LEFT + RIGHT) / 2
    yield svg.text(middle, BOTTOM + 50, x_axis_name(span, language, corrected=corrected), size=13, anchor="middle")
    name = y_axis_name(indicator, span, language)
    yield svg.text(LEFT - 33, (TOP + BOTTOM) / 2, name, size=13, anchor="middle", turned=True)


def _values(plot: Plot, language: Language) -> Iterator[str]:
    decimals = 0 if plot.step >= 1 else 1
    for value in plot.ticks():
        y = plot.y(value)
        yield svg.line(LEFT, y, RIGHT, y, FAINT, 1)
        yield svg.text(LEFT - 6, y + 4, texts.number(value, decimals, language), anchor="end")


def _months(span: Span, plot: Plot, language: Language) -> Iterator[str]:
    axis = AXES[span]
    first, last = round(axis.first / DAYS_PER_MONTH), round(axis.last / DAYS_PER_MONTH)
    step = round(axis.grid_step / DAYS_PER_MONTH)
    for month in range(first, last + 1, step):
        x = plot.x(month * DAYS_PER_MONTH)
        years, months = divmod(month, MONTHS_IN_YEAR)
        if months == 0:
            labelled = (month - first) % (axis.year_step * MONTHS_IN_YEAR) == 0
            yield svg.line(x, TOP, x, BOTTOM, STRONG if labelled else CLEAR, 1.4)
            if labelled:
                yield svg.text(x, BOTTOM + 32, _year(years, language), size=13, anchor="middle", bold=True)
        else:
            yield svg.line(x, TOP, x, BOTTOM, FAINT, 1)
            if months % axis.label_step == 0:
                yield svg.text(x, BOTTOM + 16, str(months), anchor="middle")


def _year(years: int, language: Language) -> str:
    if not years:
        return texts.BIRTH[language]
    return f"{years} {(texts.YEARS if years > 1 else texts.YEAR)[language]}"


def _steps(span: Span, plot: Plot, language: Language) -> Iterator[str]:
    """Weeks or centimetres; term is marked among the weeks."""
    axis = AXES[span]
    per_unit = 7 if axis.unit == "weeks" else 1
    for unit in range(round(axis.first / per_unit), round(axis.last / per_unit) + 1):
        x = plot.x(unit * per_unit)
        labelled = unit % axis.label_step == 0
        yield svg.line(x, TOP, x, BOTTOM, CLEAR if labelled else FAINT, 1)
        if labelled:
            yield svg.text(x, BOTTOM + 16, str(unit), anchor="middle")
        if axis.unit == "weeks" and unit == TERM_WEEKS:
            yield svg.line(x, TOP, x, BOTTOM, STRONG, 1.4)
            yield svg.text(x, BOTTOM + 32, texts.TERM[language], size=13, anchor="middle", bold=True)


def reference_lines(indicator: Indicator, sex: Sex, span: Span, plot: Plot) -> Iterator[str]:
    """The seven lines, each with its z at the right edge."""
    paths = _paths(indicator, sex, span, plot)
    for z in LINES_Z:
        colour, width, dashes = LINE_STYLES[abs(z)]
        yield (
            f'<path class="curve" data-z="{z}" d="{paths[z]}" fill="none" stroke="{colour}" '
            f'stroke-width="{width:g}"{dashes}/>'
        )
    _, last = lines_of(indicator, sex, span)[-1]
    for z, y in _spread({z: plot.y(values[-1]) for z, values in last.items()}).items():
        yield svg.text(RIGHT + 5, y + 4.5, texts.signed(z), size=13, bold=True, fill=LINE_STYLES[abs(z)][0])


@lru_cache(maxsize=KEPT_FIELDS)
def _paths(indicator: Indicator, sex: Sex, span: Span, plot: Plot) -> Mapping[int, str]:
    """Path data by line. Most children share a field, so two thirds of the drawing are kept for the next."""
    found = dict.fromkeys(LINES_Z, "")
    for places, lines in lines_of(indicator, sex, span):
        across = [plot.x(x) for x in places]
        for z, data in zip(lines, svg.paths(across, map(plot.ys, lines.values())), strict=True):
            found[z] += data
    return found


def _spread(ends: dict[int, float]) -> dict[int, float]:
    """The same label places, from the lowest line up, moved so far apart that none covers another."""
    spread: dict[int, float] = {}
    lowest = float("inf")
    for z in sorted(ends):
        lowest = min(ends[z], lowest - LABEL_GAP)
        spread[z] = lowest
    return spread
