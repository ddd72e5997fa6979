"""The tables of docs/cost.md are read as they are written, and their prices follow from what is consumed."""

import pytest

from tools.capacity.cost import DOCUMENT, Kept, UseCost, use_costs, with_kept, with_use_costs

TEXT = DOCUMENT.read_text(encoding="utf-8")
ONE = UseCost("a nurse records a dose", 0.4, 1, 13.0, 5, 3.5, 17.0, 0)
RARE = UseCost("a programme orders", 0.000002, 0, 967.0, 7, 3.0, 15.0, 1)


def test_a_row_is_read_as_it_was_written() -> None:
    assert use_costs(with_use_costs(TEXT, [ONE, RARE])) == {ONE.name: ONE, RARE.name: RARE}


def test_the_document_is_as_it_would_be_written() -> None:
    said = use_costs(TEXT)
    assert said
    assert with_use_costs(TEXT, said.values()) == TEXT, "make cost"


def test_a_function_runs_as_long_as_its_cpu_takes_at_its_share_of_a_core_and_it_waits() -> None:
    assert ONE.lambda_ms == pytest.approx(13 * 1769 / 1024 + 5 * 4)


def test_a_million_children_pay_for_units_functions_and_the_gateway_at_list_prices() -> None:
    units, functions, gateway = ONE.parts_usd
    assert units == pytest.approx(0.4 * (3.5 * 0.125 + 17 * 0.625))
    assert functions == pytest.approx(0.4 * (ONE.lambda_ms * 1000 * 0.0000166667 + 0.2))
    assert gateway == pytest.approx(0.4 * 3.5)
    assert ONE.usd == pytest.approx(units + functions + gateway)


def test_what_a_queue_starts_is_a_run_without_a_call() -> None:
    _, functions, gateway = RARE.parts_usd
    assert gateway == 0
    assert functions == pytest.approx(0.000002 * (RARE.lambda_ms * 1000 * 0.0000166667 + 0.2))


def test_what_is_kept_is_written_for_a_million_children() -> None:
    kept = Kept("records", 65, 38_100)
    assert kept.row() == "| records | 65 | 38.1 | 38 | 17 |"
    assert "| together | | | 76 | 34 |" in with_kept(TEXT, [kept, kept])
