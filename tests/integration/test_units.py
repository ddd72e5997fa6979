"""The tree of units over its routes and its loader."""

from typing import Any

import pytest

from functions.units.load import lambda_handler as load
from tests.integration.api import Context
from tests.integration.world import FAR_NURSE, MANAGER, MOTHER, NOBODY, NURSE, VENDOR, everything

pytestmark = pytest.mark.usefixtures("world")
PHONES = {"phone": "024 3733 5000", "address": "12 phố Ngọc Hà", "opening_hours": "Thứ Hai đến thứ Sáu\n7:30-16:30"}
PROVINCE = {"unit_id": "syt-01", "kind": "province", "name": "Sở Y tế Hà Nội", "province_code": "01"}


def loaded(*rows: dict[str, str], apply: bool = True) -> list[tuple[str, list[str]]]:
    answer = load({"rows": list(rows), "apply": apply}, Context())  # type: ignore[arg-type]
    return [(one["outcome"], one["fields"]) for one in answer["results"]]


@pytest.mark.parametrize("caller", [MOTHER, NURSE, VENDOR], ids=lambda one: one.username)
def test_whoever_signed_in_looks_units_up(caller: Any) -> None:
    stations = caller.get("/v1/units", {"kind": "station"}).body
    assert [unit["unit_id"] for unit in stations["items"]] == ["far-station", "station"]
    found = caller.get("/v1/units/station")
    assert (found.body["communes"], found.headers["ETag"]) == (["00004", "00008"], '"1"')
    assert NOBODY.get("/v1/units/station").status == 401


def test_what_stands_below_a_unit_is_listed_in_pages() -> None:
    ministry = {"unit_id": "byt", "kind": "ministry", "name": "Bộ Y tế"}
    loaded(ministry, *({**PROVINCE, "unit_id": f"syt-{n}", "parent_id": "byt"} for n in range(3)))
    first = MOTHER.get("/v1/units", {"parent_id": "byt", "limit": "2"}).body
    second = MOTHER.get("/v1/units", {"parent_id": "byt", "limit": "2", "cursor": first["next"]}).body
    assert [unit["unit_id"] for page in (first, second) for unit in page["items"]] == ["syt-0", "syt-1", "syt-2"]
    assert second["next"] is None


@pytest.mark.parametrize("query", [{}, {"kind": "station", "parent_id": "byt"}, {"kind": "district"}])
def test_a_list_is_of_a_kind_or_of_a_parent(query: dict[str, str]) -> None:
    assert MOTHER.get("/v1/units", query).status == 422


@pytest.mark.parametrize("unit_id", ["nobody", "x" * 65])
def test_a_unit_that_is_not_there_is_not_found(unit_id: str) -> None:
    assert MOTHER.get(f"/v1/units/{unit_id}").status == 404
    assert MOTHER.get(f"/v1/units/{unit_id}/history").status == 404


def edit(caller: Any, body: Any, version: str = '"1"', unit: str = "station") -> Any:
    return caller.call("PATCH", f"/v1/units/{unit}", body, headers={"If-Match": version})


def test_its_manager_says_how_a_unit_is_found_and_how_it_was_stays() -> None:
    changed = edit(MANAGER, PHONES)
    assert (changed.status, changed.headers["ETag"]) == (200, '"2"')
    assert changed.body["contact"] == {**PHONES, "email": None}
    history = MOTHER.get("/v1/units/station/history").body["items"]
    assert [(one["unit"]["version"], one["unit"]["contact"]["phone"]) for one in history] == [(1, None)]
    assert history[0]["replaced_by"] == "manager"
    assert edit(MANAGER, {"phone": "115"}, '"1"').problem == "stale-version"


@pytest.mark.parametrize("caller", [MOTHER, NURSE, FAR_NURSE, VENDOR], ids=lambda one: one.username)
def test_nobody_else_may(caller: Any) -> None:
    before = everything()
    assert edit(caller, PHONES).problem == "forbidden"
    assert everything() == before


def test_a_manager_looks_after_no_other_unit() -> None:
    assert edit(MANAGER, PHONES, unit="far-station").problem == "forbidden"
    assert edit(MANAGER, PHONES, unit="nobody").problem == "not-found"


@pytest.mark.parametrize(
    "body",
    [
        {"phone": "gọi 115"},
        {"phone": "x5"},
        {"email": "tram"},
        {"address": "a\nb"},
        {"opening_hours": "x" * 501},
        {"name": "Trạm của tôi"},
    ],
)
def test_contact_data_that_nobody_could_use_are_refused_by_name(body: dict[str, str]) -> None:
    answer = edit(MANAGER, body)
    assert answer.status == 422
    assert [fault["field"] for fault in answer.body["errors"]] == list(body)
    assert next(iter(body.values())) not in answer.text


def test_a_list_is_loaded_row_by_row_and_keeps_what_the_unit_says_of_itself() -> None:
    ministry = {"unit_id": "byt", "kind": "ministry", "name": "Bộ Y tế"}
    province = {**PROVINCE, "parent_id": "byt"}
    station = {
        "unit_id": "station",
        "kind": "station",
        "name": "Trạm Y tế mới",
        "parent_id": "syt-01",
        "province_code": "01",
        "communes": "00004 00008",
    }
    edit(MANAGER, PHONES)
    rows = (ministry, province, station, {**station, "unit_id": "other", "communes": "4"})
    expected = [
        ("created", []),
        ("created", []),
        ("changed", ["name", "parent_id", "province_code"]),
        ("refused", ["communes"]),
    ]
    before = everything()
    assert loaded(*rows, apply=False) == expected
    assert everything() == before
    assert loaded(*rows) == expected
    found = MOTHER.get("/v1/units/station").body
    assert (found["name"], found["contact"]["phone"], found["version"]) == ("Trạm Y tế mới", PHONES["phone"], 3)
    versions = MOTHER.get("/v1/units/station/history").body["items"]
    assert [(one["unit"]["name"], one["replaced_by"]) for one in versions] == [
        ("Trạm y tế", "operator"),
        ("Trạm y tế", "manager"),
    ]


def test_staff_of_a_merged_unit_work_where_its_work_goes_on() -> None:
    ministry = {"unit_id": "byt", "kind": "ministry", "name": "Bộ Y tế"}
    old = {"kind": "station", "name": "Trạm", "parent_id": "syt-01", "province_code": "01"}
    new = {**old, "unit_id": "merged", "communes": "00004 00008 00013"}
    ended = {**old, "unit_id": "station", "valid_until": "2026-06-01", "successor_id": "merged"}
    assert {outcome for outcome, _ in loaded(ministry, {**PROVINCE, "parent_id": "byt"}, new, ended)} <= {
        "created",
        "changed",
    }
    me = NURSE.get("/v1/me").body
    assert (me["unit_id"], me["communes"]) == ("merged", ["00004", "00008", "00013"])


@pytest.mark.parametrize("event", [{"rows": "x"}, {"rows": [1]}, {"rows": [{"unit_id": 1}]}, {"rows": [{}] * 501}])
def test_what_is_no_list_is_refused_whole(event: dict[str, Any]) -> None:
    assert load(event, Context()) == {"refused": "rows"}  # type: ignore[arg-type]
