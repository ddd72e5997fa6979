"""Scanning and binding codes: a forged one is refused before any table is read."""

from datetime import timedelta
from types import MappingProxyType

import pytest

from handbook.domain.access import Action, Actor, Ground
from handbook.domain.carriers import CodeUse
from handbook.domain.codes import CodeState, Segment, mint
from handbook.domain.errors import (
    CodeMalformedError,
    CodeUnavailableError,
    ConflictError,
    ForbiddenError,
    HandbookError,
    NotFoundError,
)
from handbook.domain.handbook import VISIT_RIGHT, Handbook
from handbook.domain.ids import BatchId, HandbookId
from handbook.usecases.bind_code import bind_code
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
from tests.fakes import FakeCodes, FakeKeys, FakeRecords

BOOK = HandbookId("book")
SERIAL = 500
CODE = mint(SERIAL, KEY)
MISTYPED = ("B" if CODE[0] != "B" else "C") + CODE[1:]


def ordered() -> FakeCodes:
    return FakeCodes({SERIAL: BatchId("batch")})


def used(state: CodeState, handbook_id: HandbookId = BOOK) -> FakeCodes:
    codes = ordered()
    codes.uses[SERIAL] = CodeUse(state, handbook_id, 1)
    return codes


def scanned(actor: Actor, codes: FakeCodes, records: FakeRecords | None = None, text: str = CODE) -> Scanned:
    return scan_code(text, context(actor), codes=codes, records=records or FakeRecords(handbook()), keys=FakeKeys())


def bound(codes: FakeCodes, records: FakeRecords, actor: Actor | None = None, text: str = CODE) -> Handbook:
    return bind_code(text, BOOK, context(actor or family()), receipt(), codes=codes, records=records, keys=FakeKeys())


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


def test_a_code_that_was_ordered_and_never_used_is_free_for_a_nurse_and_hidden_from_families() -> None:
    assert scanned(nurse(), ordered()) == Scanned(CODE, CodeState.GENERATED, None)
    with pytest.raises(NotFoundError):
        scanned(family(), ordered())


@pytest.mark.parametrize("codes", [FakeCodes(), used(CodeState.VOID), used(CodeState.REPLACED)])
def test_codes_never_issued_void_or_replaced_lead_nowhere(codes: FakeCodes) -> None:
    records = FakeRecords(handbook())
    with pytest.raises(NotFoundError):
        scanned(nurse(), codes, records)
    assert records.audited == []


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


def test_a_bound_code_leads_to_the_handbook_beside_its_own() -> None:
    codes = ordered()
    book = bound(codes, FakeRecords(handbook()))
    assert book.carriers == (CODE,)
    assert codes.uses == {SERIAL: CodeUse(CodeState.BOUND, BOOK, 1)}


def test_a_code_is_bound_in_its_plain_form_however_it_was_typed() -> None:
    typed = f"https://somevabe.vn/q/{CODE.lower()}"
    assert bound(ordered(), FakeRecords(handbook()), text=typed).carriers == (CODE,)


@pytest.mark.parametrize("state", [CodeState.BOUND, CodeState.VOID, CodeState.REPLACED])
def test_a_code_that_was_used_is_unavailable_even_for_the_same_handbook(state: CodeState) -> None:
    codes = used(state)
    with pytest.raises(CodeUnavailableError) as caught:
        bound(codes, FakeRecords(handbook()))
    assert caught.value.field == "code"
    assert "bind" not in codes.calls


def test_a_code_that_nobody_ordered_is_not_found() -> None:
    codes = FakeCodes()
    with pytest.raises(NotFoundError) as caught:
        bound(codes, FakeRecords(handbook()))
    assert (caught.value.field, codes.uses) == ("code", {})


def test_a_forged_code_is_not_bound_and_no_code_is_read() -> None:
    codes = ordered()
    with pytest.raises(NotFoundError):
        bound(codes, FakeRecords(handbook()), text=mint(SERIAL, FORGER))
    assert codes.calls == []


def test_of_two_who_bind_at_once_one_is_told_of_the_conflict() -> None:
    class Raced(FakeCodes):
        def segment(self, serial: int) -> Segment | None:
            self.uses[serial] = CodeUse(CodeState.BOUND, HandbookId("another"), 1)
            return super().segment(serial)

    with pytest.raises(ConflictError):
        bound(Raced({SERIAL: BatchId("batch")}), FakeRecords(handbook()))


def test_nobody_binds_to_a_handbook_of_others() -> None:
    with pytest.raises(NotFoundError):
        bound(ordered(), FakeRecords(handbook()), family(STRANGER))
