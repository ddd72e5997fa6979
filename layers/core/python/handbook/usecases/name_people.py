"""Names of the staff and units that stand in a handbook, as the paper book has them beside each entry."""

from collections.abc import Iterator, Mapping

from handbook.domain.exports import Order
from handbook.domain.ids import StaffId, UnitId
from handbook.domain.whole import Whole
from handbook.usecases.ports import Directory

_PERSON_FIELDS = ("recorded_by", "ended_by")


def name_people(whole: Whole, order: Order, directory: Directory) -> Mapping[str, str]:
    """Give names by id: "name, unit" of staff, the name of a unit. Guardians have none: they are the family.

    Each is looked up once; who is not in the directory any more stays without a name.
    """
    units = {unit_id: unit.name for unit_id in _units(whole) if (unit := directory.unit(UnitId(unit_id)))}
    named = dict(units)
    people = {order.actor_id, *_people(whole)} - set(whole.handbook.guardians)
    for person in sorted(people):
        staff = directory.staff(StaffId(person))
        if staff is not None:
            # Of several posts the first: entries do not say at which one their author sat.
            first = next((post.unit_id for post in staff.posts), None)
            if first is not None and first not in units:
                found = directory.unit(first)
                units[first] = found.name if found else ""
            named[person] = ", ".join(filter(None, (staff.full_name, units.get(first or ""))))
    return named


def _people(whole: Whole) -> Iterator[str]:
    for recorded in whole.entries:
        for kept in (recorded.now, *recorded.before):
            yield kept.changed_by
            yield from (person for name in _PERSON_FIELDS if (person := getattr(kept.entry, name, None)))
    yield from (one.replaced_by for one in whole.former_profiles)


def _units(whole: Whole) -> set[str]:
    found = {getattr(one.now.entry, "unit_id", None) for one in whole.entries}
    return {unit_id for unit_id in found if unit_id}
