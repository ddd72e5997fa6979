"""Managers look after the accounts of their people; Cognito's answers are moto's or played on the wire."""

from typing import Any

import pytest

from handbook import bootstrap
from handbook.domain.access import Role
from handbook.domain.directory import Post, Staff, Unit, UnitKind
from handbook.domain.ids import ProvinceCode, StaffId, UnitId
from tests.integration.api import Answer, Caller
from tests.integration.wire import answering, failing
from tests.integration.world import (
    FAR_NURSE,
    MANAGER,
    MOTHER,
    NURSE,
    PRINT_MANAGER,
    VENDOR,
    Clock,
    everything,
    open_handbook,
)

pytestmark = pytest.mark.usefixtures("world")
NEW = {"username": "lan.ba-dinh", "full_name": "Nguyễn Thị Lan", "email": "lan@example.vn", "role": "health_worker"}
PATH = "/v1/units/station/staff"
ACCOUNTS: dict[str, dict[str, Any]] = {
    operation: {}
    for operation in (
        "AdminCreateUser",
        "AdminDisableUser",
        "AdminEnableUser",
        "AdminUserGlobalSignOut",
        "AdminSetUserMFAPreference",
        "AdminResetUserPassword",
        "AdminUpdateUserAttributes",
    )
}
LAN = Caller("lan.ba-dinh", "staff")


def invite(caller: Caller = MANAGER, key: str = "", **changes: Any) -> Answer:
    return caller.post(PATH, {**NEW, **changes}, key)


def put(body: Any, version: int, username: str = NEW["username"], by: Caller = MANAGER) -> Answer:
    path = f"{PATH}/{username}"
    return by.call("PUT", path, body, headers={"If-Match": f'"{version}"'})


def test_an_invited_nurse_works_from_the_next_request_on() -> None:
    with answering("cognito-idp", ACCOUNTS) as calls:
        made = invite()
    assert made.status == 201, made.body
    assert made.body["posts"] == [{"unit_id": "station", "role": "health_worker", "since": None, "until": None}]
    assert [call.operation for call in calls] == ["AdminCreateUser"]
    assert calls[0].parameters["DesiredDeliveryMediums"] == ["EMAIL"]
    assert "email" not in made.text
    assert LAN.get("/v1/me").body["unit_id"] == "station"
    assert [one["username"] for one in MANAGER.get(PATH).body["items"]] == [
        "lan.ba-dinh",
        "manager",
        "nurse",
        "partner",
    ]


def test_an_invitation_sent_twice_makes_one_account() -> None:
    with answering("cognito-idp", ACCOUNTS) as calls:
        first, second = invite(key="k"), invite(key="k")
    assert (first.status, second.body) == (201, first.body)
    assert len(calls) == 1


def test_an_invitation_that_broke_off_is_repeated() -> None:
    with failing("cognito-idp", "AdminCreateUser", "InternalErrorException"):
        assert invite(key="k").problem == "unavailable"
    assert LAN.get("/v1/me").status == 401
    there = failing("cognito-idp", "AdminCreateUser", "UsernameExistsException")
    with answering("cognito-idp", ACCOUNTS), there:
        assert invite(key="k").status == 201


def test_a_name_that_is_taken_is_a_conflict_and_sends_nothing() -> None:
    before = everything()
    with answering("cognito-idp", ACCOUNTS) as calls:
        assert invite(username="far-nurse").problem == "conflict"
    assert calls == []
    assert everything() == before


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"username": "LAN"}, "username"),
        ({"email": "lan"}, "email"),
        ({"role": "print_vendor"}, "role"),
        ({"role": "guardian"}, "role"),
        ({"role": "print_manager"}, "role"),
        ({"since": "2026-07-01", "until": "2026-07-01"}, "until"),
        ({"full_name": "123"}, "full_name"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name_and_nothing_is_written(changes: dict[str, Any], field: str) -> None:
    before = everything()
    with answering("cognito-idp", ACCOUNTS) as calls:
        answer = invite(**changes)
    assert (answer.status, [one["field"] for one in answer.body["errors"]]) == (422, [field])
    assert (calls, everything()) == ([], before)


@pytest.mark.parametrize("caller", [MOTHER, NURSE, FAR_NURSE, PRINT_MANAGER, VENDOR], ids=lambda one: one.username)
def test_nobody_else_looks_after_staff(caller: Caller) -> None:
    before = everything()
    answers = [
        invite(caller),
        caller.get(PATH),
        put({"role": "unit_manager"}, 1, caller.username, by=caller),
        caller.call("PUT", f"{PATH}/nurse/new-access"),
    ]
    assert [answer.problem for answer in answers] == ["forbidden"] * 4
    assert everything() == before


def test_a_manager_looks_after_units_below_the_own_and_no_others() -> None:
    directory = bootstrap.directory()
    directory.save_unit(Unit(UnitId("below"), UnitKind.DEPARTMENT, "Khoa", UnitId("station"), ProvinceCode("01")))
    with answering("cognito-idp", ACCOUNTS):
        assert MANAGER.post("/v1/units/below/staff", NEW).status == 201
        assert MANAGER.post("/v1/units/far-station/staff", {**NEW, "username": "khac"}).problem == "forbidden"
        assert MANAGER.post("/v1/units/nobody/staff", {**NEW, "username": "khac"}).problem == "not-found"


def test_a_post_that_ends_shuts_the_door_at_once_and_a_new_one_opens_it(clock: Clock) -> None:
    with answering("cognito-idp", ACCOUNTS) as calls:
        invite()
        ended = put({"role": "health_worker", "until": "2026-06-15"}, 1)
        assert (ended.status, ended.headers["ETag"]) == (200, '"2"')
        assert LAN.get("/v1/me").problem == "unauthenticated"
        assert put({"role": "health_worker"}, 2).status == 200
        clock.move(seconds=2)
        assert LAN.get("/v1/me").status == 200
    assert [call.operation for call in calls] == [
        "AdminCreateUser",
        "AdminDisableUser",
        "AdminUserGlobalSignOut",
        "AdminEnableUser",
    ]


def test_of_two_managers_one_decides_on_an_old_version_and_is_told() -> None:
    with answering("cognito-idp", ACCOUNTS):
        assert put({"role": "unit_manager"}, 1, "nurse").status == 200
        assert put({"role": "health_worker"}, 1, "nurse").problem == "stale-version"
        assert put({"role": "health_worker"}, 1, "nobody").problem == "not-found"


def test_somebody_with_two_posts_chooses_one_for_each_request() -> None:
    posts = (Post(UnitId("station"), Role.HEALTH_WORKER), Post(UnitId("far-station"), Role.UNIT_MANAGER))
    bootstrap.directory().save_staff(Staff(StaffId("nurse"), "Trần Văn Nam", posts))

    def me(unit_id: str) -> Answer:
        return NURSE.call("GET", "/v1/me", headers={"X-Unit-Id": unit_id})

    assert (NURSE.get("/v1/me").body["unit_id"], me("far-station").body["role"]) == ("station", "unit_manager")
    assert me("station").body["role"] == "health_worker"
    assert me("province").problem == "forbidden"


def test_who_lost_the_telephone_begins_anew() -> None:
    with answering("cognito-idp", ACCOUNTS) as calls:
        assert MANAGER.call("PUT", f"{PATH}/nurse/new-access").status == 204
        assert MANAGER.call("PUT", f"{PATH}/far-nurse/new-access").problem == "not-found"
    assert [call.operation for call in calls] == [
        "AdminUserGlobalSignOut",
        "AdminSetUserMFAPreference",
        "AdminUpdateUserAttributes",
        "AdminResetUserPassword",
    ]


def test_who_looks_after_people_gives_themselves_no_post() -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}"
    answer = put({"role": "health_worker"}, 1, "manager")
    assert (answer.status, answer.problem) == (403, "forbidden")
    assert MANAGER.get(path).status == 404
    assert MANAGER.get("/v1/me").body["role"] == "unit_manager"
