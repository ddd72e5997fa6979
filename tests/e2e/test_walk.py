"""The main job, as one walk (design: product), against the deployed stack."""

import hashlib
import time
import urllib.request
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest

from handbook.domain.calendar import local_date
from tests.e2e.client import Answer, Client, family, new_phone, staff
from tools.stack.lifecycle import Stack
from tools.stack.remind import remind

PATIENCE_SECONDS = 120
# What browsers send for an <img>: the type that is meant stands far behind.
BROWSER_IMAGE = "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8"


def until(look: Any, *, seconds: float = PATIENCE_SECONDS) -> Any:
    """Look again and again until there is something to see."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        seen = look()
        if seen:
            return seen
        time.sleep(0.5)
    return look()


def account_of(accounts: list[Mapping[str, Any]], role: str) -> Mapping[str, Any]:
    return next(account for account in accounts if account["role"] == role)


@pytest.fixture(scope="module")
def batch(stack: Stack, accounts: list[Mapping[str, Any]], nurse: Client) -> dict[str, Any]:
    """Order codes for the nurse's station as the print manager."""
    manager = staff(stack, account_of(accounts, "print_manager"))
    vendor = staff(stack, account_of(accounts, "print_vendor")).get("/me").body["unit_id"]
    order = {"vendor_id": vendor, "unit_id": nurse.get("/me").body["unit_id"], "quantity": 80}
    ordered = manager.post("/qr/batches", order)
    assert ordered.status == 201, ordered.body
    body: dict[str, Any] = ordered.body
    return body


@pytest.fixture(scope="module")
def files(stack: Stack, accounts: list[Mapping[str, Any]], batch: dict[str, Any]) -> list[dict[str, Any]]:
    """Wait for the sheets and list them as the vendor."""
    vendor = staff(stack, account_of(accounts, "print_vendor"))
    path = f"/qr/batches/{batch['batch_id']}"
    assert until(lambda: vendor.get(path).body["state"] == "ready"), vendor.get(path).body
    listed = vendor.get(f"{path}/files")
    assert listed.status == 200
    items: list[dict[str, Any]] = listed.body["items"]
    return items


def download(file: Mapping[str, Any]) -> bytes:
    with urllib.request.urlopen(file["url"], timeout=60) as response:
        data: bytes = response.read()
    return data


def test_the_vendor_downloads_sheets_and_manifest_that_add_up(files: list[dict[str, Any]]) -> None:
    sheets = [file for file in files if file["content_type"] == "application/pdf"]
    manifest = next(file for file in files if file["name"].endswith(".csv"))

    assert [file["codes"] for file in sheets] == [80]
    assert all(hashlib.sha256(download(file)).hexdigest() == file["sha256"] for file in files)
    assert download(sheets[0]).startswith(b"%PDF-")
    lines = download(manifest).decode().splitlines()
    assert lines[0] == "serial,code,file,page,position"
    assert len({line.split(",")[1] for line in lines[1:]}) == 80


def test_a_printed_code_is_scanned_and_bound_and_then_opens_the_handbook(
    stack: Stack,
    accounts: list[Mapping[str, Any]],
    nurse: Client,
    mother: Client,
    handbook: dict[str, Any],
    batch: dict[str, Any],
    files: list[dict[str, Any]],
) -> None:
    manifest = next(file for file in files if file["name"].endswith(".csv"))
    code = download(manifest).decode().splitlines()[1].split(",")[1]
    spelled = " ".join(code[i : i + 4] for i in range(0, 20, 4)).lower().replace(" ", "-")

    early = nurse.post(f"/qr/codes/{code}/bind", {"handbook_id": handbook["handbook_id"]})
    manager = staff(stack, account_of(accounts, "print_manager"))
    run = {name: batch[name] for name in ("batch_id", "first_serial", "last_serial")}
    given = manager.post("/qr/allocations", {**run, "unit_id": nurse.get("/me").body["unit_id"]})
    free = nurse.get(f"/qr/codes/{spelled}")
    bound = nurse.post(f"/qr/codes/{code}/bind", {"handbook_id": handbook["handbook_id"]})
    again = nurse.post(f"/qr/codes/{code}/bind", {"handbook_id": handbook["handbook_id"]})

    assert (given.status, given.body["allocated"]) == (201, 80)
    assert (free.status, free.body["state"], free.body["handbook_id"]) == (200, "allocated", None)
    assert bound.status == 201, bound.body
    assert code in bound.body["carriers"]
    assert (early.status, early.problem) == (409, "code-not-shipped")
    assert (again.status, again.body) == (201, bound.body)
    assert mother.get(f"/qr/codes/{code}").body["handbook_id"] == handbook["handbook_id"]
    assert nurse.get(f"/qr/codes/{handbook['code']}").body["handbook_id"] == handbook["handbook_id"]


def test_a_weight_is_answered_with_z_scores_and_a_dose_with_evaluation_and_forecast(
    nurse: Client, handbook: dict[str, Any]
) -> None:
    path = f"/handbooks/{handbook['handbook_id']}"
    weighed = nurse.post(
        f"{path}/measurements",
        {"measured_on": "2026-11-01", "weight_kg": 5.6, "length_cm": 58.5, "posture": "lying", "head_cm": 39.0},
    )
    dosed = nurse.post(
        f"{path}/immunizations", {"product": "bcg", "administered_on": "2026-09-02", "lot_number": "B-17"}
    )

    assert weighed.status == 201, weighed.body
    assert weighed.body["assessment"]["reference"] == "who-2006"
    # WHO 2006, boys, day 61: the median weight is 5.59 kg and the median length 58.5 cm.
    assert abs(weighed.body["assessment"]["waz"]) < 0.1
    assert abs(weighed.body["assessment"]["haz"]) < 0.1
    assert dosed.status == 201, dosed.body
    assert dosed.body["dose"]["evaluation"]["status"] == "valid"
    assert dosed.body["forecast"]["schedule_id"].startswith("VN-EPI")
    assert dosed.body["forecast"]["next_visit"]["items"]


def test_a_child_who_stops_growing_is_one_alert_acknowledged_and_ended_by_a_good_weight(
    nurse: Client, mother: Client, child: dict[str, Any]
) -> None:
    born = {"full_name": "Đỗ Hải Yến", "sex": "F", "birth_date": "2026-03-01", "birth_weight_g": 3200}
    path = f"/handbooks/{mother.post('/handbooks', {**child, **born}).body['handbook_id']}"

    def weigh(day: str, weight_kg: float) -> dict[str, Any]:
        weighed = nurse.post(f"{path}/measurements", {"measured_on": day, "weight_kg": weight_kg})
        assert weighed.status == 201, weighed.body
        body: dict[str, Any] = weighed.body
        return body

    def stalled(state: str) -> list[dict[str, Any]]:
        items = mother.get(f"{path}/alerts?state={state}").body["items"]
        return [item for item in items if item["code"] == "no_weight_gain"]

    weigh("2026-06-01", 6.2)
    opened = [one["alert_id"] for one in weigh("2026-07-06", 6.2)["alerts_opened"] if one["code"] == "no_weight_gain"]
    again = [one["code"] for one in weigh("2026-08-10", 6.2)["alerts_opened"]]
    assert (len(opened), "no_weight_gain" in again) == (1, False)
    assert [item["alert_id"] for item in stalled("open")] == opened

    note = {"note": "Đã tư vấn cho bú thêm cữ, hẹn cân lại sau hai tuần"}
    seen = nurse.post(f"{path}/alerts/{opened[0]}/acknowledgement", note)
    assert (seen.status, seen.body["state"]) == (201, "acknowledged")
    assert [item["acknowledgement"]["note"] for item in stalled("acknowledged")] == [note["note"]]
    assert mother.post(f"{path}/alerts/{opened[0]}/acknowledgement", note).problem == "forbidden"

    assert "no_weight_gain" in [one["code"] for one in weigh("2026-10-05", 7.8)["alerts_resolved"]]
    assert [(item["alert_id"], item["resolved_on"]) for item in stalled("resolved")] == [(opened[0], "2026-10-05")]
    assert {"acknowledge_alert"} <= {one["action"] for one in mother.get(f"{path}/access-log").body["items"]}


def test_the_mother_sees_history_chart_forecast_code_and_who_looked(mother: Client, handbook: dict[str, Any]) -> None:
    path = f"/handbooks/{handbook['handbook_id']}"

    chart = mother.get(f"{path}/growth/weight-for-age.svg")
    code = mother.get(f"{path}/qr.svg")
    history = mother.get(f"{path}/immunizations").body["items"]
    log = mother.get(f"{path}/access-log").body["items"]

    pixels = mother.call("GET", f"{path}/growth/weight-for-age.png?width=720", headers={"Accept": BROWSER_IMAGE})
    assert chart.status == 200
    assert chart.headers["Content-Type"] == "image/svg+xml"
    # Bytes as they are: the signature, the width of the first chunk and the last chunk of a PNG.
    assert (pixels.status, pixels.headers["Content-Type"]) == (200, "image/png")
    assert pixels.body[:8] + pixels.body[16:20] == b"\x89PNG\r\n\x1a\n" + (720).to_bytes(4)
    assert pixels.body[-8:-4] == b"IEND"
    assert b"<svg" in chart.body
    assert b"<svg" in code.body
    assert [dose["product"] for dose in history] == ["bcg"]
    assert mother.get(f"{path}/growth").body["items"][0]["weight_kg"] == 5.6
    assert mother.get(f"{path}/forecast").body["groups"]
    assert {"record_dose", "record_measurement", "bind_code"} <= {entry["action"] for entry in log}


def test_the_morning_run_tells_the_family_once_and_it_can_be_seen(
    stack: Stack, nurse: Client, accounts: list[Mapping[str, Any]], child: dict[str, Any]
) -> None:
    phone = new_phone()
    parent = family(stack, phone)
    born = local_date(datetime.now(UTC))
    opened = parent.post("/handbooks", {**child, "full_name": "Lê Minh Khôi", "birth_date": born.isoformat()})
    path = f"/handbooks/{opened.body['handbook_id']}"
    day = date.fromisoformat(opened.body["next_contact_on"])
    inbox = f"+84{phone[1:]}"
    before = len(stack.sms(inbox))

    def told() -> list[Any]:
        return stack.sms(inbox)[before:]

    assert remind(stack.settings, day)["planned"] > 0
    until(told)
    assert remind(stack.settings, day)["planned"] > 0
    until(lambda: _worked_off(stack))

    assert len(told()) == 1
    text = told()[0].text
    assert len(text) <= 160
    assert "Khoi" in text
    assert text.isascii()
    listed: Answer = until(lambda: _sent(parent, path))
    assert [(item["recommended_on"], item["state"]) for item in listed.body["items"]] == [(day.isoformat(), "sent")]


def _sent(parent: Client, path: str) -> Answer | None:
    listed = parent.get(f"{path}/reminders")
    return listed if [item for item in listed.body["items"] if item["state"] == "sent"] else None


def _worked_off(stack: Stack) -> bool:
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    got = stack.client("sqs").get_queue_attributes(QueueUrl=stack.outputs["ReminderQueue"], AttributeNames=names)
    return all(int(got["Attributes"][name]) == 0 for name in names)
