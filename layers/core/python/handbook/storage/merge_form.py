"""How it is written down in a summary that handbooks are read in one."""

from collections.abc import Mapping
from typing import Any

from handbook.domain.calendar import from_iso_utc, iso_utc
from handbook.domain.handbook import Handbook
from handbook.domain.ids import AccountId, DoseId, HandbookId
from handbook.domain.merges import Merge
from handbook.storage.bond_form import bonds_form, bonds_from

type Form = dict[str, Any]


def merges_form(handbook: Handbook) -> Form:
    """Write the links of a handbook: nothing where there is none."""
    forms = {
        "merged_into": handbook.merged_into,
        "merged_from": [
            {
                "id": one.handbook_id,
                "at": iso_utc(one.at),
                "by": one.by,
                "guardians": list(one.guardians),
                **({"raised": bonds_form(dict(one.raised))} if one.raised else {}),
                "codes": list(one.codes),
                "same": [list(pair) for pair in one.same_doses],
                "seq": one.seq,
                **({"datings": list(one.datings)} if one.datings else {}),
            }
            for one in handbook.merged_from
        ],
    }
    return {name: form for name, form in forms.items() if form}


def merges_from(facts: Mapping[str, Any]) -> Form:
    """Read what `merges_form` wrote, by the names of a handbook's fields."""
    into = facts.get("merged_into")
    return {
        "merged_into": HandbookId(into) if into else None,
        "merged_from": tuple(map(_merge, facts.get("merged_from", ()))),
    }


def _merge(form: Mapping[str, Any]) -> Merge:
    return Merge(
        HandbookId(form["id"]),
        from_iso_utc(form["at"]),
        form["by"],
        tuple(map(AccountId, form["guardians"])),
        tuple(bonds_from(form.get("raised", {})).items()),
        tuple(form["codes"]),
        tuple((DoseId(one), DoseId(other)) for one, other in form["same"]),
        form["seq"],
        tuple(form.get("datings", ())),
    )
