"""How handbooks are written down. Short names: they are stored ten million times."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from types import MappingProxyType
from typing import Any

from handbook.domain.calendar import from_iso_day, from_iso_utc, iso_day, iso_utc
from handbook.domain.conditions import ConditionFact, DeferralFact
from handbook.domain.contacts import CareContact
from handbook.domain.courses import CourseGiven
from handbook.domain.handbook import DoseFact, Handbook, Profile, Sex
from handbook.domain.ids import (
    CommuneCode,
    ConditionId,
    DoseId,
    EntryId,
    HandbookId,
    ProvinceCode,
    UnitId,
)
from handbook.storage.bond_form import bonds_form, bonds_from
from handbook.storage.carrier_form import carrier_form, carrier_from
from handbook.storage.grant_form import grants_form, grants_from
from handbook.storage.life_form import life_form, life_from, pregnancy_form
from handbook.storage.merge_form import merges_form, merges_from
from handbook.storage.privacy_form import privacy_form, privacy_from

type Form = dict[str, Any]

_DOSE_FIELDS = 3
"""Id, product and day; what else was said of a dose follows as one object, where it was said."""

instant = iso_utc


def facts_of(handbook: Handbook) -> Form:
    """Write the facts of a handbook."""
    return {
        **({"profile": profile_form(handbook.child)} if handbook.child else {}),
        **life_form(handbook),
        **merges_form(handbook),
        **privacy_form(handbook),
        "etag": handbook.profile_version,
        "opened": iso_utc(handbook.created_at),
        "code": handbook.own_code,
        "guardians": bonds_form(handbook.guardians),
        "visits": {unit: iso_utc(lapses) for unit, lapses in handbook.visits.items()},
        **grants_form(handbook),
        "carriers": [carrier_form(carrier) for carrier in handbook.carriers],
        "doses": [_dose_form(dose) for dose in handbook.doses],
        **_vaccination_form(handbook),
        **({"attention": handbook.attention} if handbook.attention else {}),
        **_courses_form(handbook),
        **({"care": [_contact_form(one) for one in handbook.care_contacts]} if handbook.care_contacts else {}),
    }


def _contact_form(contact: CareContact) -> list[str]:
    return [contact.encounter_id, contact.kind, contact.on.isoformat()]


def _dose_form(dose: DoseFact) -> list[Any]:
    more = {
        "u": iso_day(dose.latest_on),
        "x": iso_day(dose.expires_on),
        "l": dose.lot_number,
        "h": dose.historical or None,
    }
    said = {name: value for name, value in more.items() if value is not None}
    return [dose.dose_id, dose.product, dose.administered_on.isoformat(), *([said] if said else [])]


def _courses_form(handbook: Handbook) -> Form:
    given = [[one.entry_id, one.course, one.on.isoformat()] for one in handbook.courses]
    return {"courses": given} if given else {}


def _vaccination_form(handbook: Handbook) -> Form:
    conditions = [
        [c.condition_id, c.kind, c.code, list(c.of), c.since.isoformat(), iso_day(c.until)] for c in handbook.conditions
    ]
    deferrals = [[d.source_id, d.code, list(d.of), d.until.isoformat()] for d in handbook.deferrals]
    forms = {"conditions": conditions, "deferrals": deferrals}
    return {name: form for name, form in forms.items() if form}


def profile_form(profile: Profile) -> Form:
    """Write who a child is."""
    form = {name: value for name, value in asdict(profile).items() if value is not None}
    return {**form, "birth_date": profile.birth_date.isoformat()}


def identity_form(handbook: Handbook) -> Form:
    """Write who a handbook is of, as it was before a change: the child, and the pregnancy where it began with one."""
    child = profile_form(handbook.child) if handbook.child else {}
    return child | ({"pregnancy": pregnancy_form(handbook.pregnancy)} if handbook.pregnancy else {})


def handbook_from(
    handbook_id: HandbookId, facts: Mapping[str, Any], next_contact_on: str | None, version: int | None
) -> Handbook:
    """Read what `facts_of` wrote."""
    return Handbook(
        handbook_id=handbook_id,
        child=profile_from(facts["profile"]) if "profile" in facts else None,
        guardians=bonds_from(facts["guardians"]),
        created_at=from_iso_utc(facts["opened"]),
        own_code=facts["code"],
        version=version,
        profile_version=facts["etag"],
        visits=MappingProxyType({UnitId(unit): from_iso_utc(at) for unit, at in facts["visits"].items()}),
        grants=grants_from(facts),
        doses=tuple(map(_dose, facts["doses"])),
        conditions=tuple(map(_condition, facts.get("conditions", ()))),
        deferrals=tuple(map(_deferral, facts.get("deferrals", ()))),
        carriers=tuple(carrier_from(form) for form in facts["carriers"]),
        attention=facts.get("attention"),
        courses=tuple(map(_course, facts.get("courses", ()))),
        care_contacts=tuple(map(_contact, facts.get("care", ()))),
        next_contact_on=date.fromisoformat(next_contact_on) if next_contact_on else None,
        **life_from(facts),
        **merges_from(facts),
        **privacy_from(facts),
    )


def _course(form: Sequence[str]) -> CourseGiven:
    entry_id, course, on = form
    return CourseGiven(EntryId(entry_id), course, date.fromisoformat(on))


def _contact(form: Sequence[str]) -> CareContact:
    encounter_id, kind, day = form
    return CareContact(EntryId(encounter_id), kind, date.fromisoformat(day))


def _dose(form: Sequence[Any]) -> DoseFact:
    dose_id, product, day = form[:3]
    more = form[3] if len(form) > _DOSE_FIELDS else {}
    return DoseFact(
        DoseId(dose_id),
        product,
        date.fromisoformat(day),
        latest_on=from_iso_day(more.get("u")),
        expires_on=from_iso_day(more.get("x")),
        lot_number=more.get("l"),
        historical=more.get("h", False),
    )


def _condition(form: Sequence[Any]) -> ConditionFact:
    condition_id, kind, code, of, since, until = form
    return ConditionFact(
        ConditionId(condition_id), kind, code, tuple(of), date.fromisoformat(since), from_iso_day(until)
    )


def _deferral(form: Sequence[Any]) -> DeferralFact:
    source_id, code, of, until = form
    return DeferralFact(source_id, code, tuple(of), date.fromisoformat(until))


def profile_from(form: Mapping[str, Any]) -> Profile:
    """Read what `profile_form` wrote."""
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
