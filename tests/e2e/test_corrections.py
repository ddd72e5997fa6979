"""Corrections and disputes over HTTP: a slip that is put right, a missing dose that a family disputes."""

from typing import Any

import pytest

from tests.e2e.client import Answer, Client


@pytest.fixture(scope="module")
def path(mother: Client, child: dict[str, Any]) -> str:
    """A handbook of its own, of a child of nine months."""
    opened = mother.post("/handbooks", {**child, "full_name": "Vũ Gia Hân", "birth_date": "2026-02-10"})
    assert opened.status == 201, opened.body
    return f"/handbooks/{opened.body['handbook_id']}"


def step(client: Client, place: str, name: str, **body: Any) -> Answer:
    tag = client.get(place).body["etag"]
    return client.call("POST", f"{place}/{name}", {"text": "Đã xem", **body}, headers={"If-Match": tag})


def test_a_family_disputes_a_missing_dose_and_a_nurse_records_it(nurse: Client, mother: Client, path: str) -> None:
    commune = mother.get(path).body["commune_code"]
    opened = mother.post(f"{path}/disputes", {"kind": "dose_missing", "text": "Bé đã tiêm BCG lúc mới sinh"})
    assert opened.status == 201, opened.body
    place = f"{path}/disputes/{opened.body['dispute_id']}"

    waiting = nurse.get(f"/disputes?commune_code={commune}").body["items"]
    acknowledged = step(nurse, place, "acknowledge")
    given = {"product": "bcg", "administered_on": "2026-02-11", "kind": "historical"}
    dose = nurse.post(f"{path}/immunizations", given).body["dose"]["dose_id"]
    entry = {"kind": "dose", "entry_id": dose}
    resolved = step(nurse, place, "resolve", outcome="corrected", entry=entry)

    assert opened.body["dispute_id"] in [one["dispute_id"] for one in waiting]
    assert (acknowledged.status, acknowledged.body["state"]) == (200, "acknowledged"), acknowledged.body
    assert (resolved.status, resolved.body["state"]) == (200, "resolved"), resolved.body
    assert mother.get(place).body["steps"][-1]["entry"] == entry


def test_a_day_that_was_wrong_is_put_right_and_the_version_before_stays(
    nurse: Client, mother: Client, path: str
) -> None:
    given = {"product": "penta", "administered_on": "2026-04-12"}
    dose = nurse.post(f"{path}/immunizations", given).body["dose"]["dose_id"]
    address = f"{path}/entries/dose/{dose}"
    reason = {"code": "wrong_day", "text": "Đọc nhầm ngày trên sổ"}

    body = {"changes": {"administered_on": "2026-04-15"}, "reason": reason}
    amended = nurse.call("PATCH", address, body, headers={"If-Match": '"1"'})
    late = nurse.call("PATCH", address, body, headers={"If-Match": '"1"'})
    families = mother.call("PATCH", address, body, headers={"If-Match": '"2"'})

    assert (amended.status, amended.headers["Etag"]) == (200, '"2"'), amended.body
    assert (late.status, late.body["kept"]["data"]["administered_on"]) == (412, "2026-04-15")
    assert families.status == 403
    versions = mother.get(f"{address}/versions").body["items"]
    assert [one["data"]["administered_on"] for one in versions] == ["2026-04-15", "2026-04-12"]
    assert versions[0]["reason"] == reason
