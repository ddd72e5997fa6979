"""Put names to entries of the access log."""

from collections.abc import Mapping, Sequence

from handbook.domain.audit import AuditEntry
from handbook.domain.audit_words import Who, is_family
from handbook.domain.ids import StaffId, UnitId
from handbook.usecases.ports import Directory


def who_acted(entries: Sequence[AuditEntry], directory: Directory) -> Mapping[tuple[str, str | None], Who]:
    """Give names by actor and unit; each is looked up once. Families have none here: their accounts hold no name."""
    staffed = {(entry.actor_id, entry.unit_id) for entry in entries if not is_family(entry)}
    units = {unit_id: directory.unit(UnitId(unit_id)) for unit_id in {one for _, one in staffed if one}}
    people = {actor_id: directory.staff(StaffId(actor_id)) for actor_id in {actor for actor, _ in staffed}}
    found = {}
    for actor_id, unit_id in staffed:
        unit, person = units.get(unit_id) if unit_id else None, people[actor_id]
        found[actor_id, unit_id] = Who(
            unit.name if unit else None, unit.kind if unit else None, person.full_name if person else None
        )
    return found
