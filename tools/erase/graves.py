"""The list of tombstones in a file: ids, days and rules, and nothing of anybody."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from handbook.domain.ids import HandbookId
from handbook.domain.retention import Tombstone


def united(file: Path | None, known: Iterable[Tombstone]) -> list[Tombstone]:
    """Give the tombstones of a file, where there is one, with those that are known, in the order of ids."""
    lines = file.read_text(encoding="utf-8").splitlines() if file is not None and file.exists() else []
    read = [json.loads(line) for line in lines]
    found = {HandbookId(one["handbook_id"]): _grave(one) for one in read}
    found.update((one.handbook_id, one) for one in known)
    return [found[name] for name in sorted(found)]


def keep(file: Path, graves: Iterable[Tombstone]) -> None:
    """Write the list, whole or not at all."""
    lines = [
        json.dumps({"handbook_id": one.handbook_id, "erased_on": one.erased_on.isoformat(), "rule_id": one.rule_id})
        for one in graves
    ]
    beside = file.with_suffix(f"{file.suffix}.new")
    beside.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    beside.replace(file)


def _grave(one: dict[str, str]) -> Tombstone:
    return Tombstone(HandbookId(one["handbook_id"]), date.fromisoformat(one["erased_on"]), one["rule_id"])
