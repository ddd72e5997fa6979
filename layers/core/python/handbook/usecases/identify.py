"""Say at which post a member of staff works today."""

from datetime import date

from handbook.domain.access import Actor
from handbook.domain.directory import unit_at_work
from handbook.domain.errors import SignedOutError
from handbook.domain.ids import StaffId
from handbook.usecases.ports import Directory


def identify_staff(staff_id: StaffId, today: date, *, directory: Directory) -> Actor:
    """Read role and area from the directory, not from the token: a role that was taken away is gone at once.

    Who worked at a unit that was merged works at the one that took over. Raises: SignedOutError when nobody works
    under this id, or the unit ended without a successor.
    """
    staff = directory.staff(staff_id)
    unit = directory.unit(staff.unit_id) if staff else None
    unit = unit_at_work(unit, today, directory.unit)
    if staff is None or unit is None:
        raise SignedOutError
    return Actor(staff.staff_id, staff.role, unit.unit_id, frozenset(unit.communes))
