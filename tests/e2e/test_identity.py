"""One child with two handbooks over HTTP: found, offered, merged, read as one, and parted again."""

from typing import Any

from tests.e2e.client import Client


def test_two_handbooks_of_one_child_come_together_and_apart(
    nurse: Client, mother: Client, child: dict[str, Any]
) -> None:
    said = {**child, "full_name": "Đặng Thị Thùy Dương", "sex": "F", "birth_date": "2026-03-04"}
    kept = mother.post("/handbooks", {**said, "mother_name": "Lý Thị Sen"}).body
    number = {"subject": "child", "system": "foreign_passport", "value": "XE2E0001"}
    recorded = nurse.post(f"/handbooks/{kept['handbook_id']}/identifiers", number)
    assert (recorded.status, recorded.body["identifier"]["value"]) == (201, "••••••01"), recorded.body

    other = mother.post("/handbooks", {**said, "full_name": "dang thi thuy duong", "mother_name": "Lý Thị Sen"}).body
    assert [one["handbook_id"] for one in other["possible_duplicates"]] == [kept["handbook_id"]]
    dose = nurse.post(
        f"/handbooks/{other['handbook_id']}/immunizations", {"product": "bcg", "administered_on": "2026-03-05"}
    )
    assert dose.status == 201, dose.body
    name = {"by_name": {"name": "thuy duong", "birth_date": "2026-03-04"}}
    found = nurse.post("/handbooks/search", name).body["items"]
    assert {one["handbook_id"] for one in found} == {kept["handbook_id"], other["handbook_id"]}

    preview = nurse.post(f"/handbooks/{kept['handbook_id']}/merge/preview", {"other_id": other["handbook_id"]})
    assert (preview.status, preview.body["warnings"], preview.body["entries"]) == (200, [], 1), preview.body
    body = {"other_id": other["handbook_id"], "other_etag": other["etag"], "reason": "Một bé, hai sổ"}
    merged = nurse.call("POST", f"/handbooks/{kept['handbook_id']}/merge", body, headers={"If-Match": kept["etag"]})
    assert merged.status == 200, merged.body
    for book in (kept, other):
        listed = mother.get(f"/handbooks/{book['handbook_id']}/immunizations?limit=1").body["items"]
        assert [one["product"] for one in listed] == ["bcg"]
        scanned = nurse.get(f"/qr/codes/{book['code']}").body
        assert scanned["handbook_id"] == kept["handbook_id"]
    passport = {"identifier": {"system": "foreign_passport", "value": "xe2e 0001"}}
    assert [one["handbook_id"] for one in nurse.post("/handbooks/search", passport).body["items"]] == [
        kept["handbook_id"]
    ]
    register = nurse.get(f"/communes/{child['commune_code']}/register?limit=100").body["items"]
    assert other["handbook_id"] not in {one["handbook_id"] for one in register}

    undone = {"other_id": other["handbook_id"], "reason": "Hai bé khác nhau"}
    tag = {"If-Match": mother.get(f"/handbooks/{kept['handbook_id']}").body["etag"]}
    parted = nurse.call("POST", f"/handbooks/{kept['handbook_id']}/unmerge", undone, headers=tag)
    assert parted.status == 200, parted.body
    assert mother.get(f"/handbooks/{kept['handbook_id']}/immunizations").body["items"] == []
    assert len(mother.get(f"/handbooks/{other['handbook_id']}/immunizations").body["items"]) == 1
