"""How long a handbook is kept, whose death its years count from, and when one that left is erased."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain.ids import EntryId, HandbookId
from handbook.domain.life import Happening, LifeFact, LifeState, state_after
from handbook.domain.retention import Erasing, is_over, owner_died_on, retention_on, rule_on, shared_pregnancy
from handbook.reference.privacy import load_document

TODAY = date(2026, 11, 20)
BORN = date(2026, 3, 1)
LATE = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)
"""Half past midnight of the 21st in Vietnam."""


def test_the_handbook_of_who_lives_is_kept_without_an_end() -> None:
    kept = retention_on(TODAY, TODAY, None)
    assert kept is not None
    assert (kept.rule_id, kept.until) == ("VN-TT33-2025-health-book", None)


@pytest.mark.parametrize(("day", "kept"), [("2036-11-19", True), ("2036-11-20", False)])
def test_a_handbook_is_kept_for_ten_years_after_a_death(day: str, kept: bool) -> None:
    found = retention_on(date.fromisoformat(day), date(2026, 11, 1), TODAY)

    assert (found is not None) is kept
    assert found is None or found.until == date(2036, 11, 20)


@given(st.dates(date(2026, 1, 1), date(2060, 1, 1)), st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 3000))
def test_nothing_is_erased_within_ten_years_of_a_death_or_of_the_last_word(day: date, died: date, later: int) -> None:
    last = died + timedelta(days=later)
    if retention_on(day, last, died) is None:
        assert (day - max(died, last)).days >= 3651


def fact(happening: Happening, on: date = TODAY) -> LifeFact:
    return LifeFact(EntryId(happening), happening, on, datetime(2026, 11, 20, tzinfo=UTC))


@pytest.mark.parametrize(
    ("happenings", "began_pregnant", "dies"),
    [
        ([], False, False),
        ([Happening.DEATH], False, True),
        ([Happening.BIRTH, Happening.DEATH], True, True),
        ([Happening.MATERNAL_DEATH], False, False),
        ([Happening.MATERNAL_DEATH], True, True),
        ([Happening.BIRTH, Happening.MATERNAL_DEATH], True, False),
        ([Happening.MISCARRIAGE], True, False),
        ([Happening.STILLBIRTH], True, False),
        ([Happening.TERMINATION], True, False),
        ([Happening.END], False, False),
    ],
)
def test_the_years_count_from_the_death_of_whose_handbook_it_is(
    happenings: list[Happening], began_pregnant: bool, dies: bool
) -> None:
    life = [fact(one) for one in happenings]

    found = owner_died_on(life, state_after(life, began_pregnant=began_pregnant))

    assert found == (TODAY if dies else None)


def test_of_a_child_that_died_after_its_mother_the_childs_day_counts() -> None:
    life = [fact(Happening.MATERNAL_DEATH, BORN), fact(Happening.DEATH)]
    assert owner_died_on(life, LifeState.DECEASED) == TODAY


@pytest.mark.parametrize(("days", "over"), [(0, False), (6, False), (7, True), (400, True)])
def test_who_left_is_erased_a_week_later_by_the_days_of_vietnam(days: int, over: bool) -> None:
    left = Erasing(HandbookId("one"), LATE, rule_on(TODAY))
    assert is_over(left, date(2026, 11, 21) + timedelta(days=days)) is over


def test_the_week_is_longer_than_a_stream_a_receipt_and_an_export_live_and_shorter_than_the_law_lets_wait() -> None:
    waits = [one["waits_days"] for one in load_document("retention")["erasing"]]
    assert all(2 <= one <= 20 for one in waits)


def test_each_rule_says_why_in_both_languages_and_has_a_source() -> None:
    document = load_document("retention")
    for rule in (*document["rules"], document["shared"]):
        assert rule["vi"] != rule["en"]
        assert rule["source"]
    assert shared_pregnancy().until is None
    assert rule_on(date(2020, 1, 1)) == rule_on(TODAY) == "VN-TT33-2025-health-book"
