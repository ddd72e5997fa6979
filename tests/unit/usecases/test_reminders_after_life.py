"""Merges, deaths and what takes them back, by the use cases that record them: who is told on the next morning."""

from collections import Counter
from dataclasses import replace

import pytest

from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.domain.reminders.outcomes import Outcome
from tests.builders import FATHER, MOTHER, PHONE
from tests.unit.usecases.family_facts import FamilyFacts
from tests.unit.usecases.linked_records import LinkedRecords
from tests.unit.usecases.mornings import DUE, FATHERS_PHONE, Morning, child

KEPT, GONE = HandbookId("kept"), HandbookId("gone")


class Nursery(Morning):
    """Mornings over handbooks in which a nurse records."""

    def __init__(self, *books: Handbook) -> None:
        super().__init__(*books)
        self.records = self.linked = LinkedRecords(*books)
        self.facts = FamilyFacts(self.linked, self.directory)

    def book(self, name: HandbookId) -> Handbook:
        return self.linked.books[name]

    def follow(self) -> None:
        """Let the stream bring what was recorded to the due index."""
        for book in self.linked.books.values():
            self.reminders.schedule(book.handbook_id, book.next_contact_on, book.version or 0)


@pytest.fixture
def nursery() -> Nursery:
    return Nursery(child("kept", MOTHER), child("gone", FATHER))


def test_of_two_handbooks_that_were_merged_both_guardians_are_told_once(nursery: Nursery) -> None:
    nursery.facts.merge(nursery.book(KEPT), nursery.book(GONE), DUE)
    nursery.follow()

    assert nursery.facts.done == ["merge"]
    assert nursery.run() == Counter({Outcome.SENT: 2})
    assert sorted(nursery.told) == sorted([PHONE, FATHERS_PHONE])
    assert {message.handbook_id for message in nursery.texts.messages.values()} == {KEPT}


def test_the_due_index_may_still_know_the_merged_one_and_it_is_passed_over(nursery: Nursery) -> None:
    nursery.facts.merge(nursery.book(KEPT), nursery.book(GONE), DUE)
    assert nursery.run() == Counter({Outcome.SENT: 2})


def test_who_was_told_of_the_one_is_not_told_of_the_other_that_it_went_into() -> None:
    nursery = Nursery(child("kept", MOTHER), child("gone", MOTHER))
    nursery.linked.books[KEPT] = replace(nursery.book(KEPT), guardians={})
    assert nursery.run()[Outcome.SENT] == 1
    nursery.texts.days.clear()
    nursery.linked.books[KEPT] = replace(nursery.book(KEPT), guardians=nursery.book(GONE).guardians)

    nursery.facts.merge(nursery.book(KEPT), nursery.book(GONE), DUE)
    nursery.follow()

    assert nursery.facts.done == ["merge"]
    assert nursery.run()[Outcome.SENT] == 0


def test_parted_again_each_family_is_told_of_its_own(nursery: Nursery) -> None:
    nursery.facts.merge(nursery.book(KEPT), nursery.book(GONE), DUE)
    nursery.facts.part(nursery.book(KEPT), GONE, DUE)
    nursery.follow()

    assert nursery.facts.done == ["merge", "part"]
    assert nursery.run() == Counter({Outcome.SENT: 2})
    told = {(one.handbook_id, one.account_id) for one in nursery.texts.messages.values()}
    assert told == {(KEPT, MOTHER), (GONE, FATHER)}


def test_of_a_child_who_died_nothing_is_said_until_that_is_taken_back() -> None:
    nursery = Nursery(child("kept", MOTHER))
    nursery.facts.death(nursery.book(KEPT), DUE)
    assert nursery.run() == Counter({Outcome.NOTHING_DUE: 1})
    nursery.follow()
    assert nursery.run() == Counter()

    nursery.facts.taken_back(nursery.book(KEPT), DUE)
    nursery.follow()

    assert nursery.facts.done == ["death", "retraction"]
    assert nursery.run() == Counter({Outcome.SENT: 1})
