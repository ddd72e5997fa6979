"""Say at which post a member of staff works today."""

from collections.abc import Iterator
from datetime import date

from handbook.domain.access import Actor
from handbook.domain.directory import Post, Staff, Unit, unit_at_work
from handbook.domain.errors import ForbiddenError, SignedOutError
from handbook.domain.ids import StaffId, UnitId
from handbook.usecases.ports import Directory


def identify_staff(staff_id: StaffId, today: date, *, directory: Directory, at: UnitId | None = None) -> Actor:
    """Read role and area from the directory, not from the token: a role that was taken away is gone at once.

    Of several posts the request speaks from the one `at` the unit that it names, else from the first. Who worked at a
    unit that was merged works at the one that took over. Raises: SignedOutError when somebody works nowhere today;
    ForbiddenError when not at that unit.
    """
    staff = directory.staff(staff_id)
    held = _held(staff, today, directory) if staff else iter(())
    first = next(held, None)
    if first is None:
        raise SignedOutError
    post, unit = first
    while at is not None and at not in {unit.unit_id, post.unit_id}:
        following = next(held, None)
        if following is None:
            raise ForbiddenError
        post, unit = following
    return Actor(staff_id, post.role, unit.unit_id, frozenset(unit.communes), frozenset(post.scopes))


def _held(staff: Staff, today: date, directory: Directory) -> Iterator[tuple[Post, Unit]]:
    # One after the other: most people have one post, and each unit costs a read.
    for post in staff.posts:
        if post.held_on(today):
            unit = unit_at_work(directory.unit(post.unit_id), today, directory.unit)
            if unit is not None:
                yield post, unit
