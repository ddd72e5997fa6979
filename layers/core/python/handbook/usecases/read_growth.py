"""Read how a child grew."""

from dataclasses import dataclass

from handbook.domain.access import Action
from handbook.domain.calendar import age_in_days
from handbook.domain.entries import counting
from handbook.domain.growth import Assessment
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.domain.measurements import Measurement
from handbook.usecases.admit import admit_reader
from handbook.usecases.assess_measurement import assess_measurement
from handbook.usecases.context import Context
from handbook.usecases.ports import AuditLog, Records

_MOST_MEASUREMENTS = 500
"""A child weighed every four days for six years; a chart with more would be black."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One measurement, the child's age in days, and what the growth rules say of it today."""

    measurement: Measurement
    age_days: int
    assessment: Assessment


@dataclass(frozen=True, slots=True)
class Growth:
    """A child's measurements in the order of days."""

    handbook: Handbook
    visits: tuple[Visit, ...]


def read_growth(handbook_id: HandbookId, context: Context, *, records: Records, audit: AuditLog) -> Growth:
    """Read the series, assessed by the rules in force. Raises: NotFoundError."""
    handbook = admit_reader(context, Action.READ_HANDBOOK, handbook_id, records, audit)
    born = handbook.profile.birth_date
    page = records.entries(Measurement, handbook_id, _MOST_MEASUREMENTS)
    visits = (Visit(m, age_in_days(born, m.measured_on), assess_measurement(handbook, m)) for m in counting(page.items))
    return Growth(handbook, tuple(visits))
