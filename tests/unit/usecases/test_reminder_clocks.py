"""A wrong clock, a leap day, Tết and the zone of the machine change nothing about who is told once and when."""

import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from handbook.domain.ids import HandbookId
from handbook.domain.preferences import Preferences
from handbook.domain.reminders.decision import Case, Due, Guardian, Send, Wait, decide
from handbook.domain.reminders.kinds import Kind
from handbook.domain.reminders.outcomes import Outcome
from handbook.domain.reminders.rules import rules_on
from handbook.domain.reminders.touches import Touch
from handbook.usecases.send_reminders import plan
from tests.unit.usecases.mornings import MORNING, Morning, child

DAY = timedelta(days=1)
ZONES = ["UTC", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Kiritimati"]


@pytest.fixture(params=ZONES)
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Set the machine's zone, as TZ does on a developer's machine."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("zone")
@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 11, 1), date(2027, 2, 6), date(2028, 2, 29)])
def test_the_machines_zone_moves_no_day_and_no_hour(day: date) -> None:
    """Among the days: summer time begins and ends elsewhere, Tết, a leap day."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    assert max(one for task in plan(midnight + timedelta(minutes=30)) for one in task.days) == day
    assert max(one for task in plan(midnight - timedelta(hours=7)) for one in task.days) == day
    case = Case(HandbookId("a"), Guardian(Preferences()), [Due(HandbookId("a"), Touch(day, Kind.DUE, day))], {})
    rules = rules_on(day)
    assert decide(case, midnight + timedelta(minutes=59), rules) == Wait(midnight + timedelta(hours=1), Outcome.HOURS)
    assert isinstance(decide(case, midnight + timedelta(hours=1), rules), Send)
    assert isinstance(decide(case, midnight + timedelta(hours=13, seconds=-1), rules), Send)
    assert decide(case, midnight + timedelta(hours=13), rules) == Wait(midnight + timedelta(hours=25), Outcome.HOURS)


@pytest.mark.usefixtures("zone")
def test_a_run_sends_the_same_in_every_zone() -> None:
    morning = Morning(child("a"))
    assert morning.run() == Counter({Outcome.SENT: 1})
    assert "20/11" in morning.words()[0]


@pytest.mark.parametrize("wrong", [-3 * DAY, -DAY, timedelta(hours=-1), timedelta(hours=6), DAY, 5 * DAY])
def test_a_clock_that_jumps_tells_nobody_twice(wrong: timedelta) -> None:
    morning = Morning(child("a"))
    for now in (MORNING, MORNING + wrong, MORNING + DAY):
        morning.run(now)
    spoken = Counter((one.handbook_id, one.occurrence) for one in morning.texts.messages.values())
    assert len(morning.told) == len(spoken)
    assert all(times == 1 for times in spoken.values())


def test_a_leap_day_is_a_day_like_any_other() -> None:
    born = date(2028, 2, 29) - timedelta(days=61)
    morning = Morning()
    book = child("a", born=born)
    morning.records.books[book.handbook_id] = book
    morning.reminders.schedule(book.handbook_id, date(2028, 2, 29), 1)
    assert morning.run(datetime(2028, 2, 29, 1, 30, tzinfo=UTC)) == Counter({Outcome.SENT: 1})
    assert "29/02" in morning.words()[0]
