"""INTERGROWTH-21st postnatal growth standards for preterm infants, 27 to 64 weeks after the last menses.

Weight, length and head: Villar J et al., Postnatal growth standards for preterm infants, Lancet Glob Health
2015; 3(11): e681-e691, supplementary equations. Weight for length (35-65 cm): the same project's equations,
not in the paper, as the GIGS project publishes them. Age is in exact weeks there, and length in decimetres.

Weight and length are log-normal and head and weight-for-length normal, so each has an exact LMS form:
L = 0 with M = exp(mu) and S = sigma, or L = 1 with M = mu and S = sigma / mu.
"""

from math import exp, log, sqrt

from handbook.domain.growth.standards import Lms, LmsOrReason
from handbook.domain.growth.vocabulary import Indicator, Sex

SHORTEST_UM = 35_000_000
LONGEST_UM = 65_000_000


def lms_at_age(sex: Sex, post_menstrual_days: int, indicator: Indicator) -> LmsOrReason:
    """L, M (kg or cm) and S of an indicator for age, within 27-64 weeks; BMI is not in it."""
    weeks = post_menstrual_days / 7
    boy = 1.0 if sex == "M" else 0.0
    if indicator is Indicator.WEIGHT_FOR_AGE:
        return _weight(weeks, boy)
    if indicator is Indicator.LENGTH_FOR_AGE:
        return _length(weeks, boy)
    return _head(weeks, boy) if indicator is Indicator.HEAD_FOR_AGE else "not_in_reference"


def lms_at_length(sex: Sex, length_um: int) -> LmsOrReason:
    """L, M (kg) and S of weight for length, 35-65 cm."""
    if not SHORTEST_UM <= length_um <= LONGEST_UM:
        return "length_outside_table"
    length_dm = length_um / 10_000_000
    cube = length_dm**3
    if sex == "M":
        mu = 13.98383 + 203.5677 / length_dm**2 - 291.114 * log(length_dm) / length_dm**2
        sigma = exp(-1.830098 + 0.0049708 * cube)
    else:
        mu = 50.32492 + 140.8019 / length_dm - 167.906 / sqrt(length_dm)
        sigma = 0.2195888 - 0.0046046 * cube + 0.0033017 * cube * log(length_dm)
    return 1.0, mu, sigma / mu


def _weight(weeks: float, boy: float) -> Lms:
    mu = 2.591277 - 0.01155 * sqrt(weeks) - 2201.705 / weeks**2 + 0.0911639 * boy
    sigma = 0.1470258 + 505.92394 / weeks**2 - 140.0576 * log(weeks) / weeks**2
    return 0.0, exp(mu), sigma


def _length(weeks: float, boy: float) -> Lms:
    mu = 4.136244 - 547.0018 / weeks**2 + 0.0026066 * weeks + 0.0314961 * boy
    sigma = 0.050489 + 310.44761 / weeks**2 - 90.0742 * log(weeks) / weeks**2
    return 0.0, exp(mu), sigma


def _head(weeks: float, boy: float) -> Lms:
    mu = 55.53617 - 852.0059 / weeks + 0.7957903 * boy
    sigma = 3.0582292 + 3910.05 / weeks**2 - 180.5625 / weeks
    return 1.0, mu, sigma / mu
