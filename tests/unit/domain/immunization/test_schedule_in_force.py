"""Which schedule is in force: both sides of the day on which one takes over from another."""

from datetime import UTC, date, datetime

import pytest

from handbook import bootstrap
from handbook.domain.immunization import schedule_before, schedule_in_force
from handbook.reference.immunization import load_documents

OLD, NEW = "VN-EPI-2024-08-01", "VN-EPI-2026-02-15"


@pytest.mark.parametrize(
    ("on", "wanted"),
    [
        (date(2024, 7, 31), OLD),  # before the first of all
        (date(2024, 8, 1), OLD),
        (date(2026, 2, 14), OLD),
        (date(2026, 2, 15), NEW),
        (date(2040, 1, 1), NEW),
    ],
)
def test_a_schedule_is_in_force_from_its_first_day_until_the_next_one_begins(on: date, wanted: str) -> None:
    assert schedule_in_force(load_documents(), "child", on) == wanted


def test_the_order_of_the_documents_does_not_matter() -> None:
    backwards = list(reversed(load_documents()))

    assert schedule_in_force(backwards, "child", date(2026, 2, 14)) == OLD
    assert schedule_in_force(backwards, "child", date(2026, 2, 15)) == NEW


def test_an_audience_without_a_schedule_is_named() -> None:
    with pytest.raises(KeyError, match="horses"):
        schedule_in_force(load_documents(), "horses", date(2026, 2, 15))


def test_a_schedule_knows_whom_it_takes_over_from() -> None:
    assert schedule_before(load_documents(), "child", date(2026, 2, 15)) == OLD
    assert schedule_before(load_documents(), "child", date(2024, 8, 1)) is None
    assert schedule_before(load_documents(), "child", date(2027, 1, 1)) == NEW


def test_a_warm_process_changes_over_at_midnight_in_vietnam(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "now", lambda: datetime(2026, 2, 14, 16, 59, 59, tzinfo=UTC))
    before = bootstrap.child_schedule()
    monkeypatch.setattr(bootstrap, "now", lambda: datetime(2026, 2, 14, 17, 0, tzinfo=UTC))
    after = bootstrap.child_schedule()

    assert (before.id, after.id) == (OLD, NEW)
    assert bootstrap.child_schedule() is after
