"""What each access pattern asks for and consumes in a typical call, held against docs/table-design.md.

`make units-table` writes the table of the document anew from the same calls.
"""

import copy
import os
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from handbook import bootstrap
from tests.integration.conftest import empty
from tests.integration.metering import metered
from tests.integration.typical import PARTS, PATTERNS, child, crowd
from tests.integration.typical.pattern import Scene
from tests.integration.world import MORNING, Clock
from tests.template import ROOT
from tools.capacity.design import DESIGN, Cost, costs, designed, numbers, shown_by, with_costs
from tools.capacity.meter import Consumed, Request

TESTS = list((ROOT / "tests/integration").glob("test_access_patterns*.py"))
TEXT = DESIGN.read_text(encoding="utf-8")
DESIGNED, COSTS = designed(TEXT), costs(TEXT)
FIRST = {"get": "GetItem", "batch get": "BatchGetItem"}


@pytest.fixture(scope="module")
def scene(inhabitants: Any) -> Iterator[Scene]:
    """A child of nine months among others; nothing here is written by the calls that are metered."""
    empty()["DirectoryTable"].items.update(copy.deepcopy(inhabitants))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bootstrap, "now", Clock(MORNING))
        made = child.open_it()
        for part in PARTS:
            part.prepare(made)
        crowd.neighbours(made.book)  # last, since the emulator copies all that there is for each transaction
        yield made


def measured(name: str, scene: Scene) -> Consumed:
    bootstrap.records().get(scene.book.handbook_id)  # as whoever asks has done
    with metered() as consumed:
        found = PATTERNS[name].ask(scene)
    assert found, "a typical call finds something"
    return consumed


def cost(name: str, consumed: Consumed) -> Cost:
    units = len(consumed.made), consumed.read, consumed.written
    return Cost(name, PATTERNS[name].what, *units, shown_by(name, TESTS))


@pytest.mark.parametrize("name", DESIGNED)
def test_a_typical_call_consumes_what_the_design_says(name: str, scene: Scene) -> None:
    assert COSTS.get(name) == cost(name, measured(name, scene)), "see what became dearer, then: make units-table"


@pytest.mark.parametrize("name", DESIGNED)
def test_a_typical_call_asks_as_the_design_says(name: str, scene: Scene) -> None:
    row, (first, *rest) = DESIGNED[name], measured(name, scene).made
    begins = next((operation for word, operation in FIRST.items() if row.condition.startswith(word)), "Query")

    assert (first.operation, first.index) == (begins, row.index.strip("–").partition(",")[0])
    assert first.strong is row.consistency.startswith("strong")
    expected = "strong" in row.consistency.partition(", then ")[2] or first.strong
    readings = [one for one in rest if one.strong is not None]
    assert [one.strong for one in readings] == [expected] * len(readings)
    for one in (first, *readings):
        assert keeps_to(numbers(row.page), one), (row.page, one)


def keeps_to(sizes: Sequence[int], one: Request) -> bool:
    if one.limit is not None:
        return one.limit <= max(sizes)
    return not sizes or one.count <= max(sizes)


if "REWRITE_UNITS" in os.environ:

    def test_the_table_is_written_anew(scene: Scene) -> None:
        made = {name: cost(name, measured(name, scene)) for name in DESIGNED}
        DESIGN.write_text(with_costs(TEXT, made), encoding="utf-8")
