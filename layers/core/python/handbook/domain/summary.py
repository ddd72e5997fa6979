"""What a handbook's summary keeps of the entries: by one entry, and of all of them anew.

The entries are the truth. Recording adds one entry to the summary by `with_entry`; whatever changes the entries
otherwise (an amendment, an entry in error, a merge, the command that looks for drift) rebuilds it by `summarised`.
"""

from collections.abc import Iterable, Sequence
from contextlib import nullcontext, suppress
from dataclasses import replace
from datetime import datetime

from handbook.domain.calendar import local_date
from handbook.domain.conditions import DeferralFact, ImmunizationCondition, product_mark
from handbook.domain.contacts import PLANNED, CareContact
from handbook.domain.courses import CourseGiven
from handbook.domain.doses import Dose, NotGiven
from handbook.domain.encounters.encounter import Encounter
from handbook.domain.entries import Entry
from handbook.domain.errors import WrongLifeStateError
from handbook.domain.handbook import DoseFact, Handbook
from handbook.domain.life import Happening
from handbook.domain.life_events import LifeEvent
from handbook.domain.merging import counted_once
from handbook.domain.partial_days import last_possible
from handbook.domain.screening import Screening
from handbook.domain.supplements import Supplement, course_of
from handbook.domain.vaccination_codes import entry_of


def summarised(handbook: Handbook, entries: Iterable[Entry]) -> Handbook:
    """Give the handbook with all that it derives from entries made anew of these, in any order, and of no others.

    Entries are those that count: none that was entered in error. The mark of the gravest alert and the day of next
    contact also follow from today and are for the caller. Merged handbooks tell one life twice: of their events those
    count that can follow on another. Raises: TooManyConditionsError.
    """
    built = replace(handbook, doses=(), conditions=(), deferrals=(), care_contacts=(), courses=(), life=())
    ordered = sorted(entries, key=_order)
    for entry in _of_one_life(ordered) if handbook.merged_from else ordered:
        with suppress(WrongLifeStateError) if handbook.merged_from else nullcontext():
            built = with_entry(built, entry)
    return replace(built, doses=counted_once(built.doses, handbook.merged_from))


def _of_one_life(ordered: Sequence[Entry]) -> list[Entry]:
    """Put births first, since one handbook may tell of an end before the other of the birth; leave out what was undone.

    Else an end that was retracted would keep out what the other handbook says of the same life.
    """
    undone = {one.retracts for one in ordered if isinstance(one, LifeEvent)}
    kept = [one for one in ordered if not isinstance(one, LifeEvent) or not (one.retracts or one.entry_id in undone)]
    return sorted(kept, key=lambda one: not (isinstance(one, LifeEvent) and one.happening is Happening.BIRTH))


def with_entry(handbook: Handbook, entry: Entry) -> Handbook:
    """Give the handbook with what decisions need of one more entry, as of its recording.

    Measurements, findings and the like leave it as it is. Raises: TooManyConditionsError.
    """
    today = local_date(entry.recorded_at)
    if isinstance(entry, Dose):
        return handbook.with_dose(dose_fact(entry))
    if isinstance(entry, LifeEvent):
        return with_event(handbook, entry)
    if isinstance(entry, Screening):
        return handbook.screened(deferrals_of(entry))
    if isinstance(entry, NotGiven):
        deferral = deferral_of(entry)
        return handbook.with_deferral(deferral, today) if deferral else handbook
    if isinstance(entry, ImmunizationCondition):
        added = handbook.with_condition(entry.fact, today)
        return added if entry.ended_on is None else added.without_condition(entry.condition_id)
    return _with_care(handbook, entry)


def _with_care(handbook: Handbook, entry: Entry) -> Handbook:
    if isinstance(entry, Encounter):
        return handbook.with_care_contact(contact_of(entry)) if entry.kind in PLANNED else handbook
    if not isinstance(entry, Supplement) or (course := course_of(entry)) == "vitamin_a_mother":
        return handbook
    return handbook.with_course(CourseGiven(entry.entry_id, course, entry.given_on))


def contact_of(encounter: Encounter) -> CareContact:
    """Give what the plan of care needs of an encounter."""
    return CareContact(encounter.entry_id, encounter.kind, encounter.visited_on)


def with_event(handbook: Handbook, event: LifeEvent) -> Handbook:
    """Give the handbook with one more event of its life, or without the one that is retracted.

    A handbook that was opened for a child, or for a further child of a birth, began with that: no birth is to come.
    Raises: WrongLifeStateError.
    """
    if event.happening is Happening.RETRACTION:
        return handbook.lived(without=event.retracts)
    if event.happening is Happening.BIRTH and handbook.pregnancy is None:
        return handbook
    return handbook.lived(event.fact)


def dose_fact(dose: Dose) -> DoseFact:
    """Give what evaluation needs of a dose. No dose is later than its recording, however little of its day is known."""
    latest = min(last_possible(dose.administered_on, dose.precision), local_date(dose.recorded_at))
    return DoseFact(
        dose.dose_id,
        dose.product,
        dose.administered_on,
        latest_on=latest if dose.precision != "day" else None,
        expires_on=dose.expires_on,
        lot_number=dose.lot_number,
        historical=dose.kind == "historical",
    )


def deferral_of(entry: NotGiven) -> DeferralFact | None:
    """Give what waits, and until when, because a dose was not given; None where nothing was said to wait."""
    reason = entry_of("not_given_reasons", entry.reason, "reason")
    if reason["effect"] != "deferral" or entry.until is None:
        return None
    of = () if reason["scope"] == "all" else (product_mark(entry.product),)
    return DeferralFact(entry.not_given_id, entry.reason, of, entry.until)


def deferrals_of(screening: Screening) -> tuple[DeferralFact, ...]:
    """Give what a screening found that waits until a day."""
    return tuple(
        DeferralFact(screening.screening_id, one.code, one.of, one.until)
        for one in screening.findings
        if one.decision == "defer" and one.until is not None
    )


_IDS = ("not_given_id", "screening_id", "entry_id")


def _order(entry: Entry) -> tuple[datetime, bool, str]:
    # As they were recorded, since a screening settles the deferrals before it; what came at one instant, by its id.
    # Twins' births do: of two handbooks that tell of one each the same is taken for theirs in whatever order they come.
    entry_id = next((str(getattr(entry, name)) for name in _IDS if hasattr(entry, name)), "")
    return entry.recorded_at, not isinstance(entry, Screening), entry_id
