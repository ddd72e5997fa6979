"""What becomes of a message when a provider refuses, keeps silent, fails or says odd things."""

from collections import Counter
from datetime import timedelta

import pytest

from handbook.domain.ids import AccountId
from handbook.domain.reminders.delivery import Said, Verdict
from handbook.domain.reminders.due_index import SHARDS
from handbook.domain.reminders.messages import State
from handbook.domain.reminders.outcomes import Outcome
from handbook.domain.reminders.rules import rules_on
from handbook.usecases.send_reminders import Task, send_task
from tests.builders import FATHER, MOTHER, PHONE, account
from tests.fakes import index_of
from tests.unit.usecases.mornings import DUE, FATHERS_PHONE, MORNING, Morning, child
from tests.unit.usecases.reminder_fakes import FakeProvider

DAY = timedelta(days=1)
DAYS_BACK = rules_on(DUE).catch_up_days
QUARTER = timedelta(minutes=15)
BUSY, UNSURE = Said(Verdict.BUSY, cause="429"), Said(Verdict.UNSURE, cause="timeout")


def test_what_a_provider_refused_for_a_while_is_tried_three_times_a_day_and_again_tomorrow() -> None:
    morning = Morning(child("a"))
    morning.sms.always = BUSY
    for tries in range(1, 4):
        assert morning.run(MORNING + (tries - 1) * QUARTER) == Counter({Outcome.PROVIDER_BUSY: 1})
        assert len(morning.sms.calls) == tries
    assert morning.run(MORNING + 3 * QUARTER) == Counter({Outcome.PROVIDER_BUSY: 1})
    assert len(morning.sms.calls) == 3
    assert morning.waiting == set()
    morning.sms.always = None
    assert morning.run(MORNING + DAY) == Counter({Outcome.SENT: 1})
    assert len(morning.told) == 1


def test_between_two_tries_there_is_a_quarter_of_an_hour() -> None:
    morning = Morning(child("a"))
    morning.sms.says = [BUSY]
    morning.run()
    assert morning.waiting == {MORNING + QUARTER}
    assert morning.run(MORNING + QUARTER - timedelta(seconds=1)) == Counter({Outcome.PROVIDER_BUSY: 1})
    assert len(morning.sms.calls) == 1
    assert morning.run(MORNING + QUARTER) == Counter({Outcome.SENT: 1})


def test_the_second_provider_takes_over_what_the_first_certainly_did_not_take() -> None:
    first, second = FakeProvider(always=BUSY), FakeProvider("second")
    morning = Morning(child("a"), providers=[first, second])
    assert morning.run() == Counter({Outcome.SENT: 1})
    assert (len(first.sent), len(second.sent)) == (0, 1)
    assert [text.provider for text in morning.texts.texts.values()] == ["second"]


def test_the_second_provider_gets_nothing_that_the_first_may_have_taken() -> None:
    first, second = FakeProvider(always=UNSURE), FakeProvider("second")
    morning = Morning(child("a"), providers=[first, second])
    assert morning.run() == Counter({Outcome.UNSURE: 1})
    assert second.calls == []
    assert morning.texts.states() == [State.CLAIMED]


def test_what_may_have_been_taken_is_asked_of_the_provider_and_sent_again_only_if_it_was_not() -> None:
    morning = Morning(child("a"))
    morning.sms.says = [UNSURE]
    morning.run()
    later = morning.run(MORNING + QUARTER)
    assert later == Counter({Outcome.FOUND_NOT_SENT: 1, Outcome.SENT: 1})
    assert len(morning.told) == 1


def test_what_was_taken_although_nobody_heard_is_found_and_not_sent_again() -> None:
    class Deaf(FakeProvider):
        def send(self, to: str, words: str, reference: str) -> Said:
            super().send(to, words, reference)
            return UNSURE

    morning = Morning(child("a"), providers=[Deaf()])
    morning.run()
    assert morning.run(MORNING + QUARTER) == Counter({Outcome.FOUND_SENT: 1, Outcome.ALREADY_TOLD: 1})
    assert len(morning.told) == 1


def test_of_a_provider_that_cannot_be_asked_it_is_never_known_and_nothing_is_sent_again() -> None:
    morning = Morning(child("a"), providers=[FakeProvider(says=[UNSURE], askable=False)])
    morning.run()
    assert morning.run(MORNING + QUARTER) == Counter({Outcome.NEVER_KNOWN: 1, Outcome.ALREADY_TOLD: 1})
    assert morning.texts.states() == [State.UNKNOWN]
    assert len(morning.sms.calls) == 1


def test_a_claim_younger_than_a_worker_lives_is_left_to_that_worker() -> None:
    morning = Morning(child("a"))
    morning.sms.says = [UNSURE]
    morning.run()
    assert morning.run(MORNING + timedelta(minutes=4)) == Counter({Outcome.UNSURE: 2})
    assert len(morning.sms.calls) == 1


def test_a_text_that_is_refused_for_good_is_not_tried_again() -> None:
    morning = Morning(child("a"))
    morning.sms.says = [Said(Verdict.REJECTED, cause="http_400")]
    assert morning.run() == Counter({Outcome.FAILED: 1})
    assert morning.run(MORNING + DAY) == Counter()
    assert morning.texts.states() == [State.FAILED]


def test_a_dead_number_is_marked_its_unit_told_and_the_next_run_skips_it() -> None:
    morning = Morning(child("a"))
    morning.sms.says = [Said(Verdict.DEAD, cause="104")]
    assert morning.run() == Counter({Outcome.NUMBER_DIED: 1})
    assert morning.recipients.dead == {MOTHER: index_of(PHONE)}
    assert [one.account_id for one in morning.deaths] == [MOTHER]
    assert morning.run(MORNING + 7 * DAY) == Counter({Outcome.DEAD_NUMBER: 1})
    assert len(morning.sms.calls) == 1


def test_another_number_of_the_same_account_is_alive() -> None:
    morning = Morning(child("a"))
    morning.recipients.dead[MOTHER] = index_of(FATHERS_PHONE)
    assert morning.run() == Counter({Outcome.SENT: 1})


@pytest.mark.parametrize("said", [BUSY, UNSURE])
def test_a_provider_that_fails_ten_times_in_a_row_is_left_alone_for_five_minutes_and_the_run_stops(said: Said) -> None:
    names = [f"book-{number}" for number in range(14)]
    accounts = tuple(account(AccountId(f"of-{name}")) for name in names)
    books = [child(name, one.account_id) for name, one in zip(names, accounts, strict=True)]
    morning = Morning(*books, accounts=accounts, providers=[FakeProvider(always=said)])
    outcomes = morning.run()
    assert len(morning.sms.calls) == 10
    assert outcomes[Outcome.PROVIDER_DOWN] >= 1
    assert MORNING + timedelta(minutes=5) in morning.waiting
    # half open: one text is the probe, and what it meets shuts or opens the line
    morning.run(MORNING + timedelta(minutes=6))
    assert len(morning.sms.calls) == 11
    morning.sms.always = None
    morning.run(MORNING + timedelta(minutes=31))
    morning.run(MORNING + timedelta(minutes=47))
    assert len(morning.told) == 14
    assert len({text.account_id for text in morning.texts.texts.values()}) == 14


def test_while_the_first_provider_is_left_alone_the_second_gets_everything() -> None:
    names = [f"book-{number}" for number in range(14)]
    accounts = tuple(account(AccountId(f"of-{name}")) for name in names)
    books = [child(name, one.account_id) for name, one in zip(names, accounts, strict=True)]
    first, second = FakeProvider(always=BUSY), FakeProvider("second")
    morning = Morning(*books, accounts=accounts, providers=[first, second])
    assert morning.run() == Counter({Outcome.SENT: 14})
    assert (len(first.calls), len(second.calls)) == (10, 14)


def test_every_text_takes_a_turn_of_the_providers_rate() -> None:
    morning = Morning(child("a", MOTHER, FATHER))
    morning.run()
    assert morning.pace.turns == 2


def test_the_app_is_told_first_and_an_sms_follows_when_nobody_read_it_for_a_day() -> None:
    morning = Morning(child("a"))
    morning.recipients.install(MOTHER, "arn:app")
    assert morning.run() == Counter({Outcome.SENT_TO_APP: 1})
    assert (len(morning.app.sent), len(morning.sms.sent)) == (1, 0)
    assert morning.run(MORNING + DAY - timedelta(seconds=1)) == Counter({Outcome.UNREAD: 1})
    assert morning.waiting == {MORNING + DAY}
    assert morning.run(MORNING + DAY) == Counter({Outcome.SENT: 1})
    assert morning.run(MORNING + 2 * DAY) == Counter()
    assert (len(morning.app.sent), len(morning.sms.sent)) == (1, 1)


def test_what_perhaps_never_reached_the_app_is_said_by_sms_a_day_later() -> None:
    morning = Morning(child("a"))
    morning.recipients.install(MOTHER, "arn:app")
    morning.app.says, morning.app.askable = [UNSURE], False
    morning.run()
    assert morning.run(MORNING + QUARTER) == Counter({Outcome.NEVER_KNOWN: 1, Outcome.UNREAD: 1})
    assert morning.run(MORNING + DAY) == Counter({Outcome.SENT: 1})
    assert (len(morning.app.calls), len(morning.sms.sent)) == (1, 1)


def test_what_was_read_in_the_app_is_not_said_again() -> None:
    morning = Morning(child("a"))
    morning.recipients.install(MOTHER, "arn:app")
    morning.run()
    (text,) = morning.texts.texts.values()
    assert morning.texts.settle(text, State.READ)
    assert morning.run(MORNING + DAY) == Counter({Outcome.ALREADY_TOLD: 1})
    assert morning.sms.sent == []


def test_an_app_that_is_gone_is_forgotten_and_the_sms_goes_out_at_once() -> None:
    morning = Morning(child("a"))
    morning.recipients.install(MOTHER, "arn:app")
    morning.app.says = [Said(Verdict.DEAD, cause="EndpointDisabled")]
    assert morning.run() == Counter({Outcome.SENT: 1})
    assert morning.recipients.devices == {MOTHER: ()}
    assert morning.told == [PHONE]
    assert morning.texts.states() == [State.REFUSED, State.SENT]


def test_the_app_that_was_seen_before_is_told_when_the_last_one_is_gone() -> None:
    morning = Morning(child("a"))
    morning.recipients.install(MOTHER, "arn:new", "arn:old")
    morning.app.says = [Said(Verdict.DEAD, cause="EndpointDisabled")]
    assert morning.run() == Counter({Outcome.SENT_TO_APP: 1})
    assert [to for to, _ in morning.app.sent] == ["arn:old"]
    assert morning.sms.sent == []


def test_who_wants_the_app_alone_is_told_nothing_when_it_is_gone() -> None:
    morning = Morning(child("a"), accounts=(account(channels=("app",)),))
    morning.recipients.install(MOTHER, "arn:app")
    morning.app.says = [Said(Verdict.DEAD, cause="EndpointDisabled")]
    assert morning.run() == Counter({Outcome.NO_CHANNEL: 1})
    assert morning.sms.sent == []


def test_a_worker_whose_time_runs_out_leaves_the_rest_to_a_task_that_follows_at_once() -> None:
    morning = Morning(child("a"), child("b", FATHER))
    turns = iter([True, False, False])
    whole = Task((DUE,), tuple(range(SHARDS)), MORNING)
    done = send_task(whole, morning.tools, lambda: next(turns))
    assert (done.outcomes, done.again_at) == (Counter({Outcome.SENT: 1}), MORNING)
    assert send_task(whole, morning.tools).outcomes == Counter({Outcome.SENT: 1})


def test_a_receipt_by_the_providers_id_that_came_before_the_answer_is_taken_in() -> None:
    class Hasty(FakeProvider):
        def send(self, to: str, words: str, reference: str) -> Said:
            said = super().send(to, words, reference)
            morning.texts.receive(self.name, said.provider_id, {"verdict": "delivered", "cause": ""})
            return said

    morning = Morning(child("a"), providers=[Hasty()])
    morning.run()
    assert morning.texts.states() == [State.DELIVERED]


def test_an_id_that_a_provider_gives_twice_stays_the_first_texts() -> None:
    same = Said(Verdict.TAKEN, "same", names_by_id=True)
    morning = Morning(child("a", MOTHER, FATHER), providers=[FakeProvider(says=[same, same])])
    assert morning.run() == Counter({Outcome.SENT: 2})
    assert morning.texts.links["first", "same"]["reference"] == "text-1"
    assert morning.texts.texts["text-2"].state is State.SENT
