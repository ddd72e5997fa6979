"""Any course of recording, sending again, correcting, moving and asking: the timeline gives the state, every time."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any
from unittest.mock import patch
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from functions.sync.rows import CREATED, Batch, record_rows
from functions.sync.schemas.rows import RowBody
from handbook import bootstrap
from handbook.domain.entries import Kept, counting
from handbook.domain.entry_kinds import KINDS
from handbook.domain.errors import (
    DateAfterEndError,
    IdTakenError,
    InvalidFieldError,
    StaleVersionError,
    WrongEntryStatusError,
)
from handbook.domain.handbook import Handbook
from handbook.domain.ids import CommuneCode
from handbook.domain.reasons import ChangeReason
from handbook.domain.receipts import Named
from handbook.domain.summary import summarised
from handbook.usecases.assess_dose import DoseCommand
from handbook.usecases.correct_entry import Correction, Tools, correct_entry
from handbook.usecases.edit_profile import edit_profile
from handbook.usecases.read_changes import read_changes
from handbook.usecases.record_dose import record_dose
from handbook.usecases.record_measurement import RecordMeasurement, record_measurement
from tests.builders import (
    BORN,
    ELSEWHERE,
    HERE,
    NOW,
    child_schedule,
    context,
    handbook,
    ids,
    nurse,
    receipt,
    service_schedule,
)
from tests.fakes import FakeAuditLog, FakeRecords
from tests.unit.usecases.happenings import DAYS_OF_LIFE, HAPPENS, REFUSED, live, row_of
from tests.unit.usecases.summary_steps import BOOK
from tests.unit.usecases.test_corrections import NoDisputes, revised


def _id(kept: Kept[Any]) -> str:
    return KINDS[type(kept.entry)].id_of(kept.entry)


class HandbookMachine(RuleBasedStateMachine):
    """A nurse and a family at one handbook, and a telephone that asks for changes now and then."""

    @initialize()
    def open(self) -> None:
        self.records = self.shelf(handbook())
        self.tools = Tools(self.records, NoDisputes(), child_schedule, service_schedule, ids("new"))  # type: ignore[arg-type]
        self.copy: dict[str, Kept[Any]] = {}
        self.seen_upto = 0
        self.said: dict[str, tuple[str, int]] = {}
        self.writes = 0
        self.new_id = ids("event")

    def shelf(self, book: Handbook) -> Any:
        """Give where the handbook lies; another machine has it elsewhere."""
        return FakeRecords(book)

    def _now(self) -> Any:
        self.writes += 1
        return context(replace(nurse(), communes=frozenset({HERE, ELSEWHERE})), NOW + timedelta(seconds=self.writes))

    def _record(self, own: str, kind: str, day: int, digest: str) -> None:
        sent = replace(receipt(f"key-{self.writes}"), named=Named(own, digest))
        if kind == "dose":
            record_dose(
                BOOK,
                DoseCommand("bcg", BORN + timedelta(days=day)),
                self._now(),
                sent,
                records=self.records,
                schedule=child_schedule(),
                service=service_schedule,
                new_id=ids("none"),
            )
            return
        record_measurement(
            BOOK,
            RecordMeasurement(BORN + timedelta(days=day), weight_kg=4.0),
            self._now(),
            sent,
            records=self.records,
            new_id=ids("none"),
        )

    @rule(kind=st.sampled_from(["dose", "measurement"]), day=st.integers(0, 60))
    def record(self, kind: str, day: int) -> None:
        own = str(UUID(int=len(self.said), version=4))
        before = self.records.books[BOOK]
        try:
            self._record(own, kind, day, f"{kind} {day}")
        except DateAfterEndError:
            assert self.records.books[BOOK] == before
            return
        self.said[own] = (kind, day)

    @rule(kind=st.sampled_from(["not_given", "condition", "screening", "feeding"]), day=DAYS_OF_LIFE)
    def tell(self, kind: str, day: int) -> None:
        own = str(UUID(int=1000 + self.writes, version=4))
        row = RowBody(kind=kind, id=own, handbook_id=BOOK, data=row_of(kind, day))
        before = self.records.books[BOOK]
        with patch.object(bootstrap, "records", lambda: self.records):
            (result,) = record_rows([row], Batch(self._now(), "vi", lambda: True))
        assert result.status == CREATED or before.ended_on is not None
        assert (result.status == CREATED) is (self.records.books[BOOK] != before)

    @rule(happening=HAPPENS, day=DAYS_OF_LIFE)
    def live(self, happening: Any, day: int) -> None:
        before = self.records.books[BOOK]
        try:
            live(self.records, before, happening, day, self._now(), self.new_id)
        except REFUSED:
            assert self.records.books[BOOK] == before

    @rule(which=st.integers(0, 30), other=st.booleans())
    def send_again(self, which: int, other: bool) -> None:
        if not self.said:
            return
        own = sorted(self.said)[which % len(self.said)]
        kind, day = self.said[own]
        before = (dict(self.records.books), dict(self.records.filed), len(self.records.audited))
        if other:
            with pytest.raises(IdTakenError) as caught:
                self._record(own, kind, day, "something else")
            assert isinstance(caught.value.kept, Kept)
            assert _id(caught.value.kept) == own
        else:
            self._record(own, kind, day, f"{kind} {day}")
        assert (self.records.books, self.records.filed) == before[:2]
        assert len(self.records.audited) == before[2] + 1  # a reading by staff

    @rule(
        doing=st.sampled_from(["amend", "entered_in_error", "reinstate"]),
        which=st.integers(0, 30),
        value=st.integers(0, 9),
    )
    def correct(self, doing: Any, which: int, value: int) -> None:
        kept = self.records.all_entries(BOOK)
        if not kept:
            return
        one = kept[which % len(kept)]
        reason, change = ChangeReason("other", "x"), partial(revised, value=value)
        said = Correction(BOOK, type(one.entry), _id(one), one.version, doing, reason, change)
        before = self.records.books[BOOK]
        try:
            correct_entry(said, self._now(), self.tools)
        except (StaleVersionError, WrongEntryStatusError, InvalidFieldError):
            assert self.records.books[BOOK] == before

    @rule(commune=st.sampled_from([HERE, ELSEWHERE]))
    def move(self, commune: CommuneCode) -> None:
        version = self.records.books[BOOK].profile_version
        edit_profile(
            BOOK,
            {"commune_code": commune},
            version,
            self._now(),
            records=self.records,
            schedule=child_schedule(),
        )

    @rule(limit=st.integers(1, 5))
    def ask(self, limit: int) -> None:
        found = read_changes(
            BOOK, self.seen_upto, limit, self._now(), records=self.records, audit=FakeAuditLog()
        ).changes
        self.copy |= {_id(one): one for one in found.items if isinstance(one, Kept)}
        assert found.upto >= self.seen_upto
        self.seen_upto = found.upto

    @invariant()
    def the_summary_is_what_the_entries_say(self) -> None:
        book = self.records.books[BOOK]
        assert summarised(book, self.records.history(BOOK)) == book

    @invariant()
    def every_version_of_every_entry_is_kept(self) -> None:
        for one in self.records.all_entries(BOOK):
            earlier = self.records.versions(type(one.entry), BOOK, _id(one))
            assert [kept.version for kept in (*earlier, one)] == list(range(1, one.version + 1))

    @invariant()
    def what_the_telephone_has_is_how_things_stood_and_the_rest_is_still_to_come(self) -> None:
        for one in self.records.all_entries(BOOK):
            if one.seq <= self.seen_upto:
                assert self.copy[_id(one)] == one

    def teardown(self) -> None:
        if not hasattr(self, "records"):
            return
        while self.seen_upto < (self.records.books[BOOK].version or 0):
            self.ask(limit=3)
        now = {_id(one): one for one in self.records.all_entries(BOOK)}
        assert self.copy == now
        book = self.records.books[BOOK]
        assert summarised(book, counting(self.copy.values())) == book


HandbookMachine.TestCase.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
TestHandbookMachine = HandbookMachine.TestCase
