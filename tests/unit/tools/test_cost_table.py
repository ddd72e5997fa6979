"""The table of docs/cost.md is read as it is written, and its prices follow from its units."""

import pytest

from tools.capacity.cost import DOCUMENT, UseCost, use_costs, with_use_costs

TEXT = DOCUMENT.read_text(encoding="utf-8")
ONE = UseCost("a nurse records a dose", 0.4, 5, 3.5, 17.0, 0)
RARE = UseCost("a programme orders", 0.000002, 7, 3.0, 15.0, 1)


def test_a_row_is_read_as_it_was_written() -> None:
    assert use_costs(with_use_costs(TEXT, [ONE, RARE])) == {ONE.name: ONE, RARE.name: RARE}


def test_the_document_is_as_it_would_be_written() -> None:
    said = use_costs(TEXT)
    assert said
    assert with_use_costs(TEXT, said.values()) == TEXT, "make cost"


def test_a_million_children_pay_for_every_unit_at_the_list_price() -> None:
    assert ONE.usd == pytest.approx(0.4 * (3.5 * 0.125 + 17 * 0.625))
