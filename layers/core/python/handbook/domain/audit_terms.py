"""How long traces of accesses are kept. Terms are data with the day from which they hold."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from handbook.domain.calendar import local_date, months_after
from handbook.reference.retention import load_document


class Subject(StrEnum):
    """What has a term."""

    ACCESS = "access"
    LOOK_UP = "look_up"
    ACCOUNT = "account"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Term:
    """Something is kept for so many months; the law's least is `at_least_months`."""

    subject: Subject
    effective_from: date
    months: int
    at_least_months: int
    source: str

    def limit(self, today: date) -> date:
        """Give the first day of which things are still kept."""
        return months_after(today, -self.months)


_OF_CHAINS = {"HANDBOOK": Subject.ACCESS, "ACTOR": Subject.LOOK_UP, "ACCOUNT": Subject.ACCOUNT}


def subject_of(chain: str) -> Subject:
    """Say what the entries of a chain are, by what its name begins with. Raises: KeyError for no chain."""
    return _OF_CHAINS[chain.partition("#")[0]]


def terms() -> tuple[Term, ...]:
    """Read all terms, past and future."""
    return tuple(
        Term(
            Subject(one["subject"]),
            date.fromisoformat(one["effective_from"]),
            one["months"],
            one["at_least_months"],
            one["source"],
        )
        for one in load_document("terms")["terms"]
    )


def term_on(subject: Subject, day: date) -> Term:
    """Give the term in force on a day; before the first one began, that one."""
    found = sorted((one for one in terms() if one.subject is subject), key=lambda one: one.effective_from)
    return next((one for one in reversed(found) if one.effective_from <= day), found[0])


def is_past(at: datetime, subject: Subject, today: date) -> bool:
    """Say whether what was written at an instant is past its term on a day."""
    return local_date(at) < term_on(subject, today).limit(today)
