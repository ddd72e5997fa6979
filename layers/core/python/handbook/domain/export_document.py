"""A whole handbook as one JSON document: docs/export-format.md and docs/export.schema.json describe it.

Every entry is written field by field from its own type, so that a kind or a field that is new is in it by itself.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum

from handbook.domain.calendar import iso_utc
from handbook.domain.entries import Entry, Kept
from handbook.domain.exports import Order
from handbook.domain.whole import FormerProfile, Recorded, Whole

FORMAT = "so-me-va-be.handbook"
FORMAT_VERSION = 1

type Json = bool | int | float | str | list[Json] | dict[str, Json] | None


def document_of(
    whole: Whole, order: Order, made_at: datetime, people: Mapping[str, str], rules: Mapping[str, object]
) -> dict[str, Json]:
    """Write a handbook with all versions of all entries; who made the export, when, from which version, by which rules.

    `people` are names of staff and units by id, `rules` what the rules in force say, with their editions.
    """
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "export": _export(whole, order, made_at),
        "handbook": plain(whole.handbook),
        "former_profiles": [_former(one) for one in whole.former_profiles],
        "entries": [_recorded(one) for one in whole.entries],
        "others": plain(whole.others),
        "rules": plain(rules),
        "people": plain(people),
    }


def _export(whole: Whole, order: Order, made_at: datetime) -> dict[str, Json]:
    return {
        "export_id": order.export_id,
        "made_at": iso_utc(made_at),
        "made_by": order.actor_id,
        "role": order.role.value,
        "unit_id": order.unit_id,
        "purpose": order.purpose,
        "language": order.language,
        "handbook_version": whole.handbook.version,
    }


def _former(one: FormerProfile) -> dict[str, Json]:
    return {
        "version": one.version,
        "replaced_by": one.replaced_by,
        "replaced_at": iso_utc(one.replaced_at),
        "profile": plain(one.profile),
        "pregnancy": plain(one.pregnancy),
    }


def _recorded(one: Recorded[Entry]) -> dict[str, Json]:
    return {"kind": one.kind.name, **_kept(one.now), "earlier_versions": [_kept(before) for before in one.before]}


def _kept(kept: Kept[Entry]) -> dict[str, Json]:
    return {
        "version": kept.version,
        "status": kept.status,
        "changed_at": iso_utc(kept.changed_at),
        "changed_by": kept.changed_by,
        "reason": plain(kept.reason),
        "entry": plain(kept.entry),
    }


def plain(value: object) -> Json:
    """Write any value of the domain as JSON: days and instants in ISO 8601, what was not said as null.

    Raises TypeError for what no entry holds, so that nothing is written as something else.
    """
    if value is None or isinstance(value, bool | int | float | str):
        return value.value if isinstance(value, Enum) else value
    if isinstance(value, datetime):
        return iso_utc(value)
    if isinstance(value, date):
        return value.isoformat()
    return _several(value)


def _several(value: object) -> Json:
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if hasattr(value, "_asdict"):
        return {str(name): plain(one) for name, one in value._asdict().items()}
    if isinstance(value, Sequence):
        return [plain(one) for one in value]
    if isinstance(value, AbstractSet):
        return [plain(one) for one in sorted(value, key=str)]
    raise TypeError(type(value).__name__)
