"""The morning run: each guardian is told about each occurrence once, whatever happens on the way."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType

from handbook.domain.access import Role
from handbook.domain.bonds import Bond
from handbook.domain.handbook import Handbook
from handbook.domain.ids import AccountId, HandbookId, PhoneE164
from handbook.domain.merges import Merge
from handbook.domain.reminders.closing import Closed
from handbook.domain.reminders.delivery import Said, Verdict
from handbook.domain.reminders.due_index import SHARDS, SWEEP_DAYS, shard_of
from handbook.domain.reminders.messages import State
from handbook.domain.reminders.outcomes import Outcome
from handbook.domain.reminders.rules import rules_on
from handbook.usecases.contacts import contacts_on
from handbook.usecases.send_reminders import Task, plan, send_task
from tests.builders import FATHER, MOTHER, PHONE, account, child_schedule, handbook
from tests.unit.usecases.mornings import BORN, DUE, FATHERS_PHONE, MORNING, Morning, child
from tests.unit.usecases.reminder_fakes import FakeClosings, FakeProvider

DAY = timedelta(days=1)
DAYS_BACK = rules_on(DUE).catch_up_days
QUARTER = timedelta(minutes=15)
BUSY, UNSURE = Said(Verdict.BUSY, cause="429"), Said(Verdict.UNSURE, cause="timeout")


def test_the_example_child_has_a_dose_recommended_on_the_day_of_the_run() -> None:
    assert DUE in {one.on for one in contacts_on(child("a"), child_schedule(), DUE)}
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


def test_a_guardian_is_told_once_with_the_childs_given_name() -> None:
    morning = Morning(child("a"))
    assert morning.run() == Counter({Outcome.SENT: 1})
    ((to, words),) = morning.sms.sent
    assert to == PHONE
    assert "be Anh" in words
    assert morning.texts.states() == [State.SENT]


def test_the_text_is_in_the_guardians_language() -> None:
    morning = Morning(child("a"), accounts=(account(language="en"),))
    morning.run()
    assert "is due on 20 Nov" in morning.words()[0]


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
    assert len(morning.told) == 2


def test_twins_are_one_message_and_both_are_claimed() -> None:
    morning = Morning(child("a"), child("b", called="Nguyễn Văn Bình"))
    assert morning.run() == Counter({Outcome.SENT: 1, Outcome.ALREADY_TOLD: 1})
    assert "cac be" in morning.words()[0]
    assert len(morning.texts.messages) == 2


def test_a_sibling_with_another_date_goes_with_the_same_message_in_words_that_are_true_of_both() -> None:
    morning = Morning(child("a"), child("b", born=BORN + timedelta(days=7), called="Trần Văn Bình"))
    assert morning.run() == Counter({Outcome.SENT: 1, Outcome.ALREADY_TOLD: 1})
    (words,) = morning.words()
    assert "cac be" in words
    assert "20/11" in words
    assert {name[0] for name in morning.texts.messages} == {"a", "b"}


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
    guardians = MappingProxyType({FATHER: Bond(Role.CARER)})
    morning = Morning(handbook("a", profile=child("a").profile, next_contact_on=DUE, guardians=guardians))
    assert morning.run() == Counter({Outcome.NO_GUARDIAN: 1})


def test_a_guardian_whose_account_is_gone_is_counted() -> None:
    assert Morning(child("a", AccountId("gone"))).run() == Counter({Outcome.NO_ACCOUNT: 1})


def test_whoever_was_written_to_today_about_something_else_is_told_tomorrow() -> None:
    morning = Morning(child("a"))
    morning.texts.days[MOTHER, DUE] = True
    assert morning.run() == Counter({Outcome.TOLD_TODAY: 1})
    assert morning.waiting == set()
    assert morning.run(MORNING + DAY) == Counter({Outcome.SENT: 1})
    assert morning.run(MORNING + 2 * DAY) == Counter()


def test_a_missed_morning_heals_itself_within_three_days() -> None:
    morning = Morning(child("a"))
    assert morning.run(MORNING + DAYS_BACK * DAY) == Counter({Outcome.SENT: 1})


def test_what_was_missed_for_longer_is_counted_as_too_late_and_the_handbook_goes_on() -> None:
    morning = Morning(child("a"))
    assert morning.run(MORNING + (DAYS_BACK + 1) * DAY) == Counter({Outcome.TOO_LATE: 1})
    assert morning.reminders.days[HandbookId("a")][0] == DUE + 7 * DAY


def test_a_handbook_that_no_run_dealt_with_for_days_comes_back() -> None:
    morning = Morning(child("a"))
    assert sum(morning.run(MORNING + timedelta(days=day))[Outcome.SENT] for day in range(4, 45)) >= 1


def test_what_is_not_due_any_more_is_not_spoken_of() -> None:
    morning = Morning(child("a"))
    corrected = child("a", born=BORN + 12 * DAY)  # the birth date was corrected after the index was written
    morning.records.books[HandbookId("a")] = corrected
    assert morning.run() == Counter({Outcome.NOTHING_DUE: 1})
    assert morning.told == []
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
    class Meanwhile(FakeProvider):
        def send(self, to: str, words: str, reference: str) -> Said:
            morning.reminders.schedule(HandbookId("a"), date(2027, 1, 1), as_of=2)
            return super().send(to, words, reference)

    morning = Morning(child("a"), providers=[Meanwhile()])
    morning.run()
    assert morning.reminders.days[HandbookId("a")] == (date(2027, 1, 1), 2)


def test_a_shard_looks_at_its_own_handbooks_only() -> None:
    book = child("a")
    morning = Morning(book)
    others = tuple(shard for shard in range(SHARDS) if shard != shard_of(book.handbook_id))
    assert morning.do(Task((DUE,), others, MORNING)) == Counter()
    assert morning.told == []


def test_about_one_date_one_is_told_three_times_and_then_it_is_the_stations_turn() -> None:
    morning = Morning(child("a"))
    morning.reminders.schedule(HandbookId("a"), DUE - 7 * DAY, 1)
    found = Counter[Outcome]()
    days: dict[int, Counter[Outcome]] = {}
    for late in range(-7, 31):
        outcomes = morning.run(MORNING + late * DAY)
        days |= {late: outcomes} if outcomes else {}
        found += outcomes
    told = morning.texts.messages.values()
    about = [one for one in told if (one.recommended_on, one.subject) == (DUE, "dose")]
    assert sorted(one.kind.value for one in about) == ["due", "overdue", "upcoming"]
    assert days[30] == Counter({Outcome.CAPPED: 1})


def test_outside_the_hours_that_a_guardian_chose_the_message_waits_until_they_begin() -> None:
    evening = account(hours=(time(18), time(20)))
    morning = Morning(child("a"), accounts=(evening,))
    assert morning.run() == Counter({Outcome.HOURS: 1})
    six = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)
    assert morning.waiting == {six}
    assert morning.run(six) == Counter({Outcome.SENT: 1})


def test_what_was_said_of_a_handbook_before_it_was_merged_away_is_not_said_again() -> None:
    alone = Morning(child("b"))
    assert alone.run() == Counter({Outcome.SENT: 1})
    merged = Merge(HandbookId("b"), MORNING, "nurse")
    morning = Morning(child("a", merged_from=(merged,)))
    morning.texts.messages |= alone.texts.messages

    assert morning.run() == Counter({Outcome.ALREADY_TOLD: 1})
    assert morning.told == []


def test_a_morning_holds_no_more_than_a_page_of_families() -> None:
    of_one_shard = [one for one in range(10_000, 14_000) if shard_of(HandbookId(f"book-{one}")) == 0][:130]
    mothers = [account(AccountId(f"mother-{one}"), phone=PhoneE164(f"+849123{one}")) for one in of_one_shard]
    books = [child(f"book-{one}", mother.account_id) for one, mother in zip(of_one_shard, mothers, strict=True)]
    morning = Morning(*books, accounts=tuple(mothers))
    asked: list[int] = []
    get_many, close = morning.records.get_many, FakeClosings.close

    def counted(handbook_ids: Sequence[HandbookId]) -> list[Handbook]:
        asked.append(len(handbook_ids))
        return get_many(handbook_ids)

    closed: list[int] = []

    class Counting(FakeClosings):
        def close(self, closed_: Closed) -> None:
            closed.append(len(closed_.texts))
            close(self, closed_)

    morning.records.get_many = counted  # type: ignore[method-assign]
    tools = replace(morning.tools, closings=Counting(morning.texts, morning.reminders))
    send_task(Task((DUE,), (0,), MORNING), tools)

    assert len(morning.told) == 130
    assert closed == [30, 30, 30, 30, 10]
    assert [one for one in asked if one] == [50, 50, 30]
