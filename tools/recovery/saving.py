"""Saving a stage: tables, objects, staff, and by which keys they can be read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tools.recovery import keys
from tools.recovery.objects import take_objects
from tools.recovery.people import take_people
from tools.recovery.shelves import Shelf, UnfitShelfError, read_document, write_document
from tools.recovery.stage import BUCKETS, client, mark_of_tables, tables
from tools.recovery.taking import SEGMENTS, Said, take_table

FORMAT = 1
BEGUN, MANIFEST = "begun.json", "manifest.json"


def begin(where: Shelf) -> int:
    """Note what is saved here, or find it noted; gives how many segments each table is read in.

    Raises: UnfitShelfError where another stage is saved here, or this one was saved to the end.
    """
    mark = mark_of_tables()
    begun = read_document(where, BEGUN)
    if where.has(MANIFEST):
        raise UnfitShelfError(f"{where.where}: a whole stage is saved here; choose another folder")
    if begun is None:
        begun = {"format": FORMAT, "of": mark, "at": _now(), "segments": SEGMENTS}
        write_document(where, BEGUN, begun)
    if begun["of"] != mark:
        raise UnfitShelfError(f"{where.where}: another stage was begun to be saved here; choose another folder")
    return int(begun["segments"])


def save(where: Shelf, workers: int, said: Said) -> dict[str, Any]:
    """Save this stage, or go on with it; gives what the folder says of itself. Raises: UnfitShelfError."""
    segments = begin(where)
    begun = read_document(where, BEGUN) or {}
    manifest = {
        **begun,
        "ended": _now(),
        "encryption": where.encryption,
        "tables": {one.name: take_table(one, segments, where, workers, said).document() for one in tables()},
        "objects": {name: take_objects(name, where, said) for name in BUCKETS},
        "staff": take_people(where),
        "keys": keys.checks(),
    }
    write_document(where, MANIFEST, manifest)
    return manifest


def preview() -> dict[str, int]:
    """Say about how many items each table has, as DynamoDB counts them every six hours; nothing is read."""
    described = {one.name: client("dynamodb").describe_table(TableName=one.physical)["Table"] for one in tables()}
    return {name: int(one["ItemCount"]) for name, one in described.items()}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
