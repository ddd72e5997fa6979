"""Which reference and which age apply to a child: chronological, corrected or post-menstrual."""

from typing import NamedTuple

from handbook.domain.growth.vocabulary import AgeBasis, Reference

# The last day of the 2006 standards in WHO's programs: 60 completed months are 1826.25 days.
LAST_DAY_2006 = 1826
# Born before 37 completed weeks (WHO, ICD-10 P07).
PRETERM_UNDER_GESTATION_DAYS = 259
# 40 weeks, the day from which corrected age counts.
TERM_GESTATION_DAYS = 280
# 64 completed weeks after the last menses, where the INTERGROWTH-21st postnatal standards end.
INTERGROWTH_LAST_DAY = 448


class PretermPolicy(NamedTuple):
    """How the age of a child born preterm enters the tables.

    INTERGROWTH-21st applies while the post-menstrual age is at most `intergrowth_to_days` (0: never),
    corrected age from then until the chronological age reaches `corrected_under_days` (0: never).
    """

    name: str
    intergrowth_to_days: int
    corrected_under_days: int


# The default: INTERGROWTH-21st to 64 weeks, then WHO by corrected age to 24 months (731 days).
CORRECTED_TO_24_MONTHS = PretermPolicy("corrected-to-24-months", INTERGROWTH_LAST_DAY, 731)
# WHO by chronological age for everyone, for comparison and for surveys.
CHRONOLOGICAL_ONLY = PretermPolicy("chronological-only", 0, 0)


def place_age(
    age_days: int | None, gestation_days: int | None, policy: PretermPolicy
) -> tuple[Reference, AgeBasis, int | None]:
    """The reference for a child of `age_days` since birth after `gestation_days`, and the age to read it at.

    The age is in days of the basis named: since birth, corrected, or post-menstrual (since the last menses).
    """
    if age_days is None:
        return "who-2006", "none", None
    if gestation_days is not None and gestation_days < PRETERM_UNDER_GESTATION_DAYS:
        post_menstrual_days = gestation_days + age_days
        if post_menstrual_days <= policy.intergrowth_to_days:
            return "intergrowth-21st-postnatal", "post-menstrual", post_menstrual_days
        if age_days < policy.corrected_under_days:
            return "who-2006", "corrected", post_menstrual_days - TERM_GESTATION_DAYS
    return "who-2006" if age_days <= LAST_DAY_2006 else "who-2007", "chronological", age_days
