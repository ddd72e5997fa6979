"""Consents and requests about personal data over HTTP: one family's walk."""

from typing import Any

import pytest

from tests.e2e.client import Answer, Client


@pytest.fixture(scope="module")
def path(mother: Client, child: dict[str, Any]) -> str:
    """A handbook of its own."""
    opened = mother.post("/handbooks", {**child, "full_name": "Đặng Minh Châu", "birth_date": "2026-03-02"})
    assert opened.status == 201, opened.body
    return f"/handbooks/{opened.body['handbook_id']}"


def words(client: Client, purpose: str) -> dict[str, Any]:
    one = next(one for one in client.get("/consent-texts").body["items"] if one["purpose"] == purpose)
    return {
        "purpose": purpose,
        "text_version": one["version"],
        "text_hash": one["sha256"]["vi"],
        "channel": "app",
        "given": True,
    }


def step(client: Client, place: str, name: str, **body: Any) -> Answer:
    tag = client.get(place).body["etag"]
    return client.call("POST", f"{place}/steps", {"step": name, **body}, headers={"If-Match": tag})


def test_a_family_agrees_and_withdraws_for_the_child_and_for_itself(mother: Client, path: str) -> None:
    given = mother.post(f"{path}/consents", words(mother, "share_school"))
    gone = mother.post(f"{path}/consents/share_school/withdrawal", {"channel": "app"})
    own = mother.post("/me/consents", words(mother, "email_notices"))

    assert [(one.status, one.body["state"]) for one in (given, gone, own)] == [
        (201, "in_force"),
        (201, "withdrawn"),
        (201, "in_force"),
    ]
    assert [one["act"] for one in mother.get(f"{path}/consents").body["items"]] == ["given", "withdrawn"]
    assert [one["purpose"] for one in mother.get("/me/consents").body["items"]] == ["email_notices"]


def test_a_family_asks_for_deletion_is_refused_by_law_and_has_its_handbook_restricted(
    mother: Client, nurse: Client, path: str
) -> None:
    wish = mother.post(f"{path}/data-requests", {"kind": "delete", "text": "Tôi muốn xóa sổ"})
    assert (wish.status, wish.body["offers"]) == (201, ["restrict"]), wish.body
    place = f"{path}/data-requests/{wish.body['request_id']}"
    unit = nurse.get("/me").body["unit_id"]

    listed = nurse.get(f"/units/{unit}/data-requests").body["items"]
    kept = step(nurse, place, "fulfil")
    refused = step(nurse, place, "refuse", code="retention", text="Có thể hạn chế xử lý")

    assert wish.body["request_id"] in [one["request_id"] for one in listed]
    assert (kept.status, kept.problem) == (409, "retention-holds")
    assert (refused.status, refused.body["state"]) == (200, "refused"), refused.body

    wish = mother.post(f"{path}/data-requests", {"kind": "restrict", "text": "Vậy xin hạn chế xử lý"})
    place = f"{path}/data-requests/{wish.body['request_id']}"
    assert step(nurse, place, "fulfil").body["state"] == "fulfilled"
    assert nurse.get(path).status == 200
    export = nurse.post(f"{path}/exports", {"format": "json", "purpose": "correction"})
    assert (export.status, export.problem) == (403, "forbidden")
    assert step(mother, place, "lift").body["state"] == "lifted"
