"""Exports: one get for where it is, and a handbook whole in four requests, none of which reads what is confidential."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from handbook import bootstrap
from handbook.domain.access import Role
from handbook.domain.exports import Export, ExportState, Order
from handbook.domain.feeding import Feeding
from handbook.domain.ids import EntryId, HandbookId
from tests.integration.test_access_patterns import NOW, a_receipt, an_entry, calls, opened

pytestmark = pytest.mark.usefixtures("cloud")


def test_ap_82_where_an_export_is_is_one_get() -> None:
    exports = bootstrap.exports()
    order = Order(HandbookId("one"), 1, "pdf", "vi", "own_copy", "mother", Role.GUARDIAN)
    export = Export(order, NOW, ExportState.QUEUED)
    exports.add(export, an_entry("one"), a_receipt("export"))

    with calls() as seen:
        found = exports.get(order.export_id)

    assert (seen, found) == (["GetItem"], export.stored())
    assert exports.get("nobody's") is None


def test_ap_83_a_handbook_with_every_version_of_every_entry_is_four_requests() -> None:
    book, records = opened("one"), bootstrap.records()
    for number in range(300):
        fed = Feeding(EntryId(f"f{number:03d}"), date(2026, 1, 6), NOW, "mother", "family", milk="mixed")
        entry = an_entry("one", NOW + timedelta(seconds=number + 1))
        records.add_entry(fed, entry, a_receipt(fed.entry_id), 1, book)
        book = replace(book, version=(book.version or 0) + 1)

    with calls() as seen:
        whole = records.whole(book.handbook_id)

    assert whole is not None
    assert (seen, len(whole.entries)) == (["GetItem", "Query", "Query", "GetItem"], 300)
