"""What a figure is held to."""

from dataclasses import dataclass
from typing import Literal

type Sense = Literal["at most", "at most times", "times as fast"]


@dataclass(frozen=True, slots=True)
class Figures:
    """What one row measured, both in the row's unit; `baseline` is None where a row has none."""

    ours: float
    baseline: float | None = None

    @property
    def times(self) -> float | None:
        """Ours in units of the baseline; None without one."""
        return self.ours / self.baseline if self.baseline else None

    @property
    def times_as_fast(self) -> float | None:
        """The baseline in units of ours; None without one."""
        return self.baseline / self.ours if self.baseline and self.ours else None


@dataclass(frozen=True, slots=True)
class Budget:
    """One limit: on ours in the row's unit, on ours over the baseline, or on the baseline over ours."""

    sense: Sense
    limit: float

    def holds(self, figures: Figures, tolerance: float = 1.0) -> bool:
        """Say whether the figures keep the limit, widened by a factor for the noise of a shared machine.

        Raises:
            ValueError: a ratio is wanted and the row has no baseline.
        """
        if self.sense == "at most":
            return figures.ours <= self.limit * tolerance
        if figures.times is None or figures.times_as_fast is None:
            raise ValueError("a ratio needs a baseline")
        if self.sense == "at most times":
            return figures.times <= self.limit * tolerance
        return figures.times_as_fast * tolerance >= self.limit

    def words(self, unit: str) -> str:
        """The limit as the table shows it."""
        sign, suffix = {"at most": ("≤", unit), "at most times": ("≤", "×"), "times as fast": ("≥", "× as fast")}[
            self.sense
        ]
        return f"{sign} {self.limit:g} {suffix}"


def at_most(limit: float) -> Budget:
    """Hold ours to a limit in the row's unit."""
    return Budget("at most", limit)


def at_most_times(limit: float) -> Budget:
    """Hold ours to so many times the baseline."""
    return Budget("at most times", limit)


def times_as_fast(limit: float) -> Budget:
    """Hold ours to being so many times as fast as the baseline."""
    return Budget("times as fast", limit)
