"""Rights for a while and numbers of communes: found by key or index, at a cost that does not grow with the rest."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from handbook import bootstrap
from handbook.bootstrap.granting import area_numbers, grants
from handbook.domain.access import Action
from handbook.domain.area_numbers import AreaCounts
from handbook.domain.errors import ConflictError
from handbook.domain.grant_records import GrantRecord
from handbook.domain.grants import Grant, GrantKind
from handbook.domain.handbook import Handbook
from handbook.domain.ids import CommuneCode, GrantId, HandbookId, UnitId
from tests.integration.test_access_patterns import NOW, TODAY, a_handbook, a_receipt, an_entry, calls, opened

pytestmark = pytest.mark.usefixtures("cloud")
HOLDER, GIVER = UnitId("hospital"), UnitId("station")


def a_record(book: Handbook, name: str, hours: int = 0, kind: GrantKind = GrantKind.REFERRAL) -> GrantRecord:
    given_at = NOW + timedelta(hours=hours)
    grant = Grant(GrantId(name), kind, HOLDER, "diagnosis", given_at, given_at + timedelta(days=30))
    return GrantRecord(grant, book.handbook_id, given_at, "nurse", "unit", GIVER)


def kept(record: GrantRecord) -> Handbook:
    book = bootstrap.records().get(record.handbook_id)
    assert book is not None
    changed = replace(book, grants=(*book.grants, record.grant))
    entry = an_entry(book.handbook_id, NOW + timedelta(seconds=book.version or 0), Action.REFER)
    grants().add(record, changed, entry, a_receipt(f"grant-{record.grant_id}"), "answer")
    found = bootstrap.records().get(record.handbook_id)
    assert found is not None
    return found


def test_ap_190_one_right_is_one_get_and_is_ended_at_its_version() -> None:
    record = a_record(opened("one"), "first")
    book = kept(record)
    with calls() as seen:
        assert grants().get([book.handbook_id], record.grant_id) == record
        assert book.grants == (record.grant,)
    assert seen == ["GetItem"]
    assert grants().get([book.handbook_id], GrantId("nobody")) is None

    ended = record.ended(NOW, "mother", "family")
    grants().save(ended, replace(book, grants=()), an_entry(book.handbook_id, NOW + timedelta(hours=9)))
    assert grants().get([book.handbook_id], record.grant_id) == ended
    with pytest.raises(ConflictError):
        grants().save(ended, replace(book, grants=()), an_entry(book.handbook_id, NOW + timedelta(hours=10)))


def test_ap_191_the_rights_on_a_handbook_are_one_query() -> None:
    book = opened("one")
    records = [a_record(book, name) for name in ("a", "b", "c")]
    for record in records:
        kept(record)
    with calls() as seen:
        page = grants().of_handbook([book.handbook_id], 2)
        rest = grants().of_handbook([book.handbook_id], 2, page.next)
    assert [*page.items, *rest.items] == records
    assert seen == ["Query", "Query"]


def test_ap_192_and_ap_193_both_units_list_a_kind_newest_first() -> None:
    records = [a_record(opened(name), name, hours) for hours, name in enumerate(("one", "two", "three"))]
    for record in records:
        kept(record)
    kept(a_record(opened("four"), "four", kind=GrantKind.APPOINTMENT))
    for listing, unit in ((grants().of_holder, HOLDER), (grants().of_giver, GIVER)):
        with calls() as seen:
            page = listing(unit, GrantKind.REFERRAL, 2)
            rest = listing(unit, GrantKind.REFERRAL, 2, page.next)
        assert [*page.items, *rest.items] == records[::-1]
        assert seen == ["Query", "BatchGetItem"] * 2
        assert listing(UnitId("third"), GrantKind.REFERRAL, 2).items == ()


def test_ap_194_a_commune_is_counted_in_keys_and_no_item_is_read() -> None:
    here = CommuneCode("00004")
    for number, born in enumerate((TODAY, TODAY - timedelta(days=400), date(2010, 1, 1))):
        book = a_handbook(f"book-{number}", born)
        bootstrap.records().add(book, an_entry(book.handbook_id), a_receipt(book.handbook_id))
    bootstrap.defaulters().follow(HandbookId("book-0"), TODAY, here, 1)
    bootstrap.defaulters().follow(HandbookId("book-1"), TODAY + timedelta(days=1), here, 1)
    with calls() as seen:
        found = area_numbers().of_commune(here, TODAY - timedelta(days=2200), TODAY)
    assert found == AreaCounts((1, 1, 0, 0, 0, 0), 0, 1)
    assert seen == ["Query", "Query", "Query"]
