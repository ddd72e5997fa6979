"""Voiding and replacing carriers: the old code leads nowhere, the handbook and its other codes stay."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handbook.domain.access import Action, Actor, Ground
from handbook.domain.carriers import Carrier, CodeUse, Ending
from handbook.domain.codes import CodeState, Reason, Segment, mint
from handbook.domain.errors import (
    CodeBoundElsewhereError,
    CodeNotCarriedError,
    CodeUnavailableError,
    ConflictError,
    HandbookError,
    InvalidFieldError,
    NotFoundError,
    OwnCodeError,
)
from handbook.domain.handbook import Handbook
from handbook.domain.ids import BatchId, HandbookId
from handbook.usecases.replace_code import ReplaceCode, replace_code
from handbook.usecases.void_code import handbook_of, void_code
from tests.builders import FAR_STATION, FORGER, KEY, NOW, STRANGER, context, family, handbook, manager, nurse, receipt
from tests.fakes import FakeAuditLog, FakeCodes, FakeKeys, FakeRecords

BOOK = HandbookId("book")
OWN, OLD, NEW = 7, 500, 501
OWN_CODE, OLD_CODE, NEW_CODE = (mint(serial, KEY) for serial in (OWN, OLD, NEW))
BOUND_AT = NOW - timedelta(days=30)


def carried() -> Handbook:
    return handbook(carriers=(Carrier(OLD_CODE, BOUND_AT),))


def ended(code: str, state: CodeState, reason: Reason, replaced_by: str | None = None) -> Carrier:
    return Carrier(code, BOUND_AT).ended(Ending(state, reason, NOW, replaced_by))


def stock() -> FakeCodes:
    codes = FakeCodes(next_serial=9_000)
    codes.stock = [Segment(BatchId("batch"), 500, 599, CodeState.ALLOCATED, version=1)]
    codes.uses = {serial: CodeUse(CodeState.BOUND, BOOK, 1) for serial in (OWN, OLD)}
    return codes


def voided(
    codes: FakeCodes,
    actor: Actor | None = None,
    text: str = OLD_CODE,
    audit: FakeAuditLog | None = None,
    book: Handbook | None = None,
) -> Handbook:
    return void_code(
        text,
        Reason.LOST,
        context(actor or family()),
        receipt(),
        codes=codes,
        records=FakeRecords(book or carried()),
        keys=FakeKeys(),
        audit=audit or FakeAuditLog(),
    )


def replaced(
    codes: FakeCodes,
    old: str = OLD_CODE,
    new: str | None = NEW_CODE,
    actor: Actor | None = None,
    book: Handbook | None = None,
) -> Handbook:
    return replace_code(
        ReplaceCode(old, Reason.STOLEN, new),
        BOOK,
        context(actor or family()),
        receipt(),
        codes=codes,
        records=FakeRecords(book or carried()),
        keys=FakeKeys(),
    )


@pytest.mark.parametrize("actor", [family(), nurse()])
def test_a_lost_book_is_void_and_the_handbook_keeps_its_own_code(actor: Actor) -> None:
    codes = stock()
    after = voided(codes, actor)
    assert after.carriers == (ended(OLD_CODE, CodeState.VOID, Reason.LOST),)
    assert (after.own_code, after.bound_codes) == (OWN_CODE, ())
    assert codes.uses[OLD] == CodeUse(CodeState.VOID, BOOK, 2)


def test_a_code_that_is_void_already_stays_so_with_its_first_reason_and_staff_leave_an_entry() -> None:
    book = carried()
    codes = stock()
    codes.uses[OLD] = CodeUse(CodeState.VOID, BOOK, 2)
    audit = FakeAuditLog()
    for actor in (family(), nurse()):
        assert voided(codes, actor, audit=audit, book=book) == book
    assert "end" not in codes.calls
    assert [(entry.action, entry.ground) for entry in audit.entries] == [(Action.VOID_CODE, Ground.AREA)]


def test_the_own_code_is_not_made_void() -> None:
    with pytest.raises(OwnCodeError) as caught:
        voided(stock(), text=OWN_CODE)
    assert caught.value.field == "code"


def test_a_replaced_code_is_not_made_void() -> None:
    codes = stock()
    codes.uses[OLD] = CodeUse(CodeState.REPLACED, BOOK, 2)
    with pytest.raises(CodeNotCarriedError):
        voided(codes)


@pytest.mark.parametrize(("actor", "refusal"), [(family(), NotFoundError), (nurse(), CodeNotCarriedError)])
def test_a_code_that_nobody_used_is_for_managers_to_make_void(actor: Actor, refusal: type[HandbookError]) -> None:
    with pytest.raises(refusal):
        voided(stock(), actor, NEW_CODE)


@pytest.mark.parametrize("text", [mint(OLD, FORGER), mint(9_999, KEY)])
@pytest.mark.parametrize("actor", [family(), nurse()])
def test_a_code_of_nobodys_is_not_found(actor: Actor, text: str) -> None:
    with pytest.raises(NotFoundError):
        voided(stock(), actor, text)


@pytest.mark.parametrize("actor", [family(STRANGER), nurse(FAR_STATION), manager()])
def test_nobody_makes_a_code_of_anothers_handbook_void(actor: Actor) -> None:
    codes = stock()
    with pytest.raises(NotFoundError):
        voided(codes, actor)
    with pytest.raises(NotFoundError):
        replaced(codes, actor=actor)
    assert codes.uses[OLD].state is CodeState.BOUND


def test_who_asks_again_is_admitted_by_the_handbook_that_the_code_led_to() -> None:
    codes = stock()
    codes.uses[OLD] = CodeUse(CodeState.VOID, BOOK, 2)
    assert handbook_of(OLD_CODE, codes, FakeKeys()) == BOOK
    with pytest.raises(NotFoundError):
        handbook_of(NEW_CODE, codes, FakeKeys())


@pytest.mark.parametrize("actor", [family(), nurse()])
def test_a_new_book_takes_the_place_of_the_old_one(actor: Actor) -> None:
    codes = stock()
    after = replaced(codes, actor=actor)
    assert after.carriers == (
        ended(OLD_CODE, CodeState.REPLACED, Reason.STOLEN, NEW_CODE),
        Carrier(NEW_CODE, NOW),
    )
    assert (codes.uses[OLD].state, codes.uses[NEW].state) == (CodeState.REPLACED, CodeState.BOUND)


def test_a_new_book_that_was_scanned_first_takes_the_place_all_the_same() -> None:
    codes = stock()
    codes.uses[NEW] = CodeUse(CodeState.BOUND, BOOK, 1)
    book = carried().with_carrier(NEW_CODE, BOUND_AT)
    after = replaced(codes, book=book)
    assert after.bound_codes == (NEW_CODE,)
    assert after.carriers[0].replaced_by == NEW_CODE
    assert codes.uses[NEW] == CodeUse(CodeState.BOUND, BOOK, 1)


def test_the_own_code_is_replaced_by_a_fresh_one_and_both_are_listed() -> None:
    codes = stock()
    after = replaced(codes, OWN_CODE, None)
    fresh = mint(9_000, KEY)
    assert after.own_code == fresh
    assert after.all_carriers == (
        Carrier(fresh, NOW, own=True),
        Carrier(OLD_CODE, BOUND_AT),
        Carrier(OWN_CODE, handbook().created_at, own=True).ended(Ending(CodeState.REPLACED, Reason.STOLEN, NOW, fresh)),
    )
    assert (codes.uses[OWN].state, codes.uses[9_000].state) == (CodeState.REPLACED, CodeState.BOUND)


def test_a_fresh_own_code_leads_since_the_one_before_was_replaced() -> None:
    codes = stock()
    once = replace(replaced(codes, OWN_CODE, None), version=2)
    twice = replaced(codes, once.own_code, None, book=once)
    assert twice.own_code == mint(9_001, KEY)
    assert [one.code for one in twice.all_carriers if one.own] == [twice.own_code, OWN_CODE, once.own_code]


@pytest.mark.parametrize(("old", "new"), [(OLD_CODE, None), (OWN_CODE, NEW_CODE), (OLD_CODE, OLD_CODE)])
def test_a_printed_code_is_replaced_by_another_printed_one_and_the_own_one_by_a_fresh_one(
    old: str, new: str | None
) -> None:
    codes = stock()
    with pytest.raises(InvalidFieldError) as caught:
        replaced(codes, old, new)
    assert caught.value.field == "new_code"
    assert {use.state for use in codes.uses.values()} == {CodeState.BOUND}


@pytest.mark.parametrize(
    "use", [None, CodeUse(CodeState.VOID, BOOK, 1), CodeUse(CodeState.BOUND, HandbookId("another"), 1)]
)
def test_what_does_not_lead_here_is_not_replaced(use: CodeUse | None) -> None:
    codes = stock()
    codes.uses.pop(OLD)
    if use:
        codes.uses[OLD] = use
    with pytest.raises(CodeNotCarriedError) as caught:
        replaced(codes)
    assert caught.value.field == "old_code"
    assert NEW not in codes.uses


@pytest.mark.parametrize(("actor", "told"), [(nurse(), CodeBoundElsewhereError), (family(), CodeUnavailableError)])
def test_a_new_code_that_is_taken_leaves_the_old_one_in_place(actor: Actor, told: type[HandbookError]) -> None:
    codes = stock()
    codes.uses[NEW] = CodeUse(CodeState.BOUND, HandbookId("another"), 1)
    with pytest.raises(CodeUnavailableError) as caught:
        replaced(codes, actor=actor)
    assert (type(caught.value), caught.value.field) == (told, "new_code")
    assert codes.uses[OLD].state is CodeState.BOUND


def test_of_two_who_replace_at_once_one_is_told_of_the_conflict() -> None:
    class Raced(FakeCodes):
        def segment(self, serial: int) -> Segment | None:
            self.uses[OLD] = CodeUse(CodeState.VOID, BOOK, 2)
            return super().segment(serial)

    codes = Raced()
    codes.stock, codes.uses = stock().stock, stock().uses
    with pytest.raises(ConflictError):
        replaced(codes)
    assert NEW not in codes.uses
