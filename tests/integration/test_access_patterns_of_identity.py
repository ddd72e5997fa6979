"""Numbers, and the registers of communes: found by index, at a cost that does not grow."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from handbook import bootstrap
from handbook.domain.access import Action
from handbook.domain.dating import Dating
from handbook.domain.errors import ConflictError
from handbook.domain.feeding import Feeding
from handbook.domain.handbook import Handbook
from handbook.domain.identifiers import Identifier, NumberMark, Subject, System
from handbook.domain.ids import CommuneCode, EntryId, HandbookId, IdentifierId, ProvinceCode
from handbook.domain.merges import Merge, MergeNote
from handbook.domain.pregnancy import Mother, Pregnancy
from handbook.storage.record_items import SummaryItem, summary_item
from tests.integration.metering import metered
from tests.integration.test_access_patterns import NOW, TODAY, a_handbook, a_receipt, an_entry, calls, opened, written

pytestmark = pytest.mark.usefixtures("cloud")
HERE = CommuneCode("00004")
RESIDENTS, PAGE = 5_000, 100
LAST_BIRTH = date(2026, 9, 1)


def a_number(name: str, value: str = "001326012345", subject: Subject = "child") -> Identifier:
    return Identifier(
        IdentifierId(f"{name}-{subject}"), HandbookId(name), subject, System.PERSONAL_ID, value, NOW, "nurse"
    )


def kept(number: Identifier) -> None:
    book = bootstrap.records().get(number.handbook_id)
    assert book is not None
    entry = an_entry(book.handbook_id, NOW + timedelta(seconds=book.version or 0), Action.RECORD_IDENTIFIER)
    bootstrap.identifiers().add(number, book, entry, a_receipt(number.identifier_id), "answer")


def test_ap_90_the_numbers_of_a_handbook_are_one_query_with_and_without_their_values() -> None:
    book = opened("one")
    numbers = [a_number("one"), a_number("one", "001195012345", "mother")]
    for number in numbers:
        kept(number)
    identifiers = bootstrap.identifiers()

    with calls() as seen:
        assert set(identifiers.of_handbook(book)) == set(numbers)
        marks = identifiers.marks_of(book)

    assert seen == ["Query", "Query"]
    wanted = {NumberMark(n.subject, "national", identifiers.mark_of(n.system, n.value)) for n in numbers}
    assert set(marks) == wanted


def test_ap_91_the_handbooks_of_a_number_are_one_query_and_those_where_it_holds_another() -> None:
    for name in ("one", "two", "three"):
        opened(name)
        kept(a_number(name, subject="mother" if name == "three" else "child"))
    identifiers = bootstrap.identifiers()
    before, book = a_number("one"), bootstrap.records().get(HandbookId("one"))
    assert book is not None
    after = replace(before, status="cancelled", version=2)
    identifiers.replace(before, after, book, an_entry("one", NOW + timedelta(hours=1), Action.RECORD_IDENTIFIER))

    with calls() as seen:
        holders = identifiers.holders(System.PERSONAL_ID, "001326012345")
        held = identifiers.held_by(identifiers.mark_of(System.PERSONAL_ID, "001326012345"), "child")

    assert holders == ("two", "three", "one")
    assert held == ("two",)
    assert seen == ["Query", "Query"]


def resident(number: int) -> str:
    """An id as long as those that are issued."""
    return f"{number:08d}-0000-4000-8000-000000000000"


def commune(residents: int) -> None:
    """Fill a commune: one birth a day, backwards from the last."""
    with SummaryItem.batch_write() as batch:
        for number in range(residents):
            item = summary_item(a_handbook(resident(number), LAST_BIRTH - timedelta(days=number)))
            item.version = 1
            batch.save(item)


def place(number: int) -> dict[str, str]:
    """The position after the child of a number."""
    book = resident(number)
    born = LAST_BIRTH - timedelta(days=number)
    return {
        "pk": f"HANDBOOK#{book}",
        "sk": "SUMMARY",
        "gsi2pk": f"COMMUNE#{HERE}",
        "gsi2sk": f"{born.isoformat()}#{book}",
    }


def test_ap_92_a_page_of_a_register_of_five_thousand_costs_the_same_wherever_it_is() -> None:
    commune(RESIDENTS)
    register = bootstrap.records()

    costs = []
    for start in (None, 99, 2_499, RESIDENTS - PAGE - 1):
        with metered() as cost:
            page = register.children(HERE, None, None, PAGE, place(start) if start else None)
        first = start + 1 if start else 0
        assert [book.handbook_id for book in page.items] == [resident(n) for n in range(first, first + PAGE)]
        assert cost.requests == ["Query", "BatchGetItem"]
        costs.append(cost.read)
    born = (LAST_BIRTH - timedelta(days=3_010), LAST_BIRTH - timedelta(days=3_001))
    with metered() as narrow:
        some = register.children(HERE, *born, PAGE)

    assert len(set(costs)) == 1
    assert costs[0] == 2.0 + PAGE * 0.5
    assert [book.handbook_id for book in some.items] == [resident(n) for n in range(3_001, 3_011)]
    assert some.next is None
    assert (narrow.requests, narrow.read) == (["Query", "BatchGetItem"], 0.5 + 10 * 0.5)


def pregnant(name: str, days: int) -> Handbook:
    """A handbook opened so many days into a pregnancy."""
    dating = Dating("d", "lmp", TODAY - timedelta(days=days), 0, NOW, "nurse")
    pregnancy = Pregnancy(Mother("Trần Thị Lan"), HERE, ProvinceCode("01"), (dating,))
    return replace(a_handbook(name), child=None, pregnancy=pregnancy)


def test_ap_93_pregnant_women_come_in_the_order_of_due_dates() -> None:
    for name, days in (("late", 20), ("soon", 200), ("middle", 100)):
        bootstrap.records().add(pregnant(name, days), an_entry(name), a_receipt(name))
    register = bootstrap.records()

    with calls() as seen:
        page = register.pregnancies(HERE, None, None, 2)
        rest = register.pregnancies(HERE, None, None, 2, page.next)
    due = [book.pregnancy.due_on for book in (*page.items, *rest.items) if book.pregnancy]
    only = register.pregnancies(HERE, due[1], due[1], 10)

    assert [book.handbook_id for book in (*page.items, *rest.items)] == ["soon", "middle", "late"]
    assert due == sorted(due)
    assert [book.handbook_id for book in only.items] == ["middle"]
    assert seen == ["Query", "BatchGetItem", "Query", "BatchGetItem"]
    assert register.children(HERE, None, None, 10).items == ()


def test_ap_94_children_born_on_a_day_are_found_with_those_that_were_merged() -> None:
    day = date(2026, 9, 1)
    for name, born in (("before", day - timedelta(days=1)), ("one", day), ("after", day + timedelta(days=1))):
        opened(name, born)
    merged = replace(a_handbook("merged", day), merged_into=HandbookId("one"))
    bootstrap.records().add(merged, an_entry("merged"), a_receipt("merged"))

    with calls() as seen:
        found = bootstrap.records().born(HERE, day, day, 10)

    assert [book.handbook_id for book in found] == ["one", "merged"]
    assert [book.merged_into for book in found] == [None, "one"]
    assert seen == ["Query", "BatchGetItem", "Query", "BatchGetItem"]
    assert [book.handbook_id for book in bootstrap.records().children(HERE, day, day, 10).items] == ["one"]


def test_a_merge_costs_a_query_more_and_those_that_nobody_merged_cost_what_they_did() -> None:
    fed = [Feeding(EntryId(name), TODAY, NOW, "mother", "family", milk="mixed") for name in ("one", "two")]
    books = [opened(name) for name in ("one", "two")]
    for book, entry in zip(books, fed, strict=True):
        written(entry, book)
    records = bootstrap.records()
    link = Merge(HandbookId("two"), NOW, "nurse", seq=3)
    kept = replace(books[0], version=2, merged_from=(link,))
    other = replace(books[1], version=2, merged_into=HandbookId("one"))

    def asked() -> tuple[list[str], list[str]]:
        records.get(HandbookId("one"))
        with calls() as seen:
            found = [str(one.entry.entry_id) for one in records.entries(Feeding, HandbookId("one"), 10).items]
            assert len(records.history(HandbookId("one"))) == len(found)
        return found, seen

    assert asked() == (["one"], ["Query", "Query"])
    note = MergeNote(HandbookId("one"), HandbookId("two"), NOW, "nurse", "Một bé", 3)
    records.save_merge(kept, other, note, [an_entry("one", NOW + timedelta(hours=n)) for n in (7, 8)])

    assert asked() == (["one", "two"], ["Query"] * 4)
    found = [records.get(HandbookId(name)) for name in ("one", "two")]
    assert [book.version for book in found if book] == [3, 3]
    with pytest.raises(ConflictError):
        records.save_merge(kept, other, replace(note, seq=4), [an_entry("one", NOW + timedelta(hours=9))])
