"""A budget is kept up to its limit and broken beyond it, in each of its three senses."""

import pytest

from tools.bench.budget import Budget, Figures, at_most, at_most_times, times_as_fast
from tools.bench.row import Result, Row, result_of


def result(figures: Figures | str, *budgets: Budget, tolerance: float = 1.0) -> Result:
    return result_of("group", Row("forecast", "µs", lambda: Figures(1.0), "put_item", budgets), figures, tolerance)


@pytest.mark.parametrize(
    ("budget", "kept", "broken"),
    [
        (at_most(15), Figures(15.0), Figures(15.1)),
        (at_most_times(2), Figures(200.0, 100.0), Figures(201.0, 100.0)),
        (times_as_fast(50), Figures(2.0, 100.0), Figures(2.1, 100.0)),
    ],
)
def test_a_budget_is_kept_at_its_limit_and_broken_beyond_it(budget: Budget, kept: Figures, broken: Figures) -> None:
    assert result(kept, budget).verdict == "ok"
    assert result(broken, budget).verdict == "over"


@pytest.mark.parametrize(
    ("budget", "kept", "broken"),
    [
        (at_most(10), Figures(15.0), Figures(15.1)),
        (at_most_times(2), Figures(300.0, 100.0), Figures(301.0, 100.0)),
        (times_as_fast(60), Figures(2.5, 100.0), Figures(2.6, 100.0)),
    ],
)
def test_a_tolerance_widens_the_limit_in_the_direction_of_the_budget(
    budget: Budget, kept: Figures, broken: Figures
) -> None:
    assert result(kept, budget, tolerance=1.5).verdict == "ok"
    assert result(kept, budget, tolerance=1.5).is_within_tolerance_only
    assert result(broken, budget, tolerance=1.5).verdict == "over"


def test_every_budget_of_a_row_must_be_kept() -> None:
    figures = Figures(10.0, 100.0)

    assert result(figures, at_most(10), times_as_fast(10)).verdict == "ok"
    assert result(figures, at_most(10), times_as_fast(11)).verdict == "over"
    assert result(figures, at_most(9), times_as_fast(10)).verdict == "over"


def test_a_row_that_was_not_measured_keeps_no_budget() -> None:
    assert result("ImportError: no such module").verdict == "not measured"
    assert not result("ImportError: no such module").is_within_tolerance_only


def test_a_row_without_a_budget_is_for_information() -> None:
    assert result(Figures(10_000.0, 1.0)).verdict == "ok"


def test_a_ratio_without_a_baseline_is_a_mistake_and_no_verdict() -> None:
    with pytest.raises(ValueError, match="baseline"):
        at_most_times(2).holds(Figures(1.0))
