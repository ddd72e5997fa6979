"""How far a morning's run is, what became of everybody, and what it costs: read from what the workers log."""

import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tools.stack.logs import log_events
from tools.stack.settings import StackSettings

USD_PER_SMS = 0.0156
"""3,900 USD a month for 250,000 messages: Vietnam's tariff for health messages."""
USD_PER_FAMILY = 0.00001
"""Two transactions, four reads and a worker's hundredth of a second, on demand in Singapore."""
LONGEST_SECONDS = 600
_PAUSE_SECONDS = 2
_SHARD_DONE, _SHARD_WAITS, _SHARD_FAILED = "reminders_sent", "reminders_wait", "unexpected_failure"


@dataclass
class Morning:
    """What was found so far. A shard that waits is done again later in the day."""

    planned: int
    done: int = 0
    waiting: int = 0
    failed: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)

    @property
    def cost_usd(self) -> float:
        """Give what the messages and the machinery cost."""
        return self.outcomes["sent"] * USD_PER_SMS + sum(self.outcomes.values()) * USD_PER_FAMILY

    def words(self) -> dict[str, Any]:
        """Write it for the terminal."""
        return {
            "planned": self.planned,
            "done": self.done,
            "waiting": self.waiting,
            "failed": self.failed,
            "outcomes": dict(sorted(self.outcomes.items())),
            "cost_usd": round(self.cost_usd, 5),
        }


def read(lines: Iterable[str], planned: int) -> Morning:
    """Add up what the workers logged."""
    found = Morning(planned)
    for line in _documents(lines):
        if line.get("message") == _SHARD_DONE:
            found.done += 1
            found.waiting += line.get("again_at") is not None
            found.outcomes.update(line.get("outcomes", {}))
        elif line.get("message") == _SHARD_FAILED:
            found.failed += 1
        elif line.get("message") == _SHARD_WAITS:
            found.waiting += 1
    return found


def _documents(lines: Iterable[str]) -> Iterator[Mapping[str, Any]]:
    for line in lines:
        if line.startswith("{"):
            yield json.loads(line)


def watch(settings: StackSettings, began_ms: int, planned: int) -> Morning:
    """Show how many shards are done until all are, or the patience ends; Ctrl-C ends the watching, never the run."""
    until, found = time.monotonic() + LONGEST_SECONDS, Morning(planned)
    while time.monotonic() < until:
        lines = (text for at_ms, group, text in log_events(settings) if at_ms >= began_ms and group.endswith("/send"))
        found = read(lines, planned)
        print(
            f"\r{min(found.done, planned)} of {planned} shards, {found.failed} failed, {dict(found.outcomes)}",
            end="",
            file=sys.stderr,
        )
        if found.done + found.failed >= planned:
            break
        time.sleep(_PAUSE_SECONDS)
    print(file=sys.stderr)
    return found
