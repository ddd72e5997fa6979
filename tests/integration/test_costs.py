"""What each use case costs, as docs/cost.md says it. `make cost` writes the document's table anew."""

import copy
import os
from collections.abc import Iterator
from typing import Any

import pytest

from handbook import bootstrap
from handbook.domain.handbook import Handbook
from tests.integration.cognito import FamilyPoolWithTriggers
from tests.integration.conftest import backend, empty
from tests.integration.metering import metered
from tests.integration.typical import child
from tests.integration.typical.use_cases import USE_CASES, Hands, UseCase
from tests.integration.world import MORNING, Clock, Inbox
from tools.capacity.cost import DOCUMENT, UseCost, use_costs, with_use_costs

TEXT = DOCUMENT.read_text(encoding="utf-8")
SAID = use_costs(TEXT)
RECEIPTS_UNITS = 2
"""A receipt is compressed and sealed: with other random ids it may be a kilobyte more or less, which counts twice."""


@pytest.fixture(scope="module")
def found(inhabitants: Any) -> Iterator[dict[str, UseCost]]:
    """Do every use case once, in its order."""
    empty()["DirectoryTable"].items.update(copy.deepcopy(inhabitants))
    pool, hands = FamilyPoolWithTriggers(), Hands(Inbox(backend("sns")), Clock(MORNING))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bootstrap, "now", hands.clock)
        patch.setattr(bootstrap, "family_pool", lambda: pool)
        book = child.open_it().book
        yield {use.name: measured(use, hands, book) for use in USE_CASES}


def measured(use: UseCase, hands: Hands, book: Handbook) -> UseCost:
    if use.prepared is not None:
        use.prepared(book)
    before = len(hands.inbox.messages)
    with metered() as consumed:
        assert use.do(hands)
    sent = len(hands.inbox.messages) - before
    return UseCost(use.name, use.a_month, len(consumed.made), consumed.read, consumed.written, sent)


@pytest.mark.parametrize("name", [use.name for use in USE_CASES])
def test_a_use_case_costs_what_the_document_says(name: str, found: dict[str, UseCost]) -> None:
    said, now = SAID.get(name), found[name]
    assert said is not None, f"make cost: {now.row()}"
    assert (now.a_month, now.requests, now.messages) == (said.a_month, said.requests, said.messages)
    assert now.read == said.read, "see what reads more now, then: make cost"
    assert abs(now.written - said.written) <= RECEIPTS_UNITS, "see what writes more now, then: make cost"


def test_the_document_names_no_other_use_case() -> None:
    assert set(SAID) == {use.name for use in USE_CASES}


if "REWRITE_UNITS" in os.environ:

    def test_the_table_is_written_anew(found: dict[str, UseCost]) -> None:
        DOCUMENT.write_text(with_use_costs(TEXT, found.values()), encoding="utf-8")
