"""A season of mornings in any order of mishaps: nobody ever gets two messages about one occurrence, or two a day.

Workers die at any step, every queue message may come twice, providers fail in every way, facts change in between;
and after a calm morning everybody who is due and can be reached was told, or there is a reason why not.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from handbook.domain.bonds import guardians_on
from handbook.domain.calendar import VIETNAM
from handbook.domain.handbook import Handbook
from handbook.domain.ids import AccountId, HandbookId, PhoneE164
from handbook.domain.life import ENDS
from handbook.domain.reminders.delivery import Said, Verdict
from handbook.domain.reminders.due_index import indexed_on, shard_of
from handbook.domain.reminders.messages import COUNTED, times_told
from handbook.domain.reminders.rules import rules_on
from handbook.domain.reminders.touches import current_touches
from handbook.usecases.contacts import contacts_on
from handbook.usecases.schedule_contact import with_next_contact
from handbook.usecases.send_reminders import Task, plan, send_task
from handbook.usecases.tell_guardian import Tools
from tests.builders import FATHER, MOTHER, account, child_schedule
from tests.unit.usecases.family_facts import FamilyFacts
from tests.unit.usecases.linked_records import LinkedRecords
from tests.unit.usecases.mornings import Morning, child
from tests.unit.usecases.reminder_fakes import FakeProvider

START = date(2026, 11, 1)
PHONES = {MOTHER: PhoneE164("+84912345678"), FATHER: PhoneE164("+84987654321")}
NAMES = ["a", "b", "c"]
GUARDIANS = {"a": [MOTHER], "b": [MOTHER, FATHER], "c": [FATHER]}
STEPS = 14
"""More than the steps of one family: claim, probe, hand over, settle, link, close, for two guardians."""


class KilledError(BaseException):
    """The worker was ended right before or after one of its steps."""


class Mortal:
    """Counts the steps of a worker, and ends it before or after one of them."""

    def __init__(self) -> None:
        self.steps_left: int | None = None
        self.after = False

    def around(self, target: Any, *names: str) -> Any:
        """Give a stand-in whose named methods are steps."""
        mortal = self

        class StandIn:
            def __getattr__(self, name: str) -> Any:
                found = getattr(target, name)
                return mortal.step(found) if name in names else found

        return StandIn()

    def step(self, work: Callable[..., Any]) -> Callable[..., Any]:
        def stepped(*arguments: Any) -> Any:
            if self.steps_left is None:
                return work(*arguments)
            self.steps_left -= 1
            if self.steps_left < 0 and not self.after:
                raise KilledError
            found = work(*arguments)
            if self.steps_left < 0:
                raise KilledError
            return found

        return stepped


class Phones(FakeProvider):
    """Remembers what reached which telephone on which day."""

    def __init__(self, name: str, machine: "Season") -> None:
        super().__init__(name)
        self.machine = machine

    def send(self, to: str, words: str, reference: str) -> Said:
        said = super().send(to, words, reference)
        if said.verdict is Verdict.UNSURE and said.cause == "heard":  # it was taken, and the answer was lost
            self.taken[reference] = (to, words)
        if reference in self.taken:
            self.machine.reached(PhoneE164(to), reference)
        return said


class Season(RuleBasedStateMachine):
    """Three children of two guardians; days pass, shards come twice, workers die, providers fail, facts change."""

    def __init__(self) -> None:
        super().__init__()
        self.today = START
        self.sent_on: Counter[tuple[PhoneE164, date]] = Counter()
        self.spoken: Counter[tuple[HandbookId, str, AccountId]] = Counter()
        self.providers = [Phones("first", self), Phones("second", self)]
        accounts = tuple(account(one, phone=phone) for one, phone in PHONES.items())
        self.morning = Morning(accounts=accounts, providers=self.providers)
        self.morning.records = self.records = LinkedRecords()
        self.facts = FamilyFacts(self.records, self.morning.directory)
        self.morning.now = datetime.combine(START, time(7), VIETNAM)
        self.mortal = Mortal()

    @initialize(births=st.lists(st.integers(min_value=40, max_value=70), min_size=3, max_size=3))
    def families(self, births: list[int]) -> None:
        for name, age in zip(NAMES, births, strict=True):
            self._store(child(name, *GUARDIANS[name], born=START - timedelta(days=age), version=0))

    def reached(self, phone: PhoneE164, reference: str) -> None:
        """Note a text that came to a telephone."""
        text = self.morning.texts.texts[reference]
        self.sent_on[phone, self.today] += 1
        assert self.morning.directory.accounts[text.account_id].reminders, "who stopped reminders was written to"
        for one in text.messages:
            book = self.records.books[one.handbook_id]
            assert book.merged_into is None, "of a handbook that is read in another nothing is said"
            assert book.state not in ENDS, "of a child who died nothing is said"
            self.spoken[one.handbook_id, one.occurrence, one.account_id] += 1

    def _store(self, book: Handbook) -> None:
        """Write a handbook as a night would that plans it anew."""
        changed = with_next_contact(book, child_schedule(), self.today)
        self.records.books[book.handbook_id] = replace(changed, version=(book.version or 0) + 1)
        self._stream()

    def _stream(self) -> None:
        """Bring every handbook as it stands now to the due index."""
        for book in self.records.books.values():
            day = indexed_on(book.next_contact_on, self.today) if book.next_contact_on else None
            place = self.morning.reminders.days.get(book.handbook_id)
            if place is None or place[1] < (book.version or 0):
                self.morning.reminders.schedule(book.handbook_id, day, book.version or 0)

    def _book(self, name: str) -> Handbook:
        """Give the handbook in which a child is read."""
        return self.records.books[self.records.places(HandbookId(name))[0]]

    def _standing(self) -> list[Handbook]:
        return [book for book in self.records.books.values() if book.merged_into is None]

    @rule(days=st.integers(min_value=0, max_value=4))
    def time_passes(self, days: int) -> None:
        self.today += timedelta(days=days)

    @rule(deliveries=st.integers(min_value=1, max_value=2), at=st.times(time(8), time(19, 59)))
    def morning_runs(self, deliveries: int, at: time) -> None:
        for task in self._tasks(at) * deliveries:
            send_task(task, self._tools())

    @rule(steps=st.integers(min_value=0, max_value=STEPS), after=st.booleans())
    def morning_in_which_a_worker_dies(self, steps: int, after: bool) -> None:
        self.mortal.steps_left, self.mortal.after = steps, after
        for task in self._tasks(time(8, 10)):
            try:
                send_task(task, self._tools())
            except KilledError:
                self.mortal.steps_left = None
                send_task(task, self._tools())  # the queue brings the message again
        self.mortal.steps_left = None

    @rule(
        says=st.lists(
            st.sampled_from(
                [
                    Said(Verdict.BUSY, cause="429"),
                    Said(Verdict.UNSURE, cause="timeout"),
                    Said(Verdict.UNSURE, cause="heard"),
                    Said(Verdict.REJECTED, cause="400"),
                    Said(Verdict.TAKEN, "an-id-of-all", names_by_id=True),
                ]
            ),
            max_size=8,
        )
    )
    def morning_with_a_moody_provider(self, says: list[Said]) -> None:
        self.providers[0].says = list(says)
        for minutes in (0, 5, 20):
            for task in self._tasks(time(9, minutes)):
                send_task(task, self._tools())
        self.providers[0].says = []

    @rule(name=st.sampled_from(NAMES), product=st.sampled_from(["penta", "bopv", "rotavin"]))
    def a_dose_is_given(self, name: str, product: str) -> None:
        self.facts.dose(self._book(name), product, self.today)
        self._stream()

    @rule(name=st.sampled_from(NAMES), days=st.integers(min_value=-20, max_value=20))
    def a_birth_date_is_corrected(self, name: str, days: int) -> None:
        book = self._book(name)
        born = min(book.profile.birth_date + timedelta(days=days), START)
        self.facts.birth_date(book, born, self.today)
        self._stream()

    @rule(name=st.sampled_from(NAMES), group=st.sampled_from(["dtp", "opv", "measles"]))
    def a_vaccine_is_refused(self, name: str, group: str) -> None:
        self.facts.refusal(self._book(name), group, self.today)
        self._stream()

    @rule(name=st.sampled_from(NAMES))
    def a_child_dies(self, name: str) -> None:
        self.facts.death(self._book(name), self.today)
        self._stream()

    @precondition(lambda self: any(book.state in ENDS for book in self.records.books.values()))
    @rule()
    def a_death_is_taken_back(self) -> None:
        for book in self._standing():
            self.facts.taken_back(book, self.today)
        self._stream()

    @rule(pair=st.sampled_from([("a", "b"), ("b", "c"), ("c", "a")]))
    def two_handbooks_are_merged(self, pair: tuple[str, str]) -> None:
        self.facts.merge(self._book(pair[0]), self._book(pair[1]), self.today)
        self._stream()

    @precondition(lambda self: any(book.merged_from for book in self.records.books.values()))
    @rule()
    def two_handbooks_are_parted(self) -> None:
        book = next(book for book in self._standing() if book.merged_from)
        self.facts.part(book, book.merged_from[-1].handbook_id, self.today)
        self._stream()

    @rule(name=st.sampled_from(NAMES))
    def the_stream_runs_late(self, name: str) -> None:
        """What the index says of a handbook is older than the handbook: the run looks at it afresh."""
        book = self._book(name)
        self.records.books[book.handbook_id] = replace(book, version=(book.version or 0) + 1)

    @rule(who=st.sampled_from([MOTHER, FATHER]), wanted=st.booleans())
    def a_guardian_chooses(self, who: AccountId, wanted: bool) -> None:
        found = self.morning.directory.accounts[who]
        chosen = replace(found.preferences, enabled=wanted)
        self.morning.directory.accounts[who] = replace(found, preferences=chosen)

    @rule()
    def a_calm_morning_tells_everybody_or_has_a_reason(self) -> None:
        for book in self._standing():
            self._store(book)
        for minutes in (0, 20, 40):
            for task in self._tasks(time(10, minutes)):
                send_task(task, self._tools())
        for book in self._standing():
            for who in guardians_on(book.guardians, self.today):
                self._told_or_reason(book, who)

    def _told_or_reason(self, book: Handbook, who: AccountId) -> None:
        rules, texts = rules_on(self.today), self.morning.texts
        told = [one for key, one in texts.messages.items() if key[0] in book.partitions and key[2] == who]
        for touch in current_touches(contacts_on(book, child_schedule(), self.today), self.today, rules):
            capped = all(times_told(told, what) >= rules.most_per_contact for what in touch.whats)
            heard = any(one.occurrence == touch.occurrence for one in told)
            stopped = not self.morning.directory.accounts[who].reminders
            written = bool(texts.days.get((who, self.today)))
            # who is due tomorrow again waits for the day only as long as the run looks back
            assert heard or capped or stopped or written, (book.handbook_id, who, touch)

    def _tasks(self, at: time) -> list[Task]:
        now = datetime.combine(self.today, at, VIETNAM)
        self.morning.now = max(now, self.morning.now)
        busy = {shard_of(HandbookId(name)) for name in NAMES}
        return [task for task in plan(now) if busy & set(task.shards)]

    def _tools(self) -> Tools:
        tools, mortal = self.morning.tools, self.mortal
        texts = mortal.around(tools.ledger.texts, "claim", "settle", "move", "link")
        sms = tools.lines["sms"]
        sms.providers = [mortal.around(one, "send") for one in self.providers]
        closings = mortal.around(tools.closings, "close")
        return replace(tools, ledger=replace(tools.ledger, texts=texts), closings=closings)

    @invariant()
    def nobody_is_written_to_twice_a_day(self) -> None:
        assert all(times == 1 for times in self.sent_on.values())

    @invariant()
    def nobody_hears_of_one_occurrence_twice(self) -> None:
        assert all(times == 1 for times in self.spoken.values())

    @invariant()
    def about_no_dose_more_is_said_than_the_rules_allow(self) -> None:
        counted = [one for one in self.morning.texts.messages.values() if one.state in COUNTED]
        per_what = Counter((one.handbook_id, one.account_id, what) for one in counted for what in one.whats)
        # a message about two doses of one day counts for both, also where one of them has had its share
        lone = Counter((one.handbook_id, one.account_id, one.whats[0]) for one in counted if len(one.whats) == 1)
        assert all(times <= rules_on(START).most_per_contact for key, times in lone.items() if per_what[key] == times)


TestSeason = Season.TestCase
TestSeason.settings = settings(max_examples=24, stateful_step_count=16, deadline=None)
