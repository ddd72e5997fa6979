"""A unit's vaccination days over HTTP."""

from typing import Any

import pytest

from tests.integration.world import (
    FAR_NURSE,
    MANAGER,
    MOTHER,
    NEAR,
    NEAR_TOO,
    NURSE,
    PRINT_MANAGER,
    VENDOR,
    Clock,
    everything,
    open_handbook,
)

pytestmark = pytest.mark.usefixtures("world")
PATH = "/v1/units/station/sessions"
PLAN: dict[str, Any] = {
    "commune_code": NEAR,
    "place": "Trạm y tế xã Đông Á",
    "starts": "07:30",
    "ends": "11:00",
    "pattern": {"days": [5, 20]},
}


def planned(**changes: Any) -> dict[str, Any]:
    made = NURSE.post(PATH, {**PLAN, **changes})
    assert made.status == 201, made.body
    body: dict[str, Any] = made.body
    return body


def test_a_nurse_plans_the_days_and_a_family_sees_them() -> None:
    made = planned()

    assert made["since"] == "2026-06-15"
    assert [one["on"] for one in made["next_days"]][:3] == ["2026-06-20", "2026-07-05", "2026-07-20"]
    assert MOTHER.get(PATH).body == {"items": [made], "next": None}
    shown = MANAGER.get(f"{PATH}/{made['session_id']}")
    assert (shown.status, shown.body, shown.headers["ETag"]) == (200, made, '"1"')


def test_a_retry_plans_them_once() -> None:
    first, again = (NURSE.post(PATH, PLAN, key="one") for _ in range(2))
    assert first.body == again.body
    assert len(NURSE.get(PATH).body["items"]) == 1


def test_a_day_is_moved_another_cancelled_and_one_added() -> None:
    one = f"{PATH}/{planned()['session_id']}"
    changes = [{"on": "2026-06-20", "moved_to": "2026-06-22"}, {"on": "2026-07-05", "moved_to": None}]

    changed = NURSE.call("PATCH", one, {"changes": changes, "also_on": ["2026-07-11"]}, headers={"If-Match": '"1"'})

    assert (changed.status, changed.headers["ETag"], changed.body["place"]) == (200, '"2"', PLAN["place"])
    days = [(day["on"], day["moved_from"]) for day in changed.body["next_days"]]
    assert days[:3] == [("2026-06-22", "2026-06-20"), ("2026-07-11", None), ("2026-07-20", None)]


def test_a_session_on_a_public_holiday_is_planned_and_warned_of() -> None:
    made = planned(pattern={"days": [2]})
    assert [(day["on"], day["holiday"]) for day in made["next_days"]] == [
        ("2026-07-02", None),
        ("2026-08-02", None),
        ("2026-09-02", "Quốc khánh"),
    ]


def test_the_second_tuesday_is_a_pattern_too() -> None:
    made = planned(pattern={"weekdays": [{"week": 2, "weekday": 2}]})
    assert [day["on"] for day in made["next_days"]] == ["2026-07-14", "2026-08-11", "2026-09-08"]


def test_a_plan_that_ended_is_gone() -> None:
    one = f"{PATH}/{planned()['session_id']}"

    assert NURSE.call("DELETE", one, headers={"If-Match": '"1"'}).status == 204

    assert NURSE.get(one).problem == "not-found"
    assert NURSE.get(PATH).body["items"] == []


def test_a_change_names_the_version_that_it_is_based_on() -> None:
    one = f"{PATH}/{planned()['session_id']}"
    for method in ("PATCH", "DELETE"):
        body: dict[str, Any] | None = {} if method == "PATCH" else None
        assert NURSE.call(method, one, body).problem == "version-required"
        assert NURSE.call(method, one, body, headers={"If-Match": '"2"'}).problem == "stale-version"


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("commune_code", {"commune_code": "00013"}),
        ("commune_code", {"commune_code": "1"}),
        ("pattern", {"pattern": {}}),
        ("pattern.days", {"pattern": {"days": [32]}}),
        ("pattern.weekdays", {"pattern": {"weekdays": [{"week": 5, "weekday": 1}]}}),
        ("ends", {"ends": "07:00"}),
        ("starts", {"starts": "25:00"}),
        ("capacity", {"capacity": 0}),
        ("until", {"until": "2026-06-14"}),
        ("changes", {"changes": [{"on": "2026-06-21", "moved_to": "2026-06-22"}]}),
        ("place", {"place": "Trạm\ny tế"}),
        ("place", {"place": "x" * 41}),
    ],
)
def test_what_nobody_could_keep_is_refused_by_name_and_nothing_is_written(field: str, wrong: dict[str, Any]) -> None:
    before = everything()
    refused = NURSE.post(PATH, {**PLAN, **wrong})
    assert (refused.status, refused.body["errors"][0]["field"]) == (422, field)
    assert everything() == before


def test_a_commune_has_at_most_twenty_plans() -> None:
    for _ in range(20):
        planned()
    assert NURSE.post(PATH, PLAN).body["errors"][0]["field"] == "commune_code"
    assert planned(commune_code=NEAR_TOO)["commune_code"] == NEAR_TOO


def test_only_the_units_own_people_plan_and_vendors_see_nothing() -> None:
    one = f"{PATH}/{planned()['session_id']}"
    for caller in (MOTHER, FAR_NURSE, PRINT_MANAGER, VENDOR):
        assert caller.post(PATH, PLAN).problem == "forbidden"
        assert caller.call("PATCH", one, {}, headers={"If-Match": '"1"'}).problem == "forbidden"
        assert caller.call("DELETE", one, headers={"If-Match": '"1"'}).problem == "forbidden"
    assert FAR_NURSE.get(one).status == 200
    assert VENDOR.get(PATH).problem == VENDOR.get(one).problem == "forbidden"
    assert MANAGER.call("PATCH", one, {"capacity": 50}, headers={"If-Match": '"1"'}).body["capacity"] == 50


@pytest.mark.parametrize("unit", ["nowhere", "province", "x" * 200])
def test_a_unit_without_communes_has_no_vaccination_days(unit: str) -> None:
    assert NURSE.get(f"/v1/units/{unit}/sessions").problem == "not-found"


def test_another_units_plan_is_not_found_under_ones_own(clock: Clock) -> None:
    made = planned()
    assert FAR_NURSE.get(f"/v1/units/far-station/sessions/{made['session_id']}").problem == "not-found"
    assert NURSE.get(f"{PATH}/{'x' * 200}").problem == "not-found"


def test_a_familys_forecast_names_the_next_session_on_or_after_the_due_day(clock: Clock) -> None:
    handbook_id = open_handbook(birth_date="2026-05-01")["handbook_id"]
    path = f"/v1/handbooks/{handbook_id}/forecast"
    assert MOTHER.get(path).body["next_session"] is None
    made = planned()

    shown = MOTHER.get(path).body
    due = max(shown["next_visit"]["on"], "2026-06-15")
    assert shown["next_session"] == next(day for day in made["next_days"] if day["on"] >= due)

    one = f"{PATH}/{made['session_id']}"
    moved = [{"on": shown["next_session"]["on"], "moved_to": "2026-07-19"}]
    NURSE.call("PATCH", one, {"changes": moved}, headers={"If-Match": '"1"'})
    assert MOTHER.get(path).body["next_session"]["on"] != shown["next_session"]["on"]


def test_a_session_on_the_very_due_day_is_the_one(clock: Clock) -> None:
    handbook_id = open_handbook(birth_date="2026-05-05")["handbook_id"]
    for product in ("bcg", "hepb-birth"):
        NURSE.post(f"/v1/handbooks/{handbook_id}/immunizations", {"product": product, "administered_on": "2026-05-05"})
    planned()
    shown = MOTHER.get(f"/v1/handbooks/{handbook_id}/forecast").body
    assert shown["next_visit"]["on"] == shown["next_session"]["on"] == "2026-07-05"
