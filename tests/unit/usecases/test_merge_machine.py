"""Any course of births, merges, partings, batches and corrections: nothing is lost, no dose counts twice."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any, get_args
from unittest.mock import patch
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from functions.sync.rows import CREATED, Batch, record_rows
from functions.sync.schemas.rows import RowBody
from handbook import bootstrap
from handbook.domain.births import ChildBorn
from handbook.domain.dating import Dating
from handbook.domain.doses import Dose
from handbook.domain.entries import Kept, counting
from handbook.domain.entry_kinds import KINDS
from handbook.domain.errors import (
    BirthRecordedError,
    InvalidFieldError,
    MergeRefusedError,
    NoPregnancyError,
    NotMergedError,
    WrongEntryStatusError,
    WrongLifeStateError,
)
from handbook.domain.handbook import Handbook
from handbook.domain.ids import CommuneCode, HandbookId, PhoneE164
from handbook.domain.life import Happening
from handbook.domain.life_events import LifeEvent
from handbook.domain.merging import MergeWarning, is_same_dose
from handbook.domain.pregnancy import Mother, Pregnancy
from handbook.domain.reasons import ChangeReason
from handbook.domain.receipts import Named, Receipt
from handbook.domain.summary import dose_fact, summarised
from handbook.usecases.correct_entry import Correction, Tools, correct_entry
from handbook.usecases.edit_pregnancy import PregnancyChanges, edit_pregnancy
from handbook.usecases.edit_profile import edit_profile
from handbook.usecases.merge_handbooks import MergeHandbooks, merge_handbooks
from handbook.usecases.open_handbook import OpenHandbook, open_handbook
from handbook.usecases.read_changes import read_changes
from handbook.usecases.record_birth import RecordBirth, record_birth
from handbook.usecases.unmerge_handbooks import UnmergeHandbooks, unmerge_handbooks
from tests.builders import (
    BORN,
    ELSEWHERE,
    FATHER,
    HERE,
    NOW,
    PHONE,
    PROVINCE,
    account,
    child_schedule,
    context,
    handbook,
    ids,
    nurse,
    receipt,
    service_schedule,
)
from tests.fakes import FakeAuditLog, FakeCodes, FakeDirectory, FakeKeys, index_of
from tests.unit.usecases.happenings import HAPPENS, REFUSED, live, row_of
from tests.unit.usecases.happenings import KINDS as KINDS_OF_ROWS
from tests.unit.usecases.linked_records import LinkedRecords
from tests.unit.usecases.test_corrections import NoDisputes, revised

ONE, TWO = HandbookId("book"), HandbookId("book-2")
PREGNANCY, AGAIN = (HandbookId(str(UUID(int=number, version=4))) for number in (9, 10))
WARNINGS = frozenset(get_args(MergeWarning.__value__))
KIND = KINDS_OF_ROWS
NAMED_WHOLLY = {"dose", "measurement", "condition", "feeding"}
"""Rows from which nothing follows that bears an id of ours: in another order the same is recorded."""
WHICH = st.integers(0, 9)
ROWS = st.lists(st.tuples(WHICH, KIND, st.integers(0, 3)), min_size=1, max_size=4)


class NoNumbers:
    def marks_of(self, _handbook: Handbook) -> tuple[()]:
        return ()


class Telephone:
    """A telephone that knows a handbook by one name, and begins anew where that leads elsewhere than it did."""

    def __init__(self, name: HandbookId) -> None:
        self.name = name
        self.forget(None)

    def forget(self, reads: tuple[HandbookId, ...] | None) -> None:
        self.reads, self.upto = reads, 0
        self.copy: dict[tuple[str, object], Kept[Any]] = {}

    def ask(self, records: LinkedRecords, now: Any, limit: int) -> bool:
        """Ask once; say whether there is more."""
        found = read_changes(self.name, self.upto, limit, now, records=records, audit=FakeAuditLog())
        parted = self.reads is not None and not set(self.reads) <= set(found.handbook.partitions)
        if parted:
            self.forget(None)
            return True
        self.reads = found.handbook.partitions
        assert found.changes.upto >= self.upto
        self.upto = found.changes.upto
        new = (one for one in found.changes.items if isinstance(one, Kept))
        self.copy |= {(_id(one), one.entry.recorded_at): one for one in new}
        return found.changes.more


def _id(kept: Kept[Any]) -> str:
    return KINDS[type(kept.entry)].id_of(kept.entry)


def _rows(said: Sequence[tuple[HandbookId, str, str, int]]) -> list[RowBody]:
    return [RowBody(kind=kind, id=own, handbook_id=name, data=row_of(kind, day)) for name, own, kind, day in said]


class MergeMachine(RuleBasedStateMachine):
    """Two handbooks of children, a pregnancy, and a station that merges and parts what it takes for one child."""

    @initialize()
    def open(self) -> None:
        self.records = self.shelf(handbook(ONE), handbook(TWO, FATHER, own_code="other"))
        self.codes, self.keys, self.new_id = FakeCodes(next_serial=100), FakeKeys(), ids("new")
        self.tools = Tools(self.records, NoDisputes(), child_schedule, service_schedule, self.new_id)  # type: ignore[arg-type]
        self.writes = self.said = 0
        self.scanned: dict[str, HandbookId] = {}
        self.adopted: set[HandbookId] = set()
        self.landed: dict[tuple[HandbookId, str], tuple[HandbookId, str, int]] = {}
        self.before: dict[HandbookId, tuple[Handbook, Handbook, set[str]]] = {}
        for name, days in ((PREGNANCY, 200), (AGAIN, 191)):
            self._open_pregnancy(name, days)
        self.telephones = {name: Telephone(name) for name in self.records.books}

    def _open_pregnancy(self, name: HandbookId, days: int) -> None:
        dating = Dating(f"lmp-{name}", "lmp", BORN - timedelta(days=days), 0, NOW, "nurse")
        pregnancy = Pregnancy(Mother("Trần Thị Lan"), HERE, PROVINCE, (dating,))
        open_handbook(
            OpenHandbook(None, PhoneE164(PHONE), pregnancy),
            self._now(),
            replace(self._receipt(), named=Named(name, "opened")),
            records=self.records,
            codes=self.codes,
            directory=FakeDirectory(account()),
            keys=self.keys,
            schedule=child_schedule(),
            index_of=index_of,
            new_id=self.new_id,
        )

    def shelf(self, *books: Handbook) -> Any:
        """Give where the handbooks lie; another machine has them elsewhere."""
        return LinkedRecords(*books)

    def _receipt(self) -> Receipt:
        return receipt(f"key-{self.writes}")

    def _now(self) -> Any:
        self.writes += 1
        here = replace(nurse(), communes=frozenset({HERE, ELSEWHERE}))
        return context(here, NOW + timedelta(seconds=self.writes))

    def _name(self, which: int) -> HandbookId:
        names: list[HandbookId] = sorted(self.records.books)
        return names[which % len(names)]

    def _standing(self, name: HandbookId) -> Handbook:
        book: Handbook = self.records.books[self.records.places(name)[0]]
        return book

    def _send(self, said: Sequence[tuple[HandbookId, str, str, int]], records: LinkedRecords, now: Any) -> list[int]:
        with patch.object(bootstrap, "records", lambda: records):
            found = record_rows(_rows(said), Batch(now, "vi", lambda: True))
        return [one.status for one in found]

    @rule(rows=ROWS)
    def send_a_batch(self, rows: list[tuple[int, str, int]]) -> None:
        said = [
            (self._name(which), str(UUID(int=self.said + at, version=4)), kind, day)
            for at, (which, kind, day) in enumerate(rows, 100)
        ]
        self.said += len(rows)
        now, otherwise = self._now(), self.copied()
        statuses = self._send(said, self.records, now)
        for (name, own, kind, day), status in zip(said, statuses, strict=True):
            standing = self._standing(name)
            # After an end nothing is taken that is said to have been later.
            assert status == CREATED or standing.child is None or standing.ended_on is not None, status
            if status == CREATED:
                self.landed[standing.handbook_id, own] = name, kind, day
        if otherwise is not None and all(kind in NAMED_WHOLLY for _, kind, _ in rows):
            assert self._send(said[::-1], otherwise, now) == statuses[::-1]
            self._alike(otherwise)

    def copied(self) -> LinkedRecords | None:
        """Give the same handbooks, to which the same may happen in another order; None where nobody can."""
        same: LinkedRecords = self.records.copied()
        return same

    def _alike(self, otherwise: LinkedRecords) -> None:
        for name, book in self.records.books.items():
            assert otherwise.books[name] == book
            one, two = ([replace(kept, seq=0) for kept in of.all_entries(name)] for of in (otherwise, self.records))
            assert one == two

    @rule(which=st.integers(0, 30))
    def send_again(self, which: int) -> None:
        if not self.landed:
            return
        place, own = sorted(self.landed)[which % len(self.landed)]
        name, kind, day = self.landed[place, own]
        there = any((one, own) in self.landed for one in self.records.places(name))
        before = dict(self.records.books)
        (status,) = self._send([(name, own, kind, day)], self.records, self._now())
        if not there and self._standing(name).child is None:
            assert status == 409  # It was told of the child of the one that stayed.
            return
        assert status in {200, 201}
        if there:
            assert self.records.books == before
        else:  # It was told while two were one, and lies with the one that stayed.
            self.landed[self._standing(name).handbook_id, own] = name, kind, day

    @rule(doing=st.sampled_from(["amend", "entered_in_error", "reinstate"]), which=WHICH, at=WHICH, value=WHICH)
    def correct(self, doing: Any, which: int, at: int, value: int) -> None:
        name = self._name(which)
        kept = [one for one in self.records.all_entries(name) if not isinstance(one.entry, LifeEvent)]
        if not kept:
            return
        one = kept[at % len(kept)]
        # Two of one id are told apart by the handbook that each was recorded in.
        place = one.kept_in or self._standing(name).handbook_id
        reason, change = ChangeReason("other", "x"), partial(revised, value=value)
        said = Correction(place, type(one.entry), _id(one), one.version, doing, reason, change)
        before = dict(self.records.books)
        try:
            correct_entry(said, self._now(), self.tools)
        except (WrongEntryStatusError, InvalidFieldError):
            assert self.records.books == before

    @rule(which=WHICH, commune=st.sampled_from([HERE, ELSEWHERE]))
    def move(self, which: int, commune: CommuneCode) -> None:
        book = self._standing(self._name(which))
        if book.child is not None:
            change = {"commune_code": commune}
            schedule = child_schedule()
            edit_profile(
                book.handbook_id, change, book.profile_version, self._now(), records=self.records, schedule=schedule
            )

    @rule(which=WHICH, happening=HAPPENS, day=WHICH)
    def live(self, which: int, happening: Any, day: int) -> None:
        book, before = self._standing(self._name(which)), dict(self.records.books)
        try:
            live(self.records, book, happening, day, self._now(), self.new_id)
        except REFUSED:
            assert self.records.books == before
            return
        if self.records.books[book.handbook_id].guardians != book.guardians:
            self.adopted.add(book.handbook_id)

    @rule(
        name=st.sampled_from([PREGNANCY, AGAIN]),
        outcomes=st.sampled_from([("alive",), ("alive", "alive"), ("stillborn", "alive")]),
    )
    def bear(self, name: HandbookId, outcomes: tuple[Any, ...]) -> None:
        children = tuple(ChildBorn(one, BORN, sex="F", weight_g=3000) for one in outcomes)
        standing = self._standing(name)
        command, tools = RecordBirth(children), {"records": self.records, "codes": self.codes, "keys": self.keys}
        more: Any = {**tools, "schedule": child_schedule(), "new_id": self.new_id, "restricting": lambda _: ()}
        if standing.child is not None or standing.ended_on is not None:
            with pytest.raises((BirthRecordedError, NoPregnancyError, WrongLifeStateError)):
                record_birth(name, command, self._now(), self._receipt(), **more)
            return
        found = record_birth(name, command, self._now(), self._receipt(), **more)
        assert len(found.handbooks) == outcomes.count("alive")
        assert found.handbooks[0].handbook_id == standing.handbook_id
        for book in found.handbooks[1:]:
            assert book.pregnancy_in == standing.handbook_id
            self.telephones[book.handbook_id] = Telephone(book.handbook_id)

    @rule(name=st.sampled_from([PREGNANCY, AGAIN]), days=st.integers(175, 195))
    def scan(self, name: HandbookId, days: int) -> None:
        book = self._standing(name)
        if book.pregnancy is None or book.child is not None or len(book.pregnancy.datings) > 10:
            return
        measured, now = BORN - timedelta(days=10), self._now()
        dating = Dating(f"scan-{self.writes}", "ultrasound", measured, days, now.now, "nurse")
        changes, schedule = PregnancyChanges({}, {}, dating), child_schedule()
        edit_pregnancy(name, changes, book.profile_version, now, records=self.records, schedule=schedule)
        self.scanned[dating.dating_id] = book.handbook_id

    @rule(which=WHICH, into=WHICH)
    def merge(self, which: int, into: int) -> None:
        kept, other = (self.records.books[self._name(one)] for one in (into, which))
        command = MergeHandbooks(other.handbook_id, "x", kept.profile_version, other.profile_version, WARNINGS)
        inside = {_id(one) for one in self.records.entries_in(other.handbook_id)}
        more: Any = {"records": self.records, "identifiers": NoNumbers(), "schedule": child_schedule()}
        before = dict(self.records.books)
        try:
            merge_handbooks(kept.handbook_id, command, self._now(), **more)
        except (InvalidFieldError, MergeRefusedError):
            assert self.records.books == before
            return
        if self.records.books != before:
            self.before[other.handbook_id] = kept, other, inside

    @rule(which=WHICH)
    def part(self, which: int) -> None:
        other_id = self._name(which)
        kept = self._standing(other_id)
        command, more = UnmergeHandbooks(other_id, "x", kept.profile_version), {"codes": self.codes, "keys": self.keys}
        tools: Any = {**more, "records": self.records, "schedule": child_schedule(), "restricting": lambda _: ()}
        if kept.handbook_id == other_id:
            with pytest.raises(NotMergedError):
                unmerge_handbooks(other_id, command, self._now(), **tools)
            return
        merge = next(one for one in kept.merged_from if one.handbook_id == other_id)
        if any(one.happening is Happening.ADOPTION and one.recorded_at >= merge.at for one in kept.life):
            with pytest.raises(MergeRefusedError):
                unmerge_handbooks(kept.handbook_id, command, self._now(), **tools)
            return
        one, two = unmerge_handbooks(kept.handbook_id, command, self._now(), **tools)
        kept_before, before, inside = self.before.pop(other_id)
        assert {_id(kept) for kept in self.records.entries_in(other_id)} == inside
        assert (two.guardians, two.child, two.own_code) == (before.guardians, before.child, before.own_code)
        assert two.pregnancy == before.pregnancy
        assert {dose.dose_id for dose in two.doses} <= inside
        if not one.merged_from and not kept_before.merged_from:
            assert one.guardians == kept_before.guardians or one.handbook_id in self.adopted
            assert one.all_carriers == kept_before.all_carriers
        assert two.all_carriers == before.all_carriers

    @rule(which=WHICH, limit=st.integers(1, 5))
    def ask(self, which: int, limit: int) -> None:
        self.telephones[self._name(which)].ask(self.records, self._now(), limit)

    @invariant()
    def the_summary_is_what_the_entries_say(self) -> None:
        for name, book in self.records.books.items():
            if book.merged_into is None:
                assert summarised(book, self.records.history(name)) == book

    @invariant()
    def a_pregnancy_is_dated_by_all_that_was_stated_where_it_is_read(self) -> None:
        for stated, place in [*self.scanned.items(), (f"lmp-{PREGNANCY}", PREGNANCY), (f"lmp-{AGAIN}", AGAIN)]:
            book = self._standing(place)
            assert book.pregnancy is not None
            assert [one.dating_id for one in book.pregnancy.datings].count(stated) == 1

    @invariant()
    def nothing_that_was_said_is_lost(self) -> None:
        for place in {place for place, _ in self.landed}:
            told = {own for where, own in self.landed if where == place}
            assert told <= {_id(one) for one in self.records.entries_in(place)}
            assert told <= {_id(one) for one in self.records.all_entries(place)}

    @invariant()
    def every_dose_counts_once(self) -> None:
        for name, book in self.records.books.items():
            if book.merged_into is not None:
                continue
            counted, aside = Counter(one.dose_id for one in book.doses), book.doses_set_aside
            told = [dose_fact(one) for one in self.records.history(name) if isinstance(one, Dose)]
            assert {one.dose_id for one in told} == set(counted) | set(aside)
            by_id = {one.dose_id: one for one in told}
            for dose_id, twin in aside.items():
                assert is_same_dose(by_id[dose_id], by_id[twin])
            for merge in book.merged_from:
                for dose_id, twin in merge.same_doses:
                    pair = [one for one in told if one.dose_id in {dose_id, twin}]
                    if len(pair) == 2 and is_same_dose(*pair):
                        assert sum(counted[one] for one in {dose_id, twin}) == 1

    def teardown(self) -> None:
        if not hasattr(self, "telephones"):
            return
        for name, telephone in self.telephones.items():
            while telephone.ask(self.records, self._now(), 3):
                pass
            now = [replace(one, kept_in=None) for one in self.records.all_entries(name)]
            assert telephone.copy == {(_id(one), one.entry.recorded_at): one for one in now}
            book = self._standing(name)
            assert summarised(book, counting(telephone.copy.values())) == book


MergeMachine.TestCase.settings = settings(max_examples=30, stateful_step_count=30, deadline=None)
TestMergeMachine = MergeMachine.TestCase


def test_a_telephone_with_the_old_name_gets_past_a_merge_with_more_than_a_page_of_changes() -> None:
    machine = MergeMachine()
    machine.open()
    rows = [(ONE, str(UUID(int=number, version=4)), "measurement", number) for number in range(1, 8)]
    assert set(machine._send(rows, machine.records, machine._now())) == {CREATED}
    machine.merge(which=sorted(machine.records.books).index(TWO), into=sorted(machine.records.books).index(ONE))

    found = read_changes(TWO, 1, 2, machine._now(), records=machine.records, audit=FakeAuditLog())

    assert found.changes.upto >= found.handbook.merged_from[0].seq
    assert {_id(one) for one in found.changes.items if isinstance(one, Kept)} == {own for _, own, _, _ in rows}


def test_the_first_twins_handbook_in_which_the_pregnancy_stands_is_merged_into_no_other_twins() -> None:
    machine = MergeMachine()
    machine.open()
    machine.bear(PREGNANCY, ("alive", "alive"))
    twin = next(name for name, book in machine.records.books.items() if book.pregnancy_in == PREGNANCY)
    places = sorted(machine.records.books)

    machine.merge(which=places.index(PREGNANCY), into=places.index(twin))

    assert machine.records.books[PREGNANCY].merged_into is None
    machine.merge(which=places.index(twin), into=places.index(PREGNANCY))
    assert machine.records.books[twin].merged_into == PREGNANCY


def test_a_dose_sent_again_after_a_parting_counts_once_when_the_two_are_merged_again() -> None:
    machine = MergeMachine()
    machine.open()
    places = sorted(machine.records.books)
    one, two = places.index(ONE), places.index(TWO)
    machine.merge(which=two, into=one)
    machine.send_a_batch([(two, "dose", 1)])
    machine.part(which=two)
    machine.send_again(0)
    machine.merge(which=two, into=one)

    assert len(machine.records.books[ONE].doses) == 1
    machine.every_dose_counts_once()
    machine.the_summary_is_what_the_entries_say()
