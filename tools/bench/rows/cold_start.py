"""Importing each function's handler from the built artifact, beside making one DynamoDB client."""

from functools import cache, partial

from tools.bench.artifact import functions, import_milliseconds
from tools.bench.budget import Figures, at_most_times
from tools.bench.row import Row

HELD = {"AuthFunction": 1.5, "RegistryFunction": 1.5, "RecordsFunction": 1.5}
"""Budgets of those that people wait for; `tests/e2e/test_cold_start.py` limits what each function may load."""

_ROUNDS, _ROUNDS_OF_OTHERS = 7, 3


@cache
def _others() -> dict[str, Figures]:
    """All functions without a budget here, in turns."""
    return import_milliseconds([name for name in functions() if name not in HELD], _ROUNDS_OF_OTHERS)


def _measure(name: str) -> Figures:
    return import_milliseconds([name], _ROUNDS)[name] if name in HELD else _others()[name]


ROWS = tuple(
    Row(
        name.removesuffix("Function").lower(),
        "ms",
        partial(_measure, name),
        "one DynamoDB client",
        (at_most_times(HELD[name]),) if name in HELD else (),
    )
    for name in functions()
)
