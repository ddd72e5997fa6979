"""Say at which post a member of staff works today."""

from collections.abc import Iterator
from datetime import date, datetime

from handbook.domain.access import Actor
from handbook.domain.calendar import local_date
from handbook.domain.directory import Post, Staff, Unit, unit_at_work
from handbook.domain.errors import ForbiddenError, SignedOutError
from handbook.domain.ids import StaffId, UnitId
from handbook.domain.staff_sessions import Session, lets_in
from handbook.usecases.ports import Directory


def signed_in_staff(
    staff_id: StaffId, session: Session, now: datetime, *, directory: Directory, at: UnitId | None = None
) -> Actor:
    """Say who a token of staff speaks for, as `identify_staff`. Raises: SignedOutError, too, for an ended session."""
    staff = directory.staff(staff_id)
    if staff is None or not lets_in(session, staff.not_before, staff.ended, now):
        raise SignedOutError
    return _at_work(staff, local_date(now), directory, at)


def identify_staff(staff_id: StaffId, today: date, *, directory: Directory, at: UnitId | None = None) -> Actor:
    """Read role and area from the directory, not from the token: a role that was taken away is gone at once.

    Of several posts the request speaks from the one `at` the unit that it names, else from the first. Who worked at a
    unit that was merged works at the one that took over. Raises: SignedOutError when somebody works nowhere today;
    ForbiddenError when not at that unit.
    """
    staff = directory.staff(staff_id)
    if staff is None:
        raise SignedOutError
    return _at_work(staff, today, directory, at)


def _at_work(staff: Staff, today: date, directory: Directory, at: UnitId | None) -> Actor:
    held = _held(staff, today, directory)
    first = next(held, None)
    if first is None:
        raise SignedOutError
    post, unit = first
    while at is not None and at not in {unit.unit_id, post.unit_id}:
        following = next(held, None)
        if following is None:
            raise ForbiddenError
        post, unit = following
    merged, area = unit.stands_for(today), frozenset(unit.communes)
    return Actor(staff.staff_id, post.role, unit.unit_id, area, frozenset(post.scopes), merged)


def _held(staff: Staff, today: date, directory: Directory) -> Iterator[tuple[Post, Unit]]:
    # One after the other: most people have one post, and each unit costs a read.
    for post in staff.posts:
        if post.held_on(today):
            unit = unit_at_work(directory.unit(post.unit_id), today, directory.unit)
            if unit is not None:
                yield post, unit
