"""Pregnancies: what is said of one when a handbook is opened in it, and how it is dated."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, StringConstraints

from handbook.domain.dating import DAY_FIELDS, FERTILISATION_DAYS, Dating, DatingMethod, trimester
from handbook.domain.errors import InvalidFieldError
from handbook.domain.ids import CommuneCode, ProvinceCode
from handbook.domain.pregnancy import BloodGroup, Mother, Para, Pregnancy, para_of, warnings_of
from handbook.usecases.context import Context
from handbook.usecases.ports import NewId
from handbook.web.schemas import Body, Day, Flag, Identifier, Name, Whole

if TYPE_CHECKING:
    from handbook.usecases.edit_pregnancy import PregnancyChanges

Ethnicity = Annotated[str, StringConstraints(pattern=r"^(0[1-9]|[1-4][0-9]|5[0-4])$")]
ParaText = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]
Risks = Annotated[list[Identifier], Field(max_length=40)]


class DatingBody(Body):
    """One statement of how far the pregnancy is. Which fields it has goes by its method.

    `lmp`: `last_period_on`, and `certain` false where she is not sure or the cycle is irregular. `ultrasound`:
    `scanned_on` and the `gestation_days` that the scan found. `ivf`: `transferred_on` and `embryo_age_days`.
    """

    method: Literal["lmp", "ultrasound", "ivf"]
    last_period_on: Day | None = None
    certain: Flag | None = None
    scanned_on: Day | None = None
    gestation_days: Whole | None = None
    transferred_on: Day | None = None
    embryo_age_days: Whole | None = None

    def dating(self, context: Context, new_id: NewId) -> Dating:
        """Read the statement. Raises: InvalidFieldError naming what is missing or of another method."""
        day: date = self._needed(DAY_FIELDS[self.method])
        return Dating(
            dating_id=new_id(),
            method=self.method,
            measured_on=day,
            gestation_days=self._days(),
            recorded_at=context.now,
            recorded_by=context.actor.id,
            certain=self.certain is not False,
        )

    def _days(self) -> int:
        own = {"lmp": {"certain"}, "ultrasound": {"gestation_days"}, "ivf": {"embryo_age_days"}}[self.method]
        known = {"method", DAY_FIELDS[self.method], *own}
        said = {name for name in self.model_fields_set if getattr(self, name) is not None}
        if strange := sorted(said - known):
            raise InvalidFieldError(f"pregnancy.dating.{strange[0]}")
        if self.method == "lmp":
            return 0
        days: int = self._needed(next(iter(own)))
        return days if self.method == "ultrasound" else FERTILISATION_DAYS + days

    def _needed(self, name: str) -> Any:  # noqa: ANN401 - a day or a number
        value = getattr(self, name)
        if value is None:
            raise InvalidFieldError(f"pregnancy.dating.{name}")
        return value


class MotherBody(Body):
    """Who is pregnant; ethnicity by its code of two digits (01 is Kinh)."""

    full_name: Name
    birth_date: Day | None = None
    blood_group: BloodGroup | None = None
    ethnicity_code: Ethnicity | None = None


class PregnancyBody(Body):
    """A pregnancy as it is told. `para` are its four digits: at term, preterm, lost, living; `risks` of care-codes."""

    mother: MotherBody
    dating: DatingBody
    para: ParaText | None = None
    risks: Risks = Field(default_factory=list)
    fetuses: Whole | None = None

    def pregnancy(self, commune: CommuneCode, province: ProvinceCode, context: Context, new_id: NewId) -> Pregnancy:
        """Read the pregnancy. Raises: InvalidFieldError."""
        return Pregnancy(
            mother=Mother(**self.mother.model_dump()),
            commune_code=commune,
            province_code=province,
            datings=(self.dating.dating(context, new_id),),
            para=_para(self.para),
            risks=tuple(self.risks),
            fetuses=self.fetuses,
        )


def _para(text: str | None) -> Para | None:
    return para_of(text) if text else None


class MotherChangeBody(Body):
    """Changes what is present; null empties a field that may be empty."""

    full_name: Name | None = None
    birth_date: Day | None = None
    blood_group: BloodGroup | None = None
    ethnicity_code: Ethnicity | None = None


class PregnancyChangeBody(Body):
    """Changes what is present. `dating` is added to those before, `withdraw_dating` says which one was a mistake."""

    mother: MotherChangeBody | None = None
    dating: DatingBody | None = None
    withdraw_dating: Identifier | None = None
    para: ParaText | None = None
    risks: Risks | None = None
    fetuses: Whole | None = None

    def changes(self, context: Context, new_id: NewId) -> "PregnancyChanges":
        """Read what is to change. Raises: InvalidFieldError for emptying what must be there."""
        from handbook.usecases.edit_pregnancy import PregnancyChanges  # noqa: PLC0415 - when it is asked for

        mother = self.mother.model_dump(exclude_unset=True) if self.mother else {}
        if "full_name" in mother and mother["full_name"] is None:
            raise InvalidFieldError("pregnancy.mother.full_name")
        read = {"para": _para(self.para), "risks": tuple(self.risks or ()), "fetuses": self.fetuses}
        fields = {name: value for name, value in read.items() if name in self.model_fields_set}
        dating = self.dating.dating(context, new_id) if self.dating else None
        return PregnancyChanges(mother, fields, dating, self.withdraw_dating)


class DatingAnswer(Body):
    """A statement with the day zero that it means; `used` is the one that the pregnancy is counted by."""

    dating_id: str
    method: DatingMethod
    measured_on: date
    gestation_days: int
    certain: bool
    day_zero: date
    used: bool
    recorded_at: datetime
    withdrawn_at: datetime | None


class PregnancyAnswer(Body):
    """A pregnancy. While it goes on: how far it is today, in completed days, as weeks and days, and its trimester."""

    mother: MotherBody
    datings: list[DatingAnswer]
    day_zero: date
    due_on: date
    gestation_days: int | None
    gestation: str | None
    trimester: int | None
    para: str | None
    risks: list[str]
    fetuses: int | None
    warnings: list[str]


def pregnancy_answer(pregnancy: Pregnancy, today: date, *, is_over: bool) -> dict[str, Any]:
    """Write a pregnancy as of a day; of one that is over nothing is counted any more."""
    days = None if is_over else pregnancy.gestation_days_on(today)
    mother = pregnancy.mother
    return {
        "mother": {
            "full_name": mother.full_name,
            "birth_date": mother.birth_date.isoformat() if mother.birth_date else None,
            "blood_group": mother.blood_group,
            "ethnicity_code": mother.ethnicity_code,
        },
        "datings": [_dating(one, used=one == pregnancy.dated_by) for one in pregnancy.datings],
        "day_zero": pregnancy.day_zero.isoformat(),
        "due_on": pregnancy.due_on.isoformat(),
        "gestation_days": days,
        "gestation": None if days is None else f"{days // 7}w{days % 7}d",
        "trimester": None if days is None else trimester(days),
        "para": pregnancy.para.text if pregnancy.para else None,
        "risks": list(pregnancy.risks),
        "fetuses": pregnancy.fetuses,
        "warnings": list(warnings_of(pregnancy, today, is_over=is_over)),
    }


def _dating(one: Dating, *, used: bool) -> Mapping[str, Any]:
    return {
        "dating_id": one.dating_id,
        "method": one.method,
        "measured_on": one.measured_on.isoformat(),
        "gestation_days": one.gestation_days,
        "certain": one.certain,
        "day_zero": one.day_zero.isoformat(),
        "used": used,
        "recorded_at": one.recorded_at.isoformat(),
        "withdrawn_at": one.withdrawn_at.isoformat() if one.withdrawn_at else None,
    }
