"""Managers make the accounts of their people, and say who works at their unit from when until when."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from handbook.domain.access import Action
from handbook.domain.accounts import AccountEvent, EventKind, log_of_staff
from handbook.domain.directory import Post, Staff, Unit
from handbook.domain.errors import ForbiddenError, InvalidFieldError, NotFoundError, StaleVersionError
from handbook.domain.ids import LONGEST_ID, PhoneE164, StaffId, UnitId
from handbook.domain.receipts import Receipt
from handbook.domain.staff_contacts import Contacts, SealedContacts, check_contacts
from handbook.domain.staffing import GIVEN_BY_MANAGERS, check_post, check_username
from handbook.usecases.context import Context
from handbook.usecases.look_after_unit import looked_after


class StaffDirectory(Protocol):
    """See storage.directory.Directory."""

    def unit(self, unit_id: UnitId) -> Unit | None: ...
    def staff(self, staff_id: StaffId) -> Staff | None: ...
    def staff_of(self, unit_id: UnitId) -> tuple[Staff, ...]: ...
    def check_contacts_free(self, contacts: SealedContacts, staff_id: StaffId) -> None: ...
    def claim_name(self, staff_id: StaffId, contacts: SealedContacts, at: datetime, by: str) -> None: ...
    def add_staff(
        self, staff: Staff, contacts: SealedContacts, at: datetime, by: str, receipt: Receipt | None = None
    ) -> None: ...
    def set_second_factor(
        self, staff_id: StaffId, number: SealedContacts | None, event: AccountEvent | None = None
    ) -> None: ...
    def change_staff(self, staff: Staff, before: Staff, at: datetime, by: str) -> None: ...
    def end_sessions(self, staff_id: StaffId, at: datetime) -> None: ...


class Accounts(Protocol):
    """See gateways.staff_accounts.StaffAccounts."""

    def invite(self, staff_id: StaffId, email: str, codes_to: PhoneE164 | None) -> None: ...
    def close(self, staff_id: StaffId) -> None: ...
    def open(self, staff_id: StaffId) -> None: ...
    def reset(self, staff_id: StaffId, codes_to: PhoneE164 | None = None) -> None: ...


class Keeper(Protocol):
    """See gateways.staff_contacts.ContactKeeper."""

    def sealed(self, staff_id: StaffId, contacts: Contacts) -> SealedContacts: ...
    def sealed_number(self, staff_id: StaffId, phone: PhoneE164) -> SealedContacts: ...


@dataclass(frozen=True, slots=True)
class NewStaff:
    """Somebody who is to sign in: the invitation goes to the address in `contacts`."""

    username: str
    full_name: str
    contacts: Contacts
    post: Post


def list_staff(unit_id: UnitId, context: Context, *, directory: StaffDirectory) -> tuple[Staff, ...]:
    """List who has or had a post at a unit, in the order of user names. Raises: ForbiddenError, NotFoundError."""
    looked_after(unit_id, Action.MANAGE_STAFF, context, directory)
    return directory.staff_of(unit_id)


def invite_staff(
    new: NewStaff,
    context: Context,
    receipt: Receipt,
    *,
    directory: StaffDirectory,
    accounts: Accounts,
    keeper: Keeper,
) -> Staff:
    """Make an account, whose first password travels by e-mail and holds for one sign-in.

    One person has one account: the address and the number are nobody else's, the inviting manager's least of all.
    Raises: ForbiddenError, NotFoundError, InvalidFieldError; ConflictError when the user name is taken
    or just being invited, ContactTakenError when the address or the number is.
    """
    unit = looked_after(new.post.unit_id, Action.MANAGE_STAFF, context, directory)
    _check(new.post, unit, context.today)
    staff, sealed = prepared(new, keeper)
    if directory.staff(staff.staff_id) is None:
        directory.check_contacts_free(sealed, staff.staff_id)
        # Of two who invite under one name one goes on: what stands in Cognito is of who has the claim.
        directory.claim_name(staff.staff_id, sealed, context.now, context.actor.id)
        # The account first: repeated after a failure it is made whole, and without a post it opens nothing.
        accounts.invite(staff.staff_id, new.contacts.email, new.contacts.codes_to)
    directory.add_staff(staff, sealed, context.now, context.actor.id, receipt)
    return staff


def prepared(new: NewStaff, keeper: Keeper) -> tuple[Staff, SealedContacts]:
    """Make a member of staff, and seal how that person is reached. Raises: InvalidFieldError, UnavailableError."""
    username = check_username(new.username)
    sealed = keeper.sealed(username, check_contacts(new.contacts))
    return Staff(username, new.full_name, (new.post,), sms_index=sealed.phone_mark if sealed.by_sms else None), sealed


def set_post(
    staff_id: StaffId, post: Post, based_on: int, context: Context, *, directory: StaffDirectory, accounts: Accounts
) -> Staff:
    """Give somebody a post at a unit, change it, or end it with `until`; it holds from the next request on.

    Whoever has no post left cannot sign in either. Sent again after a failure in between, the same change is made
    whole. Raises: ForbiddenError, NotFoundError, InvalidFieldError, StaleVersionError when the person is not at
    `based_on`.
    """
    unit = looked_after(post.unit_id, Action.MANAGE_STAFF, context, directory)
    if staff_id == context.actor.id:
        raise ForbiddenError  # who looks after people gives themselves nothing
    _check(post, unit, context.today)
    staff = _person(staff_id, directory)
    again = staff.version == based_on + 1 and staff.post_at(post.unit_id) == post
    if staff.version != based_on and not again:
        raise StaleVersionError
    changed = staff if again else staff.with_post(post)
    if not again:
        directory.change_staff(changed, staff, context.now, context.actor.id)
    if changed.has_left(context.today):
        directory.end_sessions(staff_id, context.now)  # so that a post to come brings none of them back
        accounts.close(staff_id)
    elif again or staff.has_left(context.today):
        accounts.open(staff_id)
    return changed


def reset_account(
    unit_id: UnitId,
    staff_id: StaffId,
    codes_to: PhoneE164 | None,
    context: Context,
    *,
    directory: StaffDirectory,
    accounts: Accounts,
    keeper: Keeper,
) -> None:
    """Let somebody who lost password or telephone begin anew: a code by e-mail, then a new second factor.

    Codes come by SMS to `codes_to`; without one an authenticator is set up.
    Whoever found the telephone is out at once: every session ends here before Cognito is asked. Whose account it is
    reads of it in the own log, without the manager's address.
    Raises: ForbiddenError, also for oneself; NotFoundError, also for somebody without a post at the unit;
    ContactTakenError.
    """
    looked_after(unit_id, Action.MANAGE_STAFF, context, directory)
    if staff_id == context.actor.id:
        raise ForbiddenError  # the own factor changes right after signing in only, and to a proved number
    post = _person(staff_id, directory).post_at(unit_id)
    if post is None or not post.held_on(context.today):
        raise NotFoundError
    number = keeper.sealed_number(staff_id, codes_to) if codes_to is not None else None
    if number is not None:
        directory.check_contacts_free(number, staff_id)
    directory.end_sessions(staff_id, context.now)
    said = AccountEvent(log_of_staff(staff_id), EventKind.ACCESS_RESET, context.now, context.request_id)
    directory.set_second_factor(staff_id, number, said)
    accounts.reset(staff_id, codes_to)


def _person(staff_id: StaffId, directory: StaffDirectory) -> Staff:
    staff = directory.staff(staff_id) if len(staff_id) <= LONGEST_ID else None
    if staff is None:
        raise NotFoundError
    return staff


def _check(post: Post, unit: Unit, today: date) -> None:
    if post.role not in GIVEN_BY_MANAGERS:
        raise InvalidFieldError("role")
    check_post(post, unit, today)
