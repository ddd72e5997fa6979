"""How handbooks are written down. Short names: they are stored ten million times."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from types import MappingProxyType
from typing import Any

from handbook.domain.access import Role
from handbook.domain.calendar import from_iso_utc, iso_utc
from handbook.domain.handbook import DoseFact, Handbook, Profile, Sex
from handbook.domain.ids import (
    AccountId,
    CommuneCode,
    DoseId,
    HandbookId,
    ProvinceCode,
    UnitId,
)

type Form = dict[str, Any]

instant = iso_utc


def facts_of(handbook: Handbook) -> Form:
    """Write the facts of a handbook."""
    return {
        "profile": profile_form(handbook.profile),
        "etag": handbook.profile_version,
        "opened": iso_utc(handbook.created_at),
        "code": handbook.own_code,
        "guardians": dict(handbook.guardians),
        "visits": {unit: iso_utc(lapses) for unit, lapses in handbook.visits.items()},
        "carriers": list(handbook.carriers),
        "doses": [[d.dose_id, d.product, d.administered_on.isoformat()] for d in handbook.doses],
    }


def profile_form(profile: Profile) -> Form:
    """Write who a child is."""
    form = {name: value for name, value in asdict(profile).items() if value is not None}
    return {**form, "birth_date": profile.birth_date.isoformat()}


def handbook_from(
    handbook_id: HandbookId, facts: Mapping[str, Any], next_contact_on: str | None, version: int | None
) -> Handbook:
    """Read what `facts_of` wrote."""
    return Handbook(
        handbook_id=handbook_id,
        profile=_profile(facts["profile"]),
        guardians=MappingProxyType({AccountId(account): Role(role) for account, role in facts["guardians"].items()}),
        created_at=from_iso_utc(facts["opened"]),
        own_code=facts["code"],
        version=version,
        profile_version=facts["etag"],
        visits=MappingProxyType({UnitId(unit): from_iso_utc(at) for unit, at in facts["visits"].items()}),
        doses=tuple(
            DoseFact(DoseId(dose_id), product, date.fromisoformat(day)) for dose_id, product, day in facts["doses"]
        ),
        carriers=tuple(facts["carriers"]),
        next_contact_on=date.fromisoformat(next_contact_on) if next_contact_on else None,
    )


def _profile(form: Mapping[str, Any]) -> Profile:
    return Profile(
        full_name=form["full_name"],
        sex=Sex(form["sex"]),
        birth_date=date.fromisoformat(form["birth_date"]),
        commune_code=CommuneCode(form["commune_code"]),
        province_code=ProvinceCode(form["province_code"]),
        gestation_days=form.get("gestation_days"),
        birth_weight_g=form.get("birth_weight_g"),
        mother_name=form.get("mother_name"),
    )
