"""Figures of many answers: how many, how long, and what they were."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

AIM = 3
"""95 of 100 answers within three times what half of them take."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer; `status` 0 is none. `reason` says of a fault what came instead."""

    name: str
    write: bool
    status: int
    milliseconds: float
    reason: str = ""

    @property
    def is_fault(self) -> bool:
        """Say whether it is a fault of ours, or no answer at all."""
        return self.status == 0 or self.status >= 500


@dataclass(frozen=True, slots=True)
class Spread:
    """How long answers took, in milliseconds."""

    number: int
    half: float
    most: float

    @property
    def ratio(self) -> float:
        """How many times longer the slow ones took."""
        return self.most / self.half if self.half else 0.0


def spread(times: Sequence[float]) -> Spread:
    """Find the 50th and the 95th percentile: the smallest time that so many do not exceed."""
    if not times:
        return Spread(0, 0.0, 0.0)
    ordered = sorted(times)
    return Spread(len(ordered), _at(ordered, 50), _at(ordered, 95))


def _at(ordered: Sequence[float], percent: int) -> float:
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


def statuses(answers: Iterable[Answered]) -> str:
    """Write how many answers had which status."""
    return ", ".join(f"{number} x {status}" for status, number in sorted(Counter(a.status for a in answers).items()))


def reasons(answers: Iterable[Answered]) -> list[str]:
    """Write a line for each sort of fault: how many, which status, and what came instead of an answer."""
    found = Counter((one.status, one.reason) for one in answers if one.is_fault)
    return [f"  {number} x {status}: {reason}" for (status, reason), number in found.most_common()]


def table(answers: Sequence[Answered], seconds: float) -> list[str]:
    """Write a line for all, for reads, for writes and for each sort of request."""
    groups = {
        "all": answers,
        "reads": [one for one in answers if not one.write],
        "writes": [one for one in answers if one.write],
        **{name: [one for one in answers if one.name == name] for name in sorted({one.name for one in answers})},
    }
    lines = [f"{'':28}{'number':>8}{'a second':>10}{'p50 ms':>9}{'p95 ms':>9}{'p95/p50':>9}"]
    for name, group in groups.items():
        found = spread([one.milliseconds for one in group])
        lines.append(
            f"{name:28}{found.number:>8}{found.number / seconds:>10.1f}{found.half:>9.0f}{found.most:>9.0f}"
            f"{found.ratio:>9.2f}"
        )
    return lines
