"""The handbook of one pregnancy or child: who it is of, and the facts that every decision needs."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from handbook.domain.bonds import Bond
from handbook.domain.carriers import Carrier, Ending
from handbook.domain.codes import CodeState
from handbook.domain.conditions import ConditionFact, DeferralFact
from handbook.domain.consents import Facts
from handbook.domain.contacts import CareContact
from handbook.domain.courses import CourseGiven
from handbook.domain.errors import (
    InvalidFieldError,
    NotBornYetError,
    TooManyConditionsError,
)
from handbook.domain.grants import Grant
from handbook.domain.ids import AccountId, CommuneCode, ConditionId, DoseId, EntryId, HandbookId, ProvinceCode, UnitId
from handbook.domain.life import ENDS, LifeFact, LifeState, births_first, ended_on, state_after
from handbook.domain.merges import Merge
from handbook.domain.restrictions import Restriction
from handbook.reference.provinces import PROVINCES

if TYPE_CHECKING:
    # Imported by those who have one to do with: most requests are about children.
    from handbook.domain.pregnancy import Pregnancy

MOST_CONDITIONS = 60
"""Standing at once: twice what all vaccine groups could have. Every forecast shows them, and one item keeps them."""
VISIT_RIGHT = timedelta(hours=24)
"""How long a unit may see a handbook whose code it scanned; a working day and the evening's paperwork."""


class Sex(StrEnum):
    """Sex as registered at birth."""

    FEMALE = "F"
    MALE = "M"


@dataclass(frozen=True, slots=True)
class Profile:
    """Who the child is, as the family and the station state it.

    `gestation_days` is the length of the pregnancy in completed days, None when unknown.
    """

    full_name: str
    sex: Sex
    birth_date: date
    commune_code: CommuneCode
    province_code: ProvinceCode
    gestation_days: int | None = None
    birth_weight_g: int | None = None
    mother_name: str | None = None


@dataclass(frozen=True, slots=True)
class DoseFact:
    """What evaluation and warnings need of a recorded dose.

    Where only the month or the year is known, `administered_on` is the first and `latest_on` the last day that may be
    meant, as of recording.
    """

    dose_id: DoseId
    product: str
    administered_on: date
    latest_on: date | None = None
    expires_on: date | None = None
    lot_number: str | None = None
    historical: bool = False


type Attention = Literal["see_worker", "go_now"]
"""The gravest open alert of a child, for lists: a health worker should look, or the child should go now."""


@dataclass(frozen=True, slots=True)
class Handbook:
    """One handbook with everything that a decision needs, kept as one item and read in one request.

    `version` counts every change and guards writes; `profile_version` counts changes of the profile and is the
    ETag that clients see, so that a dose recorded meanwhile does not refuse a corrected name. `replanned_by` names the
    job that set the next contact when a schedule changed; any later change forgets it. `attention` is as of the last
    entry or acknowledgement: alerts themselves are computed when they are read. `defaults_on` is the day from which on
    the child is on the list of those who did not come, unless a dose is recorded by then. `written` counts what the
    transaction that made this version wrote beside it: who asks for changes sees by it whether all of that is there.

    `child` is None until the birth. `pregnancy` is there where the handbook was opened in one, and stays; of further
    children of the same pregnancy `pregnancy_in` names that handbook. `life` are the events that hold, in the order
    of recording. `mother_hidden`: those who are guardians now may not see what is the mother's.
    `guardians` are bonds of every role: who is one on a day, `domain.bonds` says.
    `merged_into` names the handbook of the same child in which this one is read now, `merged_from` those that are read
    in this one.
    """

    handbook_id: HandbookId
    child: Profile | None
    guardians: Mapping[AccountId, Bond]
    created_at: datetime
    own_code: str
    version: int | None = None
    profile_version: int = 1
    visits: Mapping[UnitId, datetime] = field(default_factory=lambda: MappingProxyType({}))
    grants: tuple[Grant, ...] = ()
    doses: tuple[DoseFact, ...] = ()
    conditions: tuple[ConditionFact, ...] = ()
    deferrals: tuple[DeferralFact, ...] = ()
    carriers: tuple[Carrier, ...] = ()
    next_contact_on: date | None = None
    defaults_on: date | None = None
    replanned_by: str | None = None
    written: int = field(default=0, compare=False)
    attention: Attention | None = None
    pregnancy: "Pregnancy | None" = None
    pregnancy_in: HandbookId | None = None
    life: tuple[LifeFact, ...] = ()
    mother_hidden: bool = False
    care_contacts: tuple[CareContact, ...] = ()
    courses: tuple[CourseGiven, ...] = ()
    merged_into: HandbookId | None = None
    merged_from: tuple[Merge, ...] = ()
    consents: Facts = field(default_factory=lambda: MappingProxyType({}))
    restriction: Restriction | None = None

    @property
    def profile(self) -> Profile:
        """Who the child is. Raises: NotBornYetError in a pregnancy, so that nobody asks a child's rules about one."""
        if self.child is None:
            raise NotBornYetError
        return self.child

    @property
    def born_on(self) -> date | None:
        """Day of birth, None in a pregnancy."""
        return self.child.birth_date if self.child else None

    @property
    def partitions(self) -> tuple[HandbookId, ...]:
        """Where entries of this handbook lie: its own place first, then those of the handbooks merged into it."""
        return self.handbook_id, *(merge.handbook_id for merge in self.merged_from)

    @property
    def doses_set_aside(self) -> Mapping[DoseId, DoseId]:
        """Doses that do not count because a merge found them to be the same as another one, by that one's id."""
        counted = {dose.dose_id for dose in self.doses}
        return {
            dose_id: twin_id
            for merge in self.merged_from
            for dose_id, twin_id in merge.same_doses
            if dose_id not in counted and twin_id in counted
        }

    @property
    def commune_code(self) -> CommuneCode:
        """Commune of residence: the child's, before the birth the mother's."""
        residence = self.child or self.pregnancy
        if residence is None:
            raise NotBornYetError
        return residence.commune_code

    @property
    def state(self) -> LifeState:
        """Where the handbook is in its life."""
        return state_after(self.life, began_pregnant=self.pregnancy is not None)

    @property
    def ended_on(self) -> date | None:
        """Day on which the child died, the pregnancy ended without one or the handbook was closed."""
        return ended_on(self.life, began_pregnant=self.pregnancy is not None) if self.life else None

    @property
    def in_care(self) -> bool:
        """Whether there is a child that is cared for: born, and not at an end."""
        return self.child is not None and self.merged_into is None and self.state not in ENDS

    def lived(self, *facts: LifeFact, without: EntryId | None = None) -> "Handbook":
        """Add events, and leave out the one that was retracted. Raises: WrongLifeStateError."""
        kept = tuple(one for one in (*self.life, *facts) if one.entry_id != without)
        if self.merged_from:
            kept = births_first(kept)
        state_after(kept, began_pregnant=self.pregnancy is not None)
        return replace(self, life=kept)

    def with_profile(self, profile: Profile) -> "Handbook":
        """Correct the profile; the next ETag follows."""
        return replace(self, child=profile, profile_version=self.profile_version + 1)

    def with_pregnancy(self, pregnancy: "Pregnancy") -> "Handbook":
        """Correct what is said of the pregnancy; the next ETag follows."""
        return replace(self, pregnancy=pregnancy, profile_version=self.profile_version + 1)

    def with_dose(self, dose: DoseFact) -> "Handbook":
        """Add a dose, in the order of administration."""
        doses = sorted((*self.doses, dose), key=lambda d: (d.administered_on, d.dose_id))
        return replace(self, doses=tuple(doses))

    def without_dose(self, dose_id: DoseId) -> "Handbook":
        """Leave a dose out; its entry stays."""
        return replace(self, doses=tuple(one for one in self.doses if one.dose_id != dose_id))

    def with_course(self, given: CourseGiven) -> "Handbook":
        """Add a dose of vitamin A or of a worm medicine, in the order of days."""
        courses = sorted((*self.courses, given), key=lambda one: (one.on, one.entry_id))
        return replace(self, courses=tuple(courses))

    def with_care_contact(self, contact: CareContact) -> "Handbook":
        """Add an encounter that the plan of care asks about, in the order of days."""
        contacts = sorted((*self.care_contacts, contact), key=lambda one: (one.on, one.encounter_id))
        return replace(self, care_contacts=tuple(contacts))

    def with_condition(self, condition: ConditionFact, today: date) -> "Handbook":
        """Add a condition, in the order of days, and drop those that lapsed. Raises: TooManyConditionsError."""
        kept = tuple(one for one in self.conditions if one.until is None or one.until > today)
        if len(kept) >= MOST_CONDITIONS:
            raise TooManyConditionsError
        return replace(self, conditions=tuple(sorted((*kept, condition), key=lambda c: (c.since, c.condition_id))))

    def without_condition(self, condition_id: ConditionId) -> "Handbook":
        """End a condition; its entry stays."""
        return replace(self, conditions=tuple(one for one in self.conditions if one.condition_id != condition_id))

    def with_deferral(self, deferral: DeferralFact, today: date) -> "Handbook":
        """Add a deferral, and drop those that lapsed."""
        kept = tuple(one for one in self.deferrals if one.until > today)
        return replace(self, deferrals=(*kept, deferral))

    def screened(self, deferrals: tuple[DeferralFact, ...]) -> "Handbook":
        """Take over what the newest screening says: it asked everything anew, so older deferrals are settled."""
        return replace(self, deferrals=deferrals)

    def needing(self, attention: Attention | None) -> "Handbook":
        """Give the handbook with the mark for lists as it is after an entry, or without one."""
        return replace(self, attention=attention)

    @property
    def bound_codes(self) -> tuple[str, ...]:
        """Printed codes that lead here, in the order of binding."""
        return tuple(one.code for one in self.carriers if one.state is CodeState.BOUND)

    @property
    def all_carriers(self) -> tuple[Carrier, ...]:
        """Every code that leads or led here, its own one first."""
        since = max((one.ended_at for one in self.carriers if one.own and one.ended_at), default=self.created_at)
        return (Carrier(self.own_code, since, own=True), *self.carriers)

    def with_carrier(self, code: str, at: datetime) -> "Handbook":
        """Add a bound code; book, card and app then lead here."""
        return replace(self, carriers=(*self.carriers, Carrier(code, at)))

    def without_carrier(self, code: str, ending: Ending) -> "Handbook":
        """Say that a printed code leads here no longer, and why."""
        kept = (one.ended(ending) if one.code == code else one for one in self.carriers)
        return replace(self, carriers=tuple(kept))

    def with_own_code(self, code: str, ending: Ending) -> "Handbook":
        """Take another own code; the one before stays among the carriers."""
        before = self.all_carriers[0].ended(ending)
        return replace(self, own_code=code, carriers=(*self.carriers, before))

    def visited_by(self, unit_id: UnitId, now: datetime) -> "Handbook":
        """Give a unit the right of a visit, and drop the rights that lapsed."""
        kept = {unit: lapses for unit, lapses in self.visits.items() if lapses > now}
        return replace(self, visits=MappingProxyType({**kept, unit_id: now + VISIT_RIGHT}))


def check_place(profile: "Profile | Pregnancy") -> None:
    """Refuse a province that does not exist. That the commune lies in it is known only with the list of communes."""
    if profile.province_code not in PROVINCES:
        raise InvalidFieldError("province_code")
