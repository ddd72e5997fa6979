"""A worker that dies at any step of a morning: everybody is told exactly once, by whoever comes after it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handbook.domain.ids import AccountId, PhoneE164
from handbook.domain.reminders.delivery import Said, Verdict
from handbook.domain.reminders.messages import State
from handbook.usecases.send_reminders import plan, send_task
from handbook.usecases.tell_guardian import Tools
from tests.builders import FATHER, MOTHER, PHONE, account
from tests.unit.usecases.mornings import DUE, FATHERS_PHONE, MORNING, Morning, child
from tests.unit.usecases.reminder_fakes import FakeProvider
from tests.unit.usecases.test_reminder_machine import KilledError, Mortal

STEPS = 7
"""Two guardians: claim and hand over for each, then both are closed with the handbook's next day, then linked."""


def mortal_tools(morning: Morning, mortal: Mortal) -> Tools:
    tools = morning.tools
    texts = mortal.around(tools.ledger.texts, "claim", "settle", "move", "link")
    tools.lines["sms"].providers = [mortal.around(one, "send") for one in morning.providers]
    closings = mortal.around(tools.closings, "close")
    recipients = mortal.around(tools.ledger.recipients, "bury")
    return replace(tools, ledger=replace(tools.ledger, texts=texts, recipients=recipients), closings=closings)


def killed_at(morning: Morning, steps: int, *, after: bool) -> bool:
    """Deliver a morning's tasks twice, the first worker dying; then again when the claims can be asked about."""
    mortal = Mortal()
    mortal.steps_left, mortal.after, died = steps, after, False
    for task in plan(MORNING):
        try:
            send_task(task, mortal_tools(morning, mortal))
        except KilledError:
            died = True
            mortal.steps_left = None
            send_task(task, mortal_tools(morning, mortal))
    for minutes in (20, 40):
        morning.now = MORNING + timedelta(minutes=minutes)
        for task in plan(MORNING):
            send_task(task, morning.tools)
    return died


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("steps", range(STEPS))
def test_who_dies_at_any_step_leaves_everybody_told_once(steps: int, after: bool) -> None:
    morning = Morning(child("a", MOTHER, FATHER))
    assert killed_at(morning, steps, after=after)
    assert sorted(morning.told) == sorted([PHONE, FATHERS_PHONE])
    assert set(morning.texts.states()) <= {State.SENT, State.REFUSED}
    assert len([state for state in morning.texts.states() if state is State.SENT]) == 2


def test_there_are_no_more_steps_than_these() -> None:
    assert not killed_at(Morning(child("a", MOTHER, FATHER)), STEPS, after=False)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("steps", range(0, 2 * 40, 7))
def test_who_dies_among_many_families_leaves_each_of_them_told_once(steps: int, after: bool) -> None:
    mothers = [account(AccountId(f"mother-{one}"), phone=PhoneE164(f"+849123456{one}")) for one in range(10, 50)]
    books = [child(f"book-{one.account_id}", one.account_id) for one in mothers]
    morning = Morning(*books, accounts=tuple(mothers))
    assert killed_at(morning, steps, after=after)
    assert sorted(morning.told) == sorted(one.phone for one in mothers)
    assert all(day and day > DUE for day, _ in morning.reminders.days.values())


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("steps", range(5))
def test_who_dies_while_a_second_provider_takes_over_leaves_one_message(steps: int, after: bool) -> None:
    first, second = FakeProvider(always=Said(Verdict.BUSY)), FakeProvider("second")
    morning = Morning(child("a"), providers=[first, second])
    assert killed_at(morning, steps, after=after)
    assert morning.told == [PHONE]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("steps", range(4))
def test_who_dies_while_a_number_turns_out_dead_leaves_it_marked_or_asks_again(steps: int, after: bool) -> None:
    morning = Morning(child("a"), providers=[FakeProvider(always=Said(Verdict.DEAD, cause="104"))])
    killed_at(morning, steps, after=after)
    assert morning.told == []
    assert MOTHER in morning.recipients.dead
