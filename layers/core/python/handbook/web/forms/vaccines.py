"""Pick lists of clients: vaccine products, antigens, and the codes around a vaccination."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from handbook.domain.vaccination_codes import LISTS, code_list
from handbook.web.forms.forecast import ReasonBody, TextBody, text_answer
from handbook.web.schemas import Body

if TYPE_CHECKING:
    from handbook.domain.immunization import Schedule


class ProductBody(Body):
    """One vaccine product: `live` is "" when it is not live, else "oral" or "injectable"."""

    product: str
    name: TextBody
    antigens: list[str]
    cvx: str | None
    route: str
    live: str
    schedules: list[str]


class VaccinesAnswer(Body):
    """Products of the schedule in force, and every code that the vaccination forms take."""

    schedule_id: str
    schedule_version: str
    items: list[ProductBody]
    antigens: list[ReasonBody]
    groups: list[ReasonBody]
    contraindications: list[ReasonBody]
    routes: list[ReasonBody]
    sites: list[ReasonBody]
    sessions: list[ReasonBody]
    not_given_reasons: list[ReasonBody]
    evidence: list[ReasonBody]
    end_reasons: list[ReasonBody]


def vaccines_answer(child: "Schedule", service: "Schedule") -> dict[str, Any]:
    """Write the pick lists as JSON."""
    offered = {schedule.id: _products_used(schedule) for schedule in (child, service)}
    items = [
        {
            "product": product.id,
            "name": text_answer(product.name),
            "antigens": list(product.antigens),
            "cvx": product.cvx,
            "route": product.route,
            "live": product.live,
            "schedules": [schedule_id for schedule_id, used in offered.items() if product.id in used],
        }
        for product in child.products.values()
    ]
    return {
        "schedule_id": child.id,
        "schedule_version": child.version,
        "items": items,
        "antigens": _named((antigen, name) for antigen, name in child.antigen_names.items()),
        "groups": _named((group.id, group.name) for group in child.groups.values()),
        "contraindications": _named((rule.code, rule.text) for rule in child.contraindications),
        **{name: [_code(entry) for entry in code_list(name)] for name in LISTS},
    }


def _products_used(schedule: "Schedule") -> set[str]:
    return {product for series in schedule.every_series for product in series.accepted_products}


def _named(entries: Iterable[tuple[str, Any]]) -> list[dict[str, str]]:
    return [{"code": code, **text_answer(text)} for code, text in entries]


def _code(entry: Mapping[str, Any]) -> dict[str, str]:
    return {name: entry[name] for name in ReasonBody.model_fields}
