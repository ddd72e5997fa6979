"""Keep the register of breaches: list it with the clocks that count, or note one more line.

The register is a file of the data protection officer's own, a line of JSON for each deed, only ever added to. It
holds no personal data: say how many and which kinds, never who. Ends with 1 where one that is not closed is late.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tools.seed.environment import make_importable

make_importable()

from handbook.domain.breaches import Breach, BreachDeed, BreachNote, WrongBreachDeedError, register  # noqa: E402

_LOCAL = timedelta(hours=7)
"""Vietnam's time, which has no summer time."""


def main(arguments: list[str] | None = None, now: datetime | None = None) -> int:
    """Do what the command line asks for."""
    root = argparse.ArgumentParser(prog="tools.breach", description=__doc__)
    root.add_argument("file", type=Path, help="the register; it is made with its first line")
    root.add_argument("--id", default="", help="a name for the breach, as 2026-1")
    root.add_argument("--deed", choices=list(BreachDeed), type=BreachDeed, help="what is noted")
    root.add_argument(
        "--at", default="", help="when it was done or found, as 2026-11-22T11:30+07:00; now when left out"
    )
    root.add_argument("--by", default="", help="the post of who did it")
    root.add_argument("--words", default="", help="what, in words that name nobody")
    chosen = root.parse_args(arguments)
    now = now or datetime.now(UTC)
    try:
        notes = _read(chosen.file)
        if chosen.deed is not None:
            notes.append(_note(chosen, now))
        found = register(notes)
        if chosen.deed is not None:
            _add(chosen.file, notes[-1])
    except ValueError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    for breach in found.values():
        print(sentence(breach, now))
    return int(any(one.closed_at is None and one.is_late(now) for one in found.values()))


def sentence(breach: Breach, now: datetime) -> str:
    """Say where a breach stands."""
    by = (breach.tell_by + _LOCAL).strftime("%Y-%m-%d %H:%M")
    if breach.closed_at is not None:
        return f"{breach.breach_id}  closed, kept at least until {breach.keep_until}"
    if breach.authority_told_at is not None:
        return f"{breach.breach_id}  A05 was told{' too late' if breach.is_late(now) else ''}; to be closed"
    left = (breach.tell_by - now) / timedelta(hours=1)
    return f"{breach.breach_id}  tell A05 by {by} (UTC+7): {f'{left:.0f} hours left' if left >= 0 else 'LATE'}"


def _note(chosen: argparse.Namespace, now: datetime) -> BreachNote:
    if not (chosen.id and chosen.by and chosen.words):
        raise WrongBreachDeedError("say which (ID=), who (BY=) and what (WORDS=)")
    at = datetime.fromisoformat(chosen.at) if chosen.at else now
    if at.tzinfo is None or at > now:
        raise WrongBreachDeedError("AT= is an instant in the past with its offset, as 2026-11-22T11:30+07:00")
    return BreachNote(chosen.id, chosen.deed, at.astimezone(UTC), chosen.by, chosen.words)


def _read(file: Path) -> list[BreachNote]:
    if file.is_dir():
        raise WrongBreachDeedError("say in which file the register is: FILE=breaches.jsonl")
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return [_line(number, line) for number, line in enumerate(lines, 1)]


def _line(number: int, text: str) -> BreachNote:
    try:
        one = json.loads(text)
        at = datetime.fromisoformat(one["at"])
        if at.tzinfo is None:
            raise ValueError("no offset")  # noqa: TRY301 - as what cannot be read
        return BreachNote(one["id"], BreachDeed(one["deed"]), at, one["by"], one["words"])
    except (ValueError, KeyError, TypeError) as error:
        raise WrongBreachDeedError(f"line {number} of the register cannot be read as one of it") from error


def _add(file: Path, note: BreachNote) -> None:
    line = {"id": note.breach_id, "deed": note.deed, "at": note.at.isoformat(), "by": note.by, "words": note.words}
    # Only its owner reads it.
    descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as register_file:
        register_file.write(json.dumps(line, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    sys.exit(main())
