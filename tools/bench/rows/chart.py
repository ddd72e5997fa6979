"""Growth charts as SVG: forty points of a girl over her first two years, beside matplotlib."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.bench.budget import Figures, times_as_fast
from tools.bench.measuring import MS, importing_standard_modules, imports_in_turns, in_turns, our_environment
from tools.bench.row import Row

if TYPE_CHECKING:
    from handbook.pictures.growth_chart import ChartPoint

_OURS = """
from handbook.domain.growth import Indicator
from handbook.pictures.growth_chart import ChartPoint, render_svg
points = [ChartPoint(3.2 + 8.3 * (n / 40) ** 0.5, -0.4, n * 18) for n in range(40)]
render_svg(Indicator.WEIGHT_FOR_AGE, "F", points)
"""
_THEIRS = """
from tools.bench.baselines.matplotlib_chart import lines, points, render
render(lines(), points())
"""


def our_points() -> list[ChartPoint]:
    """The child's weights, every eighteen days."""
    from handbook.pictures.growth_chart import ChartPoint  # noqa: PLC0415

    return [ChartPoint(3.2 + 8.3 * (number / 40) ** 0.5, -0.4, number * 18) for number in range(40)]


def ours() -> str:
    """Our chart."""
    from handbook.domain.growth import Indicator  # noqa: PLC0415
    from handbook.pictures.growth_chart import render_svg  # noqa: PLC0415

    return render_svg(Indicator.WEIGHT_FOR_AGE, "F", our_points())


def theirs() -> bytes:
    """The same lines and points by matplotlib."""
    from tools.bench.baselines.matplotlib_chart import lines, points, render  # noqa: PLC0415

    return render(lines(), points())


def first_chart() -> Figures:
    """One chart in a fresh interpreter with the imports, those of the standard library aside on both sides."""
    environment = our_environment()
    before = importing_standard_modules((_OURS, _THEIRS), environment)
    return imports_in_turns(_OURS, _THEIRS, before=before, rounds=7, env=environment)


def first_chart_bare() -> Figures:
    """The same in a bare interpreter."""
    return imports_in_turns(_OURS, _THEIRS, rounds=5, env=our_environment())


def next_chart() -> Figures:
    """One chart more in a warm process."""
    return in_turns(ours, theirs, scale=MS, rounds=5)


ROWS = (
    Row("import and first chart, beyond the standard library", "ms", first_chart, "matplotlib", (times_as_fast(50),)),
    Row("import and first chart, bare interpreter", "ms", first_chart_bare, "matplotlib"),
    Row("each further chart", "ms", next_chart, "matplotlib"),
)
