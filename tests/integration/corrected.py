"""One entry of every kind, and what is done to entries through the API."""

from typing import Any

from tests.integration.api import Answer, Caller
from tests.integration.test_care_entries import RESOURCES as CARE
from tests.integration.world import NURSE

REASON = {"code": "typing_slip", "text": "Gõ nhầm"}
WRONG = {"code": "wrong_child", "text": "Ghi nhầm sổ"}
RIGHT = {"code": "marked_by_mistake", "text": "Bấm nhầm"}

type Amended = tuple[str, dict[str, Any], dict[str, Any]]

AMENDED: dict[str, Amended] = {
    "dose": (
        "immunizations",
        {"product": "bcg", "administered_on": "2026-01-06", "lot_number": "A1"},
        {"lot_number": "B2", "administered_on": "2026-01-08"},
    ),
    "not_given": (
        "immunizations",
        {"status": "not_given", "product": "bcg", "reason": "ill", "until": "2026-06-30"},
        {"until": "2026-07-10", "not_given_on": "2026-06-14"},
    ),
    "condition": (
        "immunization-conditions",
        {"kind": "immunity", "code": "measles", "evidence": "laboratory"},
        {"code": "rubella", "since": "2026-06-01"},
    ),
    "measurement": (
        "measurements",
        {"measured_on": "2026-06-15", "weight_kg": 6.1},
        {"weight_kg": 6.6, "measured_on": "2026-06-14"},
    ),
    "findings": ("findings", CARE["findings"], {"temperature_c": 37.1, "danger_signs": []}),
    "milestones": ("milestones", CARE["milestones"], {"items": {"laughs": False}}),
    "feeding": ("feeding", CARE["feeding"], {"milk": "mixed", "observed_on": "2026-06-13"}),
    "supplement": ("supplements", CARE["supplements"], {"given_on": "2026-02-01"}),
    "dental": ("dental", CARE["dental"], {"teeth_erupted": 3}),
}
"""By kind: the resource that records it, what is recorded, and the fields that an amendment changes."""
_IDS = ("dose_id", "not_given_id", "condition_id", "measurement_id", "entry_id", "screening_id")


def recorded(path: str, kind: str, caller: Caller = NURSE) -> str:
    """Record an entry of a kind and give its id."""
    resource, body, _ = AMENDED[kind]
    return id_in(caller.post(f"{path}/{resource}", body))


def id_in(answer: Answer) -> str:
    """Find the id of an entry in the answer that recorded it."""
    assert answer.status == 201, answer.body
    body = answer.body
    entry = body.get("dose") or body.get("not_given") or body.get("condition") or body.get("screening") or body
    return next(str(entry[name]) for name in _IDS if name in entry)


def at(path: str, kind: str, entry_id: str) -> str:
    """Give the address of an entry."""
    return f"{path}/entries/{kind}/{entry_id}"


def amend(address: str, changes: Any, tag: str = '"1"', caller: Caller = NURSE, reason: Any = None) -> Answer:
    """Amend an entry."""
    body = {"changes": changes, "reason": reason or REASON}
    return caller.call("PATCH", address, body, headers={"If-Match": tag})


def mark(address: str, tag: str = '"1"', caller: Caller = NURSE, reason: Any = None) -> Answer:
    """Mark an entry as entered in error."""
    body = {"reason": reason or WRONG}
    return caller.call("POST", f"{address}/entered-in-error", body, headers={"If-Match": tag})


def reinstate(address: str, tag: str = '"2"', caller: Caller = NURSE) -> Answer:
    """Let an entry count again."""
    return caller.call("POST", f"{address}/reinstate", {"reason": RIGHT}, headers={"If-Match": tag})
