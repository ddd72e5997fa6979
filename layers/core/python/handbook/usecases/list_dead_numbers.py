"""List the numbers of a commune's families that take no messages, for somebody to ask for a new one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from handbook.domain.access import Action, Ground
from handbook.domain.bonds import guardians_on
from handbook.domain.handbook import Handbook
from handbook.domain.ids import AccountId, CommuneCode, HandbookId
from handbook.domain.life import ENDS
from handbook.domain.marks import stands_for
from handbook.domain.paging import Page, Position
from handbook.domain.phones import masked
from handbook.usecases.context import Context
from handbook.usecases.follow import current
from handbook.usecases.list_defaulters import permit_list
from handbook.usecases.ports import AuditLog, Directory, IndexOf, Records

if TYPE_CHECKING:
    from handbook.domain.reminders.recipients import Recipient


@dataclass(frozen=True, slots=True)
class DeadNumber:
    """That a guardian's number was found dead, about which handbook and when."""

    handbook_id: HandbookId
    account_id: AccountId
    since: datetime


class Worklist(Protocol):
    """See storage.worklist.Worklist."""

    def dead_numbers(
        self, commune_code: CommuneCode, limit: int, position: Position | None = None
    ) -> Page[tuple[HandbookId, AccountId, datetime]]: ...


class Recipients(Protocol):
    """See storage.recipients.Recipients."""

    def get(self, account_id: AccountId, today: date) -> Recipient: ...


@dataclass(frozen=True, slots=True)
class Tools:
    """What the list needs of the world."""

    worklist: Worklist
    records: Records
    directory: Directory
    recipients: Recipients
    index_of: IndexOf
    audit: AuditLog


@dataclass(frozen=True, slots=True)
class Unreachable:
    """A family that no message reaches: of which handbook, since when, and the number, masked."""

    handbook: Handbook
    since: datetime
    phone: str


def list_dead_numbers(
    commune_code: CommuneCode, context: Context, limit: int, position: Position | None, tools: Tools
) -> Page[Unreachable]:
    """List the families of a commune whose number is dead, the longest first; each access is logged.

    Who has another number by now, or is a guardian no more, is left out, and so is a family whose handbook has ended.
    Raises: ForbiddenError, NotFoundError.
    """
    permit_list(commune_code, context)
    page = tools.worklist.dead_numbers(commune_code, limit, position)
    found = tuple(_still_dead([DeadNumber(*one) for one in page.items], commune_code, context, tools))
    tools.audit.record_all([context.audit(Action.LIST_DEFAULTERS, Ground.AREA, book) for book in _books(found)])
    return Page(found, page.next)


def _books(found: tuple[Unreachable, ...]) -> list[HandbookId]:
    return list(dict.fromkeys(one.handbook.handbook_id for one in found))


def _still_dead(
    found: list[DeadNumber], commune_code: CommuneCode, context: Context, tools: Tools
) -> Iterator[Unreachable]:
    for one in found:
        handbook, account = current(one.handbook_id, tools.records), tools.directory.account(one.account_id)
        if handbook is None or account is None or handbook.state in ENDS:
            continue
        if one.account_id not in guardians_on(handbook.guardians, context.today):
            continue
        dead = tools.recipients.get(one.account_id, context.today).dead_number
        if handbook.commune_code == commune_code and stands_for(dead, tools.index_of(account.phone)):
            yield Unreachable(handbook, one.since, masked(account.phone))
