"""Slips of the keyboard that explain an impossible number: a unit mistaken, a decimal point lost."""

from typing import Literal

type Hint = Literal["factor_10", "factor_100", "factor_1000"]

_FACTORS: tuple[tuple[int, Hint], ...] = ((10, "factor_10"), (100, "factor_100"), (1000, "factor_1000"))


def factor_hint(value: float, smallest: float, largest: float, factors: tuple[int, ...] = (10, 1000)) -> Hint | None:
    """Name the factor, of those asked for, by which `value` must be too large or too small to be a usual one.

    `smallest` and `largest` bound the usual values in the field's own unit: closer than what is accepted, or every
    number would find a factor. None when no factor explains it, or several do.
    """
    found = [
        hint
        for factor, hint in _FACTORS
        if factor in factors and (smallest <= value / factor <= largest or smallest <= value * factor <= largest)
    ]
    return found[0] if len(found) == 1 else None
