"""Handbooks."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from handbook.domain.handbook import Handbook, Profile, Sex
from handbook.domain.ids import CommuneCode, ProvinceCode
from handbook.web.forms.named import NamedBody
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


class OpenHandbookBody(NamedBody, ProfileBody):
    """Opens a handbook. Staff name the guardian's number; families leave it out."""

    guardian_phone: Annotated[str, Field(min_length=9, max_length=30)] | None = None


class ProfileChangeBody(Body):
    """Changes what is present and leaves the rest; null empties a field that may be empty."""

    full_name: Name | None = None
    sex: Sex | None = None
    birth_date: Day | None = None
    commune_code: Commune | None = None
    province_code: Province | None = None
    gestation_days: GestationDays | None = None
    birth_weight_g: BirthWeight | None = None
    mother_name: Name | None = None

    def changes(self) -> Mapping[str, Any]:
        """Give the fields that the client sent."""
        return self.model_dump(exclude_unset=True)


class HandbookAnswer(ProfileBody):
    """A handbook. `etag` is what If-Match wants; `code` is the handbook's own QR code, `carriers` the bound ones.

    `version` counts every change of the handbook and of anything in it: where a list shows a higher one than a client
    has, it asks for the changes. `next_contact_on` is the day of the next reminder as it stood when the handbook last
    changed, `attention` the gravest alert that nobody has acknowledged as of the last entry: a mark for lists, never in
    place of the alerts.
    """

    handbook_id: str
    version: int
    etag: str
    code: str
    carriers: list[str]
    opened_at: datetime
    next_contact_on: date | None
    attention: Literal["see_worker", "go_now"] | None = None


class HandbookPage(PageBody):
    """Handbooks that the actor answers for."""

    items: list[HandbookAnswer]


def handbook_answer(handbook: Handbook) -> dict[str, Any]:
    """Write a handbook as the JSON that clients and receipts get."""
    profile = handbook.profile
    return {
        "handbook_id": handbook.handbook_id,
        "version": handbook.version or 1,
        "etag": etag(handbook.profile_version),
        "full_name": profile.full_name,
        "sex": profile.sex.value,
        "birth_date": profile.birth_date.isoformat(),
        "commune_code": profile.commune_code,
        "province_code": profile.province_code,
        "gestation_days": profile.gestation_days,
        "birth_weight_g": profile.birth_weight_g,
        "mother_name": profile.mother_name,
        "code": handbook.own_code,
        "carriers": list(handbook.bound_codes),
        "opened_at": handbook.created_at.isoformat(),
        "next_contact_on": handbook.next_contact_on.isoformat() if handbook.next_contact_on else None,
        "attention": handbook.attention,
    }
