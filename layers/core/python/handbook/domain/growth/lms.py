"""The LMS method of Cole and Green (1992) as WHO applies it: z from a measurement, measurement from z.

L is the Box-Cox power, M the median and S the coefficient of variation, all at one age or length.
The restricted form is WHO's for indicators with weight in them: beyond 3 standard deviations the scale goes
on in equal steps of the distance between 2 and 3 (WHO Child Growth Standards, Methods and development, 2006,
chapter 7).
"""

from math import exp, floor, log

from handbook.domain.growth.vocabulary import MissingReason

# L, M and S at one age or length.
type Lms = tuple[float, float, float]
# The same, or why there are none. Unions like this one are aliases: built at import they take 10 us each.
type LmsOrReason = Lms | MissingReason

TAIL_FROM_Z = 3.0
NEAR_A_TIE = 0.499999


def z_of_value(lms: Lms, value: float, *, restricted: bool) -> float:
    """The z-score of a positive `value` in the unit of M, to the 2 decimals WHO rounds to before it flags."""
    power, median, variation = lms
    if power == 1.0:
        z = (value / median - 1.0) / variation
    elif power == 0.0:
        z = log(value / median) / variation
    else:
        z = ((value / median) ** power - 1.0) / (power * variation)
    if restricted and not -TAIL_FROM_Z <= z <= TAIL_FROM_Z:
        edge, step, edge_z = _tail(lms, z)
        z = edge_z + (value - edge) / step
    return _rounded(z)


def _rounded(z: float) -> float:
    """`round(z, 2)` in a third of the time, and 0.0 for -0.0; only near a tie do the digits themselves decide."""
    hundreds = z * 100.0
    nearest = floor(hundreds + 0.5)
    if abs(hundreds - nearest) > NEAR_A_TIE:
        return round(z, 2) + 0.0
    return nearest / 100.0


def value_at_z(lms: Lms, z: float, *, restricted: bool) -> float:
    """The measurement at `z`, the inverse of the unrounded z-score; a straight tail may end below zero."""
    if restricted and not -TAIL_FROM_Z <= z <= TAIL_FROM_Z:
        edge, step, edge_z = _tail(lms, z)
        return edge + (z - edge_z) * step
    return _unrestricted_value(lms, z)


def _unrestricted_value(lms: Lms, z: float) -> float:
    power, median, variation = lms
    if power == 0.0:
        return median * exp(variation * z)
    return float(median * (1.0 + power * variation * z) ** (1.0 / power))


def _tail(lms: Lms, z: float) -> tuple[float, float, float]:
    """Where the tail on the side of `z` begins, its step for one z, and the z at which it begins."""
    side = 1.0 if z > 0.0 else -1.0
    edge = _unrestricted_value(lms, side * TAIL_FROM_Z)
    last = _unrestricted_value(lms, side * (TAIL_FROM_Z - 1.0))
    return edge, abs(edge - last), side * TAIL_FROM_Z
