"""Opening, admitting to, correcting and listing handbooks."""

from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType
from typing import Any

import pytest

from handbook.domain.access import Action, Actor, Ground, Role
from handbook.domain.bonds import Bond
from handbook.domain.carriers import CodeUse
from handbook.domain.codes import CodeState, parse, verify
from handbook.domain.errors import (
    ConflictError,
    DateInFutureError,
    ForbiddenError,
    InvalidFieldError,
    NotFoundError,
    StaleVersionError,
)
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId, PhoneE164
from handbook.usecases.admit import admit, admit_reader
from handbook.usecases.edit_profile import edit_profile
from handbook.usecases.list_handbooks import list_handbooks
from handbook.usecases.open_handbook import OpenHandbook, open_handbook
from tests.builders import (
    ELSEWHERE,
    FAR_STATION,
    HERE,
    KEY,
    MOTHER,
    NOW,
    PHONE,
    STATION,
    STRANGER,
    TODAY,
    account,
    child_schedule,
    context,
    family,
    handbook,
    ids,
    manager,
    nurse,
    profile,
    receipt,
    vendor,
)
from tests.fakes import FakeAuditLog, FakeCodes, FakeDirectory, FakeKeys, FakeRecords, index_of

BOOK = HandbookId("book")


def opened(
    actor: Actor, records: FakeRecords, codes: FakeCodes, phone: PhoneE164 | None = None, **child: Any
) -> Handbook:
    return open_handbook(
        OpenHandbook(profile(**child), phone),
        context(actor),
        receipt(),
        records=records,
        codes=codes,
        directory=FakeDirectory(account()),
        keys=FakeKeys(),
        schedule=child_schedule(),
        index_of=index_of,
        new_id=ids("book"),
    )


def test_a_family_opens_a_handbook_for_itself_with_a_code_that_leads_to_it() -> None:
    records, codes = FakeRecords(), FakeCodes(next_serial=41)
    book = opened(family(), records, codes)
    assert book == records.books[HandbookId("book-1")]
    assert (book.guardians, book.version, book.profile_version) == ({MOTHER: Bond(Role.GUARDIAN, since=TODAY)}, 1, 1)
    assert verify(parse(book.own_code), {1: KEY}) == 41
    assert codes.uses == {41: CodeUse(CodeState.BOUND, HandbookId("book-1"), 1)}


def test_opening_is_written_to_the_access_log() -> None:
    records = FakeRecords()
    opened(family(), records, FakeCodes())
    (entry,) = records.audited
    assert (entry.action, entry.ground, entry.actor_id, entry.at) == (Action.OPEN_HANDBOOK, Ground.ROLE, MOTHER, NOW)


def test_a_new_handbook_knows_when_its_family_is_next_told_something() -> None:
    book = opened(family(), FakeRecords(), FakeCodes(), birth_date=TODAY)
    assert book.next_contact_on is not None
    assert book.next_contact_on >= TODAY


def test_a_nurse_opens_a_handbook_for_the_account_of_a_number() -> None:
    book = opened(nurse(), FakeRecords(), FakeCodes(), PHONE)
    assert book.guardians == {MOTHER: Bond(Role.GUARDIAN, since=TODAY)}


@pytest.mark.parametrize(
    ("actor", "phone", "field"),
    [
        (nurse(FAR_STATION), PHONE, "commune_code"),
        (nurse(), PhoneE164("+84987654321"), "guardian_phone"),
    ],
)
def test_a_nurse_needs_her_own_area_and_a_number_with_an_account(
    actor: Actor, phone: PhoneE164 | None, field: str
) -> None:
    records, codes = FakeRecords(), FakeCodes()
    with pytest.raises(InvalidFieldError) as caught:
        opened(actor, records, codes, phone)
    assert caught.value.field == field
    assert (records.books, records.audited, codes.calls) == ({}, [], [])


@pytest.mark.parametrize("actor", [manager(), vendor()])
def test_no_other_role_opens_handbooks(actor: Actor) -> None:
    with pytest.raises(ForbiddenError):
        opened(actor, FakeRecords(), FakeCodes())


def test_a_birth_tomorrow_takes_no_serial_number() -> None:
    codes = FakeCodes()
    with pytest.raises(DateInFutureError):
        opened(family(), FakeRecords(), codes, birth_date=TODAY + timedelta(days=1))
    assert codes.calls == []


def test_a_code_leads_nowhere_rather_than_a_handbook_having_none_when_the_write_fails() -> None:
    records, codes = FakeRecords(handbook("book-1")), FakeCodes(next_serial=41)
    with pytest.raises(ConflictError):
        opened(family(), records, codes)
    assert records.books[HandbookId("book-1")] == handbook("book-1")
    assert 41 in codes.uses


@pytest.mark.parametrize("actor", [family(STRANGER), nurse(FAR_STATION), manager(), vendor()])
def test_absent_and_not_yours_look_the_same(actor: Actor) -> None:
    there, absent = FakeRecords(handbook()), FakeRecords()
    errors = []
    for records in (there, absent):
        with pytest.raises(NotFoundError) as caught:
            admit_reader(context(actor), Action.READ_HANDBOOK, BOOK, records, FakeAuditLog())
        errors.append((type(caught.value), caught.value.args, caught.value.field))
    assert errors[0] == errors[1]


def test_what_a_guardian_may_see_but_not_do_is_forbidden_and_not_hidden() -> None:
    with pytest.raises(ForbiddenError):
        admit(context(family()), Action.RECORD_DOSE, BOOK, FakeRecords(handbook()))


def test_a_nurses_reading_leaves_an_entry_and_a_guardians_none() -> None:
    audit = FakeAuditLog()
    admit_reader(context(family()), Action.READ_HANDBOOK, BOOK, FakeRecords(handbook()), audit)
    assert audit.entries == []
    admit_reader(context(nurse()), Action.READ_HANDBOOK, BOOK, FakeRecords(handbook()), audit)
    (entry,) = audit.entries
    assert (entry.actor_id, entry.unit_id, entry.ground) == ("nurse", STATION, Ground.AREA)


def test_a_visit_is_the_ground_of_a_reading_from_another_commune() -> None:
    audit = FakeAuditLog()
    visited = handbook(visits=MappingProxyType({FAR_STATION: NOW + timedelta(hours=1)}))
    admit_reader(context(nurse(FAR_STATION)), Action.READ_HANDBOOK, BOOK, FakeRecords(visited), audit)
    assert audit.entries[0].ground is Ground.VISIT


def edited(records: FakeRecords, based_on: int, actor: Actor, **changes: Any) -> Handbook:
    return edit_profile(BOOK, changes, based_on, context(actor), records=records, schedule=child_schedule())


def test_a_correction_changes_what_was_sent_and_counts_the_etag() -> None:
    records = FakeRecords(handbook())
    changed = edited(records, 1, family(), full_name="Nguyễn Thị Anh", mother_name="Lò Thị Mây")
    expected = profile(full_name="Nguyễn Thị Anh", mother_name="Lò Thị Mây")
    assert (changed.profile, changed.profile_version) == (expected, 2)
    assert records.books[BOOK] == replace(changed, version=2)
    assert [entry.action for entry in records.audited] == [Action.EDIT_HANDBOOK]


def test_another_birth_date_moves_the_next_contact() -> None:
    records = FakeRecords(handbook())
    first = edited(records, 1, family(), birth_date=TODAY)
    second = edited(records, 2, family(), birth_date=TODAY - timedelta(days=20))
    assert first.next_contact_on != second.next_contact_on


@pytest.mark.parametrize("based_on", [0, 2, -1])
def test_a_correction_of_another_version_is_refused_and_writes_nothing(based_on: int) -> None:
    records = FakeRecords(handbook())
    with pytest.raises(StaleVersionError):
        edited(records, based_on, family(), full_name="X")
    assert (records.books[BOOK], records.audited) == (handbook(), [])


@pytest.mark.parametrize("field", ["full_name", "sex", "birth_date", "commune_code", "province_code"])
def test_what_every_handbook_has_cannot_be_emptied(field: str) -> None:
    records = FakeRecords(handbook())
    with pytest.raises(InvalidFieldError) as caught:
        edited(records, 1, family(), **{field: None})
    assert caught.value.field == field
    assert records.audited == []


def test_what_may_be_unknown_can_be_emptied() -> None:
    records = FakeRecords(handbook(profile=profile(mother_name="Lò Thị Mây", gestation_days=250)))
    assert edited(records, 1, family(), mother_name=None, gestation_days=None).profile == profile()


def test_a_correction_to_a_birth_tomorrow_is_refused() -> None:
    with pytest.raises(DateInFutureError):
        edited(FakeRecords(handbook()), 1, family(), birth_date=TODAY + timedelta(days=1))


def test_a_family_lists_its_own_and_a_nurse_the_first_commune_of_her_area() -> None:
    away = profile(commune_code=ELSEWHERE)
    records = FakeRecords(handbook("a"), handbook("b", STRANGER), handbook("c", STRANGER, profile=away))
    audit = FakeAuditLog()
    mine = list_handbooks(context(family()), 10, None, None, records=records, audit=audit)
    assert [book.handbook_id for book in mine.items] == ["a"]
    assert audit.entries == []
    hers = list_handbooks(context(nurse()), 10, None, None, records=records, audit=audit)
    assert [book.handbook_id for book in hers.items] == ["a", "b"]
    assert [(entry.handbook_id, entry.action) for entry in audit.entries] == [
        ("a", Action.LIST_AREA),
        ("b", Action.LIST_AREA),
    ]


def test_a_nurse_of_two_communes_chooses_one_and_no_other() -> None:
    records = FakeRecords(handbook("a"), handbook("c", profile=profile(commune_code=ELSEWHERE)))
    both, audit = context(nurse(STATION, HERE, ELSEWHERE)), FakeAuditLog()
    chosen = list_handbooks(both, 10, None, HERE, records=records, audit=audit)
    assert [book.handbook_id for book in chosen.items] == ["a"]
    with pytest.raises(InvalidFieldError):
        list_handbooks(context(nurse()), 10, None, ELSEWHERE, records=records, audit=audit)


@pytest.mark.parametrize("actor", [manager(), vendor()])
def test_print_roles_list_no_handbooks(actor: Actor) -> None:
    with pytest.raises(ForbiddenError):
        list_handbooks(context(actor), 10, None, None, records=FakeRecords(handbook()), audit=FakeAuditLog())
