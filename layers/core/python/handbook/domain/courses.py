"""The supplements that a handbook's summary knows of, for the rounds that a child is expected at."""

from datetime import date
from typing import NamedTuple

from handbook.domain.ids import EntryId


class CourseGiven(NamedTuple):
    """One dose given to the child, by its course and day."""

    entry_id: EntryId
    course: str
    on: date
