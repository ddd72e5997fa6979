"""Many families are closed in one transaction; what stands in the way of one keeps no other from being written."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from handbook import bootstrap
from handbook.bootstrap import messaging
from handbook.domain.errors import UnavailableError
from handbook.domain.ids import AccountId, HandbookId
from handbook.domain.reminders.closing import Closed, NextDay
from handbook.domain.reminders.drift import Indexed
from handbook.domain.reminders.kinds import Kind
from handbook.domain.reminders.messages import Message, State, Text
from tests.integration.test_access_patterns import calls

pytestmark = pytest.mark.usefixtures("cloud")
TODAY = date(2026, 11, 22)
TOMORROW = TODAY + timedelta(days=1)
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
NAMES = [f"book-{number:02d}" for number in range(40)]


def claimed(name: str) -> Text:
    """A text to a family of its own that was claimed and handed over."""
    book, account = HandbookId(name), AccountId(f"of-{name}")
    message = Message(book, account, "2026-11-22#due", Kind.DUE, TODAY, NOW, State.CLAIMED, reference=f"ref-{name}")
    text = Text(f"ref-{name}", account, (message,), NOW, "sms", provider="sns", provider_id=f"id-{name}")
    assert messaging.texts().claim(replace(text, provider_id=""))
    bootstrap.reminders().schedule(book, TODAY, 1)
    return text


def closed(texts: list[Text]) -> Closed:
    books = [text.messages[0].handbook_id for text in texts]
    return Closed(tuple((text, State.SENT) for text in texts), tuple(NextDay(book, TOMORROW, 1) for book in books))


def state(text: Text) -> State:
    found = messaging.texts().get(text.reference)
    assert found is not None
    assert all(message.state is found.state for message in found.messages)
    return found.state


def test_forty_families_are_closed_in_two_transactions() -> None:
    texts = [claimed(name) for name in NAMES]

    with calls() as seen:
        messaging.closings().close(closed(texts))

    assert seen == ["TransactWriteItems"] * 2
    assert {state(text) for text in texts} == {State.SENT}
    books = [HandbookId(name) for name in NAMES]
    assert bootstrap.reminders().indexed(books) == {book: Indexed(TOMORROW, 1) for book in books}
    known = messaging.texts().get(texts[0].reference)
    assert known is not None
    assert known.provider_id == "id-book-00"


def test_a_receipt_and_a_change_that_came_first_stay_and_all_others_are_written() -> None:
    texts = [claimed(name) for name in NAMES[:10]]
    assert messaging.texts().settle(texts[3], State.DELIVERED)
    assert bootstrap.reminders().schedule(HandbookId(NAMES[7]), None, 2)

    with calls() as seen:
        messaging.closings().close(closed(texts))

    # refused once, written without the two, and each of the two by itself: one look at why, and one that is stale
    assert seen.count("TransactWriteItems") == 3
    assert [state(text) for text in texts] == [State.SENT] * 3 + [State.DELIVERED] + [State.SENT] * 6
    places = bootstrap.reminders().indexed([HandbookId(name) for name in NAMES[:10]])
    assert places.pop(HandbookId(NAMES[7])) == Indexed(None, 2)
    assert set(places.values()) == {Indexed(TOMORROW, 1)}


def test_closing_twice_changes_nothing() -> None:
    texts = [claimed(name) for name in NAMES[:3]]
    messaging.closings().close(closed(texts))
    messaging.closings().close(closed(texts))
    assert {state(text) for text in texts} == {State.SENT}
    assert bootstrap.reminders().indexed([HandbookId(NAMES[0])]) == {HandbookId(NAMES[0]): Indexed(TOMORROW, 1)}


def test_nothing_to_close_asks_nothing() -> None:
    with calls() as seen:
        messaging.closings().close(Closed())
    assert seen == []


def test_a_transaction_that_cannot_be_sent_is_an_outage(monkeypatch: pytest.MonkeyPatch) -> None:
    text = claimed(NAMES[0])
    monkeypatch.setattr("handbook.storage.texts.TextItem.Meta.table_name", "gone")
    with pytest.raises(UnavailableError):
        messaging.closings().close(closed([text]))
