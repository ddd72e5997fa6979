"""The JSON Schema of an exported handbook, made from the types of everything that it holds."""

import json
from typing import Any

from pydantic import TypeAdapter

from handbook.domain.entry_kinds import KINDS
from handbook.domain.export_document import FORMAT, FORMAT_VERSION
from handbook.domain.handbook import Handbook, Profile
from handbook.domain.pregnancy import Pregnancy

_PARTS = ("format", "format_version", "export", "handbook", "former_profiles", "entries", "others", "rules", "people")
_TEXT, _TIME = {"type": "string"}, {"type": "string", "format": "date-time"}


def export_schema() -> dict[str, Any]:
    """Describe the document of domain/export_document.py (JSON Schema 2020-12): every kind of entry, field by field."""
    types: tuple[Any, ...] = (Handbook, Profile, Pregnancy, *KINDS)
    refs, definitions = TypeAdapter.json_schemas([(one, "serialization", _adapter(one)) for one in types])
    of = {key[0]: schema for key, schema in refs.items()}
    kinds = [_entry(kind.name, of[one]) for one, kind in KINDS.items()]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Exported handbook",
        "type": "object",
        "required": list(_PARTS),
        "additionalProperties": False,
        "properties": {
            "format": {"const": FORMAT},
            "format_version": {"const": FORMAT_VERSION},
            "export": _export(),
            "handbook": of[Handbook],
            "former_profiles": {"type": "array", "items": _former(of[Profile], of[Pregnancy])},
            "entries": {"type": "array", "items": {"oneOf": kinds}},
            "others": {"type": "object"},
            "rules": {"type": "object"},
            "people": {"type": "object", "additionalProperties": _TEXT},
        },
        "$defs": definitions["$defs"],
    }


def _adapter(kind: Any) -> TypeAdapter[Any]:  # noqa: ANN401 - any type
    """Make the adapter of a type; a handbook names its pregnancy's type without importing it."""
    adapter = TypeAdapter(kind, config=None)
    adapter.rebuild(_types_namespace={"Pregnancy": Pregnancy})
    return adapter


def _export() -> dict[str, Any]:
    properties = {
        "export_id": _TEXT,
        "made_at": _TIME,
        "made_by": _TEXT,
        "role": _TEXT,
        "unit_id": {"type": ["string", "null"]},
        "purpose": _TEXT,
        "language": {"enum": ["vi", "en"]},
        "handbook_version": {"type": "integer"},
    }
    return _closed(properties)


def _former(profile: dict[str, Any], pregnancy: dict[str, Any]) -> dict[str, Any]:
    of = {name: {"anyOf": [one, {"type": "null"}]} for name, one in (("profile", profile), ("pregnancy", pregnancy))}
    return _closed({"version": {"type": "integer"}, "replaced_by": _TEXT, "replaced_at": _TIME, **of})


def _entry(name: str, entry: dict[str, Any]) -> dict[str, Any]:
    version = {
        "version": {"type": "integer", "minimum": 1},
        "status": {"enum": ["recorded", "amended", "entered_in_error"]},
        "changed_at": _TIME,
        "changed_by": _TEXT,
        "reason": {"anyOf": [_closed({"code": _TEXT, "text": _TEXT}), {"type": "null"}]},
        "entry": entry,
    }
    earlier = {"type": "array", "items": _closed(version)}
    return _closed({"kind": {"const": name}, **version, "earlier_versions": earlier})


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "additionalProperties": False, "properties": properties}


def text() -> str:
    """Write the schema as it is committed."""
    return json.dumps(export_schema(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
