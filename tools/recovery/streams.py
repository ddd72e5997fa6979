"""What follows the streams of tables: off while items are put back, on again when all of them are.

An entry of the access log that comes back is sealed already, but the seal may come back later: until then whoever
follows would seal it twice. Behind the last item everything that the stream still holds is known, and nothing is done
twice (`tests/integration/test_recovery_streams.py`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from tools.recovery.shelves import Shelf, read_document, write_document
from tools.recovery.stage import client, tables

_PATIENCE_SECONDS = 300


class StillFollowedError(Exception):
    """A follower did not end in time."""


def followers() -> Iterator[tuple[str, bool]]:
    """Name what follows the streams of this stage's tables, and whether it is on."""
    for table in tables():
        stream = client("dynamodb").describe_table(TableName=table.physical)["Table"].get("LatestStreamArn")
        if stream:
            listed = client("lambda").list_event_source_mappings(EventSourceArn=stream)["EventSourceMappings"]
            yield from ((one["UUID"], one["State"] != "Disabled") for one in listed)


def turn_off(where: Shelf, note: str, sleep: Callable[[float], None] = time.sleep) -> list[str]:
    """Turn off what is on, and note which: a later try must know what to turn on. Raises: StillFollowedError."""
    known = read_document(where, note) or {"followers": []}
    off = sorted({*known["followers"], *(uuid for uuid, is_on in followers() if is_on)})
    write_document(where, note, {"followers": off})
    for uuid in off:
        client("lambda").update_event_source_mapping(UUID=uuid, Enabled=False)
    _wait("Disabled", off, sleep)
    return off


def turn_on(off: list[str], sleep: Callable[[float], None] = time.sleep) -> None:
    """Turn on again what was turned off. Raises: StillFollowedError."""
    for uuid in off:
        client("lambda").update_event_source_mapping(UUID=uuid, Enabled=True)
    _wait("Enabled", off, sleep)


def _wait(state: str, uuids: list[str], sleep: Callable[[float], None]) -> None:
    for uuid in uuids:
        for _ in range(_PATIENCE_SECONDS):
            if client("lambda").get_event_source_mapping(UUID=uuid)["State"] == state:
                break
            sleep(1)
        else:
            raise StillFollowedError(uuid)
