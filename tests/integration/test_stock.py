"""What is said of runs of serial numbers: cut, restated, counted, and never a write for each code."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from handbook import bootstrap
from handbook.domain.access import Action, Ground
from handbook.domain.audit import AuditEntry
from handbook.domain.codes import CodeEvent, CodeState, Reason, Restated, Segment, Statement
from handbook.domain.errors import ConflictError
from handbook.domain.ids import BatchId, HandbookId, UnitId
from handbook.domain.orders import Batch
from handbook.domain.receipts import Receipt
from handbook.storage.tables import connection
from tests.builders import handbook
from tests.integration.world import items

pytestmark = pytest.mark.usefixtures("cloud")
NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
BATCH = BatchId("b")


def ordered(name: str = "b", first: int = 1_000, quantity: int = 1_000) -> None:
    batch = Batch(BatchId(name), UnitId("vendor"), UnitId("u"), "manager", UnitId("province"), NOW, quantity, first)
    bootstrap.batches().add(batch, a_receipt(name))


def a_receipt(key: str) -> Receipt:
    return Receipt("manager", key, "POST /x", b"{}", NOW, lambda _: {})


def said(event: CodeEvent, first: int, last: int, unit: str = "", request: str = "r") -> Statement:
    reason = Reason.STOLEN if event is CodeEvent.VOID else None
    return Statement(event, BATCH, first, last, NOW, "manager", request, UnitId(unit) if unit else None, reason)


def runs() -> list[tuple[int, int, str]]:
    return [(one.first, one.last, one.state.value) for one in bootstrap.codes().segments(0, 10**9)]


def statements() -> list[Any]:
    return [item for item in items("CodesTable") if item["sk"]["S"].startswith("STATEMENT#")]


def test_a_run_becomes_void_in_the_middle_of_a_batch_and_the_rest_stays() -> None:
    ordered()

    result = bootstrap.codes().restate(said(CodeEvent.VOID, 1_200, 1_299))

    assert result == Restated(stated=100, refused=0)
    assert runs() == [(1_000, 1_199, "generated"), (1_200, 1_299, "void"), (1_300, 1_999, "generated")]
    states = [bootstrap.codes().state_of(serial) for serial in (999, 1_199, 1_200, 1_299, 1_300, 2_000)]
    assert states == [None, CodeState.GENERATED, CodeState.VOID, CodeState.VOID, CodeState.GENERATED, None]


def test_of_two_allocations_that_overlap_the_later_one_holds() -> None:
    ordered()
    codes = bootstrap.codes()

    codes.restate(said(CodeEvent.ALLOCATE, 1_000, 1_499, "one"))
    codes.restate(said(CodeEvent.ALLOCATE, 1_400, 1_599, "two", request="r2"))

    assert [(one.first, one.last, one.unit_id) for one in codes.segments(0, 10**9)] == [
        (1_000, 1_399, "one"),
        (1_400, 1_499, "two"),
        (1_500, 1_599, "two"),
        (1_600, 1_999, None),
    ]


def test_void_codes_in_an_allocated_run_are_counted_and_stay_void() -> None:
    ordered()
    bootstrap.codes().restate(said(CodeEvent.VOID, 1_010, 1_019))

    result = bootstrap.codes().restate(said(CodeEvent.ALLOCATE, 1_000, 1_099, "one", request="r2"))

    assert result == Restated(stated=90, refused=10)
    assert runs()[:3] == [(1_000, 1_009, "allocated"), (1_010, 1_019, "void"), (1_020, 1_099, "allocated")]


def test_a_run_that_leaves_its_batch_touches_no_other() -> None:
    ordered("b", 1_000, 100)
    ordered("c", 1_100, 100)

    result = bootstrap.codes().restate(said(CodeEvent.VOID, 1_050, 1_149))

    assert result == Restated(stated=50, refused=50)
    assert runs() == [(1_000, 1_049, "generated"), (1_050, 1_099, "void"), (1_100, 1_199, "generated")]


def test_a_statement_said_again_writes_nothing_and_answers_the_same() -> None:
    ordered()
    first = bootstrap.codes().restate(said(CodeEvent.VOID, 1_200, 1_299))
    before = items("CodesTable")

    again = bootstrap.codes().restate(said(CodeEvent.VOID, 1_200, 1_299))

    assert again == first
    assert items("CodesTable") == before


def test_who_said_what_is_written_with_it() -> None:
    ordered()
    bootstrap.codes().restate(said(CodeEvent.ALLOCATE, 1_000, 1_009, "one"))

    (item,) = statements()
    assert item["pk"]["S"] == "BATCH#b"
    assert item["sk"]["S"].startswith("STATEMENT#2026-11-22T01:00:00.000Z#r#allocate#")
    for word in ("manager", "one", "1000", "1009"):
        assert word in item["statement"]["S"]


def test_a_run_of_more_segments_than_a_transaction_holds_is_restated_whole() -> None:
    ordered(quantity=300)
    codes = bootstrap.codes()
    for station in range(75):
        first = 1_000 + 4 * station
        codes.restate(said(CodeEvent.ALLOCATE, first, first + 3, f"station-{station}", request=f"r{station}"))
    assert len(runs()) == 75

    result = codes.restate(said(CodeEvent.VOID, 1_002, 1_297, request="void"))

    assert result == Restated(stated=296, refused=0)
    assert {state for _, _, state in runs()[1:-1]} == {"void"}
    assert (runs()[0], runs()[-1]) == ((1_000, 1_001, "allocated"), (1_298, 1_299, "allocated"))
    assert sum(last - first + 1 for first, last, _ in runs()) == 300


def test_a_statement_that_broke_off_is_said_again_and_ends_the_same() -> None:
    ordered(quantity=300)
    codes = bootstrap.codes()
    for station in range(75):
        first = 1_000 + 4 * station
        codes.restate(said(CodeEvent.ALLOCATE, first, first + 3, f"station-{station}", request=f"r{station}"))
    events, seen = connection().client.meta.events, []

    def break_off(**_: object) -> None:
        seen.append(1)
        if len(seen) == 2:
            raise KeyboardInterrupt

    events.register("before-call.dynamodb.TransactWriteItems", break_off)
    with pytest.raises(KeyboardInterrupt):
        codes.restate(said(CodeEvent.VOID, 1_000, 1_299, request="void"))
    events.unregister("before-call.dynamodb.TransactWriteItems", break_off)
    assert {state for _, _, state in runs()} == {"void", "allocated"}

    assert codes.restate(said(CodeEvent.VOID, 1_000, 1_299, request="void")) == Restated(stated=300, refused=0)
    assert {state for _, _, state in runs()} == {"void"}


def test_of_two_statements_at_once_the_slower_one_is_told() -> None:
    ordered()
    events = connection().client.meta.events

    def overtake(**_: object) -> None:
        events.unregister("before-call.dynamodb.TransactWriteItems", overtake)
        bootstrap.codes().restate(said(CodeEvent.ALLOCATE, 1_100, 1_199, "one", request="fast"))

    events.register("before-call.dynamodb.TransactWriteItems", overtake)
    with pytest.raises(ConflictError):
        bootstrap.codes().restate(said(CodeEvent.VOID, 1_150, 1_250, request="slow"))

    assert [state for _, _, state in runs()] == ["generated", "allocated", "generated"]


def test_a_code_whose_run_became_void_meanwhile_is_not_bound() -> None:
    ordered()
    codes, book = bootstrap.codes(), handbook()
    read = codes.segment(1_200)
    assert read is not None
    codes.restate(said(CodeEvent.VOID, 1_200, 1_299))
    entry = AuditEntry(HandbookId("book"), NOW, "mother", "guardian", None, Action.BIND_CODE, Ground.GUARDIAN, "r")

    with pytest.raises(ConflictError):
        codes.bind(1_200, read, replace(book, version=None), entry, a_receipt("bind"), book)

    assert codes.used(1_200) is None


def test_a_national_stock_of_20_million_codes_costs_no_more_than_its_batches() -> None:
    for number in range(20):
        ordered(f"b{number}", 1_000_000 * number, 1_000_000)
    assert len([item for item in items("CodesTable") if item["pk"]["S"] == "RANGE"]) == 20

    whole = replace(said(CodeEvent.SHIP, 0, 999_999), batch_id=BatchId("b0"))
    assert bootstrap.codes().restate(whole) == Restated(stated=1_000_000, refused=0)

    held = [item for item in items("CodesTable") if item["pk"]["S"] == "RANGE"]
    assert len(held) == 20
    assert bootstrap.codes().segment(999_999) == Segment(BatchId("b0"), 0, 999_999, CodeState.SHIPPED, version=2)
    assert sum(len(str(item)) for item in held) < 10_000
