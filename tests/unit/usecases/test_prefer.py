"""How a family member chooses to be told."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from handbook.domain.access import Actor
from handbook.domain.errors import ForbiddenError, InvalidFieldError, NotFoundError, StaleVersionError
from handbook.domain.preferences import Preferences
from handbook.usecases.prefer import Change, own_account, prefer
from tests.builders import NOW, account, context, family, manager, nurse, vendor
from tests.fakes import FakeDirectory


def keep(before: Preferences) -> Preferences:
    return before


def changed(**choices: object) -> Change:
    return lambda before: replace(before, **choices)  # type: ignore[arg-type]


def test_who_stops_in_the_app_is_known_to_have_stopped_there_and_when() -> None:
    directory = FakeDirectory(account())
    prefer(context(family()), changed(enabled=False, language="en"), 1, directory=directory)
    assert own_account(context(family()), directory=directory) == account(
        language="en", enabled=False, stopped_at=NOW, stopped_through="app", preferences_version=2
    )


def test_who_stopped_by_a_message_and_saves_the_form_unchanged_keeps_that() -> None:
    before = account(enabled=False, stopped_at=NOW - timedelta(days=3), stopped_through="sms")
    directory = FakeDirectory(before)
    prefer(context(family()), changed(language="en"), 1, directory=directory)
    kept = own_account(context(family()), directory=directory).preferences
    assert (kept.stopped_at, kept.stopped_through) == (NOW - timedelta(days=3), "sms")


def test_who_starts_again_has_not_stopped() -> None:
    directory = FakeDirectory(account(enabled=False, stopped_at=NOW, stopped_through="sms"))
    again = prefer(context(family()), changed(enabled=True), 1, directory=directory)
    assert (again.preferences.stopped_at, again.preferences.stopped_through) == (None, None)


def test_channels_stand_in_the_order_in_which_they_are_tried() -> None:
    made = prefer(context(family()), changed(channels=("sms", "app", "sms")), 1, directory=FakeDirectory(account()))
    assert made.preferences.channels == ("app", "sms")


@pytest.mark.parametrize(
    ("field", "choices"),
    [
        ("channels", {"channels": ()}),
        ("hours", {"hours": (time(7, 59), time(20, 0))}),
        ("hours", {"hours": (time(8, 0), time(20, 1))}),
        ("hours", {"hours": (time(10, 0), time(10, 59))}),
        ("kinds", {"unwanted": frozenset({"weather"})}),
        ("language", {"language": "fr"}),
    ],
)
def test_choices_by_which_nobody_could_be_told_are_refused_by_name(field: str, choices: dict[str, object]) -> None:
    directory = FakeDirectory(account())
    with pytest.raises(InvalidFieldError) as refused:
        prefer(context(family()), changed(**choices), 1, directory=directory)
    assert refused.value.field == field
    assert directory.accounts[account().account_id] == account()


def test_an_hour_in_the_evening_is_enough() -> None:
    made = prefer(context(family()), changed(hours=(time(19, 0), time(20, 0))), 1, directory=FakeDirectory(account()))
    assert made.preferences.hours == (time(19, 0), time(20, 0))


def test_choices_that_changed_meanwhile_are_not_overwritten() -> None:
    with pytest.raises(StaleVersionError):
        prefer(context(family()), keep, 2, directory=FakeDirectory(account()))


@pytest.mark.parametrize("actor", [nurse(), manager(), vendor()])
def test_staff_have_no_account_of_this_kind(actor: Actor) -> None:
    with pytest.raises(ForbiddenError):
        prefer(context(actor), keep, 1, directory=FakeDirectory(account()))


def test_a_token_without_an_account_finds_nothing() -> None:
    with pytest.raises(NotFoundError):
        prefer(context(family()), keep, 1, directory=FakeDirectory())
