"""The steps of the seed, in order. Everything is written by the code that the functions run."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from handbook import bootstrap
from handbook.domain.access import Actor, Role
from handbook.domain.calendar import local_date
from handbook.domain.handbook import Profile, Sex
from handbook.domain.ids import AccountId, HandbookId
from handbook.usecases.assess_dose import DoseCommand
from handbook.usecases.recommend import person_of
from handbook.usecases.record_measurement import RecordMeasurement
from tools.seed import staff_accounts
from tools.seed.accounts import SHOWN_FAMILIES, AccountRow, family_row, staff_row, write_accounts
from tools.seed.children import Child, random_for
from tools.seed.crowd import all_children
from tools.seed.growth import Reading, readings
from tools.seed.lives import add_lives
from tools.seed.places import MEMBERS, NURSES, PROVINCE, STATIONS, UNITS
from tools.seed.recording import Pen, add_family, clock, drawn_id, family_phone
from tools.seed.stories import ANCHOR_AGE_DAYS
from tools.seed.visits import GivenDose, given_doses, weighing_days

COPIED_MINUTES = 20
ENGLISH_SPEAKING = {14}  # one family that reads the app in English

type Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Life:
    """A child with its dates: what a run writes."""

    child: Child
    profile: Profile
    doses: Sequence[GivenDose]
    readings: Sequence[Reading]


@dataclass(frozen=True, slots=True)
class Counts:
    """What lies in the system afterwards."""

    units: int
    staff: int
    families: int
    children: int
    doses: int
    measurements: int


def handbook_id_of(child: Child) -> HandbookId:
    """The handbook of a child, the same in every run."""
    return HandbookId(drawn_id(random_for("handbook", child.number)))


def day_of_seeding(children: Sequence[Child], now: datetime) -> date:
    """Today; or, where an earlier run began, its day: two runs must not give a child two birth dates."""
    begun = bootstrap.records().get(handbook_id_of(children[0]))
    return begun.profile.birth_date + timedelta(days=ANCHOR_AGE_DAYS) if begun else local_date(now)


def is_seeded(children: Sequence[Child], accounts: Path) -> bool:
    """Say whether an earlier run came to its end: the last child's mother is the last thing written."""
    last = bootstrap.records().get(handbook_id_of(children[-1]))
    return accounts.exists() and last is not None and last.profile.mother_name is not None


def life_of(child: Child, today: date) -> Life:
    """Everything that happened to a child until the day before `today`."""
    profile = profile_of(child, today)
    random = random_for("visits", child.number)
    last_day = today - timedelta(days=child.attendance.away_days)
    doses = given_doses(bootstrap.child_schedule(), person_of(profile), child.attendance, last_day, random)
    days = weighing_days(child, profile.birth_date, doses, last_day, random)
    opened_on = profile.birth_date + timedelta(days=child.opened_at_days)
    kept = [day for day in days if day >= opened_on]
    return Life(child, profile, doses, readings(child, profile.birth_date, kept, random_for("scale", child.number)))


def profile_of(child: Child, today: date) -> Profile:
    """The profile that the handbook is opened with; the mother's name comes last."""
    return Profile(
        full_name=child.full_name,
        sex=Sex(child.sex),
        birth_date=child.age.birth_date(today),
        commune_code=STATIONS[child.station].communes[0],
        province_code=PROVINCE,
        gestation_days=child.gestation_days,
    )


def seed(accounts: Path, now: datetime, say: Say) -> Counts:
    """Write everything that is missing, oldest first, and the list of accounts at the end."""
    children = all_children()
    today = day_of_seeding(children, now)
    rows = _staff(say)
    families = _families(children, clock(today - timedelta(days=1), 0), say)
    lives = [life_of(child, today) for child in children]
    for number, life in enumerate(lives, start=1):
        _write(life, families[life.child.family], now)
        if number % 10 == 0:
            say(f"children {number - 9} to {number}, with their doses and measurements")
    add_lives(today, say)
    rows += [family_row(life.child) for life in lives if life.child.number in SHOWN_FAMILIES]
    write_accounts(accounts, rows)
    return Counts(
        units=len(UNITS),
        staff=len(MEMBERS),
        families=len(families),
        children=len(lives),
        doses=sum(len(life.doses) for life in lives),
        measurements=sum(len(life.readings) for life in lives),
    )


def _staff(say: Say) -> list[AccountRow]:
    for unit in UNITS:
        bootstrap.directory().save_unit(unit)
    say(f"{len(UNITS)} units: Hà Nội with Phường Ngọc Hà and Xã Sóc Sơn, a school and a print shop")
    rows = []
    for member in MEMBERS:
        bootstrap.directory().save_staff(member.staff)
        rows.append(staff_row(member, staff_accounts.make_account(member.staff.staff_id)))
    say(f"{len(MEMBERS)} members of staff, with password and authenticator")
    return rows


def _families(children: Sequence[Child], now: datetime, say: Say) -> dict[int, AccountId]:
    numbers = sorted({child.family for child in children})
    found = {
        number: add_family(number, random_for("family", number), "en" if number in ENGLISH_SPEAKING else "vi", now)
        for number in numbers
    }
    say(f"{len(found)} families' accounts")
    return found


def _write(life: Life, account: AccountId, now: datetime) -> None:
    child = life.child
    family = Actor(account, Role.GUARDIAN)
    station = STATIONS[child.station]
    nurse = Actor(NURSES[child.station].staff_id, Role.HEALTH_WORKER, station.unit_id, frozenset(station.communes))
    opened_on = life.profile.birth_date + timedelta(days=child.opened_at_days)
    pen = Pen(handbook_id_of(child), random_for("entries", child.number))
    pen.open(life.profile, family if child.opened_by_family else nurse, clock(opened_on, 0), family_phone(child.family))
    for number, dose in enumerate(life.doses):
        pen.dose(_dose_command(dose, opened_on, number), nurse, clock(max(dose.on, opened_on), COPIED_MINUTES + number))
    for reading in life.readings:
        pen.measurement(_measurement_command(reading), nurse, clock(reading.on, 10))
    pen.mother(child.mother, family, now)


def _dose_command(dose: GivenDose, opened_on: date, number: int) -> DoseCommand:
    if dose.on < opened_on:
        return DoseCommand(dose.product, dose.on, "historical")
    return DoseCommand(dose.product, dose.on, lot_number=f"DEMO-{dose.on:%y%m}-{number % 7 + 1}")


def _measurement_command(reading: Reading) -> RecordMeasurement:
    return RecordMeasurement(
        measured_on=reading.on,
        weight_kg=reading.weight_kg,
        length_cm=reading.length_cm,
        posture=reading.posture,
        head_cm=reading.head_cm,
    )
