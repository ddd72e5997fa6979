"""List the children of a commune who did not come for a vaccination, for somebody to look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol

from handbook.domain.access import Action, Ground, by_role
from handbook.domain.bonds import guardians_on
from handbook.domain.directory import Account
from handbook.domain.errors import ForbiddenError, NotFoundError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import AccountId, CommuneCode, HandbookId, PhoneE164
from handbook.domain.paging import Page, Position
from handbook.domain.phones import masked
from handbook.domain.reminders.defaulters import Noted
from handbook.domain.reminders.defaulting import missed_by
from handbook.domain.reminders.kinds import Contact
from handbook.domain.reminders.rules import rules_on
from handbook.domain.texts import Text
from handbook.usecases.contacts import contacts_of
from handbook.usecases.context import Context
from handbook.usecases.ports import AuditLog, Directory, Records
from handbook.usecases.recommend import forecast_of

if TYPE_CHECKING:
    from handbook.domain.immunization import Schedule


class Listing(Protocol):
    """See storage.defaulters.Defaulters."""

    def of_commune(
        self, commune_code: CommuneCode, today: date, limit: int, position: Position | None = None
    ) -> Page[HandbookId]: ...
    def notes(self, handbook_ids: Sequence[HandbookId]) -> Mapping[HandbookId, Noted]: ...


@dataclass(frozen=True, slots=True)
class Missed:
    """A vaccine group's dose that is missed, with the group's name by the schedule."""

    contact: Contact
    group: str
    name: Text
    dose_number: int | None
    days_overdue: int


@dataclass(frozen=True, slots=True)
class Defaulter:
    """A child who did not come: what is missed, whom to ask, and what was written down."""

    handbook: Handbook
    missed: tuple[Missed, ...]
    phones: tuple[str, ...]
    noted: Noted | None


def list_defaulters(
    commune_code: CommuneCode,
    context: Context,
    limit: int,
    position: Position | None,
    *,
    listing: Listing,
    records: Records,
    directory: Directory,
    audit: AuditLog,
    schedule: Schedule,
) -> Page[Defaulter]:
    """List who missed something for so long that somebody should look, the longest first; each access is logged.

    Each is looked at afresh: who came, or for whom it is too late, is left out, so that a page may be short.
    Raises: ForbiddenError, NotFoundError for another's commune.
    """
    permit_list(commune_code, context)
    page = listing.of_commune(commune_code, context.today, limit, position)
    notes = listing.notes(page.items)
    present = [
        handbook
        for handbook in records.get_many(page.items)
        if handbook.in_care and handbook.commune_code == commune_code
    ]
    missed = {handbook.handbook_id: tuple(_missed(handbook, schedule, context.today)) for handbook in present}
    late = [handbook for handbook in present if missed[handbook.handbook_id]]
    guardians = {account for handbook in late for account in guardians_on(handbook.guardians, context.today)}
    accounts = directory.accounts_of(sorted(guardians))
    found = [
        Defaulter(
            handbook,
            missed[handbook.handbook_id],
            _phones(handbook, accounts, context.today),
            notes.get(handbook.handbook_id),
        )
        for handbook in late
    ]
    audit.record_all([context.audit(Action.LIST_DEFAULTERS, Ground.AREA, one.handbook.handbook_id) for one in found])
    return Page(tuple(found), page.next)


def permit_list(commune_code: CommuneCode, context: Context) -> None:
    """Let health workers see their own communes. Raises: ForbiddenError, NotFoundError."""
    if by_role(context.actor, Action.LIST_DEFAULTERS) is None:
        raise ForbiddenError
    if commune_code not in context.actor.communes:
        raise NotFoundError


def _phones(handbook: Handbook, accounts: Mapping[AccountId, Account], today: date) -> tuple[str, ...]:
    """Give the guardians' numbers, masked: enough to know which one is meant, too little to call."""
    found = (accounts.get(one) for one in guardians_on(handbook.guardians, today))
    return tuple(masked(PhoneE164(account.phone)) for account in found if account is not None)


def _missed(handbook: Handbook, schedule: Schedule, today: date) -> Iterator[Missed]:
    forecast = forecast_of(handbook, schedule, today)
    numbers = {f"{group.group}-{group.dose_number}": group for group in forecast.groups}
    for contact in missed_by(contacts_of(handbook, forecast, today), today, rules_on(today)):
        group = numbers[contact.what]
        yield Missed(contact, group.group, group.name, group.dose_number, (today - contact.on).days)
