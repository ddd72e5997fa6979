"""How a summary tells of consents and of a restriction: nothing where there are none."""

from collections.abc import Mapping
from typing import Any

from handbook.domain.calendar import from_iso_day, from_iso_utc, iso_day, iso_utc
from handbook.domain.consents import ConsentFact, Facts
from handbook.domain.handbook import Handbook
from handbook.domain.restrictions import Restriction

type Form = dict[str, Any]


def consents_form(facts: Facts) -> Form:
    """Write where each purpose stands."""
    return {
        purpose: [
            fact.version,
            *map(iso_day, (fact.given_on, fact.child_agreed_on, fact.withdrawn_on)),
        ]
        for purpose, fact in facts.items()
    }


def consents_from(form: Mapping[str, Any]) -> Facts:
    """Read what `consents_form` wrote."""
    return {purpose: ConsentFact(version, *map(from_iso_day, days)) for purpose, (version, *days) in form.items()}


def privacy_form(handbook: Handbook) -> Form:
    """Write what a summary says of consents and of a restriction."""
    found = handbook.restriction
    return {
        **({"consents": consents_form(handbook.consents)} if handbook.consents else {}),
        **({"restricted": [iso_utc(found.since), found.request_id]} if found else {}),
    }


def privacy_from(facts: Mapping[str, Any]) -> Form:
    """Read what `privacy_form` wrote, by the names of a handbook's fields."""
    found = facts.get("restricted")
    return {
        "consents": consents_from(facts.get("consents", {})),
        "restriction": Restriction(from_iso_utc(found[0]), found[1]) if found else None,
    }
