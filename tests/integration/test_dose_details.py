"""Doses in full: instants, lots, sites, partial days, previews, warnings, and private vaccines."""

from typing import Any

import pytest

from tests.integration.refusals import refused
from tests.integration.revisions import as_recorded
from tests.integration.world import FAR_NURSE, MOTHER, NURSE, everything, items, open_handbook

pytestmark = pytest.mark.usefixtures("world")

FULL: dict[str, Any] = {
    "product": "penta",
    "administered_at": "2026-06-15T08:30:00+07:00",
    "lot_number": "P-26",
    "expires_on": "2027-01-31",
    "site": "LT",
    "route": "IM",
    "volume_ml": 0.5,
    "session": "programme",
}


@pytest.fixture
def path() -> str:
    """A girl of 161 days."""
    return f"/v1/handbooks/{open_handbook()['handbook_id']}"


def paper(day: str) -> dict[str, Any]:
    return {"administered_at": None, "administered_on": day, "kind": "historical"}


def codes(answer: Any) -> list[str]:
    return [warning["code"] for warning in answer.body["warnings"]]


def test_a_dose_in_full_is_read_as_it_was_recorded(path: str) -> None:
    recorded = NURSE.post(f"{path}/immunizations", FULL)

    assert recorded.status == 201, recorded.body
    dose = recorded.body["dose"]
    assert {name: dose[name] for name in FULL} == {**FULL, "administered_at": "2026-06-15T08:30:00+07:00"}
    assert dose["administered_on"] == "2026-06-15"
    assert (recorded.body["warnings"], recorded.body["observation"]["on_site_minutes"]) == ([], 30)
    assert "30 phút" in recorded.body["observation"]["vi"]
    assert as_recorded(MOTHER.get(f"{path}/immunizations").body)["items"] == [{**dose, "same_as": None}]


def test_an_instant_is_a_day_in_vietnam(path: str) -> None:
    late = NURSE.post(f"{path}/immunizations", {"product": "ipv", "administered_at": "2026-06-14T18:00:00Z"})

    assert late.body["dose"]["administered_on"] == "2026-06-15"


def test_a_preview_says_what_recording_would_say_and_writes_nothing_but_who_asked(path: str) -> None:
    NURSE.post(f"{path}/immunizations", {"product": "penta", "administered_on": "2026-06-01", "lot_number": "A"})
    dose = {"product": "penta", "administered_on": "2026-06-15", "lot_number": "A"}
    before = items("RecordsTable"), items("TransientTable")

    ahead = NURSE.call("POST", f"{path}/immunizations/preview", dose)

    assert (items("RecordsTable"), items("TransientTable")) == before
    assert "preview_dose" in repr(items("AuditTable"))
    after = NURSE.post(f"{path}/immunizations", dose)
    assert ahead.status == 200
    assert ahead.body["evaluation"] == after.body["dose"]["evaluation"]
    assert ahead.body["forecast"] == after.body["forecast"]
    assert codes(ahead) == codes(after) == ["interval_too_short"]
    assert ahead.body["warnings"][0]["severity"] == "stop"
    assert ahead.body["warnings"][0]["advice"]["vi"] == "Chưa cho trẻ dùng vắc xin này; hẹn từ ngày 29/06/2026."
    assert after.body["warnings"][0]["advice"]["vi"] != ahead.body["warnings"][0]["advice"]["vi"]


def test_a_preview_is_for_those_who_may_record(path: str) -> None:
    refused(MOTHER.call("POST", f"{path}/immunizations/preview", FULL), 403, "forbidden")
    refused(FAR_NURSE.call("POST", f"{path}/immunizations/preview", FULL), 404, "not-found")


@pytest.mark.parametrize(
    ("day", "shown", "status"),
    [("2026-05", "2026-05", "valid"), ("2026", "2026", "not_valid"), ("2026-04-17", "2026-04-17", "valid")],
)
def test_old_paper_may_give_a_month_or_a_year(path: str, day: str, shown: str, status: str) -> None:
    told = NURSE.post(
        f"{path}/immunizations",
        {"product": "penta", "administered_on": day, "kind": "historical", "facility_name": "Trạm y tế cũ"},
    )

    assert told.status == 201, told.body
    assert (told.body["dose"]["administered_on"], told.body["dose"]["evaluation"]["status"]) == (shown, status)
    assert told.body["observation"] is None
    assert as_recorded(MOTHER.get(f"{path}/immunizations").body)["items"] == [{**told.body["dose"], "same_as": None}]


@pytest.mark.parametrize(
    ("change", "problem", "field"),
    [
        ({"site": "NOSE"}, "invalid-field", "site"),
        ({"route": "im"}, "invalid-field", "route"),
        ({"session": "party"}, "invalid-field", "session"),
        ({"volume_ml": 0}, "invalid-field", "volume_ml"),
        ({"volume_ml": 5.1}, "invalid-field", "volume_ml"),
        ({"volume_ml": "0.5"}, "invalid-field", "volume_ml"),
        ({"expires_on": "01/2027"}, "invalid-field", "expires_on"),
        ({"administered_at": "2026-06-15T08:30:00"}, "invalid-field", "administered_at"),
        ({"administered_at": 1781487000}, "invalid-field", "administered_at"),
        ({"administered_at": "2026-06-15T10:16:00+07:00"}, "date-in-future", "administered_at"),
        ({"administered_on": "2026-06-14"}, "invalid-field", "administered_on"),
        ({"administered_at": None}, "invalid-field", "administered_on"),
        ({"administered_at": None, "administered_on": "2026-05"}, "invalid-field", "administered_on"),
        (paper("2026-13"), "invalid-field", "administered_on"),
        (paper("2025"), "date-before-birth", "administered_on"),
        (paper("2026-07"), "date-in-future", "administered_on"),
        ({"facility_name": "Trạm y tế"}, "invalid-field", "facility_name"),
        ({"facility_name": "\u202e", "kind": "historical"}, "invalid-field", "facility_name"),
    ],
)  # fmt: skip
def test_details_that_cannot_be_name_the_field(path: str, change: dict[str, Any], problem: str, field: str) -> None:
    before = everything()
    body = {**FULL, **change}

    refused(NURSE.post(f"{path}/immunizations", body), 422, problem, field)
    assert everything() == before
    refused(NURSE.call("POST", f"{path}/immunizations/preview", body), 422, problem, field)


def test_a_telephone_whose_clock_is_ahead_may_still_record(path: str) -> None:
    ahead = NURSE.post(f"{path}/immunizations", {**FULL, "administered_at": "2026-06-15T10:15:00+07:00"})

    assert ahead.status == 201


def test_private_products_count_for_the_programme_and_private_ones_by_their_own_schedule(path: str) -> None:
    hexa = NURSE.post(f"{path}/immunizations", {**FULL, "product": "hexa", "session": "service"})
    flu = NURSE.post(f"{path}/immunizations", {**FULL, "product": "influenza", "session": "service"})
    service = MOTHER.get(f"{path}/forecast", {"schedule": "service"}).body

    by_antigen = {one["antigen"]: one["status"] for one in hexa.body["dose"]["evaluation"]["antigens"]}
    assert set(by_antigen) == {"diphtheria", "tetanus", "pertussis", "polio", "hib", "hepb"}
    assert set(by_antigen.values()) == {"valid"}
    assert flu.body["dose"]["evaluation"]["schedule_id"].startswith("VN-SERVICE")
    assert flu.body["dose"]["evaluation"]["status"] == "not_valid"  # under six months
    assert service["schedule_id"] == flu.body["dose"]["evaluation"]["schedule_id"]
    assert {"mmr", "varicella", "hepa", "influenza", "menacwy"} <= {one["group"] for one in service["groups"]}
    listed = MOTHER.get(f"{path}/immunizations").body["items"]
    assert {dose["product"]: dose["evaluation"]["schedule_id"][:6] for dose in listed} == {
        "hexa": "VN-EPI",
        "influenza": "VN-SER",
    }


def test_the_forecast_is_made_for_each_antigen_as_well(path: str) -> None:
    forecast = MOTHER.get(f"{path}/forecast").body

    dtp = next(one for one in forecast["groups"] if one["group"] == "dtp")
    members = [one for one in forecast["antigens"] if one["group"] == "dtp"]
    assert [one["antigen"] for one in members] == dtp["antigens"]
    assert all(one["recommended"] == dtp["recommended"] for one in members)
    assert forecast["uncertain"]
    assert any(one["uncertain"] for one in forecast["antigens"])


@pytest.mark.parametrize(
    ("province", "status"), [("20", "not_complete"), ("01", "not_recommended"), ("48", "not_recommended")]
)
def test_a_roll_out_shows_inside_its_area_and_not_outside(province: str, status: str) -> None:
    opened = open_handbook(province_code=province)

    forecast = MOTHER.get(f"/v1/handbooks/{opened['handbook_id']}/forecast").body

    pcv = next(one for one in forecast["groups"] if one["group"] == "pcv")
    assert pcv["status"] == status
    if status == "not_recommended":
        assert pcv["reason"]["vi"] == "Chưa triển khai ở nơi cư trú."
    assert bool(pcv["uncertain"]) is (province in {"20", "48"})
