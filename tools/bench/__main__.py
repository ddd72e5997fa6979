"""The command: measure the groups one after the other, print the table, write JSON, judge."""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from tools.bench.groups import ROOT, chosen, group_names, measure_group
from tools.bench.report import document_of, line_of, table_of
from tools.bench.row import Result
from tools.stack.console import say

REPORT = ROOT / ".local" / "bench" / "bench.json"

type Measure = Callable[[str, float], Iterator[Result]]


def bench(
    groups: Sequence[str], tolerance: float, report: Path, measure: Measure = measure_group, *, is_report: bool = False
) -> bool:
    """Measure, print and write; whether every row was measured and, unless it is a report only, keeps its budgets."""
    began, clock = datetime.now(UTC), time.monotonic()
    results: list[Result] = []
    for group in groups:
        say(f"{group} …")
        for result in measure(group, tolerance):
            results.append(result)
            say(line_of(result))
    seconds = time.monotonic() - clock
    say("\n" + "\n".join(table_of(results)))
    document = document_of(results, began=began, seconds=seconds, tolerance=tolerance)
    report.parent.mkdir(parents=True, exist_ok=True)
    report.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    say("\n" + _closing(results, seconds, report))
    return bool(document["passed"]) or (is_report and all(result.figures is not None for result in results))


def _closing(results: Sequence[Result], seconds: float, report: Path) -> str:
    broken = [result for result in results if result.verdict != "ok"]
    verdict = f"{len(broken)} of {len(results)} rows over budget or not measured" if broken else "all within budget"
    return f"{verdict}; {seconds:.0f} s; {report}"


def main() -> int:
    """Run the command line: 0 when all is within budget, 1 when not, 2 for a group that is not there."""
    parser = argparse.ArgumentParser(prog="tools.bench", description=__doc__)
    parser.add_argument("--only", default="", help=f"groups, of {', '.join(group_names())}")
    parser.add_argument("--report", action="store_true", help="fail only for what could not be measured")
    parser.add_argument("--tolerance", type=float, default=1.0, help="widen every budget by this factor")
    arguments = parser.parse_args()
    try:
        groups = chosen(group_names(), arguments.only)
    except ValueError as error:
        parser.error(str(error))
    return 0 if bench(groups, arguments.tolerance, REPORT, is_report=arguments.report) else 1


if __name__ == "__main__":
    sys.exit(main())
