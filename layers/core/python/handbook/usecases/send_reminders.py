"""The morning's run: each family whose child has something due is told once, whatever happens on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import islice

from handbook.domain.bonds import guardians_on
from handbook.domain.calendar import local_date
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.domain.reminders.closing import NextDay
from handbook.domain.reminders.due_index import SHARDS, SWEEP_DAYS
from handbook.domain.reminders.outcomes import Outcome
from handbook.domain.reminders.rules import rules_on
from handbook.domain.reminders.touches import next_among
from handbook.usecases.close_looks import Closing
from handbook.usecases.settle_claims import settle_claims
from handbook.usecases.tell_guardian import Book, Look, Page, Told, Tools, book_of, tell

_PAGE = 50
"""Handbooks that are read in one request; a page and its siblings are all that is held in memory."""


@dataclass(frozen=True, slots=True)
class Task:
    """Some partitions of the due index: each of the shards of each of the days. Not to be done before `not_before`."""

    days: tuple[date, ...]
    shards: tuple[int, ...]
    run_at: datetime
    not_before: datetime | None = None


@dataclass(slots=True)
class Done:
    """What a task came to. `again_at`: something waits until then, today; the task is to be done again."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    again_at: datetime | None = None

    def wait(self, until: datetime, now: datetime) -> None:
        """Take notice of something that waits; what waits for tomorrow is found by tomorrow's run."""
        if local_date(until) == local_date(now) and (self.again_at is None or until < self.again_at):
            self.again_at = until


class LineDownError(Exception):
    """No provider may be spoken to: the run stops, and goes on when one may be probed."""


def plan(run_at: datetime) -> list[Task]:
    """List the work of one morning.

    Each shard of today and of the last days is a task, so that a missed run heals itself; one more task sweeps the
    weeks before, so that no handbook stays for ever on a day that no run dealt with.
    """
    today = local_date(run_at)
    days_back = rules_on(today).catch_up_days
    recent = [today - timedelta(days=back) for back in range(days_back + 1)]
    older = tuple(today - timedelta(days=back) for back in range(days_back + 1, SWEEP_DAYS + 1))
    tasks = [Task((day,), (shard,), run_at) for day in recent for shard in range(SHARDS)]
    return [*tasks, Task(older, tuple(range(SHARDS)), run_at)]


def plan_at_once(now: datetime) -> Task:
    """Give one more look at all of today, for families who cannot wait for the next morning; who was told is not."""
    return Task((local_date(now),), tuple(range(SHARDS)), now)


def send_task(task: Task, tools: Tools, keep_going: Callable[[], bool] = lambda: True) -> Done:
    """Do one task: settle what was left open, then look afresh at every handbook and send what is still right.

    It may run twice or stop anywhere: a claim is written before each text, and a handbook leaves its day only after it
    was dealt with. When `keep_going` says no, or no provider may be spoken to, the rest is done again.
    Raises: UnavailableError; the rest then comes with the next delivery.
    """
    done, closing = Done(), Closing(tools.closings, tools.ledger)
    try:
        for day in task.days:
            for shard in task.shards:
                _shard(day, shard, done, closing, tools, keep_going)
    except LineDownError:
        pass  # when to go on is noted already
    except Exception:
        closing.write(tools.clock())
        raise
    closing.write(tools.clock())
    return done


def again(task: Task, not_before: datetime) -> Task:
    """Give the task that does the rest; what was dealt with has left its day."""
    return replace(task, not_before=not_before)


def _shard(day: date, shard: int, done: Done, closing: Closing, tools: Tools, keep_going: Callable[[], bool]) -> None:
    now = tools.clock()
    done.outcomes += settle_claims(day, shard, tools.lines, tools.ledger, now)
    for found in _pages(tools.reminders.due(day, shard)):
        handbooks = tools.records.get_many(found)
        page = _page(handbooks, closing, local_date(now), tools)
        for handbook in handbooks:
            if not keep_going():
                done.wait(tools.clock(), now)
                return
            closing.make_way(handbook.handbook_id, tools.clock())
            _handbook(handbook, page, day, done, tools)


def _page(handbooks: Sequence[Handbook], closing: Closing, today: date, tools: Tools) -> Page:
    """Read the guardians of a page of handbooks together."""
    guardians = sorted({account for handbook in handbooks for account in guardians_on(handbook.guardians, today)})
    recipients = tools.ledger.recipients.get_many(guardians, today)
    return Page(tools.directory.accounts_of(guardians), dict(recipients), closing)


def _pages(found: Iterator[HandbookId]) -> Iterator[list[HandbookId]]:
    while page := list(islice(found, _PAGE)):
        yield page


def _handbook(handbook: Handbook, page: Page, day: date, done: Done, tools: Tools) -> None:
    now = tools.clock()
    today = local_date(now)
    look = Look(book_of(handbook, rules_on(today), today, tools), rules_on(today), today, page)
    told = _tell_all(look, day, tools)
    done.outcomes.update(one.outcome for one in told)
    waits = [one.again_at for one in told if one.again_at is not None]
    for until in waits:
        done.wait(until, now)
    if any(one.outcome is Outcome.PROVIDER_DOWN for one in told):
        raise LineDownError
    # Who waits is found here again: the run looks back, so the handbook stays where it is.
    if not waits:
        page.closing.move_on(_next_day(look))


def _tell_all(look: Look, day: date, tools: Tools) -> list[Told]:
    if not look.book.touches:
        return [Told(_why_nothing(look.book, day, look, tools))]
    guardians = guardians_on(look.book.handbook.guardians, look.today)
    if not guardians:
        return [Told(Outcome.NO_GUARDIAN)]
    return [tell(account, look, tools) for account in guardians]


def _why_nothing(book: Book, day: date, look: Look, tools: Tools) -> Outcome:
    """Tell a message that was missed for too long from one that is not due any more."""
    oldest = look.today - timedelta(days=look.rules.catch_up_days)
    missed = {one.occurrence for one in book.planned if day <= one.on < oldest}
    if not missed:
        return Outcome.NOTHING_DUE
    told = {one.occurrence for one in book.told}
    return Outcome.TOO_LATE if missed - told else Outcome.NOTHING_DUE


def _next_day(look: Look) -> NextDay:
    handbook = look.book.handbook
    later = next_among(look.book.planned, look.today + timedelta(days=1))
    return NextDay(handbook.handbook_id, later.on if later else None, handbook.version or 0)
