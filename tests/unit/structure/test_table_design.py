"""Every access pattern of docs/table-design.md says what it consumes, and which test shows it."""

import re

import pytest

from tests.template import ROOT
from tools.capacity.design import Cost, costs, designed, numbers, shown_by, with_costs

TEXT = (ROOT / "docs/table-design.md").read_text(encoding="utf-8")
DESIGNED, COSTS = designed(TEXT), costs(TEXT)
HOW = "give it a typical call in tests/integration/typical/of_*.py, then: make units-table"


def test_every_access_pattern_says_what_a_typical_call_consumes() -> None:
    assert DESIGNED
    assert set(DESIGNED) - set(COSTS) == set(), HOW


def test_nothing_is_said_of_what_no_access_pattern_is() -> None:
    assert set(COSTS) - set(DESIGNED) == set()


@pytest.mark.parametrize("name", COSTS)
def test_the_test_that_shows_an_access_pattern_names_it(name: str) -> None:
    assert shown_by(name, [ROOT / COSTS[name].shown_by]) == COSTS[name].shown_by


def test_every_access_pattern_says_how_it_asks() -> None:
    for row in DESIGNED.values():
        assert re.match(r"–|gsi1|gsi2|changes", row.index), row
        assert re.match(r"strong|eventual", row.consistency), row
        assert numbers(row.page) or row.page in {"all", "1 MB"}, row


def test_the_table_is_read_as_it_is_written() -> None:
    made = {name: Cost(name, "what there is", 2, 1.5, 3.0, "tests/x.py") for name in DESIGNED}

    assert costs(with_costs(TEXT, made)) == made
    assert designed(with_costs(TEXT, made)) == DESIGNED


def test_an_access_pattern_that_no_test_names_is_not_taken_for_another_that_begins_alike() -> None:
    with pytest.raises(KeyError):
        shown_by("AP-4", [ROOT / "tests/integration/test_access_patterns.py"])
