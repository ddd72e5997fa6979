"""What each use case costs, as docs/cost.md says it. `make cost` writes the document's tables anew."""

import copy
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import boto3
import pytest

from handbook import bootstrap
from handbook.domain.handbook import Handbook
from tests.integration.cognito import FamilyPoolWithTriggers
from tests.integration.conftest import backend, empty, lying_in
from tests.integration.metering import metered
from tests.integration.stopwatch import stopped
from tests.integration.typical import child
from tests.integration.typical.use_cases import USE_CASES, Hands, UseCase
from tests.integration.world import MORNING, Clock, Inbox
from tools.capacity.cost import DOCUMENT, Kept, UseCost, use_costs, with_kept, with_use_costs
from tools.capacity.meter import Meter
from tools.capacity.rules import size_bytes

TEXT = DOCUMENT.read_text(encoding="utf-8")
SAID = use_costs(TEXT)
RECEIPTS_UNITS = 2
"""A receipt is compressed and sealed: with other random ids it may be a kilobyte more or less, which counts twice."""
_OVERHEAD_BYTES = 100
"""What DynamoDB charges for each item and each entry of an index beside its bytes (Developer Guide, "item sizes")."""


@contextmanager
def life(inhabitants: Any) -> Iterator[Callable[[Callable[[UseCase, Hands], UseCost]], dict[str, UseCost]]]:
    """Open the typical child's handbook in an empty account, and give what does every use case once in its order."""
    empty()["DirectoryTable"].items.update(copy.deepcopy(inhabitants))
    pool, hands = FamilyPoolWithTriggers(), Hands(Inbox(backend("sns")), Clock(MORNING))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bootstrap, "now", hands.clock)
        patch.setattr(bootstrap, "family_pool", lambda: pool)
        book = child.open_it().book
        yield lambda measure: {use.name: prepared(use, hands, book, measure) for use in USE_CASES}


def prepared(use: UseCase, hands: Hands, book: Handbook, measure: Callable[[UseCase, Hands], UseCost]) -> UseCost:
    if use.prepared is not None:
        use.prepared(book)
    return measure(use, hands)


@pytest.fixture(scope="module")
def found(inhabitants: Any) -> Iterator[dict[str, UseCost]]:
    with life(inhabitants) as do_all:
        yield do_all(counted)


def counted(use: UseCase, hands: Hands) -> UseCost:
    before = len(hands.inbox.messages)
    with metered() as consumed, stopped() as spent:
        assert use.do(hands)
    sent = len(hands.inbox.messages) - before
    return UseCost(use.name, use.a_month, spent.calls, 0.0, len(consumed.made), consumed.read, consumed.written, sent)


@pytest.mark.parametrize("name", [use.name for use in USE_CASES])
def test_a_use_case_costs_what_the_document_says(name: str, found: dict[str, UseCost]) -> None:
    said, now = SAID.get(name), found[name]
    assert said is not None, f"make cost: {now.row()}"
    assert (now.a_month, now.calls, now.requests, now.messages) == (
        said.a_month,
        said.calls,
        said.requests,
        said.messages,
    )
    assert now.read == said.read, "see what reads more now, then: make cost"
    assert abs(now.written - said.written) <= RECEIPTS_UNITS, "see what writes more now, then: make cost"


def test_the_document_names_no_other_use_case() -> None:
    assert set(SAID) == {use.name for use in USE_CASES}


if "REWRITE_UNITS" in os.environ:

    def test_the_tables_are_written_anew(found: dict[str, UseCost], inhabitants: Any) -> None:
        """A second time, since the first pays for imports; nobody counts units then, for that takes time too."""

        def timed(use: UseCase, hands: Hands) -> UseCost:
            with stopped() as spent:
                assert use.do(hands)
            return replace(found[use.name], cpu_ms=round(spent.cpu_ms))

        with life(inhabitants) as do_all:
            kept = [weighed(table) for table in ("RecordsTable", "AuditTable")]
            DOCUMENT.write_text(with_kept(with_use_costs(TEXT, do_all(timed).values()), kept), encoding="utf-8")


def weighed(table: str) -> Kept:
    """Weigh what a table keeps, which is one child's, and what its indexes hold of it."""
    indexes = Meter(boto3.client("dynamodb")).indexes_of(table)
    items = lying_in(table)
    entries = [entry for one in items for index in indexes if (entry := index.entry(one)) is not None]
    held = sum(size_bytes(one) + _OVERHEAD_BYTES for one in (*items, *entries))
    return Kept(table.removesuffix("Table").lower(), len(items), held)
