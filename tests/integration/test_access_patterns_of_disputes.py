"""The access patterns of disputes, asked of the tables as template.yaml makes them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handbook import bootstrap
from handbook.domain.dispute_states import DisputeState, DisputeStep
from handbook.domain.disputes import Complaint, Desk, Dispute, DisputeId, Step, submitted, taken
from handbook.domain.errors import ConflictError, InvalidCursorError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import CommuneCode, HandbookId, UnitId
from handbook.domain.paging import Page
from tests.integration.test_access_patterns import NOW, a_receipt, an_entry, calls, opened

pytestmark = pytest.mark.usefixtures("cloud")
COMMUNE, HOSPITAL = Desk(commune_code=CommuneCode("26734")), Desk(unit_id=UnitId("hospital"))
CLINIC = Desk(unit_id=UnitId("clinic"))


def disputed(name: str, book: Handbook, days: int = 0, desk: Desk = COMMUNE) -> tuple[Dispute, Handbook]:
    at = NOW + timedelta(days=days)
    first = Step(DisputeStep.SUBMIT, at, "mother", "family", "Thiếu mũi 2")
    dispute = submitted(DisputeId(name), book.handbook_id, Complaint("dose_missing"), desk, first)
    moment = at + timedelta(seconds=book.version or 0)
    bootstrap.disputes().add(dispute, book, an_entry("one", moment), a_receipt(name), dispute)
    return dispute, replace(book, version=(book.version or 0) + 1)


def step(dispute: Dispute, book: Handbook, name: DisputeStep) -> Dispute:
    after = taken(dispute, Step(name, NOW + timedelta(hours=1), "mother", "family"))
    bootstrap.disputes().save(after, book, an_entry("one", NOW + timedelta(days=50, seconds=book.version or 0)))
    return after


def test_ap_50_a_dispute_is_one_get_and_comes_back_as_it_was_written() -> None:
    dispute, _ = disputed("d", opened("one"))

    with calls() as seen:
        found = bootstrap.disputes().get([HandbookId("one")], DisputeId("d"))

    assert (found, seen) == (dispute, ["GetItem"])
    assert bootstrap.disputes().get([HandbookId("one")], DisputeId("nobody's")) is None


def test_ap_51_disputes_of_a_handbook_are_one_query_and_the_open_ones_too() -> None:
    book = opened("one")
    first, book = disputed("a", book)
    second, book = disputed("b", book, days=1)
    over = step(first, book, DisputeStep.WITHDRAW)

    with calls() as seen:
        page = bootstrap.disputes().of_handbook([HandbookId("one")], 10)
        open_ones = bootstrap.disputes().open_in([HandbookId("one")])

    assert (page.items, open_ones, seen) == ((over, second), (second,), ["Query", "Query"])


def test_ap_52_a_desk_reads_its_open_disputes_with_the_most_urgent_first_and_no_others() -> None:
    book = opened("one")
    late, book = disputed("late", book, days=3)
    early, book = disputed("early", book, days=0)
    over, book = disputed("over", book, days=1)
    _, book = disputed("elsewhere", book, desk=HOSPITAL)
    step(over, book, DisputeStep.WITHDRAW)

    with calls() as seen:
        page = bootstrap.disputes().of_desks([COMMUNE], 1)
        rest = bootstrap.disputes().of_desks([COMMUNE], 10, page.next)

    assert (page.items, rest.items, rest.next) == ((early,), (late,), None)
    assert seen == ["Query", "BatchGetItem"] * 2


def test_ap_215_several_desks_are_a_query_each_and_one_order_whatever_the_page() -> None:
    book = opened("one")
    made = []
    for day, desk in enumerate((HOSPITAL, CLINIC, CLINIC, HOSPITAL, CLINIC)):
        dispute, book = disputed(f"d{day}", book, days=day, desk=desk)
        made.append(dispute)
    _, book = disputed("elsewhere", book)
    disputes, desks = bootstrap.disputes(), [HOSPITAL, CLINIC]

    with calls() as seen:
        assert disputes.of_desks(desks, 10) == Page(tuple(made), None)
    assert seen == ["Query", "Query", "BatchGetItem"]
    for limit in range(1, len(made) + 1):
        found, position = list[Dispute](), None
        while True:
            page = disputes.of_desks(desks, limit, position)
            found, position = [*found, *page.items], page.next
            if position is None:
                break
        assert found == made, limit
    with pytest.raises(InvalidCursorError):
        disputes.of_desks([CLINIC, HOSPITAL], 1, disputes.of_desks(desks, 1).next)
    assert disputes.of_desks([CLINIC, Desk(unit_id=UnitId("nowhere"))], 2).items == (made[1], made[2])


def test_of_two_steps_at_once_one_is_written() -> None:
    dispute, book = disputed("d", opened("one"))
    step(dispute, book, DisputeStep.WITHDRAW)

    with pytest.raises(ConflictError):
        step(dispute, book, DisputeStep.REPLY if dispute.state is DisputeState.ASKED else DisputeStep.WITHDRAW)
    assert bootstrap.disputes().open_in([HandbookId("one")]) == ()
