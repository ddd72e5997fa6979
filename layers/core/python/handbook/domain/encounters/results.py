"""One result of a test, as recorded; which tests there are is data (domain/encounters/labs.py)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LabResult:
    """One result: a number in the unit of the test, or one of the test's choices; exactly one of the two."""

    test: str
    value: float | None = None
    finding: str | None = None
