"""Handbooks."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from handbook.domain.handbook import Handbook, Profile, Sex
from handbook.domain.ids import CommuneCode, ProvinceCode
from handbook.domain.life import LifeState, sixth_birthday
from handbook.domain.pregnancy import Pregnancy
from handbook.usecases.context import Context
from handbook.usecases.ports import NewId
from handbook.web.forms.named import NamedBody
from handbook.web.forms.pregnancies import PregnancyAnswer, PregnancyBody, PregnancyChangeBody, pregnancy_answer
from handbook.web.requests import etag
from handbook.web.schemas import Body, Day, Name, PageBody

Commune = Annotated[str, StringConstraints(pattern=r"^[0-9]{5}$")]
Province = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}$")]
GestationDays = Annotated[int, Field(strict=True, ge=140, le=315, description="Length of the pregnancy")]
BirthWeight = Annotated[int, Field(strict=True, ge=300, le=8000)]


class ProfileBody(Body):
    """Who the child is."""

    full_name: Name
    sex: Sex
    birth_date: Day
    commune_code: Commune
    province_code: Province
    gestation_days: GestationDays | None = None
    birth_weight_g: BirthWeight | None = None
    mother_name: Name | None = None

    def profile(self) -> Profile:
        """Read the profile."""
        return Profile(
            full_name=self.full_name,
            sex=self.sex,
            birth_date=self.birth_date,
            commune_code=CommuneCode(self.commune_code),
            province_code=ProvinceCode(self.province_code),
            gestation_days=self.gestation_days,
            birth_weight_g=self.birth_weight_g,
            mother_name=self.mother_name,
        )


class ChildFields(Body):
    """The same, each of which may be absent."""

    full_name: Name | None = None
    sex: Sex | None = None
    birth_date: Day | None = None
    commune_code: Commune | None = None
    province_code: Province | None = None
    gestation_days: GestationDays | None = None
    birth_weight_g: BirthWeight | None = None
    mother_name: Name | None = None


_OF_BOTH = frozenset({"id", "commune_code", "province_code", "guardian_phone", "pregnancy", "identifiers"})
_OF_CHILD = ("full_name", "sex", "birth_date", "commune_code", "province_code")


class SubjectBody(ChildFields):
    """Says of whom a handbook is: of a child, or in a pregnancy `pregnancy` and where the mother lives.

    A child's name, sex and birth date are needed, and where it lives. Staff name the guardian's number, or
    nobody and invite one; families leave it out.
    """

    guardian_phone: Annotated[str, Field(min_length=9, max_length=30)] | None = None
    pregnancy: PregnancyBody | None = None

    @property
    def faults(self) -> list[dict[str, Any]]:
        """List what is missing, or is a child's beside a pregnancy, as the resolver tells of it."""
        wanted = _OF_CHILD if self.pregnancy is None else ("commune_code", "province_code")
        missing = [("missing", name) for name in wanted if getattr(self, name) is None]
        strange = [] if self.pregnancy is None else sorted(self.model_fields_set - _OF_BOTH)
        found = missing or [("extra_forbidden", name) for name in strange]
        return [{"type": kind, "loc": ("body", name), "msg": ""} for kind, name in found]

    def profile(self) -> Profile | None:
        """Read who the child is, None in a pregnancy."""
        said = self.model_dump(include=set(ProfileBody.model_fields))
        return None if self.pregnancy else ProfileBody.model_validate(said).profile()

    def pregnancy_of(self, context: Context, new_id: NewId) -> Pregnancy | None:
        """Read the pregnancy, None for a child."""
        if self.pregnancy is None:
            return None
        commune, province = CommuneCode(self.commune_code or ""), ProvinceCode(self.province_code or "")
        return self.pregnancy.pregnancy(commune, province, context, new_id)


class OpenHandbookBody(NamedBody, SubjectBody):
    """Opens a handbook for a child, or in a pregnancy."""


class ProfileChangeBody(ChildFields):
    """Changes what is present and leaves the rest; null empties a field that may be empty.

    Of a pregnancy `pregnancy` is changed by itself; where its mother lives, as a child's residence is.
    """

    pregnancy: PregnancyChangeBody | None = None

    def changes(self) -> Mapping[str, Any]:
        """Give the fields of the child that the client sent."""
        return self.model_dump(exclude_unset=True, exclude={"pregnancy"})


class HandbookAnswer(ChildFields):
    """A handbook. `etag` is what If-Match wants; `code` is the handbook's own QR code, `carriers` the bound ones.

    Guests, who see the handbook for a while, are told neither code nor carriers.

    `state` is where it is in its life, since `ended_on` where that is an end; `over_six` says that routine care is
    recorded elsewhere. Until the birth there is no child, and `pregnancy` says how far it is; it stays afterwards. Of a
    further child of one birth `pregnancy_in` names the handbook that the pregnancy stands in.

    `version` counts every change of the handbook and of anything in it: where a list shows a higher one than a client
    has, it asks for the changes. `next_contact_on` is the day of the next reminder as it stood when the handbook last
    changed, `attention` the gravest alert that nobody has acknowledged as of the last entry: a mark for lists, never in
    place of the alerts.
    """

    handbook_id: str
    version: int
    etag: str
    code: str | None
    carriers: list[str]
    opened_at: datetime
    next_contact_on: date | None
    attention: Literal["see_worker", "go_now"] | None = None
    state: Literal["pregnant", "in_care", "pregnancy_ended", "deceased", "closed"]
    ended_on: date | None
    over_six: bool
    pregnancy: PregnancyAnswer | None
    pregnancy_in: str | None


class HandbookPage(PageBody):
    """Handbooks that the actor answers for."""

    items: list[HandbookAnswer]


def handbook_answer(
    handbook: Handbook,
    today: date,
    *,
    mother_shown: bool,
    codes_shown: bool = False,
    pregnancy: Pregnancy | None = None,
) -> dict[str, Any]:
    """Write a handbook as the JSON that clients and receipts get, as of a day.

    `pregnancy` is that of a sibling's handbook where this one names it. Nothing of the mother's is in it unless
    `mother_shown`, and no code unless `codes_shown`: a guest who learnt one would scan itself a day more.
    """
    told = (handbook.pregnancy or pregnancy) if mother_shown else None
    is_over = handbook.state is not LifeState.PREGNANT
    return {
        "handbook_id": handbook.handbook_id,
        "version": handbook.version or 1,
        "etag": etag(handbook.profile_version),
        **_child(handbook),
        "code": handbook.own_code if codes_shown else None,
        "carriers": list(handbook.bound_codes) if codes_shown else [],
        "opened_at": handbook.created_at.isoformat(),
        "next_contact_on": handbook.next_contact_on.isoformat() if handbook.next_contact_on else None,
        "attention": handbook.attention,
        "state": handbook.state.value,
        "ended_on": handbook.ended_on.isoformat() if handbook.ended_on else None,
        "over_six": handbook.child is not None and today >= sixth_birthday(handbook.child.birth_date),
        "pregnancy": pregnancy_answer(told, today, is_over=is_over) if told else None,
        "pregnancy_in": handbook.pregnancy_in if mother_shown else None,
    }


def _child(handbook: Handbook) -> dict[str, Any]:
    child = handbook.child
    if child is None:
        residence = {"commune_code": handbook.commune_code, "province_code": _province(handbook)}
        return {**dict.fromkeys(ProfileBody.model_fields), **residence}
    return {
        "full_name": child.full_name,
        "sex": child.sex.value,
        "birth_date": child.birth_date.isoformat(),
        "commune_code": child.commune_code,
        "province_code": child.province_code,
        "gestation_days": child.gestation_days,
        "birth_weight_g": child.birth_weight_g,
        "mother_name": child.mother_name,
    }


def _province(handbook: Handbook) -> str | None:
    return handbook.pregnancy.province_code if handbook.pregnancy else None
