"""The mother's tetanus doses: record one, and say which are due, by the schedule for women."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from handbook.domain.access import Action
from handbook.domain.calendar import months_after
from handbook.domain.entries import Kept, counting
from handbook.domain.errors import (
    DateBeforeBirthError,
    DateInFutureError,
    InvalidFieldError,
    NoPregnancyError,
    UnknownProductError,
)
from handbook.domain.handbook import Handbook, Profile, Sex
from handbook.domain.ids import EntryId, HandbookId
from handbook.domain.mothers import sees_mother
from handbook.domain.mothers_doses import MothersDose
from handbook.domain.partial_days import Precision, last_possible
from handbook.domain.receipts import Receipt
from handbook.usecases.admit import admit, admit_reader
from handbook.usecases.context import Context
from handbook.usecases.follow import is_kept_from, pregnancy_home
from handbook.usecases.judge_doses import Explained, explained
from handbook.usecases.ports import AuditLog, NewId, Records
from handbook.usecases.recommend import forecast_of
from handbook.usecases.replay import Recorded, recorded_before

if TYPE_CHECKING:
    from handbook.domain.immunization import Schedule

_MOST = 100
"""Doses of one woman; five are wanted."""
_OF_AGE_MONTHS = 30 * 12
"""Counted for a mother whose birth date is not known: the schedule asks no more than whether she is fifteen."""


@dataclass(frozen=True, slots=True)
class MothersDoseCommand:
    """What was given. A dose of which only the month or year is known is `historical`."""

    product: str
    administered_on: date
    precision: Precision = "day"
    historical: bool = False
    lot_number: str | None = None
    facility_name: str | None = None


@dataclass(frozen=True, slots=True)
class MothersDoses(Recorded):
    """Every dose that was recorded, those in error among them, and what is due by the schedule for women."""

    kept: tuple[Kept[MothersDose], ...]
    explained: Explained
    dose: MothersDose | None = None


def read_mothers_doses(
    handbook_id: HandbookId, context: Context, *, records: Records, audit: AuditLog, schedule: Schedule
) -> MothersDoses:
    """Read the mother's doses and their forecast as of today, from any handbook of the pregnancy.

    Raises: NotFoundError, NoPregnancyError where there is none or it is not the actor's to see.
    """
    handbook = admit_reader(context, Action.READ_HANDBOOK, handbook_id, records, audit)
    home = _home(handbook, context, records)
    kept = records.entries(MothersDose, home.handbook_id, _MOST).items
    return MothersDoses(tuple(kept), _forecast(home, counting(kept), schedule, context.today))


def record_mothers_dose(
    handbook_id: HandbookId,
    command: MothersDoseCommand,
    context: Context,
    receipt: Receipt,
    *,
    records: Records,
    schedule: Schedule,
    new_id: NewId,
) -> MothersDoses:
    """Write a dose of the mother's in the handbook of her pregnancy, whatever became of that.

    Raises: NotFoundError, NoPregnancyError, UnknownProductError, DateInFutureError, DateBeforeBirthError,
    InvalidFieldError, IdTakenError, ConflictError.
    """
    handbook, ground = admit(context, Action.RECORD_MOTHERS_DOSE, handbook_id, records)
    home = _home(handbook, context, records)
    access = context.audit(Action.RECORD_MOTHERS_DOSE, ground, handbook.handbook_id)
    earlier = recorded_before(MothersDose, receipt, access, records)
    kept = tuple(records.entries(MothersDose, home.handbook_id, _MOST).items)
    if earlier is not None:
        explained = _forecast(home, counting(kept), schedule, context.today)
        return MothersDoses(kept, explained, earlier.entry, earlier=earlier)
    check_mothers_dose(command, home, schedule, context.today)
    dose = MothersDose(
        entry_id=EntryId(receipt.id_or(new_id)),
        recorded_at=context.now,
        recorded_by=context.actor.id,
        source="family" if context.actor.is_family else "staff",
        **asdict(command),
    )
    result = MothersDoses(kept, _forecast(home, (*counting(kept), dose), schedule, context.today), dose)
    records.add_entry(dose, access, receipt, result, changed=home)
    return result


def _home(handbook: Handbook, context: Context, records: Records) -> Handbook:
    """Give the handbook of the pregnancy. Raises: NoPregnancyError where there is none or it is not to be seen."""
    if not sees_mother(context.actor, handbook):
        raise NoPregnancyError
    home = pregnancy_home(handbook, records)
    if home is None or home.pregnancy is None or is_kept_from(home, context):
        raise NoPregnancyError
    return home


def check_mothers_dose(command: MothersDoseCommand, home: Handbook, schedule: Schedule, today: date) -> None:
    """Refuse what cannot have been given; `home` is the handbook of the pregnancy.

    Raises: UnknownProductError, InvalidFieldError, DateInFutureError, DateBeforeBirthError.
    """
    if command.product not in schedule.products:
        raise UnknownProductError("product")
    if command.precision != "day" and not command.historical:
        raise InvalidFieldError("administered_on")
    if command.administered_on > today:
        raise DateInFutureError("administered_on")
    born = home.pregnancy.mother.birth_date if home.pregnancy else None
    if born is not None and last_possible(command.administered_on, command.precision) < born:
        raise DateBeforeBirthError("administered_on")


def _forecast(home: Handbook, doses: Iterable[MothersDose], schedule: Schedule, on: date) -> Explained:
    """Ask the engine about the mother: to the rules she is a person like any other."""
    facts = sorted((dose.fact for dose in doses), key=lambda fact: (fact.administered_on, fact.dose_id))
    mother = replace(home, child=_as_person(home, on), doses=tuple(facts), conditions=(), deferrals=(), life=())
    return explained(mother, schedule, forecast_of(mother, schedule, on))


def _as_person(home: Handbook, on: date) -> Profile:
    if home.pregnancy is None:
        raise NoPregnancyError
    mother = home.pregnancy.mother
    return Profile(
        full_name=mother.full_name,
        sex=Sex.FEMALE,
        birth_date=mother.birth_date or months_after(on, -_OF_AGE_MONTHS),
        commune_code=home.pregnancy.commune_code,
        province_code=home.pregnancy.province_code,
    )
