"""Handbooks beside the sixty children's: pregnancies, twins born of one, a child that moved, and one over six."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from handbook import bootstrap
from handbook.domain.access import Actor, Role
from handbook.domain.births import ChildBorn
from handbook.domain.dating import FERTILISATION_DAYS, Dating, DatingMethod
from handbook.domain.handbook import Profile, Sex
from handbook.domain.ids import AccountId, HandbookId
from handbook.domain.life import Happening
from handbook.domain.pregnancy import Mother, Pregnancy, para_of
from handbook.domain.receipts import Receipt
from handbook.usecases.context import Context
from handbook.usecases.mothers_doses import MothersDoseCommand, record_mothers_dose
from handbook.usecases.open_handbook import OpenHandbook, open_handbook
from handbook.usecases.record_birth import RecordBirth, record_birth
from handbook.usecases.record_life import RecordLife, record_life
from tools.seed.children import months_before, random_for
from tools.seed.places import NURSES, PROVINCE, STATIONS
from tools.seed.recording import add_family, clock, drawn_id, family_phone

FIRST_FAMILY = 900
"""Numbers of families that no child of the crowd has."""
LEAD_DAYS = 60
"""So long before today the handbooks were opened, where the pregnancy is old enough."""
TWINS_BORN_DAYS_AGO = 20


@dataclass(frozen=True, slots=True)
class Expecting:
    """A pregnancy: how far it is today, what it was dated by, and who expects."""

    mother: str
    born: date
    gestation_days: int
    method: DatingMethod = "lmp"
    para: str = "0000"
    risks: tuple[str, ...] = ()
    fetuses: int | None = None


EARLY = Expecting("Lò Thị Mai Hương", date(2001, 4, 12), 58)
MIDDLE = Expecting("Nguyễn Thị Hồng Gấm", date(1996, 9, 30), 171, "ultrasound", "1001", ("previous_caesarean",), 1)
LATE = Expecting("Trần Thị Thu Hà", date(1989, 1, 5), 266, "ivf", "0010", ("assisted_conception",), 1)
TWINS = Expecting("Phạm Thị Lan Anh", date(1994, 11, 3), 252 + TWINS_BORN_DAYS_AGO, "lmp", "1001", (), 2)
MOVED, OVER_SIX = "Hoàng Gia Khánh", "Vi Thị Thảo Nguyên"


@dataclass(frozen=True, slots=True)
class Diary:
    """Writes the life of one handbook at a station, on the days on which it happened."""

    number: int
    today: date
    account: AccountId

    @property
    def handbook_id(self) -> HandbookId:
        """The handbook, the same in every run."""
        return HandbookId(drawn_id(random_for("life", self.number)))

    def at(self, on: date, minutes: int = 0) -> Context:
        """The nurse of the station at work on a day."""
        station = STATIONS[0]
        nurse = Actor(NURSES[0].staff_id, Role.HEALTH_WORKER, station.unit_id, frozenset(station.communes))
        return Context(nurse, clock(on, minutes), f"seed-life-{self.number}-{on}-{minutes}")

    def open(self, profile: Profile | None, pregnancy: Pregnancy | None, on: date) -> None:
        """Open the handbook for the family."""
        context = self.at(on)
        open_handbook(
            OpenHandbook(profile, family_phone(FIRST_FAMILY + self.number), pregnancy),
            context,
            _receipt(context),
            records=bootstrap.records(),
            codes=bootstrap.codes(),
            directory=bootstrap.directory(),
            keys=bootstrap.code_keys(),
            schedule=bootstrap.child_schedule(),
            index_of=bootstrap.phone_vault().index,
            new_id=lambda: self.handbook_id,
        )

    def expect(self, told: Expecting) -> date:
        """Open it in a pregnancy, with one tetanus dose; gives the day on which it was opened."""
        day_zero = self.today - timedelta(days=told.gestation_days)
        on = max(day_zero + timedelta(days=50), self.today - timedelta(days=LEAD_DAYS))
        pregnancy = Pregnancy(
            mother=Mother(told.mother, told.born),
            commune_code=STATIONS[0].communes[0],
            province_code=PROVINCE,
            datings=_datings(told, day_zero, self.at(on)),
            para=para_of(told.para),
            risks=told.risks,
            fetuses=told.fetuses,
        )
        self.open(None, pregnancy, on)
        context = self.at(on, 10)
        record_mothers_dose(
            self.handbook_id,
            MothersDoseCommand("tt", on),
            context,
            _receipt(context),
            records=bootstrap.records(),
            schedule=bootstrap.tetanus_schedule(),
            new_id=_ids("dose", self.number),
        )
        return on

    def bear(self, *children: ChildBorn) -> None:
        """Record the birth on its day."""
        context = self.at(children[0].born_on, 60)
        record_birth(
            self.handbook_id,
            RecordBirth(children, "hospital"),
            context,
            _receipt(context),
            records=bootstrap.records(),
            codes=bootstrap.codes(),
            keys=bootstrap.code_keys(),
            schedule=bootstrap.child_schedule(),
            new_id=_ids("birth", self.number),
            restricting=lambda _: (),
        )

    def move(self, on: date) -> None:
        """Let the child move to the other station's commune."""
        context, handbook = self.at(on, 30), bootstrap.records().get(self.handbook_id)
        record_life(
            self.handbook_id,
            RecordLife(Happening.MOVE, on, STATIONS[1].communes[0], PROVINCE),
            handbook.profile_version if handbook else 1,
            context,
            _receipt(context),
            records=bootstrap.records(),
            directory=bootstrap.directory(),
            schedule=bootstrap.child_schedule(),
            index_of=bootstrap.phone_vault().index,
            new_id=_ids("move", self.number),
        )


def _datings(told: Expecting, day_zero: date, context: Context) -> tuple[Dating, ...]:
    days = {"lmp": 0, "ultrasound": 70, "ivf": FERTILISATION_DAYS + 5}[told.method]
    dating_id = drawn_id(random_for("dating", told.mother))
    by = (context.now, context.actor.id)
    return (Dating(dating_id, told.method, day_zero + timedelta(days=days), days, *by),)


def _ids(*parts: object) -> Callable[[], str]:
    random = random_for("life ids", *parts)
    return lambda: drawn_id(random)


def _receipt(context: Context) -> Receipt:
    body = json.dumps(context.request_id).encode()
    return Receipt(context.actor.id, context.request_id, "life", body, context.now, lambda _: {})


def add_lives(today: date, say: Callable[[str], None]) -> None:
    """Write the lives that are missing; one that an earlier run began is left as it is."""
    stories: list[Callable[[Diary], Any]] = [
        lambda diary: diary.expect(EARLY),
        lambda diary: diary.expect(MIDDLE),
        lambda diary: diary.expect(LATE),
        _twins,
        _moved,
        _over_six,
    ]
    for number, story in enumerate(stories, start=1):
        family = FIRST_FAMILY + number
        account = add_family(
            family, random_for("life family", family), "vi", clock(today - timedelta(days=LEAD_DAYS), 0)
        )
        diary = Diary(number, today, account)
        if bootstrap.records().get(diary.handbook_id) is None:
            story(diary)
    say("three pregnancies, twins born of a fourth, a child that moved, and one over six")


def _twins(diary: Diary) -> None:
    diary.expect(TWINS)
    born = diary.today - timedelta(days=TWINS_BORN_DAYS_AGO)
    first = ChildBorn("alive", born, sex="F", mode="vaginal", weight_g=2450, length_cm=46.0, apgar_1=8, apgar_5=9)
    second = ChildBorn("alive", born, sex="M", mode="caesarean", weight_g=2300, length_cm=45.0, apgar_1=7, apgar_5=9)
    diary.bear(first, second)


def _moved(diary: Diary) -> None:
    born = months_before(diary.today, 14)
    diary.open(_child(MOVED, Sex.MALE, born), None, born + timedelta(days=3))
    diary.move(diary.today - timedelta(days=10))


def _over_six(diary: Diary) -> None:
    born = months_before(diary.today, 74)
    diary.open(_child(OVER_SIX, Sex.FEMALE, born), None, born + timedelta(days=5))


def _child(name: str, sex: Sex, born: date) -> Profile:
    return Profile(name, sex, born, STATIONS[0].communes[0], PROVINCE)
