"""A weight-for-age chart drawn with matplotlib: seven lines, the child's points, SVG."""

import io
from collections.abc import Mapping, Sequence

COLOURS = {-3: "black", -2: "red", -1: "orange", 0: "green", 1: "orange", 2: "red", 3: "black"}
DAYS_PER_MONTH = 30.4375


def lines() -> dict[int, list[tuple[float, float]]]:
    """Reference lines by week, as plain numbers of the right shape: only drawing is compared."""
    weeks = range(0, 731, 7)
    return {z: [(day / DAYS_PER_MONTH, 3.2 + (8.3 + z) * (day / 730) ** 0.5) for day in weeks] for z in range(-3, 4)}


def points() -> list[tuple[float, float]]:
    """A child weighed every eighteen days."""
    return [(number * 18 / DAYS_PER_MONTH, 3.2 + 8.3 * (number / 40) ** 0.5) for number in range(40)]


def render(reference: Mapping[int, Sequence[tuple[float, float]]], measured: Sequence[tuple[float, float]]) -> bytes:
    """Draw reference lines by z-score and the points of a child, without pyplot and its state."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    figure = Figure(figsize=(8, 6))
    FigureCanvasSVG(figure)
    axes = figure.add_subplot()
    for z, line in reference.items():
        axes.plot([x for x, _ in line], [y for _, y in line], color=COLOURS[z], linewidth=1)
    axes.plot([x for x, _ in measured], [y for _, y in measured], marker="o", color="navy")
    axes.set_title("Cân nặng theo tuổi - bé gái")
    axes.set_xlabel("tháng")
    axes.set_ylabel("kg")
    axes.grid(visible=True)
    written = io.BytesIO()
    figure.savefig(written, format="svg")
    return written.getvalue()
