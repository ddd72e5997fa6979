"""One broken budget, or one row without figures, fails the command; a group that breaks hides no other."""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from tools.bench.__main__ import bench
from tools.bench.budget import Figures, at_most, times_as_fast
from tools.bench.groups import (
    ATTEMPTS,
    Measured,
    chosen,
    group_names,
    measure_group,
    measured_lines,
    read_lines,
    rows_of,
)
from tools.bench.row import Result, Row, result_of

KEPT = Row("kept", "µs", lambda: Figures(1.0), "", (at_most(2),))
BROKEN = Row("broken", "µs", lambda: Figures(3.0), "", (at_most(2),))


def failing() -> Figures:
    raise RuntimeError("the table is not there")


LOST = Row("lost", "µs", failing, "", (at_most(2),))


def ran(
    tmp_path: Path, *rows: Row, tolerance: float = 1.0, is_report: bool = False
) -> tuple[bool, Sequence[dict[str, object]]]:
    """Run the command over rows that measure in this process; whether it passed, and what the report says."""

    def measure(group: str, tolerance: float) -> Iterator[Result]:
        found = read_lines("\n".join(measured_lines(rows)))
        yield from (result_of(group, row, found[row.what], tolerance) for row in rows)

    report = tmp_path / "new" / "bench.json"
    passed = bench(["group"], tolerance, report, measure, is_report=is_report)
    written = json.loads(report.read_text(encoding="utf-8"))
    assert written["passed"] is (passed and not is_report)
    return passed, written["rows"]


def in_sequence(*figures: Figures) -> Callable[[], Figures]:
    """Measure something else at each call."""
    left = list(figures)
    return lambda: left.pop(0)


def test_all_budgets_kept_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    passed, rows = ran(tmp_path, KEPT)

    assert passed
    assert [row["verdict"] for row in rows] == ["ok"]
    assert "all within budget" in capsys.readouterr().out


def test_one_broken_budget_fails_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    passed, rows = ran(tmp_path, KEPT, BROKEN)

    assert not passed
    assert [row["verdict"] for row in rows] == ["ok", "over"]
    assert "1 of 2 rows over budget or not measured" in capsys.readouterr().out


def test_a_row_that_could_not_be_measured_fails_the_command_and_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    passed, rows = ran(tmp_path, LOST, KEPT)

    assert not passed
    assert [row["reason"] for row in rows] == ["RuntimeError: the table is not there", ""]
    assert "NOT MEASURED: RuntimeError: the table is not there" in capsys.readouterr().out


def test_a_tolerance_lets_a_noisy_machine_pass(tmp_path: Path) -> None:
    assert ran(tmp_path, BROKEN, tolerance=1.5)[0]


def test_a_report_fails_for_what_could_not_be_measured_only(tmp_path: Path) -> None:
    assert ran(tmp_path, BROKEN, is_report=True)[0]
    assert not ran(tmp_path, BROKEN, LOST, is_report=True)[0]


def test_a_row_over_budget_is_measured_again_because_noise_only_adds(tmp_path: Path) -> None:
    noisy = Row("noisy", "µs", in_sequence(Figures(3.0), Figures(2.0)), "", (at_most(2),))
    _, rows = ran(tmp_path, noisy)

    assert [(row["ours"], row["verdict"]) for row in rows] == [(2.0, "ok")]


def test_a_row_that_stays_over_budget_shows_its_best_attempt(tmp_path: Path) -> None:
    attempts = [Figures(4.0, 8.0), Figures(3.0, 8.0), Figures(5.0, 8.0)]
    assert len(attempts) == ATTEMPTS
    _, rows = ran(tmp_path, Row("slow", "µs", in_sequence(*attempts), "x", (at_most(2), times_as_fast(4))))

    assert [(row["ours"], row["verdict"]) for row in rows] == [(3.0, "over")]


def test_a_process_that_dies_leaves_the_rows_it_did_not_reach_without_figures() -> None:
    def run(_group: str) -> Measured:
        return {"decision on one handbook": Figures(0.5, 0.1), "": "its process ended with -9"}

    declared = [row.what for row in rows_of("immunization")]
    results = list(measure_group("immunization", 1.0, run))
    assert [(result.what, result.reason) for result in results] == [
        (what, "its process ended with -9") for what in declared
    ]
    assert next(measure_group("policy", 1.0, run)).figures == Figures(0.5, 0.1)


def test_a_group_that_cannot_be_imported_is_a_row_that_says_so() -> None:
    (result,) = measure_group("nothing_of_ours", 1.0)

    assert result.verdict == "not measured"
    assert "nothing_of_ours" in result.reason


def test_what_libraries_print_meanwhile_is_passed_over() -> None:
    printed = 'a warning\n{"what": "kept", "figures": {"ours": 1.0, "baseline": null}}\n{"level": "INFO"}\n'

    assert read_lines(printed) == {"kept": Figures(1.0)}


def test_groups_are_chosen_by_name() -> None:
    names = ("chart", "growth", "qr")

    assert chosen(names, "") == names
    assert chosen(names, "qr, chart") == ("chart", "qr")
    with pytest.raises(ValueError, match="no such group: grwoth; there are chart, growth, qr"):
        chosen(names, "grwoth")


@pytest.mark.parametrize("group", group_names())
def test_the_rows_of_a_group_are_told_apart_and_each_ratio_has_a_baseline(group: str) -> None:
    rows = rows_of(group)

    assert rows
    assert len({row.what for row in rows}) == len(rows)
    assert all(row.baseline for row in rows for budget in row.budgets if budget.sense != "at most")
