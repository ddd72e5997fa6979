"""Managers make the accounts of their people, and say who works at their unit from when until when."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from handbook.domain.access import Action
from handbook.domain.directory import Post, Staff, Unit
from handbook.domain.errors import ForbiddenError, InvalidFieldError, NotFoundError, StaleVersionError
from handbook.domain.ids import LONGEST_ID, StaffId, UnitId
from handbook.domain.receipts import Receipt
from handbook.domain.staffing import GIVEN_BY_MANAGERS, check_post, check_username
from handbook.usecases.context import Context
from handbook.usecases.look_after_unit import looked_after


class StaffDirectory(Protocol):
    """See storage.directory.Directory."""

    def unit(self, unit_id: UnitId) -> Unit | None: ...
    def staff(self, staff_id: StaffId) -> Staff | None: ...
    def staff_of(self, unit_id: UnitId) -> tuple[Staff, ...]: ...
    def add_staff(self, staff: Staff, at: datetime, by: str, receipt: Receipt | None = None) -> None: ...
    def change_staff(self, staff: Staff, before: Staff, at: datetime, by: str) -> None: ...
    def end_sessions(self, staff_id: StaffId, at: datetime) -> None: ...


class Accounts(Protocol):
    """See gateways.staff_accounts.StaffAccounts."""

    def invite(self, staff_id: StaffId, email: str) -> None: ...
    def close(self, staff_id: StaffId) -> None: ...
    def open(self, staff_id: StaffId) -> None: ...
    def reset(self, staff_id: StaffId) -> None: ...


@dataclass(frozen=True, slots=True)
class NewStaff:
    """Somebody who is to sign in: the invitation goes to `email`, which nothing else is told."""

    username: str
    full_name: str
    email: str
    post: Post


def list_staff(unit_id: UnitId, context: Context, *, directory: StaffDirectory) -> tuple[Staff, ...]:
    """List who has or had a post at a unit, in the order of user names. Raises: ForbiddenError, NotFoundError."""
    looked_after(unit_id, Action.MANAGE_STAFF, context, directory)
    return directory.staff_of(unit_id)


def invite_staff(
    new: NewStaff, context: Context, receipt: Receipt, *, directory: StaffDirectory, accounts: Accounts
) -> Staff:
    """Make an account, whose first password travels by e-mail and holds for one sign-in.

    Raises: ForbiddenError, NotFoundError, InvalidFieldError; ConflictError when the user name is taken.
    """
    unit = looked_after(new.post.unit_id, Action.MANAGE_STAFF, context, directory)
    _check(new.post, unit, context.today)
    staff = Staff(check_username(new.username), new.full_name, (new.post,))
    # The account first: repeated after a failure it sends nothing twice, and without a post it opens nothing.
    if directory.staff(staff.staff_id) is None:
        accounts.invite(staff.staff_id, new.email)
    directory.add_staff(staff, context.now, context.actor.id, receipt)
    return staff


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
    if _ended(changed, context.today):
        directory.end_sessions(staff_id, context.now)  # so that a post to come brings none of them back
        accounts.close(staff_id)
    elif again or _ended(staff, context.today):
        accounts.open(staff_id)
    return changed


def reset_account(
    unit_id: UnitId, staff_id: StaffId, context: Context, *, directory: StaffDirectory, accounts: Accounts
) -> None:
    """Let somebody who lost password or telephone begin anew: a code by e-mail, then a new authenticator.

    Whoever found the telephone is out at once: every session ends here before Cognito is asked.
    Raises: ForbiddenError; NotFoundError, also for somebody without a post at the unit.
    """
    looked_after(unit_id, Action.MANAGE_STAFF, context, directory)
    post = _person(staff_id, directory).post_at(unit_id)
    if post is None or not post.held_on(context.today):
        raise NotFoundError
    directory.end_sessions(staff_id, context.now)
    accounts.reset(staff_id)


def _person(staff_id: StaffId, directory: StaffDirectory) -> Staff:
    staff = directory.staff(staff_id) if len(staff_id) <= LONGEST_ID else None
    if staff is None:
        raise NotFoundError
    return staff


def _check(post: Post, unit: Unit, today: date) -> None:
    if post.role not in GIVEN_BY_MANAGERS:
        raise InvalidFieldError("role")
    check_post(post, unit, today)


def _ended(staff: Staff, today: date) -> bool:
    return all(post.until is not None and post.until <= today for post in staff.posts)
