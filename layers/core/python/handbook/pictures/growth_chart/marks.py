"""The child's own points and the line that joins those to be relied on."""

from collections.abc import Iterator, Sequence

from handbook.domain.growth import Indicator
from handbook.domain.texts import Language
from handbook.pictures.growth_chart import svg
from handbook.pictures.growth_chart.plot import BOTTOM, TOP, Plot
from handbook.pictures.growth_chart.point import ChartPoint
from handbook.pictures.growth_chart.wording import tooltip

type Placed = Sequence[tuple[float, ChartPoint]]

RADIUS, SMALL_RADIUS = 4.0, 3.0
MANY_POINTS = 24


def joining_lines(placed: Placed, plot: Plot) -> Iterator[str]:
    """One line through each run of reliable points read by the same kind of age."""
    run: list[tuple[float, ChartPoint]] = []
    for x, point in placed:
        if point.is_doubtful:
            continue
        if run and run[-1][1].age_basis != point.age_basis:
            yield from _joined(run, plot)
            run = []
        run.append((x, point))
    yield from _joined(run, plot)


def _joined(run: Placed, plot: Plot) -> Iterator[str]:
    if len(run) > 1:
        data = svg.path((plot.x(x), plot.y(point.value)) for x, point in run)
        yield (
            f'<path class="child" d="{data}" fill="none" stroke="{svg.INK}" stroke-width="2" stroke-linejoin="round"/>'
        )


def points(placed: Placed, plot: Plot, indicator: Indicator, language: Language) -> Iterator[str]:
    """Every point with its tooltip: full when reliable, hollow when doubtful."""
    radius = SMALL_RADIUS if len(placed) > MANY_POINTS else RADIUS
    for x, point in placed:
        mark = _mark(plot.x(x), plot.y(point.value), radius, hollow=point.is_doubtful)
        css_class = "point doubtful" if point.is_doubtful else "point"
        yield svg.titled(css_class, tooltip(point, indicator, language), mark)


def _mark(x: float, y: float, radius: float, *, hollow: bool) -> str:
    if TOP <= y <= BOTTOM:
        return svg.disc(x, y, radius, hollow=hollow)
    # Outside the field a triangle at its edge points where the value lies.
    edge, inward = (TOP, 1) if y < TOP else (BOTTOM, -1)
    base = edge + inward * (2 * radius + 2)
    corners = [(x, edge + inward * 2), (x - radius, base), (x + radius, base)]
    return f'<path d="{svg.path(corners)}z" {svg.paint(hollow=hollow)}/>'
