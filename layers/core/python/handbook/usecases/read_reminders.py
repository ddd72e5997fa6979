"""Read what a family was told, what not and why, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from handbook.domain.access import Action
from handbook.domain.bonds import guardians_on
from handbook.domain.calendar import local_date
from handbook.domain.handbook import Handbook
from handbook.domain.ids import AccountId, HandbookId
from handbook.domain.marks import stands_for
from handbook.domain.paging import Page, Position
from handbook.domain.reminders.explaining import Hearer, NotSaid, coming, hindrance, not_said
from handbook.domain.reminders.messages import Message
from handbook.domain.reminders.rules import Rules, rules_on
from handbook.domain.reminders.touches import Touch
from handbook.domain.sessions.days import SessionDay, next_session
from handbook.usecases.admit import admit_reader
from handbook.usecases.contacts import contacts_on
from handbook.usecases.context import Context
from handbook.usecases.find_session import CommuneSessions
from handbook.usecases.ports import AuditLog, Directory, IndexOf, Records, Reminders

if TYPE_CHECKING:
    from datetime import date

    from handbook.domain.immunization import Schedule
    from handbook.domain.reminders.recipients import Recipient


class Recipients(Protocol):
    """See storage.recipients.Recipients."""

    def get(self, account_id: AccountId, today: date) -> Recipient: ...


@dataclass(frozen=True, slots=True)
class Tools:
    """What the reading needs of the world."""

    records: Records
    audit: AuditLog
    reminders: Reminders
    directory: Directory
    recipients: Recipients
    index_of: IndexOf
    sessions: CommuneSessions
    schedule: Schedule


@dataclass(frozen=True, slots=True)
class Coming:
    """A message that is to come, with the session that it would name today."""

    touch: Touch
    session: SessionDay | None


@dataclass(frozen=True, slots=True)
class ToldOf:
    """One page of messages; on the first also what was not said, what comes, and what keeps guardians from hearing."""

    page: Page[Message]
    rules: Rules
    not_said: tuple[NotSaid, ...] = ()
    coming: tuple[Coming, ...] = ()
    hindrances: tuple[str, ...] = ()


def read_reminders(
    handbook_id: HandbookId, context: Context, limit: int, position: Position | None, tools: Tools
) -> ToldOf:
    """Read the messages about a handbook, newest first, with what was not said and what comes.

    Raises: NotFoundError, ForbiddenError.
    """
    handbook = admit_reader(context, Action.READ_HANDBOOK, handbook_id, tools.records, tools.audit)
    page, rules = tools.reminders.of_handbook(handbook.partitions, limit, position), rules_on(context.today)
    if position is not None:
        return ToldOf(page, rules)
    contacts = contacts_on(handbook, tools.schedule, context.today)
    told = tools.reminders.told(handbook.partitions)
    hearers = tuple(_hearers(handbook, context, tools))
    opened = local_date(handbook.created_at)
    return ToldOf(
        page,
        rules,
        tuple(not_said(contacts, told, hearers, opened, context.today, rules)),
        tuple(_coming(handbook, coming(contacts, context.today, rules), rules, context.today, tools)),
        tuple(dict.fromkeys(reason for one in hearers if (reason := hindrance(one)))) if hearers else ("no_guardian",),
    )


def _hearers(handbook: Handbook, context: Context, tools: Tools) -> Iterator[Hearer]:
    """Give the guardians as hearers; a guardian sees only what concerns the own account."""
    for account_id in guardians_on(handbook.guardians, context.today):
        if context.actor.is_family and account_id != context.actor.id:
            continue
        account = tools.directory.account(account_id)
        if account is None:
            yield Hearer(None)
            continue
        dead = tools.recipients.get(account_id, context.today).dead_number
        yield Hearer(account.preferences, dead is not None and stands_for(dead, tools.index_of(account.phone)))


def _coming(handbook: Handbook, found: list[Touch], rules: Rules, today: date, tools: Tools) -> Iterator[Coming]:
    doses = any(touch.subject in rules.with_session for touch in found)
    plans = tools.sessions.of_commune(handbook.commune_code) if doses else ()
    for touch in found:
        named = touch.subject in rules.with_session
        yield Coming(touch, next_session(plans, max(touch.recommended_on, today)) if named else None)
