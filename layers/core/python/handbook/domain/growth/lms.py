"""The LMS method of Cole and Green (1992) as WHO applies it: z from a measurement, measurement from z.

L is the Box-Cox power, M the median and S the coefficient of variation, all at one age or length.
The restricted form is WHO's for indicators with weight in them: beyond 3 standard deviations the scale goes
on in equal steps of the distance between 2 and 3 (WHO Child Growth Standards, Methods and development, 2006,
chapter 7).
"""

from math import exp, log

# L, M and S at one age or length.
type Lms = tuple[float, float, float]

TAIL_FROM_Z = 3.0


def value_at_z(power: float, median: float, variation: float, z: float) -> float:
    """The measurement, in the unit of `median`, that lies `z` standard deviations from it."""
    if power == 0.0:
        return median * exp(variation * z)
    return float(median * (1.0 + power * variation * z) ** (1.0 / power))


def z_of_value(power: float, median: float, variation: float, value: float) -> float:
    """The unrounded z-score of a positive `value` in the unit of `median`."""
    if power == 1.0:
        return (value / median - 1.0) / variation
    if power == 0.0:
        return log(value / median) / variation
    return float(((value / median) ** power - 1.0) / (power * variation))


def restricted_z_of_value(power: float, median: float, variation: float, value: float) -> float:
    """Like `z_of_value`, with WHO's straight tails beyond -3 and +3."""
    z = z_of_value(power, median, variation, value)
    if -TAIL_FROM_Z <= z <= TAIL_FROM_Z:
        return z
    edge, step, edge_z = _tail(power, median, variation, z)
    return edge_z + (value - edge) / step


def restricted_value_at_z(power: float, median: float, variation: float, z: float) -> float:
    """Like `value_at_z`, the inverse of `restricted_z_of_value`; far below -3 it may fall under zero."""
    if -TAIL_FROM_Z <= z <= TAIL_FROM_Z:
        return value_at_z(power, median, variation, z)
    edge, step, edge_z = _tail(power, median, variation, z)
    return edge + (z - edge_z) * step


def _tail(power: float, median: float, variation: float, z: float) -> tuple[float, float, float]:
    """Where the tail on the side of `z` begins, its step for one z, and the z at which it begins."""
    side = 1.0 if z > 0.0 else -1.0
    edge = value_at_z(power, median, variation, side * TAIL_FROM_Z)
    last = value_at_z(power, median, variation, side * (TAIL_FROM_Z - 1.0))
    return edge, abs(edge - last), side * TAIL_FROM_Z
