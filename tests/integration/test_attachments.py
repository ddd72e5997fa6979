"""Photographs and scans: announced, uploaded, looked at, and only then seen by those who may."""

import base64
import json
from dataclasses import replace
from datetime import date
from typing import Any

import boto3
import pytest

from handbook import bootstrap
from handbook.bootstrap import attachments
from handbook.domain.access import Action, Actor, Ground, Role
from handbook.domain.attachments import MOST_ATTACHMENTS, About, Attachment
from handbook.domain.ids import HandbookId, StaffId
from handbook.domain.receipts import Receipt
from handbook.usecases.context import Context
from tests.integration.api import Answer, Caller
from tests.integration.refusals import refused
from tests.integration.test_encounters import ANTENATAL, HIV, SICK
from tests.integration.world import (
    FAR_NURSE,
    MANAGER,
    MOTHER,
    NOBODY,
    NURSE,
    OTHER_MOTHER,
    VENDOR,
    Clock,
    everything,
    items,
    open_handbook,
)
from tests.unit.domain.scans.pictures import PLACE, exif, jpeg, pdf, png, segment

pytestmark = pytest.mark.usefixtures("world")
PHOTO = jpeg(segment(0xE1, exif(6)))
CLEAN = jpeg(segment(0xE1, exif(6).removesuffix(PLACE)))


@pytest.fixture
def path() -> str:
    return f"/v1/handbooks/{open_handbook(gestation_days=280)['handbook_id']}"


def visit(path: str, body: dict[str, Any] = SICK, caller: Caller = NURSE) -> dict[str, Any]:
    recorded = caller.post(f"{path}/encounters", body)
    assert recorded.status == 201, recorded.body
    return {"kind": "encounter", "id": recorded.body["encounter_id"]}


def announce(path: str, about: dict[str, Any], caller: Caller = NURSE, data: bytes = PHOTO, **changes: Any) -> Answer:
    body = {"about": about, "media_type": "image/jpeg", "size_bytes": len(data)}
    return caller.post(f"{path}/attachments", {**body, **changes})


def upload(attachment_id: str, data: bytes) -> None:
    boto3.client("s3").put_object(Bucket="attachments", Key=f"incoming/{attachment_id}", Body=data)


def keys() -> list[str]:
    return [one["Key"] for one in boto3.client("s3").list_objects_v2(Bucket="attachments").get("Contents", [])]


def attached(path: str, about: dict[str, Any], caller: Caller = NURSE, data: bytes = PHOTO) -> dict[str, Any]:
    announced = announce(path, about, caller, data)
    assert announced.status == 201, announced.body
    attachment_id = announced.body["attachment_id"]
    upload(attachment_id, data)
    completed = caller.post(f"{path}/attachments/{attachment_id}/complete", None)
    assert completed.status == 201, completed.body
    body: dict[str, Any] = completed.body
    return body


def test_the_form_takes_one_object_of_one_type_and_one_size_for_a_while(path: str) -> None:
    answer = announce(path, visit(path)).body
    form = answer["upload"]
    policy = json.loads(base64.b64decode(form["fields"]["policy"]))
    key = f"incoming/{answer['attachment_id']}"
    assert {"Content-Type": "image/jpeg"} in policy["conditions"]
    assert ["content-length-range", len(PHOTO), len(PHOTO)] in policy["conditions"]
    assert {"key": key} in policy["conditions"]
    assert (form["fields"]["key"], form["fields"]["Content-Type"]) == (key, "image/jpeg")
    assert form["expires_in_seconds"] == 900
    assert form["fields"]["policy"] not in str(items("TransientTable"))


def test_a_file_is_seen_once_it_was_completed_and_without_place_and_device(path: str) -> None:
    about = visit(path)
    announced = announce(path, about).body
    place = f"{path}/attachments/{announced['attachment_id']}"
    upload(announced["attachment_id"], PHOTO)
    refused(NURSE.get(place), 404, "not-found")

    completed = NURSE.post(f"{place}/complete", None)

    assert completed.status == 201, completed.body
    assert completed.body["about"] == about
    assert (completed.body["size_bytes"], completed.body["metadata_removed"]) == (len(CLEAN), True)
    fetched = MOTHER.get(place)
    assert {name: fetched.body[name] for name in completed.body} == completed.body
    assert fetched.body["expires_in_seconds"] == 300
    assert "attachment.jpg" in fetched.body["url"]
    stored = boto3.client("s3").get_object(Bucket="attachments", Key=f"kept/{announced['attachment_id']}")
    assert (stored["Body"].read(), stored["ContentType"]) == (CLEAN, "image/jpeg")
    assert keys() == [f"kept/{announced['attachment_id']}"]


@pytest.mark.parametrize(
    ("media_type", "data", "removed"), [("image/png", png(), True), ("application/pdf", pdf(), False)]
)
def test_other_types_are_kept_as_well_and_a_pdf_as_it_came(
    path: str, media_type: str, data: bytes, removed: bool
) -> None:
    announced = announce(path, visit(path), data=data, media_type=media_type).body
    upload(announced["attachment_id"], data)
    completed = NURSE.post(f"{path}/attachments/{announced['attachment_id']}/complete", None)
    assert (completed.status, completed.body["metadata_removed"]) == (201, removed)


def test_completing_again_changes_nothing(path: str) -> None:
    done = attached(path, visit(path))
    after = {name: items for name, items in everything().items() if name != "AuditTable"}
    again = NURSE.post(f"{path}/attachments/{done['attachment_id']}/complete", None)
    assert (again.status, again.body) == (201, done)
    assert {name: items for name, items in everything().items() if name != "AuditTable"} == after


def test_what_has_not_arrived_is_not_completed(path: str) -> None:
    announced = announce(path, visit(path)).body
    refused(NURSE.post(f"{path}/attachments/{announced['attachment_id']}/complete", None), 409, "not-uploaded")


@pytest.mark.parametrize(
    ("data", "field"),
    [(PHOTO + b"x", "size_bytes"), (PHOTO[:-2] + b"xx", "media_type"), (b"<" * len(PHOTO), "media_type")],
    ids=["larger", "cut off", "another type"],
)
def test_what_is_not_as_announced_is_thrown_away(path: str, data: bytes, field: str) -> None:
    announced = announce(path, visit(path)).body
    upload(announced["attachment_id"], data)
    before = everything()
    place = f"{path}/attachments/{announced['attachment_id']}"
    refused(NURSE.post(f"{place}/complete", None), 422, "wrong-file", field)
    assert keys() == []
    assert everything() == before
    refused(NURSE.get(place), 404, "not-found")


def test_an_upload_is_completed_by_who_announced_it_and_within_a_day(path: str) -> None:
    announced = announce(path, visit(path)).body
    upload(announced["attachment_id"], PHOTO)
    refused(MOTHER.post(f"{path}/attachments/{announced['attachment_id']}/complete", None), 404, "not-found")
    other = f"/v1/handbooks/{open_handbook()['handbook_id']}"
    refused(NURSE.post(f"{other}/attachments/{announced['attachment_id']}/complete", None), 404, "not-found")
    refused(NURSE.post(f"{path}/attachments/nobody/complete", None), 404, "not-found")
    refused(NURSE.post(f"{path}/attachments/{'x' * 300}/complete", None), 404, "not-found")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"media_type": "image/heic"}, "media_type"),
        ({"media_type": "text/html"}, "media_type"),
        ({"size_bytes": 0}, "size_bytes"),
        ({"size_bytes": 10 * 1024 * 1024 + 1}, "size_bytes"),
        ({"about": {"kind": "encounter", "id": "nobody"}}, "about.id"),
        ({"about": {"kind": "encounter"}}, "about.id"),
        ({"about": {"kind": "acknowledgement", "id": "x"}}, "about.kind"),
        ({"about": {"kind": "attachment", "id": "x"}}, "about.kind"),
        ({"about": {"kind": "moon", "id": "x"}}, "about.kind"),
        ({"about": {"kind": "dispute", "id": "x"}}, "about.id"),
    ],
)
def test_what_cannot_be_attached_is_refused_by_field(path: str, change: dict[str, Any], field: str) -> None:
    before = everything()
    body = {"about": {"kind": "dispute"}, "media_type": "image/jpeg", "size_bytes": 9, **change}
    refused(NURSE.post(f"{path}/attachments", body), 422, "invalid-field", field)
    assert everything() == before


def test_a_name_is_not_taken(path: str) -> None:
    refused(announce(path, {"kind": "dispute"}, file_name="Ánh.jpg"), 422, "unknown-field", "file_name")


def test_a_file_can_belong_to_an_entry_or_to_a_dispute_that_will_name_it(path: str) -> None:
    weighed = MOTHER.post(f"{path}/measurements", {"measured_on": "2026-06-15", "weight_kg": 6.1}).body
    for about in ({"kind": "measurement", "id": weighed["measurement_id"]}, {"kind": "dispute", "id": None}):
        assert attached(path, about, MOTHER)["about"] == about


def test_a_foreign_handbook_and_its_files_are_absent(path: str) -> None:
    done = attached(path, visit(path))
    before = everything()
    for caller in (OTHER_MOTHER, FAR_NURSE, MANAGER, VENDOR):
        refused(announce(path, {"kind": "dispute"}, caller), 404, "not-found")
        refused(caller.get(f"{path}/attachments/{done['attachment_id']}"), 404, "not-found")
        refused(caller.post(f"{path}/attachments/{done['attachment_id']}/complete", None), 404, "not-found")
    refused(NOBODY.get(f"{path}/attachments/{done['attachment_id']}"), 401, "unauthenticated")
    assert everything() == before
    other = f"/v1/handbooks/{open_handbook()['handbook_id']}"
    refused(MOTHER.get(f"{other}/attachments/{done['attachment_id']}"), 404, "not-found")


def test_staffs_files_and_looks_stand_in_the_access_log(path: str) -> None:
    done = attached(path, visit(path))
    NURSE.get(f"{path}/attachments/{done['attachment_id']}")
    MOTHER.get(f"{path}/attachments/{done['attachment_id']}")
    logged = [(one["actor_id"], one["action"]) for one in MOTHER.get(f"{path}/access-log").body["items"]]
    assert logged.count(("nurse", "attach_file")) == 2
    assert [one for one in logged if one[1] == "read_file"] == [("nurse", "read_file")]


def test_a_photograph_of_a_visit_with_hiv_results_is_shown_to_staff_only(path: str) -> None:
    about = visit(path, {**ANTENATAL, **HIV})
    done = attached(path, about)
    place = f"{path}/attachments/{done['attachment_id']}"
    assert NURSE.get(place).status == 200
    refused(MOTHER.get(place), 404, "not-found")
    refused(announce(path, about, MOTHER), 422, "invalid-field", "about.id")


def test_a_handbook_has_only_so_many_files(path: str, clock: Clock) -> None:
    records = bootstrap.records()
    handbook = records.get(HandbookId(path.rpartition("/")[2]))
    assert handbook is not None
    for number in range(MOST_ATTACHMENTS):
        if number == MOST_ATTACHMENTS - 1:
            assert announce(path, {"kind": "dispute"}).status == 201
        clock.move(seconds=1)
        about = (f"a{number:03}", date(2026, 6, 15), clock(), "nurse", "staff", About("dispute"))
        one = Attachment(*about, "image/jpeg", 9, "0" * 64, metadata_removed=True)  # type: ignore[arg-type]
        context = Context(Actor(StaffId("nurse"), Role.HEALTH_WORKER), clock(), f"r{number}")
        access = context.audit(Action.ATTACH_FILE, Ground.AREA, handbook.handbook_id)
        receipt = Receipt("nurse", f"k{number}", "POST", b"", clock(), lambda _: {})
        records.add_entry(one, access, receipt, one, changed=handbook)
        handbook = replace(handbook, version=(handbook.version or 0) + 1)
    refused(announce(path, {"kind": "dispute"}), 409, "too-many-attachments")


def test_a_file_stands_in_the_change_feed_is_not_amended_and_can_be_entered_in_error(path: str) -> None:
    done = attached(path, visit(path))
    entry = f"{path}/entries/attachment/{done['attachment_id']}"
    reason = {"code": "wrong_child", "text": "Nhầm trẻ"}

    (seen,) = [one for one in NURSE.get(f"{path}/changes").body["items"] if one.get("kind") == "attachment"]
    assert seen["data"]["about"] == done["about"]
    change = {"changes": {"media_type": "image/png"}, "reason": reason}
    headers = {"If-Match": '"1"', "Idempotency-Key": "k"}
    refused(NURSE.call("PATCH", entry, change, headers=headers), 422, "invalid-field", "changes")
    marked = NURSE.call("POST", f"{entry}/entered-in-error", {"reason": reason}, headers=headers)
    assert marked.status == 200, marked.body
    refused(NURSE.get(f"{path}/attachments/{done['attachment_id']}"), 404, "not-found")


def test_a_retry_of_an_announcement_gets_the_same_file_with_a_fresh_form(path: str, clock: Clock) -> None:
    body = {"about": {"kind": "dispute"}, "media_type": "image/jpeg", "size_bytes": 9}
    first = MOTHER.post(f"{path}/attachments", body, key="k").body
    clock.move(minutes=20)
    again = MOTHER.post(f"{path}/attachments", body, key="k").body
    assert again["attachment_id"] == first["attachment_id"]
    assert attachments.uploads().get(first["attachment_id"]) is not None
