"""Putting a saved stage into a new one, and holding the two against each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.recovery import keys, streams
from tools.recovery.lines import SpoiltPartError, Sum
from tools.recovery.objects import look_through_objects, put_objects
from tools.recovery.people import invite_people, people_in
from tools.recovery.putting import forget_put, look_through, put_table
from tools.recovery.saving import FORMAT, MANIFEST
from tools.recovery.shelves import Shelf, read_document, write_document
from tools.recovery.stage import BUCKETS, Table, is_empty, mark_of_tables, tables
from tools.recovery.taking import Said, add_up


class NotRestorableError(Exception):
    """This folder cannot be put into this stage; the message says why."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How a stage is to be restored."""

    over: bool = False
    invite: bool = False
    keys_file: Path | None = None
    only: tuple[str, ...] = ()
    workers: int = 4

    def tables(self) -> tuple[Table, ...]:
        """Name the tables that are meant."""
        return tuple(one for one in tables() if not self.only or one.name in self.only)


def manifest_of(where: Shelf) -> Mapping[str, Any]:
    """Read what a folder says of itself. Raises: NotRestorableError."""
    manifest = read_document(where, MANIFEST)
    if manifest is None:
        raise NotRestorableError(f"{where.where}: nothing is saved here to the end; run make backup again to go on")
    if manifest["format"] != FORMAT:
        raise NotRestorableError(f"{where.where}: saved in format {manifest['format']}, this reads {FORMAT}")
    return manifest


def look(where: Shelf, wish: Wish) -> Mapping[str, Any]:
    """Read the whole folder and this stage, and say whether the one can be put into the other. Nothing is written.

    Raises: NotRestorableError, SpoiltPartError.
    """
    manifest = manifest_of(where)
    for table in wish.tables():
        if look_through(where, table.name, manifest["segments"], wish.workers) != Sum.read(
            manifest["tables"][table.name]
        ):
            raise SpoiltPartError(table.name)
    for name in () if wish.only else BUCKETS:
        if look_through_objects(name, where) != manifest["objects"][name]:
            raise SpoiltPartError(name)
    people_in(where)
    absent = keys.missing_in(wish.keys_file, manifest["keys"]) if wish.keys_file else keys.missing(manifest["keys"])
    if absent:
        raise NotRestorableError(f"keys are missing: {', '.join(absent)}; name the file of keys (KEYS=)")
    full = [one.name for one in wish.tables() if _state(where, one) != _BEGUN and not wish.over and not is_empty(one)]
    if full:
        raise NotRestorableError(f"these tables hold items: {', '.join(full)}; a restore goes into a new stage")
    if wish.keys_file and any(not is_empty(one) for one in tables()) and (lost := keys.lost_with(wish.keys_file)):
        raise NotRestorableError(f"this stage holds items, and the file of keys lacks its own: {', '.join(lost)}")
    return manifest


_BEGUN, _DONE = "begun", "done"


def _note(name: str) -> str:
    return f"restores/{mark_of_tables()}/{name}.json"


def _state(where: Shelf, table: Table) -> str | None:
    return (read_document(where, _note(f"{table.name}-state")) or {}).get("state")


def _put_state(where: Shelf, table: Table, state: str) -> None:
    write_document(where, _note(f"{table.name}-state"), {"state": state})


def unfinished(where: Shelf) -> list[str]:
    """Name the tables that some command began to put and none has put to the end."""
    return [one.name for one in tables() if _state(where, one) == _BEGUN]


def restore(where: Shelf, wish: Wish, said: Said) -> list[str]:
    """Put a folder into this stage, or go on with it; gives the tables that do not hold what the folder holds.

    Tables that held items before are not compared. What follows the streams is on again behind the last table that was
    begun: commands that put a table each do not end each other's quiet.
    Raises: NotRestorableError, SpoiltPartError, NotTakenError, StillFollowedError.
    """
    manifest = look(where, wish)
    again = {one.name for one in wish.tables() if _state(where, one) == _DONE}
    for table in wish.tables():
        _put_state(where, table, _BEGUN)
    off = streams.turn_off(where, _note("streams"))
    if wish.keys_file:
        keys.put_keys(wish.keys_file)
    for name in () if wish.only else BUCKETS:
        put_objects(name, where, said)
    notes = f"restores/{mark_of_tables()}"
    for table in wish.tables():
        if table.name in again:
            forget_put(table, manifest["segments"], where, notes)
        put_table(table, manifest["segments"], where, notes, wish.workers, said)
    different = [] if wish.over else compare(manifest, wish)
    if wish.invite:
        said("staff", invite_people(where))
    if not different:
        for table in wish.tables():
            _put_state(where, table, _DONE)
        if not unfinished(where):
            streams.turn_on(off)
    return different


def compare(manifest: Mapping[str, Any], wish: Wish) -> list[str]:
    """Read the tables whole and name those that do not hold what was saved, item for item.

    Items whose time to live is over may be gone: the table of transient items is not held to it.
    """
    return [
        one.name
        for one in wish.tables()
        if one.name != "transient" and add_up(one, wish.workers) != Sum.read(manifest["tables"][one.name])
    ]
