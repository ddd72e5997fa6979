"""One row of the table: what is measured, beside what, and what it may cost; and what came of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from tools.bench.budget import Budget, Figures

type Verdict = Literal["ok", "over", "not measured"]


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to measure. `measure` is called in a process of its group."""

    what: str
    unit: str
    measure: Callable[[], Figures]
    baseline: str = ""
    budgets: Sequence[Budget] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """A row's figures, or why it has none."""

    group: str
    what: str
    unit: str = ""
    baseline: str = ""
    budgets: Sequence[Budget] = field(default=())
    figures: Figures | None = None
    reason: str = ""
    tolerance: float = 1.0

    @property
    def verdict(self) -> Verdict:
        """Whether every budget is kept; a row that could not be measured keeps none."""
        if self.figures is None:
            return "not measured"
        figures = self.figures
        return "ok" if all(budget.holds(figures, self.tolerance) for budget in self.budgets) else "over"

    @property
    def is_within_tolerance_only(self) -> bool:
        """Whether a budget is kept thanks to the tolerance alone."""
        return self.verdict == "ok" and not all(
            budget.holds(self.figures) for budget in self.budgets if self.figures is not None
        )


def result_of(group: str, row: Row, found: Figures | str, tolerance: float) -> Result:
    """Put a row and its figures together, or the sentence that says why there are none."""
    figures, reason = (None, found) if isinstance(found, str) else (found, "")
    return Result(group, row.what, row.unit, row.baseline, row.budgets, figures, reason, tolerance)
