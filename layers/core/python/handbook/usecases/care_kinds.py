"""The kinds of entries that one use case records: what makes each, who may record it, and what is refused."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from handbook.domain.access import Action
from handbook.domain.dental import DentalCheck, check_dental
from handbook.domain.entries import Entry
from handbook.domain.feeding import Feeding, check_feeding
from handbook.domain.findings import Findings, check_findings
from handbook.domain.handbook import Profile
from handbook.domain.milestones import MilestoneCheck, check_milestones
from handbook.domain.supplements import Supplement, check_supplement


@dataclass(frozen=True, slots=True)
class CareKind[E: Entry]:
    """One kind of entry: its dataclass, the action that recording it is, and its check on a child as of today.

    The check raises InvalidFieldError or one of its kinds, naming the field.
    """

    entry: type[E]
    action: Action
    check: Callable[[E, Profile, date], None]


FINDINGS = CareKind(
    Findings, Action.RECORD_FINDINGS, lambda entry, child, today: check_findings(entry, child.birth_date, today)
)
MILESTONES = CareKind(
    MilestoneCheck,
    Action.RECORD_MILESTONES,
    lambda entry, child, today: check_milestones(entry, child.birth_date, child.gestation_days, today),
)
FEEDING = CareKind(
    Feeding, Action.RECORD_FEEDING, lambda entry, child, today: check_feeding(entry, child.birth_date, today)
)
SUPPLEMENTS = CareKind(
    Supplement, Action.RECORD_SUPPLEMENT, lambda entry, child, today: check_supplement(entry, child.birth_date, today)
)
DENTAL = CareKind(
    DentalCheck, Action.RECORD_DENTAL, lambda entry, child, today: check_dental(entry, child.birth_date, today)
)
