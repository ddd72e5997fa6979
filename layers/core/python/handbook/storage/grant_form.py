"""How the rights that stand on a handbook are written down in its summary."""

from collections.abc import Mapping
from typing import Any

from handbook.domain.calendar import from_iso_utc, iso_utc
from handbook.domain.grants import Grant, GrantKind
from handbook.domain.handbook import Handbook
from handbook.domain.ids import GrantId, StaffId, UnitId


def grants_form(handbook: Handbook) -> dict[str, Any]:
    """Write the rights, where there are any."""
    forms = [
        [
            one.grant_id,
            one.kind,
            one.unit_id,
            one.staff_id,
            one.purpose,
            iso_utc(one.since),
            iso_utc(one.until),
            *([True] if one.by_family else []),
        ]
        for one in handbook.grants
    ]
    return {"grants": forms} if forms else {}


def grants_from(facts: Mapping[str, Any]) -> tuple[Grant, ...]:
    """Read what `grants_form` wrote."""
    return tuple(
        Grant(
            GrantId(grant_id),
            GrantKind(kind),
            UnitId(unit_id),
            purpose,
            from_iso_utc(since),
            from_iso_utc(until),
            StaffId(staff_id) if staff_id else None,
            by_family=bool(by_family),
        )
        for grant_id, kind, unit_id, staff_id, purpose, since, until, *by_family in facts.get("grants", ())
    )
