"""Who withdrew the consent to be told of something by SMS hears of it in the app, or not at all."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from handbook.domain.ids import AccountId, HandbookId
from handbook.domain.preferences import Preferences
from handbook.domain.reminders.decision import Case, Due, Guardian, Send, Skip, Wait, decide
from handbook.domain.reminders.kinds import Kind
from handbook.domain.reminders.messages import Message, State
from handbook.domain.reminders.outcomes import Outcome
from handbook.domain.reminders.rules import rules_on
from handbook.domain.reminders.touches import Touch

NOW = datetime(2026, 6, 15, 3, 0, tzinfo=UTC)
TODAY = date(2026, 6, 15)
RULES = rules_on(TODAY)
OWN, SIBLING = HandbookId("own"), HandbookId("sibling")
NO_SMS = frozenset({"vitamin_a"})


def due(subject: str, handbook_id: HandbookId = OWN) -> Due:
    return Due(handbook_id, Touch(TODAY, Kind.DUE, TODAY, whats=(f"{subject}-1",), subject=subject))


def case(*dues: Due, has_app: bool = False, told: dict[HandbookId, list[Message]] | None = None) -> Case:
    return Case(OWN, Guardian(Preferences(), has_app, no_sms_about=NO_SMS), dues, told or {})


def unread(one: Due) -> Message:
    return Message(
        one.handbook_id,
        AccountId("mother"),
        one.touch.occurrence,
        one.touch.kind,
        TODAY,
        NOW - timedelta(days=2),
        State.DELIVERED,
        channel="app",
        subject=one.touch.subject,
        whats=one.touch.whats,
    )


def test_who_has_no_app_is_not_told_of_it() -> None:
    assert decide(case(due("vitamin_a")), NOW, RULES) == Skip(Outcome.UNWANTED)


@pytest.mark.parametrize("subject", ["dose", "antenatal", "check_up", "deworming"])
def test_whatever_else_is_due_goes_by_sms_as_before(subject: str) -> None:
    assert decide(case(due(subject)), NOW, RULES) == Send("sms", (due(subject),))


def test_the_app_tells_it_as_before() -> None:
    assert decide(case(due("vitamin_a"), has_app=True), NOW, RULES) == Send("app", (due("vitamin_a"),))


def test_a_text_about_something_else_leaves_it_out() -> None:
    both = case(due("dose"), due("vitamin_a"), due("vitamin_a", SIBLING))
    assert decide(both, NOW, RULES) == Send("sms", (due("dose"),))


def test_what_nobody_read_in_the_app_is_not_repeated_by_sms() -> None:
    one = due("vitamin_a")
    found = decide(case(one, has_app=True, told={OWN: [unread(one)]}), NOW, RULES)
    assert found == Skip(Outcome.ALREADY_TOLD)


def test_its_own_news_goes_to_the_app_while_a_siblings_waits_for_its_own_look() -> None:
    sibling = due("dose", SIBLING)
    found = decide(case(due("vitamin_a"), sibling, has_app=True, told={SIBLING: [unread(sibling)]}), NOW, RULES)
    assert found == Send("app", (due("vitamin_a"),))
    other = replace(case(sibling, has_app=True, told={SIBLING: [unread(sibling)]}), handbook_id=SIBLING)
    again = decide(other, NOW, RULES)
    assert not isinstance(again, Wait | Skip)
    assert (again.channel, [one.again for one in again.due]) == ("sms", [True])


def test_who_withdrew_nothing_is_told_of_everything_in_one_text() -> None:
    dues = (due("dose"), due("vitamin_a"))
    everything = replace(case(*dues), guardian=Guardian(Preferences()))
    assert decide(everything, NOW, RULES) == Send("sms", dues)
