"""From pregnancy to birth to the first dose, against the deployed stack."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from handbook.domain.calendar import local_date
from tests.e2e.client import Answer, Client, family
from tools.stack.lifecycle import Stack

TODAY = local_date(datetime.now(UTC))


def days_ago(days: int) -> str:
    return (TODAY - timedelta(days=days)).isoformat()


@pytest.fixture(scope="module")
def expecting(stack: Stack) -> Client:
    """Sign in a mother of her own."""
    return family(stack)


@pytest.fixture(scope="module")
def opened(expecting: Client, child: dict[str, Any]) -> dict[str, Any]:
    """Open a handbook in a pregnancy of 275 days."""
    residence = {name: child[name] for name in ("commune_code", "province_code")}
    pregnancy = {
        "mother": {"full_name": "Trần Thị Ngọc Lan", "birth_date": "1997-05-21"},
        "dating": {"method": "lmp", "last_period_on": days_ago(275)},
    }
    answer = expecting.post("/handbooks", {**residence, "pregnancy": pregnancy})
    assert answer.status == 201, answer.body
    body: dict[str, Any] = answer.body
    return body


def happened(client: Client, path: str, etag: str, body: dict[str, Any]) -> Answer:
    headers = {"If-Match": etag, "Idempotency-Key": str(uuid.uuid4())}
    return client.call("POST", f"{path}/status", body, headers)


def test_a_pregnancy_becomes_two_children_with_a_code_each_who_get_their_first_doses(
    expecting: Client, nurse: Client, opened: dict[str, Any]
) -> None:
    path = f"/handbooks/{opened['handbook_id']}"
    assert (opened["pregnancy"]["gestation"], opened["pregnancy"]["trimester"]) == ("39w2d", 3)
    assert expecting.get(f"{path}/growth").problem == "not-born-yet"
    assert nurse.post(f"{path}/tetanus", {"product": "tt", "administered_on": days_ago(30)}).status == 201
    assert expecting.get(f"{path}/tetanus").body["forecast"]["groups"][0]["dose_number"] == 2
    high = {"subject": "mother", "stage": "pregnancy", "systolic_mmhg": 145, "diastolic_mmhg": 92}
    found = nurse.post(f"{path}/findings", {**high, "observed_on": days_ago(1)})
    assert (found.status, found.body["gestation_days"]) == (201, 274)
    first = {"outcome": "alive", "born_on": days_ago(0), "sex": "F", "weight_g": 2600, "apgar_5": 9}
    second = {**first, "sex": "M", "weight_g": 2450, "full_name": "Trần Gia Huy"}

    born = nurse.post(f"{path}/birth", {"children": [first, second], "place": "hospital"})

    assert born.status == 201, born.body
    one, two = born.body["handbooks"]
    assert (one["code"], one["handbook_id"]) == (opened["code"], opened["handbook_id"])
    assert two["pregnancy_in"] == one["handbook_id"]
    assert expecting.get(f"/qr/codes/{two['code']}").body["full_name"] == "Trần Gia Huy"
    for book in (one, two):
        place = f"/handbooks/{book['handbook_id']}"
        dose = nurse.post(f"{place}/immunizations", {"product": "hepb-birth", "administered_on": days_ago(0)})
        assert (dose.status, dose.body["dose"]["evaluation"]["status"]) == (201, "valid")
        assert expecting.get(place).body["pregnancy"]["mother"]["full_name"] == "Trần Thị Ngọc Lan"
        assert expecting.get(f"{place}/growth").body["items"][0]["measured_on"] == days_ago(0)


def test_an_end_recorded_by_mistake_is_taken_back_and_stays_readable(expecting: Client, nurse: Client) -> None:
    book = next(one for one in expecting.get("/handbooks").body["items"] if one["pregnancy_in"])
    path = f"/handbooks/{book['handbook_id']}"
    ended = happened(nurse, path, book["etag"], {"kind": "death", "on": days_ago(0)})
    assert (ended.status, ended.body["handbook"]["state"]) == (201, "deceased")
    assert expecting.get(f"{path}/forecast").body["groups"] == []
    event = {"kind": "retraction", "on": days_ago(0), "retracts": ended.body["event"]["event_id"]}
    back = happened(nurse, path, ended.body["handbook"]["etag"], event)
    assert (back.status, back.body["handbook"]["state"]) == (201, "in_care")
    kinds = [one["kind"] for one in expecting.get(f"{path}/status").body["items"]]
    assert kinds == ["birth", "death", "retraction"]
