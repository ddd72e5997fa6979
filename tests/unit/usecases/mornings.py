"""A run over some handbooks in memory, each on the due index where its next contact says."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from handbook.domain.directory import Account
from handbook.domain.handbook import Handbook
from handbook.domain.ids import AccountId, CommuneCode, PhoneE164
from handbook.domain.reminders.outcomes import Outcome
from handbook.domain.sessions.plans import SessionPlan
from handbook.usecases.deliver import Line
from handbook.usecases.schedule_contact import with_next_contact
from handbook.usecases.send_reminders import Task, plan, send_task
from handbook.usecases.tell_guardian import Tools
from tests.builders import FATHER, account, child_schedule, handbook, ids, profile
from tests.fakes import FakeDirectory, FakeRecords
from tests.unit.usecases.reminder_fakes import (
    FakeBreakers,
    FakeClosings,
    FakeProvider,
    FakeRecipients,
    FakeReminders,
    FakeTexts,
    NoPace,
    ledger_of,
)

BORN = date(2026, 9, 20)
DUE = BORN + timedelta(days=61)
"""The first combined vaccine is recommended at two months: 20 November."""
MORNING = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
FATHERS_PHONE = PhoneE164("+84987654321")


def child(
    name: str, *guardians: AccountId, born: date = BORN, called: str = "Nguyễn Thị Ánh", **facts: Any
) -> Handbook:
    book = handbook(name, *guardians, profile=profile(birth_date=born, full_name=called), **facts)
    return with_next_contact(book, child_schedule(), DUE)


class FakeSessions:
    """The vaccination days of every commune."""

    def __init__(self, *plans: SessionPlan) -> None:
        self.plans = plans

    def of_commune(self, commune_code: CommuneCode) -> tuple[SessionPlan, ...]:
        return self.plans


class Morning:
    """Runs whenever it is told, at the time of `now`; what waits is done again by `run_out`."""

    def __init__(
        self, *books: Handbook, accounts: tuple[Account, ...] = (), providers: Sequence[FakeProvider] = ()
    ) -> None:
        self.now = MORNING
        self.records: FakeRecords = FakeRecords(*books)
        self.texts = FakeTexts()
        self.reminders, self.recipients = FakeReminders(self.texts), FakeRecipients(self.texts)
        self.directory = FakeDirectory(*(accounts or (account(), account(FATHER, phone=FATHERS_PHONE))))
        self.providers = list(providers) or [FakeProvider()]
        self.breakers, self.pace = FakeBreakers(), NoPace()
        self.app = FakeProvider("app", askable=False)
        self.ledger, self.deaths = ledger_of(self.texts, self.recipients, self.directory)
        self.new_id = ids("text")
        self.sessions = FakeSessions()
        for book in books:
            self.reminders.schedule(book.handbook_id, book.next_contact_on, book.version or 0)

    @property
    def tools(self) -> Tools:
        lines = {
            "sms": Line(self.providers, self.breakers, self.pace),
            "app": Line([self.app], self.breakers, self.pace),
        }
        return Tools(
            records=self.records,
            reminders=self.reminders,
            directory=self.directory,
            ledger=self.ledger,
            closings=FakeClosings(self.texts, self.reminders),
            lines=lines,
            schedule=child_schedule(),
            new_id=self.new_id,
            clock=lambda: self.now,
            sessions=self.sessions,
        )

    def run(self, now: datetime = MORNING) -> Counter[Outcome]:
        """Do every task of a morning once; `waiting` is when something is to be looked at again."""
        self.now, self.waiting = now, set[datetime]()
        outcomes: Counter[Outcome] = Counter()
        for task in plan(now):
            outcomes += self.do(task)
        return outcomes

    def do(self, task: Task) -> Counter[Outcome]:
        done = send_task(task, self.tools)
        if done.again_at is not None:
            self.waiting.add(done.again_at)
        return done.outcomes

    @property
    def sms(self) -> FakeProvider:
        return self.providers[0]

    @property
    def told(self) -> list[str]:
        return [to for one in self.providers for to, _ in one.sent]

    def words(self) -> list[str]:
        return [words for one in self.providers for _, words in one.sent]
