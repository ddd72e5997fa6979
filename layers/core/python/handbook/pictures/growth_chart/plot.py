"""From values to places in the picture, and which values are marked on the vertical axis."""

from collections.abc import Iterable
from math import ceil, floor
from typing import NamedTuple

# So narrow that the smallest writing, of 11 units, is 8 pixels high on a telephone 360 pixels wide.
WIDTH, HEIGHT = 480, 450
LEFT, RIGHT, TOP, BOTTOM = 50, 446, 60, 342
MOST_TICKS = 15
STEPS = (0.2, 0.5, 1, 2, 5, 10)


class Plot(NamedTuple):
    """The white field of the chart with its ranges; `step` is the distance of the marks on the vertical axis."""

    first_x: float
    last_x: float
    low: float
    high: float
    step: float

    def x(self, x: float) -> float:
        """The horizontal place of `x`."""
        return LEFT + (x - self.first_x) / (self.last_x - self.first_x) * (RIGHT - LEFT)

    def y(self, value: float) -> float:
        """The vertical place of `value`, which may lie outside the field."""
        return BOTTOM - (value - self.low) / (self.high - self.low) * (BOTTOM - TOP)

    def ys(self, values: Iterable[float]) -> list[float]:
        """The vertical places of many values."""
        low, height = self.low, self.high - self.low
        return [BOTTOM - (value - low) / height * (BOTTOM - TOP) for value in values]

    def ticks(self) -> list[float]:
        """The values marked on the vertical axis."""
        return [round(self.low + n * self.step, 2) for n in range(round((self.high - self.low) / self.step) + 1)]


def plot_of(first_x: float, last_x: float, lowest: float, highest: float) -> Plot:
    """A field that holds `lowest` to `highest`, widened to whole steps of the vertical axis."""
    for step in STEPS:
        low, high = floor(lowest / step) * step, ceil(highest / step) * step
        if (high - low) / step <= MOST_TICKS:
            break
    return Plot(first_x, last_x, max(low, 0.0), max(high, low + step), step)
