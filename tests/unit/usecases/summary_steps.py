"""Things that are recorded in a handbook one after the other, by the use cases that do it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from handbook.domain.calendar import local_date
from handbook.domain.conditions import ImmunizationCondition
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.domain.partial_days import parse_partial_day
from handbook.domain.screening import ScreeningFacts, form_for
from handbook.usecases.assess_dose import DoseCommand
from handbook.usecases.context import Context
from handbook.usecases.end_condition import EndCondition, end_condition
from handbook.usecases.record_condition import RecordCondition, record_condition
from handbook.usecases.record_dose import record_dose
from handbook.usecases.record_measurement import RecordMeasurement, record_measurement
from handbook.usecases.record_not_given import RecordNotGiven, record_not_given
from handbook.usecases.record_screening import record_screening
from tests.builders import BORN, NOW, child_schedule, nurse, receipt, service_schedule
from tests.fakes import FakeRecords

BOOK = HandbookId("book")
_ANSWERS = st.sampled_from(["", "", "acute_illness", "immunoglobulin", "corticosteroid", "anaphylaxis_severe"])

STEP = st.one_of(
    st.tuples(st.just("dose"), st.sampled_from(["bcg", "penta", "bopv"]), st.integers(0, 60)),
    st.tuples(st.just("vague"), st.sampled_from(["bcg", "bopv"]), st.sampled_from(["2026-09", "2026-11", "2026"])),
    st.tuples(st.just("refusal"), st.integers(1, 90), st.integers(0, 3)),
    st.tuples(st.just("immune"), st.integers(1, 90), st.integers(0, 3)),
    st.tuples(st.just("not given"), st.sampled_from(["refused", "ill", "out_of_stock", "absent"]), st.integers(1, 60)),
    st.tuples(st.just("screening"), _ANSWERS, st.booleans()),
    st.tuples(st.just("measurement"), st.integers(0, 5), st.just(None)),
    st.tuples(st.just("end"), st.integers(0, 5), st.just(None)),
)
"""One thing that happens, with two values of its own; days count back from the day of recording, or on from it."""


class Life:
    """A handbook in which things are recorded, at an hour later each time."""

    def __init__(self, book: Handbook) -> None:
        self.records = FakeRecords(book)
        self.now = NOW
        self.number = 0

    @property
    def book(self) -> Handbook:
        return self.records.books[BOOK]

    def wait(self, span: timedelta) -> None:
        self.now += span

    def take(self, step: tuple[str, Any, Any]) -> None:
        name, one, two = step
        self.number += 1
        self.wait(timedelta(hours=1))
        steps: dict[str, Callable[[Any, Any], None]] = {
            "dose": self._dose,
            "vague": self._vague,
            "refusal": self._refusal,
            "immune": self._immune,
            "not given": self._not_given,
            "screening": self._screening,
            "measurement": self._measurement,
            "end": self._end,
        }
        steps[name](one, two)

    def _with(self, *, service: bool = False) -> dict[str, Any]:
        more = {"service": service_schedule} if service else {}
        return {"records": self.records, "schedule": child_schedule(), "new_id": self._new_id, **more}

    def _new_id(self) -> str:
        self.number += 1
        return f"id-{self.number * 7919 % 1000:03d}"

    def _dose(self, product: str, ago: int) -> None:
        day = max(BORN, local_date(self.now) - timedelta(days=ago))
        record_dose(BOOK, DoseCommand(product, day), self._context, self._receipt, **self._with(service=True))

    def _vague(self, product: str, text: str) -> None:
        day, precision = parse_partial_day(text)
        command = DoseCommand(product, day, kind="historical", precision=precision)
        record_dose(BOOK, command, self._context, self._receipt, **self._with(service=True))

    def _refusal(self, days: int, ago: int) -> None:
        self._condition(RecordCondition("refusal", of=("bcg",), **self._term(days, ago)))

    def _immune(self, days: int, ago: int) -> None:
        self._condition(RecordCondition("immunity", "hepb", **self._term(days, ago)))

    def _condition(self, command: RecordCondition) -> None:
        record_condition(BOOK, command, self._context, self._receipt, **self._with())

    def _term(self, days: int, ago: int) -> dict[str, Any]:
        since = local_date(self.now) - timedelta(days=ago)
        return {"since": since, "until": since + timedelta(days=days)}

    def _not_given(self, reason: str, days: int) -> None:
        until = local_date(self.now) + timedelta(days=days)
        command = RecordNotGiven("bcg", reason, until=until)
        record_not_given(BOOK, command, self._context, self._receipt, **self._with())

    def _screening(self, yes: str, keep: bool) -> None:
        on = local_date(self.now)
        form = form_for(BORN, on)
        answers: dict[str, Any] = dict.fromkeys(form["questions"], "no") | (
            {yes: "yes"} if yes in form["questions"] else {}
        )
        needs: dict[str, Any] = {"anaphylaxis_products": ("bcg",)} if yes == "anaphylaxis_severe" else {}
        facts = ScreeningFacts(screened_on=on, answers=answers, temperature_c=36.8, **needs)
        record_screening(BOOK, facts, self._context, self._receipt, keep_conditions=keep, **self._with())

    def _measurement(self, tenths: int, _: None) -> None:
        command = RecordMeasurement(local_date(self.now), weight_kg=5 + tenths / 10)
        record_measurement(BOOK, command, self._context, self._receipt, records=self.records, new_id=self._new_id)

    def _end(self, which: int, _: None) -> None:
        open_ones = [
            one
            for one in self.records.history(BOOK)
            if isinstance(one, ImmunizationCondition) and one.ended_on is None and one.since <= local_date(self.now)
        ]
        if open_ones:
            one = open_ones[which % len(open_ones)]
            command = EndCondition(local_date(self.now), "resolved", one.version)
            end_condition(
                BOOK, one.condition_id, command, self._context, records=self.records, schedule=child_schedule()
            )

    @property
    def _context(self) -> Context:
        return Context(nurse(), self.now, f"request-{self.number}")

    @property
    def _receipt(self) -> Any:
        return receipt(f"key-{self.number}")
