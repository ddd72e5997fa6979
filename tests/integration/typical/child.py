"""The handbook of a girl of nine months, recorded by the routes: vaccinated, weighed and treated at her station."""

from datetime import date, timedelta
from typing import Any

from handbook import bootstrap
from handbook.domain.ids import HandbookId
from tests.integration.api import Answer
from tests.integration.corrected import REASON
from tests.integration.own_ids import own_id
from tests.integration.typical.pattern import Scene
from tests.integration.world import CHILD, MOTHER, MOTHERS_PHONE, NEAR, NEAR_TOO, NURSE

BORN = date(2025, 9, 8)
NAME = HandbookId(own_id(900_000))
PATH = f"/v1/handbooks/{NAME}"
_WEIGHED, _SEEN = own_id(1), own_id(31)
_DOSES = (
    ("bcg", 0),
    ("hepb-birth", 0),
    *((product, days) for days in (61, 91, 122) for product in ("penta", "bopv")),
    ("rotavin", 61),
    ("rotavin", 91),
    ("ipv", 152),
    ("measles", 275),
)
"""Product and age in days, as the national programme gives them."""

_SICK = {
    "visited_on": str(BORN + timedelta(days=60)),
    "kind": "sick_visit",
    "diagnoses": ["J06.9"],
    "sick_visit": {"complaint": "Sốt, ho hai ngày", "treatment": "Paracetamol, uống nhiều nước"},
}


def open_it() -> Scene:
    """Record nine months of a life by the routes, and give where its parts are."""
    child = {**CHILD, "birth_date": str(BORN), "guardian_phone": MOTHERS_PHONE, "commune_code": NEAR_TOO}
    rows = [{"kind": "handbook", "id": NAME, "data": child}, *_entries()]
    sent = _done(NURSE.call("POST", "/v1/sync", {"rows": rows}))
    assert {one["status"] for one in sent.body["items"]} == {201}, sent.body
    amended = {"changes": {"weight_kg": 3.4}, "reason": REASON}
    _done(NURSE.call("PATCH", f"{PATH}/entries/measurement/{_WEIGHED}", amended, headers={"If-Match": '"1"'}))
    number = {"subject": "child", "system": "personal_id", "value": "001325012345"}
    _done(NURSE.post(f"{PATH}/identifiers", number))
    moved = {"kind": "move", "on": _on(278), "commune_code": NEAR, "province_code": "01"}
    headers = {"If-Match": MOTHER.get(PATH).headers["ETag"], "Idempotency-Key": "move"}
    _done(MOTHER.call("POST", f"{PATH}/status", moved, headers=headers))
    dispute = _done(MOTHER.post(f"{PATH}/disputes", {"kind": "dose_missing", "text": "Thiếu mũi sởi"}))
    book = bootstrap.records().get(NAME)
    assert book is not None
    return Scene(book, _WEIGHED, _SEEN, dispute.body["dispute_id"])


def _done(answer: Answer) -> Answer:
    assert answer.status < 300, answer.body
    return answer


def _entries() -> list[dict[str, Any]]:
    said: list[tuple[str, dict[str, Any]]] = [
        ("measurement", {"measured_on": _on(30 * n), "weight_kg": round(3.2 + 0.6 * n, 1), "length_cm": 50 + 2 * n})
        for n in range(8)
    ]
    said += [("dose", {"product": product, "administered_on": _on(days)}) for product, days in _DOSES]
    said += [("feeding", {"observed_on": _on(days), "milk": "exclusive_breastfeeding"}) for days in (30, 120)]
    said += [("supplement", {"given_on": _on(200), "product": "vitamin_a", "recipient": "child", "dose_iu": 100_000})]
    said += [("dental", {"checked_on": _on(270), "teeth_erupted": 4})]
    said += [("milestones", {"checked_on": _on(270), "band": "7_to_9_months", "items": {"babbles": True}})]
    numbered = [(own_id(n), kind, data) for n, (kind, data) in enumerate(said, 1)]
    numbered += [
        (own_id(31 + n), "encounter", {**_SICK, "visited_on": _on(60 + 70 * n), **({"labs": _LABS} if n == 0 else {})})
        for n in range(3)
    ]
    return [{"kind": kind, "id": own, "handbook_id": NAME, "data": data} for own, kind, data in numbered]


_LABS = [{"test": "hiv", "finding": "negative"}]


def _on(age_days: int) -> str:
    return str(BORN + timedelta(days=age_days))
