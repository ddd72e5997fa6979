"""A whole history from antenatal visits to a check-up, and a photograph of a page, against the deployed stack."""

import urllib.request
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from handbook.domain.calendar import local_date
from tests.e2e.client import Client
from tests.e2e.uploads import send_form
from tests.unit.domain.scans.pictures import PLACE, exif, jpeg, segment

TODAY = local_date(datetime.now(UTC))
BORN = TODAY - timedelta(days=75)
LAST_PERIOD = BORN - timedelta(days=279)
PHOTO = jpeg(segment(0xE1, exif(6)))


def day(on: date) -> str:
    return on.isoformat()


def record(caller: Client, path: str, kind: str, on: date, **said: Any) -> dict[str, Any]:
    recorded = caller.post(f"{path}/encounters", {"kind": kind, "visited_on": day(on), **said})
    assert recorded.status == 201, recorded.body
    body: dict[str, Any] = recorded.body
    return body


def plan(caller: Client, path: str) -> dict[str, str]:
    return {one["code"]: one["state"] for one in caller.get(f"{path}/care-plan").body["items"]}


@pytest.fixture(scope="module")
def path(mother: Client, child: dict[str, Any]) -> str:
    """A boy of eleven weeks, born after 279 days."""
    born = {**child, "full_name": "Phạm Gia Huy", "birth_date": day(BORN), "gestation_days": 279}
    return f"/handbooks/{mother.post('/handbooks', born).body['handbook_id']}"


@pytest.fixture(scope="module")
def history(nurse: Client, mother: Client, path: str) -> dict[str, dict[str, Any]]:
    """What a station and the family write down over a pregnancy and the weeks after it."""
    found = {}
    for week in (12, 20, 30, 36):
        seen = {"weight_kg": 50.0 + week / 4, "fetal_heart_bpm": [140], "gestation_days": 7 * week}
        pressure = {"systolic_mmhg": 112, "diastolic_mmhg": 70, "danger_signs": []}
        labs = [{"test": "hiv", "finding": "negative"}, {"test": "hbsag", "finding": "negative"}] if week == 12 else []
        on = LAST_PERIOD + timedelta(weeks=week)
        found[f"week {week}"] = record(
            nurse, path, "antenatal", on, antenatal=seen, mother_findings=pressure, labs=labs
        )
    found["delivery"] = record(
        nurse,
        path,
        "delivery",
        BORN,
        delivery={"mode": "vaginal", "place": "hospital", "blood_loss_ml": 250, "babies": [{"outcome": "alive"}]},
        child_findings={"apgar_1": 8, "apgar_5": 9},
        measurement={"weight_kg": 3.2, "length_cm": 50.0, "posture": "lying"},
    )
    for after in (1, 5, 30):
        found[f"mother {after}"] = record(
            nurse, path, "postpartum", BORN + timedelta(days=after), postpartum={"lochia": "normal"}
        )
    found["newborn"] = record(
        nurse, path, "newborn", BORN + timedelta(days=4), newborn={"cord": "attached_clean", "jaundice": "none"}
    )
    found["sick"] = record(mother, path, "sick_visit", TODAY - timedelta(days=3), sick_visit={"complaint": "Sổ mũi"})
    found["check-up"] = record(
        nurse,
        path,
        "child_checkup",
        TODAY,
        child_checkup={"band": "2_to_3_months", "companion": "mother", "examination": {"palms": "not_pale"}},
        measurement={"weight_kg": 5.9, "length_cm": 60.0, "posture": "lying"},
        child_findings={"danger_signs": ["convulsions"]},
        feeding={"milk": "exclusive_breastfeeding"},
    )
    return found


def test_a_whole_history_stands_in_the_order_of_days_with_what_was_seen(
    mother: Client, path: str, history: dict[str, dict[str, Any]]
) -> None:
    items = mother.get(f"{path}/encounters").body["items"]
    kinds = [one["kind"] for one in items]
    assert kinds == ["antenatal"] * 4 + ["delivery", "postpartum", "newborn", "postpartum"] + ["postpartum"] + [
        "sick_visit",
        "child_checkup",
    ]
    assert [one["weight_kg"] for one in mother.get(f"{path}/growth").body["items"]] == [3.2, 5.9]
    assert items[4]["seen"]["child_findings"]["apgar_5"] == 9
    assert all(
        one["confidential"] is None for one in [mother.get(f"{path}/encounters/{items[0]['encounter_id']}").body]
    )


def test_a_danger_sign_of_a_check_up_is_an_alert_at_once(
    mother: Client, path: str, history: dict[str, dict[str, Any]]
) -> None:
    opened = {one["severity"] for one in history["check-up"]["alerts_opened"]}
    assert "go_now" in opened
    assert {one["alert_id"] for one in history["check-up"]["alerts_opened"]} <= {
        one["alert_id"] for one in mother.get(f"{path}/alerts").body["items"]
    }


def test_the_plan_of_care_is_done_so_far_and_names_what_is_next(
    mother: Client, path: str, history: dict[str, dict[str, Any]]
) -> None:
    found = plan(mother, path)
    done = {code for code, state in found.items() if state == "done"}
    assert {code for code in found if code.startswith(("antenatal", "postpartum"))} <= done
    assert {"newborn_week_1", "2_to_3_months"} <= done
    assert history["check-up"]["next_contact"]["code"] == "4_to_6_months"


def test_hiv_results_are_read_by_the_nurse_and_not_by_the_family(
    mother: Client, nurse: Client, path: str, history: dict[str, dict[str, Any]]
) -> None:
    place = f"{path}/encounters/{history['week 12']['encounter_id']}"
    assert nurse.get(place).body["confidential"]["labs"][0]["test"] == "hiv"
    assert mother.get(place).body["confidential"] is None
    actions = [one["action"] for one in mother.get(f"{path}/access-log").body["items"]]
    assert actions.count("read_confidential") == 1


def test_a_photograph_of_a_page_is_uploaded_cleaned_and_fetched(
    mother: Client, nurse: Client, path: str, history: dict[str, dict[str, Any]]
) -> None:
    about = {"kind": "encounter", "id": history["sick"]["encounter_id"]}
    body = {"about": about, "media_type": "image/jpeg", "size_bytes": len(PHOTO)}
    announced = mother.post(f"{path}/attachments", body).body
    place = f"{path}/attachments/{announced['attachment_id']}"

    assert mother.get(place).problem == "not-found"
    assert send_form(announced["upload"], PHOTO) in {200, 201, 204}
    completed = mother.post(f"{place}/complete", None)
    fetched = nurse.get(place)

    assert completed.status == 201, completed.body
    assert completed.body["metadata_removed"] is True
    with urllib.request.urlopen(fetched.body["url"], timeout=30) as response:
        data, disposition = response.read(), response.headers["Content-Disposition"]
    assert data == jpeg(segment(0xE1, exif(6).removesuffix(PLACE)))
    assert (len(data), disposition) == (completed.body["size_bytes"], 'attachment; filename="attachment.jpg"')
    assert "read_file" in [one["action"] for one in mother.get(f"{path}/access-log").body["items"]]


def test_the_form_takes_no_other_size_type_key_or_signature(mother: Client, path: str) -> None:
    body = {"about": {"kind": "dispute"}, "media_type": "image/jpeg", "size_bytes": len(PHOTO)}
    announced = mother.post(f"{path}/attachments", body).body
    form = announced["upload"]
    refused = [
        send_form(form, PHOTO + b"x"),
        send_form(form, PHOTO, **{"Content-Type": "text/html"}),
        send_form(form, PHOTO, key="kept/another"),
        send_form(form, PHOTO, **{"x-amz-signature": "0" * 64}),
        send_form({**form, "fields": {"key": form["fields"]["key"]}}, PHOTO),
    ]
    assert all(status in {400, 403} for status in refused), refused
    completed = mother.post(f"{path}/attachments/{announced['attachment_id']}/complete", None)
    assert completed.problem == "not-uploaded"


def test_what_is_no_picture_is_thrown_away(mother: Client, path: str) -> None:
    page = b"<script>alert(1)</script>"
    body = {"about": {"kind": "dispute"}, "media_type": "image/png", "size_bytes": len(page)}
    announced = mother.post(f"{path}/attachments", body).body
    place = f"{path}/attachments/{announced['attachment_id']}"
    assert mother.post(f"{place}/complete", None).problem == "not-uploaded"
    assert send_form(announced["upload"], page) in {200, 201, 204}
    assert mother.post(f"{place}/complete", None).problem == "wrong-file"
    assert mother.post(f"{place}/complete", None).problem == "not-uploaded"
