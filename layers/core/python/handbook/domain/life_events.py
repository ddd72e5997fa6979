"""The events of a handbook's life, as they are recorded."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from handbook.domain.audit import AuditEntry
from handbook.domain.births import VIABLE_FROM_DAYS, Birth
from handbook.domain.bonds import Bond
from handbook.domain.entries import Entry
from handbook.domain.errors import DateBeforeBirthError, DateBeforePregnancyError, DateInFutureError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import AccountId, CommuneCode, EntryId, ProvinceCode
from handbook.domain.life import Happening, LifeFact
from handbook.domain.pregnancy import Pregnancy
from handbook.domain.recorded import Source
from handbook.domain.restrictions import Restriction

if TYPE_CHECKING:
    from handbook.domain.data_requests import DataRequest

type EndReason = Literal["opened_by_mistake", "left_country", "family_wish", "other"]
type LifeWarning = Literal["miscarriage_from_22_weeks", "stillbirth_before_22_weeks", "entries_after_end"]


@dataclass(frozen=True, slots=True)
class Residence:
    """Where mother or child lives: codes of commune and province."""

    commune_code: CommuneCode
    province_code: ProvinceCode


@dataclass(frozen=True, slots=True)
class Guardianship:
    """Whose rights ended and whose began with an event. `mother_shared`: those who began may see her data.

    `mother_name` is what stood in the profile before, `bonds` what those had whose rights ended.
    """

    ended: tuple[AccountId, ...] = ()
    began: tuple[AccountId, ...] = ()
    mother_shared: bool = True
    mother_name: str | None = None
    bonds: tuple[tuple[AccountId, Bond], ...] = ()
    restriction: Restriction | None = None


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """One event: what happened on the local day `on`, and who said so when.

    A move keeps where it was from, an adoption who was guardian until then; `retracts` is the event that a retraction
    takes back. `cause_icd10` may be given with a death.
    """

    entry_id: EntryId
    on: date
    recorded_at: datetime
    recorded_by: str
    source: Source
    happening: Happening
    birth: Birth | None = None
    moved_from: Residence | None = None
    moved_to: Residence | None = None
    guardianship: Guardianship | None = None
    end_reason: EndReason | None = None
    retracts: EntryId | None = None
    cause_icd10: str | None = None
    note: str | None = None

    @property
    def fact(self) -> LifeFact:
        """Give what decisions need of it."""
        return LifeFact(self.entry_id, self.happening, self.on, self.recorded_at)


@dataclass(frozen=True, slots=True)
class LifeChange:
    """What an event makes of one handbook: how it is from then on, and what is written beside it.

    `before` is the handbook whose identity is kept among the old ones, where the event changes it. A handbook whose
    `version` is None is new. `ended` are guardians whose right ends. `requests` are the requests about personal data by
    which a new handbook is restricted from its first day.
    """

    handbook: Handbook
    entries: tuple[Entry, ...]
    audit: AuditEntry
    before: Handbook | None = None
    began: tuple[AccountId, ...] = ()
    ended: tuple[AccountId, ...] = ()
    requests: "tuple[DataRequest, ...]" = ()


def check_event(event: LifeEvent, pregnancy: Pregnancy | None, birth_date: date | None, today: date) -> None:
    """Refuse a day that cannot be. Raises: DateInFutureError, DateBeforeBirthError, DateBeforePregnancyError."""
    if event.on > today:
        raise DateInFutureError("on")
    if birth_date is not None:
        if event.on < birth_date:
            raise DateBeforeBirthError("on")
    elif pregnancy is not None and event.on < pregnancy.day_zero:
        raise DateBeforePregnancyError("on")


def warnings_of(event: LifeEvent, pregnancy: Pregnancy | None, latest_entry_on: date | None) -> tuple[LifeWarning, ...]:
    """Say what is unusual about an event, and may still be true. `latest_entry_on` is the day of the last entry."""
    found: list[LifeWarning] = []
    if pregnancy is not None:
        days = pregnancy.gestation_days_on(event.on)
        if event.happening is Happening.MISCARRIAGE and days >= VIABLE_FROM_DAYS:
            found.append("miscarriage_from_22_weeks")
        if event.happening is Happening.STILLBIRTH and days < VIABLE_FROM_DAYS:
            found.append("stillbirth_before_22_weeks")
    if event.happening in _ENDING and latest_entry_on is not None and latest_entry_on > event.on:
        found.append("entries_after_end")
    return tuple(found)


_ENDING = frozenset(
    {
        Happening.MISCARRIAGE,
        Happening.TERMINATION,
        Happening.STILLBIRTH,
        Happening.DEATH,
        Happening.END,
    }
)
