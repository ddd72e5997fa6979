"""Runs of serial numbers: pairs of a first and a last serial number, both included."""

from collections.abc import Iterable

type Run = tuple[int, int]


def merged(runs: Iterable[Run]) -> tuple[Run, ...]:
    """The same serial numbers in as few runs as can be, ascending; each is counted once however often it is named.

    Raises ValueError for a run that ends before it begins.
    """
    result: list[Run] = []
    for first, last in sorted(runs):
        if last < first:
            raise ValueError("a run ends where it begins or later")
        if result and first <= result[-1][1] + 1:
            result[-1] = (result[-1][0], max(last, result[-1][1]))
        else:
            result.append((first, last))
    return tuple(result)


def size(runs: Iterable[Run]) -> int:
    """How many serial numbers merged runs hold."""
    return sum(last - first + 1 for first, last in runs)
