"""Take over a list of staff, row by row: what is wrong with one row keeps no other back, and none is made by half."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from handbook.domain.calendar import local_date
from handbook.domain.directory import Staff, Unit
from handbook.domain.errors import ConflictError, InvalidFieldError, UnavailableError
from handbook.domain.ids import LONGEST_ID, PhoneE164, StaffId, UnitId
from handbook.domain.marks import marks_of
from handbook.domain.staff_contacts import ContactTakenError, SealedContacts
from handbook.domain.staff_rows import RowResult, StaffRow, row_of
from handbook.domain.staffing import check_post
from handbook.usecases.load_units import OPERATOR
from handbook.usecases.manage_staff import Keeper, NewStaff, prepared

MOST_ROWS = 100
"""Of one call: an account takes some 0.3 of the 60 seconds that the function has, most of it Cognito's."""


class Members(Protocol):
    """See storage.directory.Directory."""

    def unit(self, unit_id: UnitId) -> Unit | None: ...
    def staff(self, staff_id: StaffId) -> Staff | None: ...
    def contacts(self, staff_id: StaffId) -> SealedContacts: ...
    def check_contacts_free(self, contacts: SealedContacts, staff_id: StaffId) -> None: ...
    def claim_name(self, staff_id: StaffId, contacts: SealedContacts, at: datetime, by: str) -> None: ...
    def add_staff(self, staff: Staff, contacts: SealedContacts, at: datetime, by: str) -> None: ...
    def change_staff(self, staff: Staff, before: Staff, at: datetime, by: str) -> None: ...
    def end_sessions(self, staff_id: StaffId, at: datetime) -> None: ...


class Accounts(Protocol):
    """See gateways.staff_accounts.StaffAccounts."""

    def invite(self, staff_id: StaffId, email: str, codes_to: PhoneE164 | None) -> None: ...
    def close(self, staff_id: StaffId) -> None: ...
    def open(self, staff_id: StaffId) -> None: ...


@dataclass(frozen=True, slots=True)
class Office:
    """What loading works with; without `applies` nothing is written and nobody is invited."""

    directory: Members
    accounts: Accounts
    keeper: Keeper
    applies: bool


@dataclass(slots=True)
class _Run:
    """One list: what its rows brought so far, so that a dry run says what an applied one would."""

    office: Office
    now: datetime
    people: dict[StaffId, Staff] = field(default_factory=dict)
    owners: dict[str, StaffId] = field(default_factory=dict)
    posts: set[tuple[StaffId, UnitId]] = field(default_factory=set)

    @property
    def today(self) -> date:
        return local_date(self.now)

    def person(self, staff_id: StaffId) -> Staff | None:
        return self.people.get(staff_id) or self.office.directory.staff(staff_id)


def load_staff(rows: Sequence[Mapping[str, str]], now: datetime, office: Office) -> tuple[RowResult, ...]:
    """Judge the rows of a list in their order, and make and change accounts where it `applies`.

    Applied again, a list changes nothing; a row that broke off is made whole. The result names fields, and no value.
    """
    run = _Run(office, now)
    return tuple(_judged(row, run) for row in rows)


def _judged(texts: Mapping[str, str], run: _Run) -> RowResult:
    try:
        return _taken(row_of(texts), run)
    except (InvalidFieldError, ContactTakenError) as error:
        return RowResult("refused", error.field)
    except ConflictError:
        return RowResult("refused", "version")
    except UnavailableError:
        return RowResult("refused", "unavailable")


def _taken(row: StaffRow, run: _Run) -> RowResult:
    unit_id = row.post.unit_id
    unit = run.office.directory.unit(unit_id) if 0 < len(unit_id) <= LONGEST_ID else None
    if unit is None or (row.username, unit_id) in run.posts:
        raise InvalidFieldError("unit_id")
    check_post(row.post, unit, run.today)
    known = run.person(row.username)
    result = _invited(row, run) if known is None else _changed(row, known, run)
    run.posts.add((row.username, unit_id))
    return result


def _invited(row: StaffRow, run: _Run) -> RowResult:
    if row.contacts is None:
        raise InvalidFieldError("email")
    office = run.office
    staff, sealed = prepared(NewStaff(row.username, row.full_name, row.contacts, row.post), office.keeper)
    _check_owners(sealed, row.username, run)
    if office.applies:
        _claim(row.username, sealed, run)
        # The account first: without a post it opens nothing, and the same row makes it whole.
        office.accounts.invite(row.username, row.contacts.email, row.contacts.codes_to)
        office.directory.add_staff(staff, sealed, run.now, OPERATOR)
    run.people[row.username] = staff
    run.owners |= {mark: row.username for _, mark in sealed.marks()}
    return RowResult("created")


def _claim(staff_id: StaffId, sealed: SealedContacts, run: _Run) -> None:
    try:
        run.office.directory.claim_name(staff_id, sealed, run.now, OPERATOR)
    except ConflictError as error:
        raise InvalidFieldError("username") from error


def _changed(row: StaffRow, known: Staff, run: _Run) -> RowResult:
    _check_same_person(row, known, run)
    if known.post_at(row.post.unit_id) == row.post:
        _settle(known, None, run)  # where a run broke off between the post and the account
        return RowResult("unchanged")
    changed = known.with_post(row.post)
    _settle(changed, known, run)
    run.people[row.username] = changed
    return RowResult("changed")


def _settle(staff: Staff, before: Staff | None, run: _Run) -> None:
    """Write a change of posts, and open or close the account in the order that leaves nobody in or out by half."""
    office, ends = run.office, staff.has_left(run.today)
    steps: list[Callable[[], None]] = []
    if before is not None and before.has_left(run.today) and not ends:
        steps.append(lambda: office.accounts.open(staff.staff_id))
    if before is not None:
        steps.append(lambda: office.directory.change_staff(staff, before, run.now, OPERATOR))
    if ends:
        steps.append(lambda: office.directory.end_sessions(staff.staff_id, run.now))
        steps.append(lambda: office.accounts.close(staff.staff_id))
    for step in steps if office.applies else ():
        step()


def _check_same_person(row: StaffRow, known: Staff, run: _Run) -> None:
    if row.full_name != known.full_name:
        raise InvalidFieldError("full_name")
    if row.contacts is None:
        return
    said = run.office.keeper.sealed(row.username, row.contacts)
    kept = {mark: row.username for _, mark in run.office.directory.contacts(row.username).marks()}
    for name, mark in said.marks():
        if row.username not in map((kept | run.owners).get, marks_of(mark)):
            raise InvalidFieldError(name)


def _check_owners(sealed: SealedContacts, staff_id: StaffId, run: _Run) -> None:
    for name, mark in sealed.marks():
        if run.owners.get(mark, staff_id) != staff_id:
            raise InvalidFieldError(name)
    run.office.directory.check_contacts_free(sealed, staff_id)
