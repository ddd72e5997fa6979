"""The table that people read and the JSON that programs read."""

import os
import platform
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tools.bench.row import Result
from tools.stack.console import pad, table

HEADINGS = ("what", "ours", "baseline", "ratio", "budget", "verdict")


def table_of(results: Sequence[Result]) -> list[str]:
    """The results as lines under a heading, in columns that stand under each other."""
    lines = table([HEADINGS, *map(cells, results)])
    return [lines[0], "─" * max(map(len, lines)), *lines[1:]]


def line_of(result: Result) -> str:
    """One result as a line while the others are still being measured."""
    what, ours, baseline, ratio, _, verdict = cells(result)
    return f"  {pad(what, 58)} {pad(ours, 11)} {pad(baseline, 44)} {pad(ratio, 14)} {verdict}".rstrip()


def cells(result: Result) -> tuple[str, ...]:
    """One result in the columns of the table; a reason stands where the verdict is."""
    budgets = ", ".join(budget.words(result.unit) for budget in result.budgets)
    what = f"{result.group}: {result.what}"
    if result.figures is None:
        return what, "-", "-", "-", budgets, f"NOT MEASURED: {result.reason}"
    baseline = result.figures.baseline
    beside = "" if baseline is None else f"{amount(baseline)} {result.unit} {result.baseline}"
    return what, f"{amount(result.figures.ours)} {result.unit}", beside, ratio_of(result), budgets, _verdict(result)


def amount(value: float) -> str:
    """A figure with three digits that count."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}" if abs(value) >= 0.001 else f"{value:.4f}"


def ratio_of(result: Result) -> str:
    """The ratio in the direction of the row's budget."""
    figures = result.figures
    if figures is None or figures.times is None or figures.times_as_fast is None:
        return ""
    if any(budget.sense == "times as fast" for budget in result.budgets):
        return f"{amount(figures.times_as_fast)} × as fast"
    return f"{amount(figures.times)} ×"


def _verdict(result: Result) -> str:
    if result.is_within_tolerance_only:
        return f"ok (within {result.tolerance:g} ×)"
    return "OVER" if result.verdict == "over" else result.verdict if result.budgets else "(no budget)"


def document_of(results: Sequence[Result], *, began: datetime, seconds: float, tolerance: float) -> dict[str, Any]:
    """The results as one JSON document; amounts in each row's unit, times in UTC."""
    return {
        "measured_at": began.isoformat(timespec="seconds"),
        "seconds": round(seconds, 1),
        "tolerance": tolerance,
        "machine": {
            "system": platform.system(),
            "processor": platform.machine(),
            "cpus": os.cpu_count(),
            "python": platform.python_version(),
        },
        "passed": all(result.verdict == "ok" for result in results),
        "rows": [_row(result) for result in results],
    }


def _row(result: Result) -> dict[str, Any]:
    figures = result.figures
    return {
        "group": result.group,
        "what": result.what,
        "unit": result.unit,
        "ours": figures.ours if figures else None,
        "baseline": figures.baseline if figures else None,
        "baseline_is": result.baseline,
        "ratio": figures.times if figures else None,
        "budgets": [{"sense": budget.sense, "limit": budget.limit} for budget in result.budgets],
        "verdict": result.verdict,
        "reason": result.reason,
    }
