"""Say who is to answer a dispute."""

from datetime import date

from handbook.domain.amendments import authorship_of
from handbook.domain.calendar import local_date
from handbook.domain.directory import unit_at_work
from handbook.domain.disputes import Desk
from handbook.domain.entries import Entry
from handbook.domain.handbook import Handbook
from handbook.domain.ids import StaffId, UnitId
from handbook.usecases.ports import Directory


def desk_for(entry: Entry | None, handbook: Handbook, today: date, directory: Directory) -> Desk:
    """Give the unit of who recorded the disputed entry, where staff did; else whoever answers for the commune.

    A station that answers for the commune is the same desk by either way, so that its list is one.
    """
    unit_id = _unit_of(entry, directory) if entry is not None else None
    return desk_of_unit(unit_id, handbook, today, directory) if unit_id else Desk(commune_code=handbook.commune_code)


def desk_of_unit(unit_id: UnitId, handbook: Handbook, today: date, directory: Directory) -> Desk:
    """Give the desk of a unit, or of the one that took over its work; the commune's where it answers for that.

    The commune's, too, where nobody took over.
    """
    unit = unit_at_work(directory.unit(unit_id), today, directory.unit)
    if unit is None or handbook.commune_code in unit.communes:
        return Desk(commune_code=handbook.commune_code)
    return Desk(unit_id=unit.unit_id)


def _unit_of(entry: Entry, directory: Directory) -> UnitId | None:
    authorship = authorship_of(entry)
    if authorship.by_family or authorship.unit_id:
        return authorship.unit_id
    staff, on = directory.staff(StaffId(authorship.recorded_by)), local_date(entry.recorded_at)
    return next((post.unit_id for post in staff.posts if post.held_on(on)), None) if staff else None
