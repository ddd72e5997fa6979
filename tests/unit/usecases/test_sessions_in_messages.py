"""Messages name the next vaccination session, and tell again when it is moved."""

from dataclasses import replace
from datetime import date, timedelta

from handbook.domain.ids import HandbookId
from handbook.domain.reminders.kinds import Kind
from handbook.domain.sessions.plans import Change, Pattern
from tests.unit.domain.sessions.test_sessions import PLAN
from tests.unit.usecases.mornings import DUE, MORNING, FakeSessions, Morning, child

DAY = timedelta(days=1)
ON_THE_25TH = replace(PLAN, pattern=Pattern(days=(25,)), place="Nhà văn hóa thôn 5")
SESSION = date(2026, 11, 25)


def morning_of(*plans: object) -> Morning:
    made = Morning(child("a"))
    made.sessions = FakeSessions(*plans)  # type: ignore[arg-type]
    made.reminders.schedule(HandbookId("a"), DUE - 7 * DAY, 1)
    return made


def texts(morning: Morning) -> list[str]:
    return [text for provider in morning.providers for _, text in provider.sent]


def test_a_message_names_the_first_session_on_or_after_the_due_day() -> None:
    morning = morning_of(ON_THE_25TH)
    morning.run(MORNING)
    assert texts(morning)[-1].endswith("Buoi tiem 25/11 07:30-11:00, Nha van hoa thon 5.")
    assert {one.session_on for one in morning.texts.messages.values() if one.subject == "dose"} == {SESSION}


def test_without_a_session_the_message_sends_to_the_station() -> None:
    morning = morning_of()
    morning.run(MORNING)
    assert "Buoi tiem" not in texts(morning)[-1]
    assert {one.session_on for one in morning.texts.messages.values()} == {None}


def test_who_was_told_of_a_session_that_moved_is_told_once_of_the_new_one() -> None:
    morning = morning_of(ON_THE_25TH)
    morning.run(MORNING)
    told = len(texts(morning))
    moved = replace(ON_THE_25TH, changes=(Change(SESSION, date(2026, 11, 27)),))
    morning.sessions = FakeSessions(moved)
    for days in (1, 2, 3):
        morning.reminders.schedule(HandbookId("a"), DUE + days * DAY, 1)
        morning.run(MORNING + days * DAY)

    (anew,) = texts(morning)[told:]
    assert "da doi ngay. Buoi tiem 27/11" in anew
    (message,) = (one for one in morning.texts.messages.values() if one.kind is Kind.MOVED)
    assert (message.session_on, message.occurrence) == (date(2026, 11, 27), "2026-11-20#moved-2026-11-25")


def test_who_was_told_of_a_session_that_was_cancelled_is_sent_to_the_station() -> None:
    morning = morning_of(replace(ON_THE_25TH, until=date(2026, 11, 30)))
    morning.run(MORNING)
    morning.sessions = FakeSessions()
    morning.reminders.schedule(HandbookId("a"), DUE + DAY, 1)
    morning.run(MORNING + DAY)
    assert texts(morning)[-1].endswith("da doi ngay. Hay hoi tram y te.")


def test_a_session_that_is_over_is_no_news() -> None:
    morning = morning_of(ON_THE_25TH)
    morning.run(MORNING)
    told = len(texts(morning))
    morning.sessions = FakeSessions()
    morning.reminders.schedule(HandbookId("a"), SESSION + DAY, 1)
    morning.run(MORNING + 6 * DAY)
    assert all("da doi ngay" not in text for text in texts(morning)[told:])


def test_another_time_or_place_on_the_same_day_is_not_told_anew() -> None:
    morning = morning_of(ON_THE_25TH)
    morning.run(MORNING)
    told = len(texts(morning))
    morning.sessions = FakeSessions(replace(ON_THE_25TH, place="Trạm y tế"))
    morning.reminders.schedule(HandbookId("a"), DUE + DAY, 1)
    morning.run(MORNING + DAY)
    assert texts(morning)[told:] == []
