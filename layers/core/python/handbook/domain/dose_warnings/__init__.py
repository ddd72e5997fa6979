"""What a nurse should know of a dose before she gives it, and after."""

from handbook.domain.dose_warnings import hindrances, judged, slips
from handbook.domain.dose_warnings.situation import Situation
from handbook.domain.dose_warnings.wording import DoseWarning

__all__ = ["DoseWarning", "Situation", "warnings_of"]

_SOURCES = (
    hindrances.of_conditions,
    hindrances.of_deferrals,
    judged.of_the_dose,
    judged.of_other_doses,
    judged.of_the_place,
    slips.of_duplicates,
    slips.of_lots,
    slips.of_the_route,
    slips.of_lateness,
)


def warnings_of(situation: Situation) -> tuple[DoseWarning, ...]:
    """Give every warning about a dose once, the gravest first. It never raises and never refuses."""
    found = dict.fromkeys(warning for source in _SOURCES for warning in source(situation))
    return tuple(sorted(found, key=lambda warning: warning.rank))
