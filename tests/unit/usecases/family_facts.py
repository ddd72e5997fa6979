"""What is recorded of children while mornings go by: each fact by the use case that records it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from itertools import count
from typing import Any, get_args

from handbook.domain.calendar import VIETNAM
from handbook.domain.errors import HandbookError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.domain.life import ENDS, Happening
from handbook.domain.life_events import LifeEvent
from handbook.domain.merging import MergeWarning
from handbook.usecases.assess_dose import DoseCommand
from handbook.usecases.context import Context
from handbook.usecases.edit_profile import edit_profile
from handbook.usecases.merge_handbooks import MergeHandbooks, merge_handbooks
from handbook.usecases.record_condition import RecordCondition, record_condition
from handbook.usecases.record_dose import record_dose
from handbook.usecases.record_life import RecordLife, record_life
from handbook.usecases.unmerge_handbooks import UnmergeHandbooks, unmerge_handbooks
from tests.builders import child_schedule, nurse, receipt, service_schedule
from tests.fakes import FakeCodes, FakeDirectory, FakeKeys, index_of
from tests.unit.usecases.linked_records import LinkedRecords

_WARNINGS = frozenset(get_args(MergeWarning.__value__))


class NoNumbers:
    """Nobody has a number of an office."""

    def marks_of(self, _handbook: Handbook) -> tuple[()]:
        return ()


class FamilyFacts:
    """A nurse who records; what cannot be is refused by the use case, and then nothing has happened."""

    def __init__(self, records: LinkedRecords, directory: FakeDirectory) -> None:
        self.records, self.directory = records, directory
        self.numbers = count(1)
        self.done: list[str] = []

    def dose(self, book: Handbook, product: str, on: date) -> None:
        with self._tried("dose"):
            record_dose(
                book.handbook_id,
                DoseCommand(product, on),
                self._context(on),
                self._receipt(),
                **self._tools(),
                service=service_schedule,
            )

    def refusal(self, book: Handbook, group: str, on: date) -> None:
        with self._tried("refusal"):
            command = RecordCondition("refusal", of=(group,))
            record_condition(book.handbook_id, command, self._context(on), self._receipt(), **self._tools())

    def birth_date(self, book: Handbook, born: date, on: date) -> None:
        with self._tried("birth_date"):
            edit_profile(
                book.handbook_id,
                {"birth_date": born},
                book.profile_version,
                self._context(on),
                records=self.records,
                schedule=child_schedule(),
            )

    def death(self, book: Handbook, on: date) -> None:
        self._life(book, RecordLife(Happening.DEATH, on), on)

    def taken_back(self, book: Handbook, on: date) -> None:
        """Take back the end of a life that was written into the wrong handbook."""
        ends = [one for one in self.records.history(book.handbook_id) if isinstance(one, LifeEvent)]
        if book.state in ENDS and ends:
            last = max(ends, key=lambda one: one.recorded_at)
            self._life(book, RecordLife(Happening.RETRACTION, on, retracts=last.entry_id), on)

    def merge(self, book: Handbook, other: Handbook, on: date) -> None:
        versions = (book.profile_version, other.profile_version)
        command = MergeHandbooks(other.handbook_id, "one child", *versions, confirmed=_WARNINGS)
        with self._tried("merge"):
            merge_handbooks(
                book.handbook_id,
                command,
                self._context(on),
                records=self.records,
                identifiers=NoNumbers(),  # type: ignore[arg-type]
                schedule=child_schedule(),
            )

    def part(self, book: Handbook, other: HandbookId, on: date) -> None:
        with self._tried("part"):
            unmerge_handbooks(
                book.handbook_id,
                UnmergeHandbooks(other, "two children", book.profile_version),
                self._context(on),
                records=self.records,
                codes=FakeCodes(),
                keys=FakeKeys(),
                schedule=child_schedule(),
                restricting=lambda _: (),
            )

    def _life(self, book: Handbook, command: RecordLife, on: date) -> None:
        with self._tried(command.happening.value):
            record_life(
                book.handbook_id,
                command,
                book.profile_version,
                self._context(on),
                self._receipt(),
                **self._tools(),
                directory=self.directory,
                index_of=index_of,
            )

    @contextmanager
    def _tried(self, what: str) -> Iterator[None]:
        try:
            yield
        except HandbookError:
            return
        self.done.append(what)

    def _context(self, on: date) -> Context:
        noon = datetime.combine(on, time(12, next(self.numbers) % 60), VIETNAM)
        return Context(nurse(), noon, f"request-{next(self.numbers)}")

    def _receipt(self) -> Any:
        return receipt(f"key-{next(self.numbers)}")

    def _tools(self) -> dict[str, Any]:
        return {"records": self.records, "schedule": child_schedule(), "new_id": lambda: f"id-{next(self.numbers)}"}
