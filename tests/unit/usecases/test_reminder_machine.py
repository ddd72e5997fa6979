"""A season of mornings in any order of mishaps: nobody ever gets two messages about one occurrence, or two a day."""

from collections import Counter
from datetime import date, datetime, timedelta
from types import MappingProxyType

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from handbook.domain.access import Role
from handbook.domain.calendar import VIETNAM
from handbook.domain.handbook import DoseFact, Handbook
from handbook.domain.ids import AccountId, DoseId, HandbookId, PhoneE164
from handbook.domain.preferences import Preferences
from handbook.domain.reminders.due_index import shard_of
from handbook.domain.reminders.messages import Outcome
from handbook.usecases.schedule_contact import with_next_contact
from handbook.usecases.send_reminders import Task, Tools, plan, send_task
from tests.builders import FATHER, MOTHER, account, child_schedule, handbook, profile
from tests.fakes import FakeDirectory, FakeRecords, FakeSms
from tests.unit.usecases.reminder_fakes import FakeReminders

START = date(2026, 11, 1)
PHONES = {MOTHER: PhoneE164("+84912345678"), FATHER: PhoneE164("+84987654321")}
NAMES = ["a", "b", "c"]


class KilledError(BaseException):
    """The worker was ended right before or after it handed a message to the provider."""


class MortalSms(FakeSms):
    """Ends the worker at a message, when told so; `attempts` lists what reached the provider, taken or not."""

    def __init__(self) -> None:
        super().__init__()
        self.fate = ""

    def send(self, phone: PhoneE164, text: str) -> None:
        fate, self.fate = self.fate, ""
        if fate == "killed before":
            raise KilledError
        super().send(phone, text)
        if fate == "killed after":
            raise KilledError


class Season(RuleBasedStateMachine):
    """Three children of two guardians; days pass, shards come twice, workers die, providers fail, facts change."""

    def __init__(self) -> None:
        super().__init__()
        self.today = START
        self.sms, self.reminders, self.records = MortalSms(), FakeReminders(), FakeRecords()
        self.directory = FakeDirectory(*[account(one, phone=phone) for one, phone in PHONES.items()])
        self.sent_on: Counter[tuple[PhoneE164, date]] = Counter()

    @initialize(births=st.lists(st.integers(min_value=40, max_value=70), min_size=3, max_size=3))
    def families(self, births: list[int]) -> None:
        for name, age, guardians in zip(NAMES, births, ([MOTHER], [MOTHER, FATHER], [FATHER]), strict=True):
            self._store(self._book(name, guardians, START - timedelta(days=age)))

    def _book(self, name: str, guardians: list[AccountId], born: date) -> Handbook:
        roles = MappingProxyType(dict.fromkeys(guardians, Role.GUARDIAN))
        return handbook(name, profile=profile(birth_date=born), guardians=roles, version=0)

    def _store(self, book: Handbook) -> None:
        """Write a handbook as storage does, and let the stream bring it to the due index."""
        changed = with_next_contact(book, child_schedule(), self.today)
        stored = handbook(
            book.handbook_id,
            profile=changed.profile,
            guardians=changed.guardians,
            doses=changed.doses,
            next_contact_on=changed.next_contact_on,
            version=(book.version or 0) + 1,
        )
        self.records.books[stored.handbook_id] = stored
        self.reminders.schedule(stored.handbook_id, stored.next_contact_on, stored.version or 0)

    @rule(days=st.integers(min_value=0, max_value=4))
    def time_passes(self, days: int) -> None:
        self.today += timedelta(days=days)

    @rule(deliveries=st.integers(min_value=1, max_value=2))
    def morning(self, deliveries: int) -> None:
        for task in self._tasks() * deliveries:
            self._deliver(task)

    @rule(fate=st.sampled_from(["killed before", "killed after"]))
    def morning_in_which_a_worker_dies(self, fate: str) -> None:
        self.sms.fate = fate
        for task in self._tasks():
            try:
                self._deliver(task)
            except KilledError:
                self._deliver(task)  # the queue brings the message again
        self.sms.fate = ""

    @rule()
    def morning_without_the_provider(self) -> None:
        self.sms.down = True
        for task in self._tasks():
            self._deliver(task)
        self.sms.down = False

    @rule(name=st.sampled_from(NAMES), product=st.sampled_from(["penta", "bopv", "rotavin"]))
    def a_dose_is_given(self, name: str, product: str) -> None:
        book = self.records.books[HandbookId(name)]
        given = DoseFact(DoseId(f"{name}-{len(book.doses)}"), product, self.today)
        self._store(book.with_dose(given))

    @rule(who=st.sampled_from([MOTHER, FATHER]), wanted=st.booleans())
    def a_guardian_chooses(self, who: AccountId, wanted: bool) -> None:
        seen = self.directory.accounts[who].preferences_version
        self.directory.set_preferences(who, Preferences(enabled=wanted), seen)

    def _tasks(self) -> list[Task]:
        busy = {shard_of(HandbookId(name)) for name in NAMES}
        return [task for task in plan(self._now()) if busy & set(task.shards)]

    def _now(self) -> datetime:
        return datetime(self.today.year, self.today.month, self.today.day, 8, 30, tzinfo=VIETNAM)

    def _deliver(self, task: Task) -> None:
        before, claims = len(self.sms.sent), set(self.reminders.claims)
        tools = Tools(self.records, self.reminders, self.directory, self.sms, child_schedule())
        try:
            outcomes = send_task(task, self._now(), tools)
            assert outcomes[Outcome.SENT] == len(self.sms.sent) - before
        finally:
            for phone, _ in self.sms.sent[before:]:
                self.sent_on[phone, self.today] += 1
                who = next(one for one, number in PHONES.items() if number == phone)
                assert self.directory.accounts[who].reminders, "a guardian who stopped reminders was written to"
                # Every message stands for claims that nobody had made before it.
                assert {name for name in self.reminders.claims if name[2] == who} - claims

    @invariant()
    def nobody_is_written_to_twice_a_day(self) -> None:
        assert all(times == 1 for times in self.sent_on.values())

    @invariant()
    def there_are_never_more_messages_than_claims(self) -> None:
        assert len(self.sms.sent) <= len(self.reminders.claims)


TestSeason = Season.TestCase
TestSeason.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)
