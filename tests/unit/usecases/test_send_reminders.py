"""The morning run: each guardian is told about each occurrence once, whatever happens on the way."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from handbook.domain.access import Role
from handbook.domain.directory import Account
from handbook.domain.handbook import Handbook
from handbook.domain.ids import AccountId, HandbookId, PhoneE164
from handbook.domain.reminders.due_index import SHARDS, SWEEP_DAYS, shard_of
from handbook.domain.reminders.messages import Outcome
from handbook.domain.reminders.rules import rules_on
from handbook.usecases.contacts import contacts_of
from handbook.usecases.recommend import forecast_of
from handbook.usecases.schedule_contact import with_next_contact
from handbook.usecases.send_reminders import Tools, plan, send_shard, send_task
from tests.builders import FATHER, MOTHER, PHONE, account, child_schedule, handbook, profile
from tests.fakes import FakeDirectory, FakeRecords, FakeSms
from tests.unit.usecases.reminder_fakes import FakeReminders

DAY = timedelta(days=1)
BORN = date(2026, 9, 20)
DUE = BORN + timedelta(days=61)
"""The first combined vaccine is recommended at two months: 20 November."""
DAYS_BACK = rules_on(DUE).catch_up_days
MORNING = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
FATHERS_PHONE = PhoneE164("+84987654321")


def child(name: str, *guardians: AccountId, born: date = BORN, called: str = "Nguyễn Thị Ánh") -> Handbook:
    book = handbook(name, *guardians, profile=profile(birth_date=born, full_name=called))
    return with_next_contact(book, child_schedule(), DUE)


class Morning:
    """A run over some handbooks, each on the due index where its next contact says."""

    def __init__(self, *books: Handbook, accounts: tuple[Account, ...] = ()) -> None:
        self.records, self.sms = FakeRecords(*books), FakeSms()
        self.reminders = FakeReminders()
        self.directory = FakeDirectory(*(accounts or (account(), account(FATHER, phone=FATHERS_PHONE))))
        for book in books:
            self.reminders.schedule(book.handbook_id, book.next_contact_on, book.version or 0)

    def run(self, now: datetime = MORNING) -> Counter[Outcome]:
        tools = Tools(self.records, self.reminders, self.directory, self.sms, child_schedule())
        outcomes: Counter[Outcome] = Counter()
        for task in plan(now):
            outcomes += send_task(task, now, tools)
        return outcomes

    @property
    def told(self) -> list[PhoneE164]:
        return [phone for phone, _ in self.sms.sent]


def test_the_example_child_has_a_dose_recommended_on_the_day_of_the_run() -> None:
    book = child("a")
    assert DUE in {one.on for one in contacts_of(book, forecast_of(book, child_schedule(), DUE), DUE)}
    assert child("a").next_contact_on == DUE


def test_a_morning_looks_at_every_shard_of_today_and_of_the_last_days_and_sweeps_the_weeks_before() -> None:
    *recent, sweep = plan(MORNING)
    today = date(2026, 11, 20)
    assert len(recent) == SHARDS * (DAYS_BACK + 1)
    assert {(task.days, task.shards) for task in recent} == {
        ((today - timedelta(days=back),), (shard,)) for back in range(DAYS_BACK + 1) for shard in range(SHARDS)
    }
    assert sweep.days == tuple(today - timedelta(days=back) for back in range(DAYS_BACK + 1, SWEEP_DAYS + 1))
    assert sweep.shards == tuple(range(SHARDS))
    assert {task.run_at for task in (*recent, sweep)} == {MORNING}


def test_a_handbook_that_no_run_dealt_with_for_days_comes_back() -> None:
    morning = Morning(child("a"))
    assert sum(morning.run(MORNING + timedelta(days=day))[Outcome.SENT] for day in range(4, 45)) >= 1


def test_a_sibling_who_is_due_another_day_is_told_tomorrow_in_words_that_are_true() -> None:
    morning = Morning(child("a"), child("b", born=BORN + timedelta(days=7), called="Trần Văn Bình"))
    morning.run()
    morning.run(MORNING + timedelta(days=1))
    assert ["be Anh" in text or "be Binh" in text for _, text in morning.sms.sent] == [True, True]


def test_a_guardian_is_told_once_with_the_childs_given_name() -> None:
    morning = Morning(child("a"))
    assert morning.run() == Counter({Outcome.SENT: 1})
    ((phone, text),) = morning.sms.sent
    assert phone == PHONE
    assert "be Anh" in text
    assert list(morning.reminders.claims.values()) == ["sent"]


def test_the_text_is_in_the_guardians_language() -> None:
    morning = Morning(child("a"), accounts=(account(language="en"),))
    morning.run()
    assert "is due on 20 Nov" in morning.sms.sent[0][1]


def test_two_guardians_are_told_once_each() -> None:
    morning = Morning(child("a", MOTHER, FATHER))
    assert morning.run() == Counter({Outcome.SENT: 2})
    assert sorted(morning.told) == sorted([PHONE, FATHERS_PHONE])


def test_a_shard_that_is_delivered_twice_tells_nobody_twice() -> None:
    morning = Morning(child("a", MOTHER, FATHER))
    before = dict(morning.reminders.days)
    morning.run()
    morning.reminders.days = before  # as if the worker had died before it moved the handbook on
    assert morning.run() == Counter({Outcome.ALREADY_TOLD: 2})
    assert len(morning.sms.sent) == 2


def test_twins_are_one_message_and_both_are_claimed() -> None:
    morning = Morning(child("a"), child("b", called="Nguyễn Văn Bình"))
    assert morning.run() == Counter({Outcome.SENT: 1, Outcome.ALREADY_TOLD: 1})
    assert "cac be" in morning.sms.sent[0][1]
    assert len(morning.reminders.claims) == 2


def test_a_guardian_who_stopped_reminders_is_not_told_and_the_other_is() -> None:
    stopped = account(enabled=False)
    morning = Morning(child("a", MOTHER, FATHER), accounts=(stopped, account(FATHER, phone=FATHERS_PHONE)))
    assert morning.run() == Counter({Outcome.STOPPED: 1, Outcome.SENT: 1})
    assert morning.told == [FATHERS_PHONE]


def test_a_handbook_without_a_guardian_tells_nobody_and_is_counted() -> None:
    book = child("a")
    orphaned = handbook("a", profile=book.profile, next_contact_on=DUE, guardians=MappingProxyType({}))
    assert Morning(orphaned).run() == Counter({Outcome.NO_GUARDIAN: 1})


def test_another_role_on_a_handbook_is_not_written_to() -> None:
    guardians = MappingProxyType({FATHER: Role.PRINT_VENDOR})
    morning = Morning(handbook("a", profile=child("a").profile, next_contact_on=DUE, guardians=guardians))
    assert morning.run() == Counter({Outcome.NO_GUARDIAN: 1})


def test_a_guardian_whose_account_is_gone_is_counted_as_stopped() -> None:
    assert Morning(child("a", AccountId("gone"))).run() == Counter({Outcome.STOPPED: 1})


def test_a_message_whose_fate_is_unknown_is_not_sent_again() -> None:
    morning = Morning(child("a"))
    before = dict(morning.reminders.days)
    morning.sms.down = True
    assert morning.run() == Counter({Outcome.FAILED: 1})
    assert list(morning.reminders.claims.values()) == ["failed"]
    morning.sms.down = False
    morning.reminders.days = before
    assert morning.run() == Counter({Outcome.ALREADY_TOLD: 1})
    assert morning.sms.sent == []


def test_whoever_was_written_to_today_about_something_else_is_told_tomorrow() -> None:
    morning = Morning(child("a"))
    morning.reminders.told.add((MOTHER, DUE))
    assert morning.run() == Counter({Outcome.TOLD_TODAY: 1})
    assert morning.run(MORNING + DAY) == Counter({Outcome.SENT: 1})
    assert morning.run(MORNING + 2 * DAY) == Counter()


def test_a_missed_morning_heals_itself_within_three_days() -> None:
    morning = Morning(child("a"))
    assert morning.run(MORNING + DAYS_BACK * DAY) == Counter({Outcome.SENT: 1})


def test_what_is_not_due_any_more_is_not_spoken_of() -> None:
    morning = Morning(child("a"))
    corrected = child("a", born=BORN + 12 * DAY)  # the birth date was corrected after the index was written
    morning.records.books[HandbookId("a")] = corrected
    assert morning.run() == Counter({Outcome.NOTHING_DUE: 1})
    assert morning.sms.sent == []
    day, _ = morning.reminders.days[HandbookId("a")]
    assert day == corrected.next_contact_on


def test_a_handbook_that_is_gone_is_passed_over() -> None:
    morning = Morning(child("a"))
    morning.records.books.clear()
    assert morning.run() == Counter()


def test_after_a_message_the_handbook_waits_for_its_next_day() -> None:
    morning = Morning(child("a"))
    morning.run()
    day, as_of = morning.reminders.days[HandbookId("a")]
    assert day is not None
    assert (day > DUE, as_of) == (True, 1)


def test_a_change_that_came_meanwhile_is_not_overwritten_by_the_run() -> None:
    class Meanwhile(FakeSms):
        def send(self, phone: PhoneE164, text: str) -> None:
            super().send(phone, text)
            morning.reminders.schedule(HandbookId("a"), date(2027, 1, 1), as_of=2)

    morning = Morning(child("a"))
    morning.sms = Meanwhile()
    morning.run()
    assert morning.reminders.days[HandbookId("a")] == (date(2027, 1, 1), 2)


def test_a_shard_looks_at_its_own_handbooks_only() -> None:
    book = child("a")
    morning = Morning(book)
    tools = Tools(morning.records, morning.reminders, morning.directory, morning.sms, child_schedule())
    others: list[Any] = [shard for shard in range(SHARDS) if shard != shard_of(book.handbook_id)]
    assert sum((send_shard(DUE, shard, MORNING, tools) for shard in others), Counter[Outcome]()) == Counter()
    assert morning.records.calls == []
