"""Tell the families whose children have a dose due, once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from handbook.domain.access import Role
from handbook.domain.calendar import local_date
from handbook.domain.directory import Account
from handbook.domain.errors import UnavailableError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import AccountId, HandbookId
from handbook.domain.names import given_name
from handbook.domain.reminders.due_index import SHARDS, SWEEP_DAYS
from handbook.domain.reminders.messages import Message, Outcome
from handbook.domain.reminders.rules import rules_on
from handbook.domain.reminders.texts import sms_text
from handbook.domain.reminders.touches import Touch, current_touches, next_touch
from handbook.usecases.contacts import contacts_of
from handbook.usecases.ports import Directory, Records, Reminders, Sms
from handbook.usecases.recommend import forecast_of

if TYPE_CHECKING:
    from handbook.domain.immunization import Schedule

_MOST_SIBLINGS = 20


@dataclass(frozen=True, slots=True)
class Tools:
    """What a run works with."""

    records: Records
    reminders: Reminders
    directory: Directory
    sms: Sms
    schedule: Schedule


@dataclass(frozen=True, slots=True)
class Task:
    """Some partitions of the due index: each of the shards of each of the days."""

    days: tuple[date, ...]
    shards: tuple[int, ...]
    run_at: datetime


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


def send_task(task: Task, now: datetime, tools: Tools) -> Counter[Outcome]:
    """Do one task; the outcomes of its shards together. Raises: UnavailableError, as `send_shard` does."""
    outcomes: Counter[Outcome] = Counter()
    for day in task.days:
        for shard in task.shards:
            outcomes += send_shard(day, shard, now, tools)
    return outcomes


def send_shard(day: date, shard: int, now: datetime, tools: Tools) -> Counter[Outcome]:
    """Look afresh at every handbook of one shard, send what is still right to send, and count what became of each.

    It may run twice or stop anywhere: a claim is written before each message, and a handbook leaves the day only
    after it was dealt with. Raises: UnavailableError; the rest of the shard then comes with the next delivery.
    """
    outcomes: Counter[Outcome] = Counter()
    for handbook_id in list(tools.reminders.due(day, shard)):
        handbook = tools.records.get(handbook_id)
        if handbook is None:
            continue
        found = list(_remind(handbook, now, tools))
        outcomes.update(found)
        # Who was written to today about something else is told tomorrow: the run looks back, so it stays where it is.
        if Outcome.TOLD_TODAY not in found:
            _move_on(handbook, now, tools)
    return outcomes


def _remind(handbook: Handbook, now: datetime, tools: Tools) -> Iterable[Outcome]:
    today = local_date(now)
    if _touch(handbook, today, tools) is None:
        return [Outcome.NOTHING_DUE]
    guardians = [account for account, role in handbook.guardians.items() if role is Role.GUARDIAN]
    if not guardians:
        return [Outcome.NO_GUARDIAN]
    return [_tell(account, handbook, now, tools) for account in guardians]


def _tell(account_id: AccountId, handbook: Handbook, now: datetime, tools: Tools) -> Outcome:
    account = tools.directory.account(account_id)
    if account is None or not account.reminders:
        return Outcome.STOPPED
    today = local_date(now)
    due = [(book, touch) for book in _children(account_id, handbook, tools) if (touch := _touch(book, today, tools))]
    new = [
        (book, touch)
        for book, touch in due
        if not tools.reminders.was_claimed(_message(book.handbook_id, account_id, touch, now))
    ]
    own = next((touch for book, touch in new if book.handbook_id == handbook.handbook_id), None)
    if own is None:
        return Outcome.ALREADY_TOLD
    # One text speaks for the children that it is true of; the others are told tomorrow.
    alike = [(book, touch) for book, touch in new if touch.occurrence == own.occurrence]
    return _send(account, alike, now, tools)


def _children(account_id: AccountId, handbook: Handbook, tools: Tools) -> list[Handbook]:
    others = tools.records.of_account(account_id, _MOST_SIBLINGS).items
    return [handbook, *(book for book in others if book.handbook_id != handbook.handbook_id)]


def _send(account: Account, due: list[tuple[Handbook, Touch]], now: datetime, tools: Tools) -> Outcome:
    messages = [_message(book.handbook_id, account.account_id, touch, now) for book, touch in due]
    if not tools.reminders.claim(messages, account.account_id, local_date(now)):
        return Outcome.TOLD_TODAY
    names = [given_name(book.profile.full_name) for book, _ in due]
    try:
        tools.sms.send(account.phone, sms_text([due[0][1]], names, account.language, rules_on(local_date(now))))
    except UnavailableError:
        # Whether the provider took it is not known: a second try could be a second message.
        tools.reminders.settle(messages, "failed")
        return Outcome.FAILED
    tools.reminders.settle(messages, "sent")
    return Outcome.SENT


def _touch(handbook: Handbook, today: date, tools: Tools) -> Touch | None:
    found = contacts_of(handbook, forecast_of(handbook, tools.schedule, today), today)
    return next(reversed(current_touches(found, today, rules_on(today))), None)


def _move_on(handbook: Handbook, now: datetime, tools: Tools) -> None:
    today = local_date(now)
    found = contacts_of(handbook, forecast_of(handbook, tools.schedule, today), today)
    later = next_touch(found, today + timedelta(days=1), rules_on(today))
    tools.reminders.schedule(handbook.handbook_id, later.on if later else None, handbook.version or 0)


def _message(handbook_id: HandbookId, account_id: AccountId, touch: Touch, now: datetime) -> Message:
    return Message(
        handbook_id=handbook_id,
        account_id=account_id,
        occurrence=touch.occurrence,
        kind=touch.kind,
        recommended_on=touch.recommended_on,
        claimed_at=now,
        state="claimed",
    )
