"""The child's measurements as a table, for paper, where no tooltip opens."""

from collections.abc import Iterator

from handbook.domain.growth import Indicator
from handbook.domain.texts import Language
from handbook.pictures.growth_chart import svg, texts
from handbook.pictures.growth_chart.marks import Placed
from handbook.pictures.growth_chart.point import ChartPoint
from handbook.pictures.growth_chart.wording import figures, units

LINE, SIZE = 13.5, 10.5
# From the left of a column: the mark and the date; from its right: the z-score, and left of it the value.
DATE_AT, GAP, Z_WIDTH = 14, 12, 36


def table(
    placed: Placed, indicator: Indicator, language: Language, *, left: float, top: float, width: float, height: float
) -> Iterator[str]:
    """Date, value and z-score of every point, oldest first, in columns; of too many the latest ones.

    A hollow mark stands before what is hollow on the chart.
    """
    columns = 2 if len(units(indicator)) > 1 else 3
    rows = int(height / LINE) - 2  # under the words about what is left out, and the heads of the columns
    shown = [point for _, point in placed][-columns * rows :]
    if words := _words_above(len(shown), len(placed), language):
        yield svg.text(left, top + SIZE, words, size=SIZE)
    for column in range(-(-len(shown) // rows)):
        at = left + column * width / columns
        yield from _heads(at, top + LINE + SIZE, width / columns, indicator, language)
        for line, point in enumerate(shown[column * rows :][:rows]):
            y = top + (line + 2) * LINE + SIZE
            yield from _row(point, indicator, at, y, width / columns, language)


def _words_above(shown: int, placed: int, language: Language) -> str:
    if not placed:
        return texts.NO_POINTS[language]
    return texts.LATEST_ONLY[language].format(count=shown, all=placed) if shown < placed else ""


def _heads(left: float, y: float, width: float, indicator: Indicator, language: Language) -> Iterator[str]:
    yield svg.text(left + DATE_AT, y, texts.DATE[language], size=SIZE, bold=True)
    yield svg.text(left + width - GAP - Z_WIDTH, y, " / ".join(units(indicator)), size=SIZE, bold=True, anchor="end")
    yield svg.text(left + width - GAP, y, "z", size=SIZE, bold=True, anchor="end")


def _row(
    point: ChartPoint, indicator: Indicator, left: float, y: float, width: float, language: Language
) -> Iterator[str]:
    yield svg.disc(left + 5, y - 3.5, 3, hollow=point.is_doubtful)
    if point.measured_on:
        yield svg.text(left + DATE_AT, y, texts.day(point.measured_on, language), size=SIZE)
    value = " / ".join(figures(point, indicator, language))
    yield svg.text(left + width - GAP - Z_WIDTH, y, value, size=SIZE, anchor="end")
    z = texts.NOTHING if point.z is None else texts.printed_number(point.z, 2, language)
    yield svg.text(left + width - GAP, y, z, size=SIZE, anchor="end")
