"""Scanning and binding codes: a forged one is refused before any table is read."""

from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

import pytest

from handbook.domain.access import Action, Actor, Ground
from handbook.domain.carriers import Carrier, CodeUse
from handbook.domain.codes import ALPHABET, STOCK, CodeState, Segment, mint
from handbook.domain.errors import (
    CodeBoundElsewhereError,
    CodeEndedError,
    CodeMalformedError,
    CodeNotShippedError,
    CodeUnavailableError,
    ConflictError,
    ForbiddenError,
    HandbookError,
    NotFoundError,
)
from handbook.domain.handbook import VISIT_RIGHT, Handbook
from handbook.domain.ids import BatchId, HandbookId, UnitId
from handbook.usecases.bind_code import Bound, bind_code
from handbook.usecases.free_code import BindWarning
from handbook.usecases.retry import TRIES, on_conflict
from handbook.usecases.scan_code import Scanned, scan_code
from tests.builders import (
    FAR_STATION,
    FORGER,
    KEY,
    NOW,
    STATION,
    STRANGER,
    context,
    family,
    handbook,
    manager,
    nurse,
    receipt,
    vendor,
)
from tests.fakes import FakeAuditLog, FakeCodes, FakeKeys, FakeRecords

BOOK = HandbookId("book")
SERIAL = 500
CODE = mint(SERIAL, KEY)
MISTYPED = ("B" if CODE[0] != "B" else "C") + CODE[1:]


def ordered(state: CodeState = CodeState.SHIPPED, unit_id: UnitId | None = None) -> FakeCodes:
    codes = FakeCodes()
    codes.stock = [Segment(BatchId("batch"), 0, 999, state, unit_id, version=1)]
    return codes


def used(state: CodeState, handbook_id: HandbookId = BOOK) -> FakeCodes:
    codes = ordered()
    codes.uses[SERIAL] = CodeUse(state, handbook_id, 1)
    return codes


def scanned(actor: Actor, codes: FakeCodes, records: FakeRecords | None = None, text: str = CODE) -> Scanned:
    return scan_code(
        text,
        context(actor),
        codes=codes,
        records=records or FakeRecords(handbook()),
        keys=FakeKeys(),
        audit=FakeAuditLog(),
    )


def bound(
    codes: FakeCodes,
    records: FakeRecords,
    actor: Actor | None = None,
    text: str = CODE,
    audit: FakeAuditLog | None = None,
) -> Bound:
    return bind_code(
        text,
        BOOK,
        context(actor or family()),
        receipt(),
        codes=codes,
        records=records,
        keys=FakeKeys(),
        audit=audit or FakeAuditLog(),
    )


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        (mint(SERIAL, FORGER), NotFoundError),
        (MISTYPED, CodeMalformedError),
        (CODE[:-1], CodeMalformedError),
        ("", CodeMalformedError),
    ],
)
def test_a_forged_or_mistyped_code_is_refused_without_reading_any_table(
    text: str, refusal: type[HandbookError]
) -> None:
    codes, records = ordered(), FakeRecords(handbook())
    for actor in (family(), nurse()):
        with pytest.raises(refusal):
            scanned(actor, codes, records, text)
    assert (codes.calls, records.calls) == ([], [])


@pytest.mark.parametrize("serial", [0, 1, 500, 123_456_789, 2**40 - 1])
def test_any_one_wrong_character_and_any_two_swapped_ones_are_refused_unread(serial: int) -> None:
    code = mint(serial, KEY)
    slips = {code[:at] + wrong + code[at + 1 :] for at in range(20) for wrong in ALPHABET if wrong != code[at]}
    assert len(slips) == 20 * 31
    for first in range(20):
        for second in range(first + 1, 20):
            swapped = list(code)
            swapped[first], swapped[second] = code[second], code[first]
            slips.add("".join(swapped))
    codes, records = ordered(), FakeRecords(handbook())
    for slip in slips - {code}:
        with pytest.raises(CodeMalformedError):
            scanned(nurse(), codes, records, slip)
    assert (codes.calls, records.calls) == ([], [])


def test_the_refusal_of_a_slip_names_the_field_and_not_what_was_typed() -> None:
    with pytest.raises(CodeMalformedError) as caught:
        scanned(nurse(), ordered(), text="my-secret-text")
    assert caught.value.args == ("code",)


def test_a_nurse_from_elsewhere_gets_the_right_of_a_visit_and_the_family_can_see_it() -> None:
    records = FakeRecords(handbook())
    found = scanned(nurse(FAR_STATION), used(CodeState.BOUND), records)
    assert found.handbook is not None
    assert records.books[BOOK].visits == {FAR_STATION: NOW + VISIT_RIGHT}
    (entry,) = records.audited
    assert (entry.action, entry.ground, entry.unit_id) == (Action.SCAN_CODE, Ground.VISIT, FAR_STATION)


def test_a_nurse_of_the_area_scans_on_the_ground_of_her_area() -> None:
    records = FakeRecords(handbook())
    scanned(nurse(), used(CodeState.BOUND), records)
    assert [(entry.ground, entry.unit_id) for entry in records.audited] == [(Ground.AREA, STATION)]


def test_a_guardian_scans_the_own_handbook_without_an_entry_and_a_stranger_finds_nothing() -> None:
    records = FakeRecords(handbook())
    assert scanned(family(), used(CodeState.BOUND), records).handbook == handbook()
    assert records.audited == []
    with pytest.raises(NotFoundError):
        scanned(family(STRANGER), used(CodeState.BOUND), records)


@pytest.mark.parametrize("state", sorted(STOCK))
def test_a_code_that_nobody_used_says_staff_where_it_stands_and_is_hidden_from_families(state: CodeState) -> None:
    codes = ordered(state, STATION)
    assert scanned(nurse(), codes) == Scanned(CODE, state, None, STATION)
    assert codes.calls == ["used", "segment"]
    with pytest.raises(NotFoundError):
        scanned(family(), ordered(state))


def test_a_code_that_was_never_ordered_leads_nowhere() -> None:
    for actor in (family(), nurse()):
        with pytest.raises(NotFoundError):
            scanned(actor, FakeCodes())


def test_a_code_whose_handbook_was_never_written_leads_nowhere() -> None:
    with pytest.raises(NotFoundError):
        scanned(nurse(), used(CodeState.BOUND), FakeRecords())


@pytest.mark.parametrize("state", [CodeState.VOID, CodeState.REPLACED])
def test_a_code_that_ended_opens_nothing_and_says_staff_what_it_is(state: CodeState) -> None:
    records = FakeRecords(handbook())
    assert scanned(nurse(FAR_STATION), used(state), records) == Scanned(CODE, state)
    assert records.books[BOOK].visits == {}
    assert records.audited == []


@pytest.mark.parametrize("state", [CodeState.VOID, CodeState.REPLACED])
def test_a_code_that_ended_shows_the_handbook_to_those_who_may_see_it_anyway(state: CodeState) -> None:
    records, audit = FakeRecords(handbook()), FakeAuditLog()
    for actor in (nurse(), family()):
        found = scan_code(CODE, context(actor), codes=used(state), records=records, keys=FakeKeys(), audit=audit)
        assert found == Scanned(CODE, state, handbook())
    assert [(entry.action, entry.ground) for entry in audit.entries] == [(Action.SCAN_CODE, Ground.AREA)]
    with pytest.raises(NotFoundError):
        scanned(family(STRANGER), used(state), records)


@pytest.mark.parametrize("actor", [manager(), vendor()])
def test_print_roles_never_scan(actor: Actor) -> None:
    with pytest.raises(ForbiddenError):
        scanned(actor, used(CodeState.BOUND))


def test_a_scan_that_was_overtaken_decides_afresh() -> None:
    class OvertakenOnce(FakeRecords):
        def get(self, handbook_id: HandbookId) -> Handbook | None:
            found = super().get(handbook_id)
            if self.calls == ["get"]:
                other = handbook(version=2, visits=MappingProxyType({STATION: NOW + timedelta(hours=1)}))
                self.books[handbook_id] = other
            return found

    records = OvertakenOnce(handbook())
    scanned(nurse(FAR_STATION), used(CodeState.BOUND), records)
    assert set(records.books[BOOK].visits) == {STATION, FAR_STATION}
    assert len(records.audited) == 1


def test_a_conflict_is_tried_again_a_few_times_and_an_answer_is_not() -> None:
    tried: list[type[ConflictError]] = []

    def always(kind: type[ConflictError]) -> None:
        tried.append(kind)
        raise kind

    with pytest.raises(ConflictError):
        on_conflict(lambda: always(ConflictError))
    with pytest.raises(CodeUnavailableError):
        on_conflict(lambda: always(CodeUnavailableError))
    assert tried == [ConflictError] * TRIES + [CodeUnavailableError]


@pytest.mark.parametrize("state", [CodeState.SHIPPED, CodeState.ALLOCATED])
def test_a_bound_code_leads_to_the_handbook_beside_its_own(state: CodeState) -> None:
    codes = ordered(state)
    assert bound(codes, FakeRecords(handbook())) == Bound(replace(handbook(), carriers=(Carrier(CODE, NOW),)))
    assert codes.uses == {SERIAL: CodeUse(CodeState.BOUND, BOOK, 1)}


def test_a_code_is_bound_in_its_plain_form_however_it_was_typed() -> None:
    typed = f"https://somevabe.vn/q/{CODE.lower()}"
    assert bound(ordered(), FakeRecords(handbook()), text=typed).handbook.bound_codes == (CODE,)


def test_a_code_that_leads_here_already_is_bound_without_a_word_and_staff_leave_an_entry() -> None:
    for actor, entries in ((family(), 0), (nurse(), 1)):
        codes, audit = used(CodeState.BOUND), FakeAuditLog()
        assert bound(codes, FakeRecords(handbook()), actor, audit=audit) == Bound(handbook())
        assert (codes.calls, len(audit.entries)) == (["used"], entries)


REFUSED = [
    (used(CodeState.BOUND, HandbookId("another")), CodeBoundElsewhereError),
    (used(CodeState.VOID), CodeEndedError),
    (used(CodeState.REPLACED), CodeEndedError),
    (used(CodeState.VOID, HandbookId("another")), CodeEndedError),
    (ordered(CodeState.VOID), CodeEndedError),
    (ordered(CodeState.GENERATED), CodeNotShippedError),
    (ordered(CodeState.PRINTED), CodeNotShippedError),
]


@pytest.mark.parametrize(("codes", "refusal"), REFUSED)
def test_what_stands_in_the_way_of_binding_is_told_to_staff_and_not_to_families(
    codes: FakeCodes, refusal: type[CodeUnavailableError]
) -> None:
    for actor, told in ((nurse(), refusal), (family(), CodeUnavailableError)):
        with pytest.raises(CodeUnavailableError) as caught:
            bound(codes, FakeRecords(handbook()), actor)
        assert (type(caught.value), caught.value.field) == (told, "code")
    assert "bind" not in codes.calls


@pytest.mark.parametrize(
    ("state", "unit_id", "actor", "warnings"),
    [
        (CodeState.SHIPPED, None, nurse(), (BindWarning.NOT_RECEIVED,)),
        (CodeState.ALLOCATED, STATION, nurse(), ()),
        (CodeState.ALLOCATED, FAR_STATION, nurse(), (BindWarning.ALLOCATED_ELSEWHERE,)),
        (CodeState.SHIPPED, None, family(), ()),
        (CodeState.ALLOCATED, FAR_STATION, family(), ()),
    ],
)
def test_a_book_in_the_hand_is_bound_whatever_the_lists_say_and_staff_are_warned(
    state: CodeState, unit_id: UnitId | None, actor: Actor, warnings: tuple[BindWarning, ...]
) -> None:
    assert bound(ordered(state, unit_id), FakeRecords(handbook()), actor).warnings == warnings


def test_a_code_that_nobody_ordered_is_not_found() -> None:
    codes = FakeCodes()
    with pytest.raises(NotFoundError) as caught:
        bound(codes, FakeRecords(handbook()))
    assert (caught.value.field, codes.uses) == ("code", {})


def test_a_forged_code_is_not_bound_and_nothing_is_read() -> None:
    codes, records = ordered(), FakeRecords(handbook())
    with pytest.raises(NotFoundError):
        bound(codes, records, text=mint(SERIAL, FORGER))
    assert (codes.calls, records.calls) == ([], [])


def test_of_two_who_bind_at_once_one_is_told_of_the_conflict() -> None:
    class Raced(FakeCodes):
        def segment(self, serial: int) -> Segment | None:
            self.uses[serial] = CodeUse(CodeState.BOUND, HandbookId("another"), 1)
            return super().segment(serial)

    raced = Raced()
    raced.stock = ordered().stock
    with pytest.raises(ConflictError):
        bound(raced, FakeRecords(handbook()))


def test_nobody_binds_to_a_handbook_of_others() -> None:
    with pytest.raises(NotFoundError):
        bound(ordered(), FakeRecords(handbook()), family(STRANGER))
