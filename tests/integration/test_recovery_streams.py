"""What follows the streams: off while a stage is put back, and behind it nothing is sealed, told or planned twice."""

import copy
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from functions.audit.seal import lambda_handler as seal
from functions.reminders.project import lambda_handler as project
from handbook import bootstrap
from handbook.domain.ids import HandbookId
from tests.integration.api import Context
from tests.integration.conftest import backend, lying_in
from tests.integration.test_audit_chain import inserted
from tests.integration.test_recovery import folder, kept, lived_in, one_stage_after_another
from tests.integration.world import Clock, Inbox
from tools.recovery import stage, streams
from tools.recovery.restoring import Wish, restore
from tools.recovery.saving import save
from tools.recovery.shelves import Folder, read_document

pytestmark = pytest.mark.usefixtures("world", "lived_in")
CONTEXT: Any = Context()
__all__ = ["folder", "lived_in", "one_stage_after_another"]


def quiet(_name: str, _items: int) -> None:
    """Say nothing."""


def follow_all() -> None:
    """Let the followers see every item of their tables as one that was just put."""
    accesses = [item for item in lying_in("AuditTable") if not item["pk"]["S"].startswith("SEALS#")]
    assert seal(inserted(*accesses), CONTEXT) == {"batchItemFailures": []}
    records = [item for item in lying_in("RecordsTable") if item["sk"]["S"].startswith(("SUMMARY", "GUARDIAN#"))]
    assert project(inserted(*records), CONTEXT) == {"batchItemFailures": []}


def test_what_the_streams_say_of_items_that_were_put_back_changes_nothing_and_tells_nobody(
    folder: Folder, one_stage_after_another: Callable[[], None], clock: Clock, inbox: Inbox
) -> None:
    follow_all()
    before, told = kept(), list(inbox.messages)
    save(folder, 2, quiet)
    for table in backend("dynamodb").tables.values():
        table.items.clear()
    one_stage_after_another()
    restore(folder, Wish(), quiet)
    clock.move(minutes=5)

    follow_all()

    assert kept() == before
    assert inbox.messages == told


def test_a_handbook_that_a_morning_moved_on_stays_there_when_the_same_change_is_told_again() -> None:
    book, day = HandbookId("moved-on"), date(2026, 6, 15)
    due = bootstrap.reminders()
    assert due.follow(book, day, 3)
    assert due.schedule(book, day + timedelta(days=7), 3)

    assert not due.follow(book, day, 3)
    assert not due.follow(book, day, 2)
    assert due.indexed([book])[book].on == day + timedelta(days=7)
    assert due.follow(book, day, 4)


class Lambda:
    """Lambda as far as followers go: one that is on, one that an operator turned off."""

    def __init__(self) -> None:
        self.state = {"on": "Enabled", "off": "Disabled"}
        self.slow = 2

    def list_event_source_mappings(self, EventSourceArn: str) -> Any:  # noqa: N803 - boto3's own
        assert "/stream/" in EventSourceArn
        if "RecordsTable" not in EventSourceArn:
            return {"EventSourceMappings": []}
        return {"EventSourceMappings": [{"UUID": uuid, "State": state} for uuid, state in self.state.items()]}

    def update_event_source_mapping(self, UUID: str, Enabled: bool) -> None:  # noqa: N803
        self.state[UUID] = "Enabled" if Enabled else "Disabled"

    def get_event_source_mapping(self, UUID: str) -> Any:  # noqa: N803
        self.slow -= 1
        return {"State": "Disabling" if self.slow > 0 else self.state[UUID]}


@pytest.fixture
def followers(monkeypatch: pytest.MonkeyPatch) -> Lambda:
    faked, real = Lambda(), stage.client
    monkeypatch.setattr(streams, "client", lambda service: faked if service == "lambda" else real(service))
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    return faked


def test_followers_are_off_while_items_are_put_and_those_that_were_on_are_on_again(
    folder: Folder, followers: Lambda, one_stage_after_another: Callable[[], None]
) -> None:
    save(folder, 2, quiet)
    for table in backend("dynamodb").tables.values():
        table.items.clear()
    one_stage_after_another()
    seen = list[dict[str, str]]()

    restore(folder, Wish(), lambda _name, _items: seen.append(copy.copy(followers.state)))

    assert seen
    assert all(state == {"on": "Disabled", "off": "Disabled"} for state in seen)
    assert followers.state == {"on": "Enabled", "off": "Disabled"}


def test_a_try_that_ended_leaves_them_off_and_the_next_knows_which_to_turn_on(
    folder: Folder, followers: Lambda
) -> None:
    assert streams.turn_off(folder, "note.json", sleep=lambda _seconds: None) == ["on"]
    assert streams.turn_off(folder, "note.json", sleep=lambda _seconds: None) == ["on"]
    assert read_document(folder, "note.json") == {"followers": ["on"]}

    streams.turn_on(["on"], sleep=lambda _seconds: None)
    assert followers.state["on"] == "Enabled"


def test_a_follower_that_does_not_end_is_named(folder: Folder, followers: Lambda) -> None:
    followers.slow = 10_000
    with pytest.raises(streams.StillFollowedError, match="on"):
        streams.turn_off(folder, "note.json", sleep=lambda _seconds: None)
