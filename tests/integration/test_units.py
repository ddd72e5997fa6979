"""What typical calls consume, as docs/table-design.md says it."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from handbook import bootstrap
from handbook.domain.entries import first_version
from handbook.domain.ids import HandbookId, MeasurementId
from handbook.domain.measurements import Measurement
from handbook.storage.entry_items import current_item
from handbook.storage.record_items import EntryItem
from tests.integration.metering import metered
from tests.integration.own_ids import own_id
from tests.integration.world import MOTHER, NURSE, open_handbook
from tests.template import ROOT
from tools.capacity.meter import Consumed

pytestmark = pytest.mark.usefixtures("world")
WEIGHT = {"measured_on": "2026-06-15", "weight_kg": 6.1}
DOSE = {"product": "bcg", "administered_on": "2026-01-06"}


@pytest.fixture
def path() -> str:
    """A girl of 161 days."""
    return f"/v1/handbooks/{open_handbook()['handbook_id']}"


def fill(path: str, entries: int) -> None:
    """Put measurements into a handbook, as they lie there."""
    book, scores = HandbookId(path.rpartition("/")[2]), NURSE.post(f"{path}/measurements", WEIGHT).body["assessment"]
    with EntryItem.batch_write() as writes:
        for number in range(entries - 1):
            day = bootstrap.now().date() - timedelta(days=number % 160)
            own = MeasurementId(own_id(number))
            entry = Measurement(own, day, bootstrap.now(), "nurse", "staff", weight_kg=6.1, assessment=scores)
            writes.save(current_item(book, first_version(entry), 1))


def load(path: str) -> None:
    book, records = HandbookId(path.rpartition("/")[2]), bootstrap.records()
    assert records.get(book) is not None
    assert len(records.all_entries(book)) == 300


def ask_for_one(path: str) -> None:
    cursor = MOTHER.get(f"{path}/changes").body["cursor"]
    NURSE.post(f"{path}/measurements", WEIGHT)
    with metered() as consumed:
        assert len(MOTHER.get(f"{path}/changes", {"since": cursor}).body["items"]) == 1
    raise _MeasuredError(consumed)


class _MeasuredError(Exception):
    def __init__(self, consumed: Consumed) -> None:
        super().__init__()
        self.consumed = consumed


CALLS: dict[str, Callable[[str], object]] = {
    "a family records a measurement": lambda path: MOTHER.post(f"{path}/measurements", WEIGHT),
    "a nurse records a dose": lambda path: NURSE.post(f"{path}/immunizations", DOSE),
    "the same with an id of the client's": lambda path: NURSE.post(f"{path}/immunizations", {"id": own_id(1), **DOSE}),
    "a family reads its handbook": MOTHER.get,
    "a family reads what one entry changed": ask_for_one,
    "a batch of ten measurements of one child": lambda path: NURSE.call(
        "POST",
        "/v1/sync",
        {
            "rows": [
                {"kind": "measurement", "id": own_id(n), "handbook_id": path.rpartition("/")[2], "data": WEIGHT}
                for n in range(10)
            ]
        },
    ),
    "a whole handbook of 300 entries": load,
}


def measured(name: str, path: str) -> Consumed:
    if name.startswith("a whole"):
        fill(path, 300)
    try:
        with metered() as consumed:
            CALLS[name](path)
    except _MeasuredError as error:
        return error.consumed
    return consumed


@pytest.mark.parametrize("name", CALLS)
def test_a_call_consumes_what_the_table_design_says(path: str, name: str) -> None:
    design = (ROOT / "docs/table-design.md").read_text(encoding="utf-8")
    row: Any = re.search(rf"^\| {re.escape(name)} \| (\d+) \| ([\d.]+) \| (\d+) \|", design, re.MULTILINE)
    consumed = measured(name, path)

    assert row, f"| {name} | {len(consumed.requests)} | {consumed.read:g} | {consumed.written:g} |"
    assert (len(consumed.requests), consumed.read) == (int(row[1]), float(row[2]))
    # A receipt is compressed: with other random ids it may be a kilobyte more or less.
    assert abs(consumed.written - int(row[3])) <= 2, consumed.written


def test_a_whole_handbook_of_300_entries_is_at_most_three_requests(path: str) -> None:
    fill(path, 300)
    with metered() as consumed:
        load(path)

    assert consumed.requests == ["GetItem", "Query"]
