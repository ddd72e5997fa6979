"""How the life of a handbook is written down in its summary: events, and the pregnancy that it began with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from handbook.domain.calendar import from_iso_utc, iso_utc
from handbook.domain.ids import CommuneCode, EntryId, HandbookId, ProvinceCode
from handbook.domain.life import Happening, LifeFact

if TYPE_CHECKING:
    from handbook.domain.dating import Dating
    from handbook.domain.handbook import Handbook
    from handbook.domain.pregnancy import Mother, Pregnancy

type Form = dict[str, Any]


def life_form(handbook: Handbook) -> Form:
    """Write what a summary says of the life: nothing of a handbook that was opened for a child and goes on."""
    forms = {
        "pregnancy": pregnancy_form(handbook.pregnancy) if handbook.pregnancy else None,
        "pregnancy_in": handbook.pregnancy_in,
        "life": [[one.entry_id, one.happening, one.on.isoformat(), iso_utc(one.recorded_at)] for one in handbook.life],
        "mother_hidden": handbook.mother_hidden,
    }
    return {name: form for name, form in forms.items() if form}


def life_from(facts: Mapping[str, Any]) -> Form:
    """Read what `life_form` wrote, by the names of a handbook's fields."""
    within = facts.get("pregnancy_in")
    return {
        "pregnancy": pregnancy_from(facts["pregnancy"]) if "pregnancy" in facts else None,
        "pregnancy_in": HandbookId(within) if within else None,
        "life": tuple(_fact(*form) for form in facts.get("life", ())),
        "mother_hidden": facts.get("mother_hidden", False),
    }


def _fact(entry_id: str, happening: str, on: str, recorded_at: str) -> LifeFact:
    return LifeFact(EntryId(entry_id), Happening(happening), date.fromisoformat(on), from_iso_utc(recorded_at))


def pregnancy_form(pregnancy: Pregnancy) -> Form:
    """Write a pregnancy with every dating that was stated."""
    form = {
        "mother": _said(asdict(pregnancy.mother)),
        "commune_code": pregnancy.commune_code,
        "province_code": pregnancy.province_code,
        "datings": [_said(asdict(one)) for one in pregnancy.datings],
        "para": pregnancy.para.text if pregnancy.para else None,
        "risks": list(pregnancy.risks),
        "fetuses": pregnancy.fetuses,
    }
    return _said(form)


def _said(form: Form) -> Form:
    # An instant is also a date, so it is asked first.
    written = {name: iso_utc(value) if hasattr(value, "hour") else _day(value) for name, value in form.items()}
    return {name: value for name, value in written.items() if value is not None}


def _day(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def pregnancy_from(form: Mapping[str, Any]) -> Pregnancy:
    """Read what `pregnancy_form` wrote."""
    # Imported by those who meet one: the functions that remind and plan children anew hardly do.
    from handbook.domain.pregnancy import Pregnancy, para_of  # noqa: PLC0415

    para = form.get("para")
    return Pregnancy(
        mother=_mother(form["mother"]),
        commune_code=CommuneCode(form["commune_code"]),
        province_code=ProvinceCode(form["province_code"]),
        datings=tuple(map(_dating, form["datings"])),
        para=para_of(para) if para else None,
        risks=tuple(form["risks"]),
        fetuses=form.get("fetuses"),
    )


def _mother(form: Mapping[str, Any]) -> Mother:
    from handbook.domain.pregnancy import Mother  # noqa: PLC0415

    born = form.get("birth_date")
    return Mother(**{**form, "birth_date": date.fromisoformat(born) if born else None})


def _dating(form: Mapping[str, Any]) -> Dating:
    from handbook.domain.dating import Dating  # noqa: PLC0415

    withdrawn_at = form.get("withdrawn_at")
    return Dating(
        **{
            **form,
            "measured_on": date.fromisoformat(form["measured_on"]),
            "recorded_at": from_iso_utc(form["recorded_at"]),
            "withdrawn_at": from_iso_utc(withdrawn_at) if withdrawn_at else None,
        }
    )


def residents_key(commune_code: str) -> str:
    """Give the index partition of the children of a commune."""
    return f"COMMUNE#{commune_code}"


def pregnant_key(commune_code: str) -> str:
    """Give the index partition of the pregnant women of a commune."""
    return f"{residents_key(commune_code)}#PREGNANT"


def merged_key(commune_code: str) -> str:
    """Give the index partition of handbooks that were merged into another: no list shows them, a search does."""
    return f"{residents_key(commune_code)}#MERGED"


RESTRICTED = "#R"
"""What the sort key of a restricted handbook ends with, so that who counts by keys can leave it out."""


def residence_key(handbook: Handbook) -> Sequence[str] | None:
    """Give the keys under which a commune lists a handbook: children by birth date, pregnant women by due date.

    None of a pregnancy that ended without a child: no list of pregnant women shows it any more. A handbook that was
    merged into another is in no list, and a search by its birth date still finds it. A restricted one stays on the
    lists of its area.
    """
    mark = RESTRICTED if handbook.restriction else ""
    if handbook.child is not None:
        partition = merged_key if handbook.merged_into else residents_key
        return partition(handbook.commune_code), f"{handbook.child.birth_date.isoformat()}#{handbook.handbook_id}{mark}"
    if handbook.pregnancy is None or handbook.ended_on is not None or handbook.merged_into is not None:
        return None
    return pregnant_key(handbook.commune_code), f"{handbook.pregnancy.due_on.isoformat()}#{handbook.handbook_id}{mark}"
