"""What somebody tried on the running system, and what it answers now."""

from typing import Any

import pytest

from handbook.domain.reminders.kinds import Kind
from handbook.domain.reminders.rules import rules_on
from handbook.domain.reminders.texts import sms_text
from handbook.domain.reminders.touches import Touch
from handbook.storage.tables import connection
from tests.integration.api import Answer, Caller
from tests.integration.test_codes import bind, printed
from tests.integration.world import CHILD, FAR_NURSE, MOTHER, NOBODY, NURSE, everything, items, open_handbook
from tests.unit.usecases.mornings import DUE

pytestmark = pytest.mark.usefixtures("world")
__all__ = ["printed"]  # a fixture


def test_one_binding_sent_twice_at_once_is_answered_twice_alike(printed: str) -> None:
    handbook_id = open_handbook()["handbook_id"]
    events, twins = connection().client.meta.events, list[Answer]()

    def overtake(**_: Any) -> None:
        events.unregister("before-call.dynamodb.GetItem", overtake)
        twins.append(bind(printed, handbook_id, key="one"))

    # The twin commits after this request looked for its receipt, and before it looks at the code.
    seen = 0

    def later(**arguments: Any) -> None:
        nonlocal seen
        seen += 1
        if seen == 4:
            events.unregister("before-call.dynamodb.GetItem", later)
            overtake(**arguments)

    events.register("before-call.dynamodb.GetItem", later)
    mine = bind(printed, handbook_id, key="one")

    assert [mine.status, *[twin.status for twin in twins]] == [201, 201]
    assert mine.text == twins[0].text


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/octet-stream", "application/xml", "text/json", "multipart/form-data"]
)
def test_a_body_that_is_not_said_to_be_json_is_refused_by_name(media_type: str) -> None:
    refused = NOBODY.call("POST", "/v1/auth/otp", {"phone": "0912345678"}, headers={"Content-Type": media_type})

    assert (refused.status, refused.problem) == (415, "unsupported-media-type")


@pytest.mark.parametrize("media_type", ["APPLICATION/JSON", "application/json; charset=utf-8"])
def test_json_may_be_spelled_as_the_standard_allows(media_type: str) -> None:
    opened = MOTHER.call("POST", "/v1/handbooks", CHILD, headers={"Content-Type": media_type, "Idempotency-Key": "k"})

    assert opened.status == 201, opened.text


def test_a_key_that_stands_twice_is_refused() -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}/measurements"
    raw = '{"measured_on": "2026-06-15", "weight_kg": 6.0, "weight_kg": 7.0}'

    refused = MOTHER.call("POST", path, raw=raw, headers={"Idempotency-Key": "k"})

    assert (refused.status, refused.problem) == (400, "malformed-json")


def test_a_visit_does_not_move_a_child_into_the_visitors_area() -> None:
    opened = open_handbook()
    path = f"/v1/handbooks/{opened['handbook_id']}"
    assert FAR_NURSE.get(f"/v1/qr/codes/{opened['code']}").status == 200

    moved = FAR_NURSE.call("PATCH", path, {"commune_code": "00013"}, headers={"If-Match": '"1"'})
    renamed = FAR_NURSE.call("PATCH", path, {"full_name": "Bé Na"}, headers={"If-Match": '"1"'})

    assert (moved.status, moved.problem) == (403, "forbidden")
    assert renamed.status == 200
    assert NURSE.get(path).body["commune_code"] == CHILD["commune_code"]


@pytest.mark.parametrize("caller", [MOTHER, NURSE])
def test_a_province_that_does_not_exist_is_refused(caller: Caller) -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}"
    before = everything()

    opened = MOTHER.post("/v1/handbooks", {**CHILD, "province_code": "99"})
    changed = caller.call("PATCH", path, {"province_code": "02"}, headers={"If-Match": '"1"'})

    for refused in (opened, changed):
        assert (refused.status, refused.body["errors"][0]["field"]) == (422, "province_code")
    assert {name: rows for name, rows in everything().items() if name != "AuditTable"} == {
        name: rows for name, rows in before.items() if name != "AuditTable"
    }


def test_a_corrected_profile_keeps_the_one_before_with_who_and_when() -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}"
    for version, name in enumerate(("Bé Na", "Bé Ni"), start=1):
        assert NURSE.call("PATCH", path, {"full_name": name}, headers={"If-Match": f'"{version}"'}).status == 200

    kept = [item for item in items("RecordsTable") if item["sk"]["S"].startswith("PROFILE#")]

    assert sorted(item["sk"]["S"] for item in kept) == ["PROFILE#000001", "PROFILE#000002"]
    assert all('"replaced_by": "nurse"' in item["entry"]["S"] and item["recorded_at"]["S"] for item in kept)
    assert "Ánh" in min(kept, key=lambda item: item["sk"]["S"])["entry"]["S"].encode().decode("unicode_escape")


def test_a_corrected_sex_changes_the_scores_of_what_was_measured() -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}"
    NURSE.post(f"{path}/measurements", {"measured_on": "2026-06-15", "weight_kg": 6.5})
    assert MOTHER.call("PATCH", path, {"sex": "M"}, headers={"If-Match": '"1"'}).status == 200

    listed = MOTHER.get(f"{path}/measurements").body["items"][0]["assessment"]["waz"]

    assert listed == MOTHER.get(f"{path}/growth").body["items"][0]["assessment"]["waz"]


@pytest.mark.parametrize("path", ["/v1/handbooks/{}", "/v1/handbooks/{}/access-log", "/v1/handbooks/{}/growth"])
def test_an_id_as_long_as_a_letter_is_absent_and_no_outage(path: str) -> None:
    assert MOTHER.get(path.format("a" * 3000)).status == 404


@pytest.mark.parametrize("name", ["\u0000", "\u200b", "Bé\u202eNa", "12345", "--"])
def test_a_name_of_invisible_signs_or_without_a_letter_is_refused(name: str) -> None:
    refused = MOTHER.post("/v1/handbooks", {**CHILD, "full_name": name})

    assert (refused.status, refused.body["errors"][0]["field"]) == (422, "full_name")


@pytest.mark.parametrize("name", ["http://evil.example", "a.vn/b", "x@y", "500.000d"])
def test_a_name_is_no_link_in_a_message_of_ours(name: str) -> None:
    text = sms_text([Touch(DUE, Kind.DUE, DUE)], [name], "vi", rules_on(DUE))

    assert name not in text
    assert text.startswith("So Me va Be: be co lich")


def test_a_family_names_no_other_guardian() -> None:
    refused = MOTHER.post("/v1/handbooks", {**CHILD, "guardian_phone": "0987654321"})

    assert (refused.status, refused.body["errors"][0]["field"]) == (422, "guardian_phone")


def test_a_field_that_is_not_known_is_not_repeated_at_length() -> None:
    refused = MOTHER.post("/v1/handbooks", {**CHILD, "x" * 5000: 1})

    assert (refused.status, refused.problem) == (422, "unknown-field")
    assert len(refused.text) < 500


def test_a_retry_is_answered_only_while_the_right_lasts() -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}"
    dose = {"product": "bcg", "administered_on": "2026-01-06"}
    first = NURSE.post(f"{path}/immunizations", dose, key="one")
    assert NURSE.post(f"{path}/immunizations", dose, key="one").text == first.text
    assert MOTHER.call("PATCH", path, {"commune_code": "00013"}, headers={"If-Match": '"1"'}).status == 200

    again = NURSE.post(f"{path}/immunizations", dose, key="one")

    assert (again.status, again.problem) == (404, "not-found")
