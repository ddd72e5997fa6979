"""Allocating and voiding runs of unused codes: who may, which codes, and what became of them."""

from typing import Any

import pytest

from handbook.domain.access import Actor, Role
from handbook.domain.carriers import CodeUse
from handbook.domain.codes import CodeEvent, CodeState, Reason, Segment, mint
from handbook.domain.errors import (
    CodeMalformedError,
    CodesVoidError,
    ForbiddenError,
    HandbookError,
    InvalidFieldError,
    NotFoundError,
)
from handbook.domain.ids import BatchId, HandbookId, StaffId, UnitId
from handbook.domain.orders import Batch
from handbook.usecases.allocate_codes import Allocated, allocate_codes
from handbook.usecases.stock_run import NamedRun
from handbook.usecases.void_codes import Voided, void_codes
from tests.builders import (
    DEPARTMENT,
    FAR_STATION,
    FORGER,
    KEY,
    NOW,
    PRINTER,
    STATION,
    context,
    family,
    manager,
    nurse,
    receipt,
    vendor,
)
from tests.fakes import FakeCodes, FakeDirectory, FakeKeys
from tests.unit.usecases.batch_fakes import FakeBatches

BATCH, OTHER = BatchId("batch"), BatchId("other")
ALL = NamedRun(batch_id=BATCH, first_serial=1_000, last_serial=1_999)


def unit_manager(unit_id: UnitId = STATION) -> Actor:
    return Actor(StaffId("unit-manager"), Role.UNIT_MANAGER, unit_id)


def stock(state: CodeState = CodeState.SHIPPED, unit_id: UnitId | None = None) -> FakeCodes:
    codes = FakeCodes()
    codes.stock = [
        Segment(BATCH, 1_000, 1_999, state, unit_id, version=1),
        Segment(OTHER, 2_000, 2_999, state, unit_id, version=1),
    ]
    return codes


def batches() -> FakeBatches:
    held = FakeBatches()
    for batch_id, first in ((BATCH, 1_000), (OTHER, 2_000)):
        held.add(Batch(batch_id, PRINTER, STATION, "manager", DEPARTMENT, NOW, 1_000, first), receipt(batch_id))
    return held


def allocated(
    codes: FakeCodes, named: NamedRun = ALL, actor: Actor | None = None, unit_id: UnitId = STATION
) -> Allocated:
    return allocate_codes(
        named,
        unit_id,
        context(actor or manager()),
        receipt(),
        codes=codes,
        batches=batches(),
        directory=FakeDirectory(),
        keys=FakeKeys(),
    )


def voided(codes: FakeCodes, named: NamedRun = ALL, actor: Actor | None = None) -> Voided:
    return void_codes(
        named,
        Reason.STOLEN,
        context(actor or manager()),
        receipt(),
        codes=codes,
        batches=batches(),
        keys=FakeKeys(),
    )


@pytest.mark.parametrize("state", ["generated", "printed", "shipped", "allocated"])
def test_the_print_manager_hands_codes_to_a_unit_whatever_was_reported_before(state: str) -> None:
    codes = stock(CodeState(state))
    result = allocated(codes)
    assert (result.allocated, result.void, result.unit_id) == (1_000, 0, STATION)
    assert codes.stock[0].state is CodeState.ALLOCATED
    assert [(one.event, one.actor_id, one.unit_id) for one in codes.statements] == [
        (CodeEvent.ALLOCATE, "manager", STATION)
    ]


def test_a_run_is_named_by_its_first_and_last_code_as_people_read_them() -> None:
    codes = stock()
    spelled = mint(1_010, KEY).lower()
    result = allocated(codes, NamedRun(code_from=spelled, code_to=f"HTTPS://SOMEVABE.VN/Q/{mint(1_019, KEY)}"))
    assert (result.run.first, result.run.last, result.allocated) == (1_010, 1_019, 10)


@pytest.mark.parametrize("named", [NamedRun(code_from=mint(1_010, KEY)), NamedRun(None, None, BATCH, 1_010)])
def test_one_code_is_a_run_of_one(named: NamedRun) -> None:
    codes = stock()
    assert voided(codes, named).void == 1
    assert [one.first for one in codes.stock if one.state is CodeState.VOID] == [1_010]


def test_void_codes_of_a_run_are_not_handed_out_and_counted() -> None:
    codes = stock()
    voided(codes, NamedRun(None, None, BATCH, 1_100, 1_199))
    result = allocated(codes)
    assert (result.allocated, result.void) == (900, 100)


def test_a_run_of_void_codes_only_is_not_allocated() -> None:
    with pytest.raises(CodesVoidError):
        allocated(stock(CodeState.VOID))


def test_bound_codes_of_a_void_run_are_told_of_and_stay_bound() -> None:
    codes = stock()
    codes.uses = {serial: CodeUse(CodeState.BOUND, HandbookId("book"), 1) for serial in (1_500, 1_001, 2_500)}
    result = voided(codes)
    assert (result.void, result.used) == (998, (1_001, 1_500))
    assert {use.state for use in codes.uses.values()} == {CodeState.BOUND}
    assert codes.state_of(1_500) is CodeState.BOUND
    assert codes.state_of(1_501) is CodeState.VOID


def test_said_again_the_answer_is_the_same_and_nothing_more_is_stated() -> None:
    codes = stock()
    assert (voided(codes).void, voided(codes).void) == (1_000, 1_000)
    assert len(codes.statements) == 1


@pytest.mark.parametrize("actor", [family(), nurse(), vendor()])
def test_who_is_no_manager_says_nothing_of_stock_and_nothing_is_read(actor: Actor) -> None:
    codes = stock()
    for ask in (lambda: allocated(codes, actor=actor), lambda: voided(codes, actor=actor)):
        with pytest.raises(ForbiddenError):
            ask()
    assert codes.calls == []


def test_a_unit_manager_decides_about_what_the_unit_has() -> None:
    codes = stock(CodeState.ALLOCATED, STATION)
    assert allocated(codes, actor=unit_manager(), unit_id=FAR_STATION).allocated == 1_000
    with pytest.raises(NotFoundError):
        voided(codes, actor=unit_manager())
    assert voided(codes, actor=unit_manager(FAR_STATION)).void == 1_000


@pytest.mark.parametrize(
    ("codes", "actor"),
    [
        (stock(), manager(UnitId("another-department"))),
        (stock(), unit_manager()),
        (stock(CodeState.ALLOCATED, FAR_STATION), unit_manager()),
    ],
)
def test_codes_of_others_look_absent(codes: FakeCodes, actor: Actor) -> None:
    for named in (ALL, NamedRun(code_from=mint(1_000, KEY))):
        with pytest.raises(NotFoundError) as caught:
            voided(codes, named, actor)
        assert caught.value.field == ""
    assert codes.statements == []


def test_a_unit_manager_needs_every_code_of_a_run() -> None:
    codes = stock(CodeState.ALLOCATED, STATION)
    allocated(codes, NamedRun(None, None, BATCH, 1_999), unit_id=FAR_STATION)
    with pytest.raises(NotFoundError):
        voided(codes, actor=unit_manager())
    assert voided(codes, NamedRun(None, None, BATCH, 1_000, 1_998), unit_manager()).void == 999


@pytest.mark.parametrize(
    ("named", "refusal", "field"),
    [
        ({}, InvalidFieldError, "code_from"),
        ({"code_from": "x", "first_serial": 1}, InvalidFieldError, "code_from"),
        ({"code_from": "x", "batch_id": BATCH}, InvalidFieldError, "batch_id"),
        ({"code_from": "x", "last_serial": 5}, InvalidFieldError, "batch_id"),
        ({"first_serial": 1_000}, InvalidFieldError, "batch_id"),
        ({"batch_id": BATCH, "first_serial": 1_000, "code_to": "x"}, InvalidFieldError, "batch_id"),
        ({"batch_id": BATCH, "first_serial": 1_001, "last_serial": 1_000}, InvalidFieldError, "last_serial"),
        ({"batch_id": BATCH, "first_serial": 0, "last_serial": 1_000_000}, InvalidFieldError, "last_serial"),
        ({"code_from": mint(1_001, KEY), "code_to": mint(1_000, KEY)}, InvalidFieldError, "code_to"),
        ({"code_from": "x"}, CodeMalformedError, "code_from"),
        ({"code_from": mint(1_000, KEY), "code_to": "x"}, CodeMalformedError, "code_to"),
        ({"code_from": mint(1_000, FORGER)}, NotFoundError, ""),
        ({"batch_id": OTHER, "first_serial": 1_000, "last_serial": 1_999}, NotFoundError, ""),
        ({"batch_id": BATCH, "first_serial": 1_999, "last_serial": 2_000}, NotFoundError, ""),
        ({"batch_id": BATCH, "first_serial": 999, "last_serial": 1_000}, NotFoundError, ""),
        ({"batch_id": OTHER, "first_serial": 2_999, "last_serial": 3_000}, NotFoundError, ""),
        ({"code_from": mint(5_000, KEY)}, NotFoundError, ""),
    ],
)
def test_a_run_that_is_named_wrong_is_refused(named: dict[str, Any], refusal: type[HandbookError], field: str) -> None:
    codes = stock()
    with pytest.raises(HandbookError) as caught:
        voided(codes, NamedRun(**named))
    assert (type(caught.value), caught.value.field) == (refusal, field)
    assert codes.statements == []


@pytest.mark.parametrize("unit_id", ["nowhere", PRINTER])
def test_codes_are_handed_to_units_that_exist_and_not_to_print_shops(unit_id: str) -> None:
    with pytest.raises(InvalidFieldError) as caught:
        allocated(stock(), unit_id=UnitId(unit_id))
    assert caught.value.field == "unit_id"
