"""Doses with their evaluation, and the forecast."""

from typing import Any

import pytest

from tests.builders import CHILD_SCHEDULE
from tests.integration.api import Answer
from tests.integration.revisions import as_recorded
from tests.integration.world import FAR_NURSE, MOTHER, NURSE, Clock, everything, items, open_handbook

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def path() -> str:
    """A girl of 161 days."""
    return f"/v1/handbooks/{open_handbook()['handbook_id']}"


def give(path: str, product: str, on: str, **more: str) -> Answer:
    return NURSE.post(f"{path}/immunizations", {"product": product, "administered_on": on, **more})


def group(forecast: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(group for group in forecast["groups"] if group["group"] == name)
    return found


def test_a_dose_is_answered_with_its_evaluation_and_the_new_forecast(path: str) -> None:
    recorded = give(path, "bcg", "2026-01-06", lot_number=" VB-0412 ")

    assert recorded.status == 201
    dose = recorded.body["dose"]
    assert dose == {
        "dose_id": dose["dose_id"],
        "product": "bcg",
        "administered_on": "2026-01-06",
        "administered_at": None,
        "kind": "administered",
        "lot_number": "VB-0412",
        "expires_on": None,
        "site": None,
        "route": None,
        "volume_ml": None,
        "session": None,
        "facility_name": None,
        "recorded_at": "2026-06-15T03:00:00Z",
        "recorded_by": "nurse",
        "unit_id": "station",
        "evaluation": {
            "status": "valid",
            "reason": {"code": "valid", "vi": "Liều này hợp lệ.", "en": "The dose counts."},
            "antigens": [
                {
                    "antigen": "tuberculosis",
                    "group": "bcg",
                    "status": "valid",
                    "dose_number": 1,
                    "reason": {"code": "valid", "vi": "Liều này hợp lệ.", "en": "The dose counts."},
                }
            ],
            "schedule_id": CHILD_SCHEDULE,
            "schedule_version": "2",
            "engine_version": "1.0.0",
        },
    }
    assert group(recorded.body["forecast"], "bcg")["status"] == "complete"
    assert recorded.body["forecast"] == MOTHER.get(f"{path}/forecast").body
    assert as_recorded(MOTHER.get(f"{path}/immunizations").body) == {
        "items": [{**dose, "same_as": None}],
        "next": None,
        "schedule_id": recorded.body["forecast"]["schedule_id"],
        "schedule_version": recorded.body["forecast"]["schedule_version"],
        "engine_version": recorded.body["forecast"]["engine_version"],
    }


def test_a_forecast_says_by_which_schedule_and_why() -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}"

    forecast = MOTHER.get(f"{path}/forecast").body

    assert (forecast["on"], forecast["schedule_id"]) == ("2026-06-15", CHILD_SCHEDULE)
    for found in forecast["groups"]:
        assert {"code", "vi", "en"} == set(found["reason"])
        for name in ("earliest", "recommended", "past_due", "latest"):
            assert found[name] is None or {"on", "reason"} == set(found[name])


def test_an_invalid_dose_is_kept_and_said_to_be_invalid(path: str) -> None:
    early = give(path, "penta", "2026-01-20")  # fifteen days old

    assert early.status == 201
    assert early.body["dose"]["evaluation"]["status"] == "not_valid"
    assert group(early.body["forecast"], "dtp")["dose_number"] == 1
    assert [dose["product"] for dose in MOTHER.get(f"{path}/immunizations").body["items"]] == ["penta"]


def test_a_dose_told_late_is_set_in_its_place_and_judged_anew(path: str) -> None:
    second = give(path, "penta", "2026-04-10")
    first = give(path, "penta", "2026-03-10", kind="historical")

    listed = MOTHER.get(f"{path}/immunizations").body["items"]

    assert second.body["dose"]["evaluation"]["antigens"][0]["dose_number"] == 1
    assert [dose["dose_id"] for dose in listed] == [first.body["dose"]["dose_id"], second.body["dose"]["dose_id"]]
    assert [dose["evaluation"]["antigens"][0]["dose_number"] for dose in listed] == [1, 2]
    assert listed[0]["kind"] == "historical"


def test_doses_page_in_the_order_of_administration(path: str) -> None:
    given = [("bcg", "2026-01-06"), ("penta", "2026-03-05"), ("bopv", "2026-03-05"), ("pcv", "2026-03-06")]
    for product, day in reversed(given):
        assert give(path, product, day).status == 201

    first = MOTHER.get(f"{path}/immunizations", {"limit": "3"}).body
    rest = MOTHER.get(f"{path}/immunizations", {"limit": "3", "cursor": first["next"]}).body

    listed = [dose["administered_on"] for dose in [*first["items"], *rest["items"]]]
    assert listed == sorted(day for _, day in given)
    assert rest["next"] is None


@pytest.mark.parametrize(
    ("day", "status", "problem"),
    [
        ("2026-01-04", 422, "date-before-birth"),
        ("2026-01-05", 201, ""),
        ("2026-06-15", 201, ""),
        ("2026-06-16", 422, "date-in-future"),
    ],
)
def test_a_dose_is_given_between_birth_and_today(path: str, day: str, status: int, problem: str) -> None:
    before = everything()

    answer = give(path, "bcg", day)

    assert answer.status == status
    if problem:
        assert answer.problem == problem
        assert answer.body["errors"] == [{"field": "administered_on", "code": problem}]
        assert everything() == before


@pytest.mark.parametrize("product", ["BCG", "unknown", "../bcg", "bcg'; DROP TABLE doses;--", "💉"])
def test_a_product_that_the_schedule_does_not_list_is_refused_and_not_repeated(path: str, product: str) -> None:
    before = everything()

    refused = give(path, product, "2026-01-06")

    assert (refused.status, refused.problem) == (422, "unknown-product")
    assert refused.body["errors"] == [{"field": "product", "code": "unknown-product"}]
    assert product not in refused.text.replace("unknown-product", "")
    assert everything() == before


@pytest.mark.parametrize("on", ["2026-01-05", "2026-03-05", "2026-06-15", "2027-01-05"])
def test_a_forecast_is_made_as_of_any_day(path: str, on: str) -> None:
    forecast = MOTHER.get(f"{path}/forecast", {"on": on})

    assert (forecast.status, forecast.body["on"]) == (200, on)


def test_a_forecast_of_the_second_month_finds_due_what_is_overdue_now(path: str) -> None:
    then = MOTHER.get(f"{path}/forecast", {"on": "2026-03-05"}).body
    now = MOTHER.get(f"{path}/forecast").body

    assert (group(then, "dtp")["due_state"], group(now, "dtp")["due_state"]) == ("due", "overdue")


@pytest.mark.parametrize("on", ["2026-02-30", "yesterday", "15/06/2026", "", "2026-6-1"])
def test_a_forecast_of_no_day_is_refused(path: str, on: str) -> None:
    refused = MOTHER.get(f"{path}/forecast", {"on": on})

    assert (refused.status, refused.problem) == (422, "invalid-field")
    assert [error["field"] for error in refused.body["errors"]] == ["query.on"]
    assert not on or on not in refused.text


def test_a_dose_moves_the_next_contact_and_counts_the_version() -> None:
    # Born yesterday: what is due of the first day leads, and after it the visit of the first week.
    opened = open_handbook(birth_date="2026-06-14")
    path = f"/v1/handbooks/{opened['handbook_id']}"

    give(path, "bcg", "2026-06-14")
    give(path, "hepb-birth", "2026-06-14")

    (summary,) = [item for item in items("RecordsTable") if item["sk"]["S"] == "SUMMARY"]
    read = MOTHER.get(path).body
    assert summary["version"] == {"N": "3"}
    assert read["next_contact_on"] == summary["next_contact_on"]["S"]
    assert read["next_contact_on"] > opened["next_contact_on"]
    assert read["etag"] == '"1"'


def test_who_looked_and_who_wrote_is_in_the_access_log_newest_first(path: str, clock: Clock) -> None:
    opened = MOTHER.get(path).body
    give(path, "bcg", "2026-01-06")
    clock.move(minutes=1)
    NURSE.get(f"{path}/forecast")
    clock.move(minutes=1)
    FAR_NURSE.get(f"/v1/qr/codes/{opened['code']}")
    clock.move(minutes=1)
    FAR_NURSE.get(path)
    clock.move(minutes=1)
    NURSE.call("PATCH", path, {"full_name": "Bé Na"}, headers={"If-Match": '"1"'})

    log = MOTHER.get(f"{path}/access-log").body

    def line(minute: int, actor: str, unit: str | None, action: str, ground: str) -> dict[str, Any]:
        role = "guardian" if unit is None else "health_worker"
        at = f"2026-06-15T03:0{minute}:00Z"
        who = {"actor_id": actor, "role": role, "unit_id": unit}
        return {"at": at, **who, "action": action, "ground": ground, "purpose": None}

    def told(entry: dict[str, Any]) -> dict[str, Any]:
        return {name: entry[name] for name in ("at", "actor_id", "role", "unit_id", "action", "ground", "purpose")}

    assert log["next"] is None
    assert [told(entry) for entry in log["items"][:4]] == [
        line(4, "nurse", "station", "edit_handbook", "area"),
        line(3, "far-nurse", "far-station", "read_handbook", "visit"),
        line(2, "far-nurse", "far-station", "scan_code", "visit"),
        line(1, "nurse", "station", "read_handbook", "area"),
    ]
    first_minute = sorted(log["items"][4:], key=lambda entry: str(entry["action"]))
    assert [told(entry) for entry in first_minute] == [
        line(0, "mother", None, "open_handbook", "role"),
        line(0, "nurse", "station", "record_dose", "area"),
    ]


def test_every_reading_by_staff_is_in_the_access_log_and_none_by_the_family(path: str) -> None:
    readings = ["", "/measurements", "/growth", "/growth/weight-for-age.svg", "/immunizations", "/forecast"]
    readings += ["/reminders", "/qr.svg"]
    before = len(items("AuditTable"))
    for reading in readings:
        assert MOTHER.get(path + reading).status == 200
    assert len(items("AuditTable")) == before

    for reading in readings:
        assert NURSE.get(path + reading).status == 200

    assert len(items("AuditTable")) == before + len(readings)


def test_a_list_of_the_area_is_in_the_log_of_each_handbook_on_it(path: str) -> None:
    NURSE.get("/v1/handbooks")

    newest = MOTHER.get(f"{path}/access-log").body["items"]

    assert {(entry["actor_id"], entry["action"]) for entry in newest} == {
        ("mother", "open_handbook"),
        ("nurse", "list_area"),
    }


def test_the_access_log_holds_identifiers_and_shows_no_names_but_those_of_staff(path: str) -> None:
    give(path, "bcg", "2026-01-06", lot_number="VB-0412")

    stored, shown = repr(items("AuditTable")), MOTHER.get(f"{path}/access-log").text

    for word in ("Nguyễn", "bcg", "VB-0412"):
        assert word not in stored + shown
    assert "Trần" not in stored
    assert "Trần Văn Nam" in shown
