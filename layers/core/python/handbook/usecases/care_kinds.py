"""The kinds of entries that one use case records: what makes each, who may record it, and what is refused."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from handbook.domain.access import Action
from handbook.domain.dating import LONGEST_DAYS
from handbook.domain.dental import DentalCheck, check_dental
from handbook.domain.entries import Entry
from handbook.domain.errors import DateBeforePregnancyError
from handbook.domain.feeding import Feeding, check_feeding
from handbook.domain.findings import Findings, check_findings
from handbook.domain.handbook import Handbook
from handbook.domain.milestones import MilestoneCheck, check_milestones
from handbook.domain.supplements import Supplement, check_supplement


@dataclass(frozen=True, slots=True)
class CareKind[E: Entry]:
    """One kind of entry: its dataclass, the action that recording it is, and its check on a child as of today.

    The check raises InvalidFieldError or one of its kinds, naming the field. `day` names the entry's day, `known`
    gives what the handbook knows of an entry and nobody said.
    """

    entry: type[E]
    action: Action
    day: str
    check: Callable[[E, Handbook, date], None]
    known: Callable[[Mapping[str, Any], Handbook], Mapping[str, Any]] = lambda _said, _handbook: {}


_EARLIEST_SAID_DAYS = 14
"""Before that no pregnancy is known of: see `gestation_days` of Findings."""


def _check_findings(entry: Findings, handbook: Handbook, today: date) -> None:
    if entry.subject == "child":
        return check_findings(entry, handbook.profile.birth_date, today)
    born = handbook.child.birth_date if handbook.child else None
    if born is None and handbook.pregnancy is not None:
        if entry.observed_on < handbook.pregnancy.day_zero:
            raise DateBeforePregnancyError("observed_on")
        # After a pregnancy that ended without a child the mother is cared for as after a birth.
        born = handbook.ended_on
    return check_findings(entry, born, today)


def gestation_known(said: Mapping[str, Any], handbook: Handbook) -> Mapping[str, Any]:
    """Give how far the pregnancy was on the day of a finding in it, where nobody said."""
    if said.get("stage") != "pregnancy" or said.get("gestation_days") is not None or handbook.pregnancy is None:
        return {}
    days = handbook.pregnancy.gestation_days_on(said["observed_on"])
    return {"gestation_days": days} if _EARLIEST_SAID_DAYS <= days <= LONGEST_DAYS else {}


FINDINGS = CareKind(Findings, Action.RECORD_FINDINGS, "observed_on", _check_findings, gestation_known)
MILESTONES = CareKind(
    MilestoneCheck,
    Action.RECORD_MILESTONES,
    "checked_on",
    lambda entry, book, today: check_milestones(entry, book.profile.birth_date, book.profile.gestation_days, today),
)
FEEDING = CareKind(
    Feeding,
    Action.RECORD_FEEDING,
    "observed_on",
    lambda entry, book, today: check_feeding(entry, book.profile.birth_date, today),
)
SUPPLEMENTS = CareKind(
    Supplement,
    Action.RECORD_SUPPLEMENT,
    "given_on",
    lambda entry, book, today: check_supplement(entry, book.profile.birth_date, today),
)
DENTAL = CareKind(
    DentalCheck,
    Action.RECORD_DENTAL,
    "checked_on",
    lambda entry, book, today: check_dental(entry, book.profile.birth_date, today),
)
