"""Corrections in any order: every version is kept, reading them back gives every state, the summary follows."""

from dataclasses import replace
from functools import partial
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.domain.doses import Dose
from handbook.domain.entries import Kept
from handbook.domain.entry_kinds import KINDS
from handbook.domain.errors import InvalidFieldError, StaleVersionError, WrongEntryStatusError
from handbook.domain.measurements import Measurement
from handbook.domain.reasons import ChangeReason
from handbook.domain.summary import summarised
from handbook.usecases.correct_entry import Correction, Tools, correct_entry
from tests.builders import child_schedule, context, handbook, ids, nurse, service_schedule
from tests.unit.usecases.summary_steps import BOOK, Life

DOING = st.tuples(
    st.sampled_from(["amend", "amend", "entered_in_error", "reinstate"]),
    st.integers(0, 9),
    st.integers(0, 9),
    st.sampled_from([0, 0, 0, 1]),
)


class NoDisputes:
    def open_in(self, _handbooks: Any) -> tuple[()]:
        return ()


def revised(entry: Any, _book: Any, _context: Any, *, value: int) -> Any:
    if isinstance(entry, Dose):
        return replace(entry, lot_number=f"L{value}")
    return replace(entry, weight_kg=5 + value / 10) if isinstance(entry, Measurement) else entry


@settings(max_examples=40, deadline=None)
@given(steps=st.lists(DOING, min_size=1, max_size=12))
def test_in_whatever_order_corrections_come_the_versions_are_complete_and_the_summary_follows(steps: list[Any]) -> None:
    life = Life(handbook())
    for step in (("dose", "bcg", 3), ("not given", "refused", 9), ("immune", 60, 0), ("measurement", 1, None)):
        life.take(step)
    tools = Tools(life.records, NoDisputes(), child_schedule, service_schedule, ids("new"))  # type: ignore[arg-type]
    states = {_key(one): [one] for one in life.records.all_entries(BOOK)}

    for doing, which, value, behind in steps:
        kept = life.records.all_entries(BOOK)[which % len(states)]
        said = Correction(
            BOOK,
            type(kept.entry),
            _key(kept)[1],
            kept.version - behind,
            doing,
            ChangeReason("other", "x"),
            partial(revised, value=value),
        )
        before = life.book
        try:
            correct_entry(said, context(nurse(), life.now), tools)
        except (StaleVersionError, WrongEntryStatusError, InvalidFieldError):
            assert life.book == before
        for one in life.records.all_entries(BOOK):
            known = states.setdefault(_key(one), [])
            if not known or known[-1].version != one.version:
                known.append(one)

    for (kind, entry_id), known in states.items():
        earlier: list[Kept[Any]] = list(life.records.versions(kind, BOOK, entry_id))
        now: Kept[Any] | None = life.records.entry(kind, BOOK, entry_id)
        assert now is not None
        assert [one.version for one in known] == list(range(1, len(known) + 1))
        assert [_said(one) for one in (*earlier, now)] == [_said(one) for one in known]
    assert summarised(life.book, life.records.history(BOOK)) == life.book


def _key(kept: Kept[Any]) -> tuple[type, str]:
    return type(kept.entry), KINDS[type(kept.entry)].id_of(kept.entry)


def _said(kept: Kept[Any]) -> tuple[Any, ...]:
    return kept.version, kept.status, kept.entry, kept.reason, kept.changed_by
