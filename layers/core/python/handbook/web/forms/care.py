"""Simple entries: findings, milestones, feeding, supplements and teeth, by the rules of the domain's modules."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Literal

from handbook.domain.handbook import Profile
from handbook.domain.milestones import (
    autism_screening_fits,
    band_on,
    developmental_birth_date,
    developmental_months,
)
from handbook.domain.supplements import Supplement, SupplementDue, warning_texts, warnings_of
from handbook.web.forms.alerts import AlertsMovedBody
from handbook.web.forms.care_parts import (
    DentalPart,
    FeedingPart,
    FindingsPart,
    MilestonesPart,
    SupplementPart,
)
from handbook.web.forms.forecast import ReasonBody, TextBody, text_answer
from handbook.web.forms.named import NamedBody
from handbook.web.forms.revisions import NewlyRevised, Revised
from handbook.web.schemas import Body, Day, Identifier, PageBody


class Recorded(Body):
    """What we add to an entry: its id, when it reached us, and who wrote it, staff or family."""

    entry_id: str
    recorded_at: datetime
    recorded_by: str
    source: Literal["staff", "family"]
    encounter_id: str | None = None


class FindingsBody(FindingsPart):
    """What was seen or measured on mother or child on a day; at least one danger sign or value.

    `danger_signs` are codes of the stage: [] when they were looked for and none was seen, null when not asked.
    `gestation_days` is for stage "pregnancy" only.
    """

    observed_on: Day
    subject: Literal["mother", "child"]
    stage: Literal["pregnancy", "postpartum", "newborn", "child"]


class NewFindingsBody(NamedBody, FindingsBody):
    """Findings to record."""


class FindingsAnswer(FindingsBody, Recorded):
    """Recorded findings."""


class FindingsRecorded(FindingsAnswer, AlertsMovedBody, NewlyRevised):
    """The entry, and the alerts that it opened or ended."""


class FindingsItem(FindingsAnswer, Revised):
    """Findings in a list."""


class FindingsPage(PageBody):
    """Findings in the order of days."""

    items: list[FindingsItem]


class MilestonesBody(MilestonesPart):
    """What a child could do on a day: items of the band's checklist or an earlier one; null is not known."""

    checked_on: Day
    band: Identifier


class NewMilestonesBody(NamedBody, MilestonesBody):
    """A milestone check to record."""


class MilestonesAnswer(MilestonesBody, Recorded):
    """A recorded milestone check."""


class MilestonesRecorded(MilestonesAnswer, AlertsMovedBody, NewlyRevised):
    """The entry, and the alerts that it opened or ended."""


class MilestonesItem(MilestonesAnswer, Revised):
    """A milestone check in a list."""


class MilestonesPage(PageBody):
    """Milestone checks in the order of days."""

    items: list[MilestonesItem]


class ChecklistItem(Body):
    """One milestone; not reaching it counts from `expected_from_months` on."""

    code: str
    text: TextBody
    expected_from_months: int


class MilestoneChecklist(Body):
    """What to look for at the child's age on a day. `age_months` is corrected for a child born preterm.

    `band` is null from six years on.
    """

    on: date
    age_months: int
    corrected: bool
    band: str | None
    band_text: TextBody | None
    items: list[ChecklistItem]
    asks_autism_risk: bool


def checklist_answer(child: Profile, on: date) -> MilestoneChecklist:
    """Write what to look for at a child's age on a day."""
    born, gestation_days = child.birth_date, child.gestation_days
    band = band_on(born, gestation_days, on)
    return MilestoneChecklist(
        on=on,
        age_months=developmental_months(born, gestation_days, on),
        corrected=developmental_birth_date(born, gestation_days, on) != born,
        band=band.code if band else None,
        band_text=TextBody(**band.text._asdict()) if band else None,
        items=[
            ChecklistItem(
                code=item.code, text=TextBody(**item.text._asdict()), expected_from_months=item.expected_from_months
            )
            for item in (band.items if band else ())
        ],
        asks_autism_risk=autism_screening_fits(born, on),
    )


class FeedingBody(FeedingPart):
    """How a child is fed on a day; at least one answer. `milk` has the official kinds of Decision 1551/2026."""

    observed_on: Day


class NewFeedingBody(NamedBody, FeedingBody):
    """Feeding to record."""


class FeedingAnswer(FeedingBody, Recorded):
    """How a child was fed, as recorded."""


class FeedingRecorded(FeedingAnswer, AlertsMovedBody, NewlyRevised):
    """The entry, and the alerts that it opened or ended."""


class FeedingItem(FeedingAnswer, Revised):
    """Feeding in a list."""


class FeedingPage(PageBody):
    """Feeding in the order of days."""

    items: list[FeedingItem]


class SupplementBody(SupplementPart):
    """One dose that was given: vitamin A in international units, or a worm medicine in milligrams."""

    given_on: Day


class NewSupplementBody(NamedBody, SupplementBody):
    """A supplement to record."""


class SupplementAnswer(SupplementBody, Recorded):
    """A recorded dose."""


class SupplementItem(SupplementAnswer):
    """A recorded dose with what does not fit about it."""

    warnings: list[ReasonBody]


class SupplementRecorded(SupplementItem, AlertsMovedBody, NewlyRevised):
    """The entry, and the alerts that it opened or ended."""


class SupplementChoice(Body):
    """A dose to give; one of the two amounts is set."""

    product: str
    dose_iu: int | None
    dose_mg: int | None


class SupplementDueBody(Body):
    """What is due of a course from a day on, overdue after another, and the doses right on that day."""

    course: str
    due_on: date
    overdue_after: date
    choices: list[SupplementChoice]


class SupplementListed(SupplementItem, Revised):
    """A dose in a list."""


class SupplementPage(PageBody):
    """Doses in the order of days, and what is due next."""

    items: list[SupplementListed]
    due: list[SupplementDueBody]


def item_answer(dose: Supplement, given: Iterable[Supplement], born: date) -> dict[str, Any]:
    """Write a dose with what does not fit about it among all that were given."""
    plain = SupplementAnswer.model_validate(dose, from_attributes=True).model_dump()
    return {**plain, "warnings": warnings_answer(dose, given, born)}


def warnings_answer(dose: Supplement, given: Iterable[Supplement], born: date) -> list[dict[str, str]]:
    """Write what does not fit about a dose among all that were given."""
    found = {code: warning_texts()[code] for code in warnings_of(dose, given, born)}
    return [{"code": code, **text_answer(text)} for code, text in found.items()]


def due_answer(due: SupplementDue) -> SupplementDueBody:
    """Write what is due of one course."""
    return SupplementDueBody(
        course=due.course,
        due_on=due.due_on,
        overdue_after=due.overdue_after,
        choices=[SupplementChoice(**dose._asdict()) for dose in due.choices],
    )


class DentalBody(DentalPart):
    """What was seen in a child's mouth; at least one answer."""

    checked_on: Day


class NewDentalBody(NamedBody, DentalBody):
    """A dental check to record."""


class DentalAnswer(DentalBody, Recorded):
    """A recorded look at a child's teeth."""


class DentalDueBody(Body):
    """When the next check is due, and the day after which it is overdue."""

    due_on: date
    overdue_after: date


class DentalRecorded(DentalAnswer, AlertsMovedBody, NewlyRevised):
    """The entry, and the alerts that it opened or ended."""


class DentalItem(DentalAnswer, Revised):
    """A dental check in a list."""


class DentalPage(PageBody):
    """Checks in the order of days, and when the next is due; null once the handbook's years are over."""

    items: list[DentalItem]
    next_check: DentalDueBody | None
