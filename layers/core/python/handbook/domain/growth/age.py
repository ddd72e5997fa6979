"""Which reference and which age apply to a child: chronological, corrected or post-menstrual."""

from typing import NamedTuple

from handbook.domain.growth import intergrowth
from handbook.domain.growth.vocabulary import AgeBasis, Reference
from handbook.domain.growth.who import LAST_DAY_2006

# Born before 37 completed weeks (WHO, ICD-10 P07).
PRETERM_UNDER_GESTATION_DAYS = 259
# 40 weeks, the day from which corrected age counts.
TERM_GESTATION_DAYS = 280


class PretermPolicy(NamedTuple):
    """How the age of a child born preterm enters the tables.

    INTERGROWTH-21st applies while the post-menstrual age is at most `intergrowth_to_days` (0: never),
    corrected age from then until the chronological age reaches `corrected_under_days` (0: never).
    """

    name: str
    intergrowth_to_days: int
    corrected_under_days: int


# The default: INTERGROWTH-21st to 64 weeks, then WHO by corrected age to 24 months (731 days).
CORRECTED_TO_24_MONTHS = PretermPolicy("corrected-to-24-months", intergrowth.LAST_DAY, 731)
# WHO by chronological age for everyone, for comparison and for surveys.
CHRONOLOGICAL_ONLY = PretermPolicy("chronological-only", 0, 0)


class PlacedAge(NamedTuple):
    """The reference, what kind of age it is read at, and that age in days (None: unknown)."""

    reference: Reference
    basis: AgeBasis
    days: int | None

    def days_past_term(self) -> int | None:
        """The age as entered, or counted from the day 40 weeks were full where it is post-menstrual."""
        if self.days is not None and self.basis is AgeBasis.POST_MENSTRUAL:
            return self.days - TERM_GESTATION_DAYS
        return self.days


_UNKNOWN = PlacedAge(Reference.WHO_2006, AgeBasis.NONE, None)


def place_age(age_days: int | None, gestation_days: int | None, policy: PretermPolicy) -> PlacedAge:
    """The reference and age to use for a child of `age_days` since birth, born after `gestation_days`."""
    if age_days is None:
        return _UNKNOWN
    if gestation_days is not None and gestation_days < PRETERM_UNDER_GESTATION_DAYS:
        post_menstrual_days = gestation_days + age_days
        if post_menstrual_days <= policy.intergrowth_to_days:
            return PlacedAge(Reference.INTERGROWTH_21ST, AgeBasis.POST_MENSTRUAL, post_menstrual_days)
        if age_days < policy.corrected_under_days:
            corrected_days = post_menstrual_days - TERM_GESTATION_DAYS
            return PlacedAge(Reference.WHO_2006, AgeBasis.CORRECTED, corrected_days)
    reference = Reference.WHO_2006 if age_days <= LAST_DAY_2006 else Reference.WHO_2007
    return PlacedAge(reference, AgeBasis.CHRONOLOGICAL, age_days)
