"""One row of every kind that a client may record, and how it differs when something else is said."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from tests.integration.api import Answer
from tests.integration.world import NURSE


class Row(NamedTuple):
    """A kind, its route below the handbook, what is said, and what else could be said."""

    kind: str
    route: str
    said: dict[str, Any]
    other: dict[str, Any]

    def is_in(self, data: Mapping[str, Any]) -> bool:
        """Say whether what was said stands in what is shown of it, whatever else is shown."""
        said = {name: value for name, value in self.said.items() if name != "status"}
        shown = {name: data[name] for name in said}
        parts = {name for name, value in said.items() if isinstance(value, dict)}
        return shown | {name: {**shown[name], **said[name]} for name in parts} == shown and all(
            shown[name] == said[name] for name in said.keys() - parts
        )

    def sent(self, path: str, own_id: str | None, other: bool = False, key: str = "") -> Answer:
        """Record it by its own route, as a nurse."""
        named = {"id": own_id} if own_id else {}
        return NURSE.post(f"{path}/{self.route}", {**named, **(self.other if other else self.said)}, key)


ROWS = (
    Row(
        "measurement",
        "measurements",
        {"measured_on": "2026-06-15", "weight_kg": 6.1},
        {"measured_on": "2026-06-14", "weight_kg": 6.1},
    ),
    Row(
        "dose",
        "immunizations",
        {"product": "bcg", "administered_on": "2026-01-06"},
        {"product": "bcg", "administered_on": "2026-01-07"},
    ),
    Row(
        "not_given",
        "immunizations",
        {"status": "not_given", "product": "bcg", "reason": "refused", "not_given_on": "2026-06-15"},
        {"status": "not_given", "product": "penta", "reason": "refused", "not_given_on": "2026-06-15"},
    ),
    Row(
        "condition",
        "immunization-conditions",
        {"kind": "immunity", "code": "measles", "since": "2026-05-01"},
        {"kind": "immunity", "code": "mumps", "since": "2026-05-01"},
    ),
    Row(
        "findings",
        "findings",
        {"observed_on": "2026-06-15", "subject": "child", "stage": "child", "danger_signs": ["convulsions"]},
        {"observed_on": "2026-06-15", "subject": "child", "stage": "child", "danger_signs": []},
    ),
    Row(
        "milestones",
        "milestones",
        {"checked_on": "2026-06-15", "band": "4_to_6_months", "items": {"laughs": True}},
        {"checked_on": "2026-06-15", "band": "4_to_6_months", "items": {"laughs": False}},
    ),
    Row(
        "feeding",
        "feeding",
        {"observed_on": "2026-06-15", "milk": "mixed"},
        {"observed_on": "2026-06-15", "milk": "formula"},
    ),
    Row(
        "supplement",
        "supplements",
        {"given_on": "2026-06-15", "product": "vitamin_a", "recipient": "mother", "dose_iu": 200_000},
        {"given_on": "2026-06-14", "product": "vitamin_a", "recipient": "mother", "dose_iu": 200_000},
    ),
    Row(
        "encounter",
        "encounters",
        {"kind": "sick_visit", "visited_on": "2026-06-15", "sick_visit": {"complaint": "Sốt"}},
        {"kind": "sick_visit", "visited_on": "2026-06-14", "sick_visit": {"complaint": "Sốt"}},
    ),
    Row(
        "dental",
        "dental",
        {"checked_on": "2026-06-15", "teeth_erupted": 0},
        {"checked_on": "2026-06-15", "teeth_erupted": 2},
    ),
)
"""Screenings are asked by the child's own questions and have a test of their own."""


def own_id(number: int) -> str:
    """Give the id that a client made, a different one for each number."""
    return str(UUID(int=0xABCDEF << 100 | number, version=4))
