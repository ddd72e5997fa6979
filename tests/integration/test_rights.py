"""Who sees which handbook. Absent and not-yours look the same."""

from typing import Any

import pytest

from handbook import bootstrap
from handbook.domain.access import Role
from handbook.domain.directory import Post, Staff
from handbook.domain.ids import StaffId, UnitId
from tests.integration.api import Answer, Caller
from tests.integration.world import (
    FAR,
    FAR_NURSE,
    MANAGER,
    MOTHER,
    NEAR_TOO,
    NOBODY,
    NURSE,
    OTHER_MOTHER,
    PRINT_MANAGER,
    VENDOR,
    Clock,
    everything,
    open_handbook,
)

pytestmark = pytest.mark.usefixtures("world")
ABSENT = "00000000-0000-4000-8000-000000000000"
MEASUREMENT = {"measured_on": "2026-06-15", "weight_kg": 6.1}
DOSE = {"product": "bcg", "administered_on": "2026-01-06"}
SICK = {"kind": "sick_visit", "visited_on": "2026-06-15", "sick_visit": {"complaint": "Ho"}}
REQUESTS: dict[str, tuple[str, str, Any]] = {
    "read": ("GET", "", None),
    "correct": ("PATCH", "", {"full_name": "Bé"}),
    "measurements": ("GET", "/measurements", None),
    "measure": ("POST", "/measurements", MEASUREMENT),
    "growth": ("GET", "/growth", None),
    "chart": ("GET", "/growth/weight-for-age.svg", None),
    "chart in pixels": ("GET", "/growth/weight-for-age.png", None),
    "doses": ("GET", "/immunizations", None),
    "dose": ("POST", "/immunizations", DOSE),
    "forecast": ("GET", "/forecast", None),
    "alerts": ("GET", "/alerts", None),
    "findings": ("GET", "/findings", None),
    "checklist": ("GET", "/milestones/checklist", None),
    "encounters": ("GET", "/encounters", None),
    "encounter": ("POST", "/encounters", SICK),
    "plan of care": ("GET", "/care-plan", None),
    "reminders": ("GET", "/reminders", None),
    "access log": ("GET", "/access-log", None),
    "picture": ("GET", "/qr.svg", None),
}


def ask(caller: Caller, handbook_id: str, request: str) -> Answer:
    method, path, body = REQUESTS[request]
    headers = {"Idempotency-Key": f"key-{request}", "If-Match": '"1"'}
    return caller.call(method, f"/v1/handbooks/{handbook_id}{path}", body, headers=headers)


def seen(answer: Answer) -> tuple[int, dict[str, Any], dict[str, str], int]:
    """What a stranger can compare: all but the request's own id."""
    return answer.status, {**answer.body, "instance": ""}, answer.headers, len(answer.text)


def move_nurse(unit_id: str) -> None:
    post = Post(UnitId(unit_id), Role.HEALTH_WORKER)
    bootstrap.directory().save_staff(Staff(StaffId("nurse"), "Trần Văn Nam", (post,)))


@pytest.mark.parametrize(
    "caller", [OTHER_MOTHER, FAR_NURSE, MANAGER, PRINT_MANAGER, VENDOR], ids=lambda caller: caller.username
)
def test_a_foreign_handbook_answers_exactly_as_an_absent_one(caller: Caller) -> None:
    handbook_id = open_handbook()["handbook_id"]
    before = everything()

    for request in REQUESTS:
        foreign, absent = ask(caller, handbook_id, request), ask(caller, ABSENT, request)
        assert (request, foreign.status, foreign.problem) == (request, 404, "not-found")
        assert seen(foreign) == seen(absent)
    assert everything() == before


def test_without_a_token_nothing_is_said() -> None:
    handbook_id = open_handbook()["handbook_id"]
    before = everything()

    for request in REQUESTS:
        refused = ask(NOBODY, handbook_id, request)
        assert (request, refused.status, refused.problem) == (request, 401, "unauthenticated")
        assert seen(refused) == seen(ask(NOBODY, ABSENT, request))
    assert everything() == before


@pytest.mark.parametrize(
    "caller",
    [
        Caller("mother", token_use="access"),
        Caller("mother", token_use=""),
        Caller("", token_use="id"),
        Caller("nurse", "staff", token_use="access"),
        Caller("unknown", "staff"),
        Caller("mother", "staff"),
        Caller("nurse/../mother", "staff"),
    ],
)
def test_an_access_token_or_a_token_of_nobody_speaks_for_nobody(caller: Caller) -> None:
    handbook_id = open_handbook()["handbook_id"]

    assert ask(caller, handbook_id, "read").problem == "unauthenticated"


def test_a_username_of_the_other_pool_is_somebody_else() -> None:
    handbook_id = open_handbook()["handbook_id"]

    assert ask(Caller("nurse", "family"), handbook_id, "read").problem == "not-found"


def test_a_member_of_staff_who_was_let_go_is_signed_out_at_once() -> None:
    handbook_id = open_handbook()["handbook_id"]
    assert ask(NURSE, handbook_id, "read").status == 200

    bootstrap.directory().save_staff(
        Staff(StaffId("nurse"), "Trần Văn Nam", (Post(UnitId("closed"), Role.HEALTH_WORKER),))
    )

    assert ask(NURSE, handbook_id, "read").problem == "unauthenticated"


def test_a_nurse_who_moved_to_another_station_sees_the_new_area_only() -> None:
    near, far = open_handbook()["handbook_id"], open_handbook(commune_code=FAR)["handbook_id"]

    bootstrap.directory().save_staff(
        Staff(StaffId("nurse"), "Trần Văn Nam", (Post(UnitId("far-station"), Role.HEALTH_WORKER),))
    )

    assert (ask(NURSE, near, "read").status, ask(NURSE, far, "read").status) == (404, 200)


def test_a_scan_opens_a_handbook_to_the_unit_for_a_day_and_no_longer(clock: Clock) -> None:
    opened = open_handbook()
    handbook_id = opened["handbook_id"]
    assert ask(FAR_NURSE, handbook_id, "read").status == 404

    scanned = FAR_NURSE.get(f"/v1/qr/codes/{opened['code']}")

    assert scanned.body == {
        "code": opened["code"],
        "readable": " ".join(opened["code"][i : i + 4] for i in range(0, 20, 4)),
        "state": "bound",
        "handbook_id": handbook_id,
        "full_name": opened["full_name"],
        "birth_date": opened["birth_date"],
        "unit_id": None,
    }
    visit = {name: ask(FAR_NURSE, handbook_id, name).status for name in REQUESTS}
    assert visit == {name: 201 if name in {"measure", "dose", "encounter"} else 200 for name in REQUESTS} | {
        "access log": 403,
        "picture": 403,
    }
    clock.move(hours=24, seconds=-1)
    assert ask(FAR_NURSE, handbook_id, "read").status == 200
    clock.move(seconds=1)
    assert {
        ask(FAR_NURSE, handbook_id, name).status for name in REQUESTS if name not in {"measure", "dose", "encounter"}
    } == {404}


def test_a_scan_is_a_right_of_the_unit_and_not_of_every_unit() -> None:
    opened = open_handbook(commune_code=NEAR_TOO)
    FAR_NURSE.get(f"/v1/qr/codes/{opened['code']}")
    directory = bootstrap.directory()
    directory.save_staff(Staff(StaffId("colleague"), "Lê An", (Post(UnitId("far-station"), Role.HEALTH_WORKER),)))
    directory.save_staff(Staff(StaffId("stranger"), "Lê Bình", (Post(UnitId("province"), Role.HEALTH_WORKER),)))

    assert ask(Caller("colleague", "staff"), opened["handbook_id"], "read").status == 200
    assert ask(Caller("stranger", "staff"), opened["handbook_id"], "read").status == 404


def test_a_child_who_moves_leaves_the_old_stations_area() -> None:
    handbook_id = open_handbook()["handbook_id"]

    moved = MOTHER.call("PATCH", f"/v1/handbooks/{handbook_id}", {"commune_code": FAR}, headers={"If-Match": '"1"'})

    assert moved.status == 200
    assert (ask(NURSE, handbook_id, "read").status, ask(FAR_NURSE, handbook_id, "read").status) == (404, 200)
    assert NURSE.get("/v1/handbooks").body["items"] == []
    assert FAR_NURSE.get("/v1/handbooks").body["items"] == [moved.body]


def test_a_guardian_records_no_dose() -> None:
    handbook_id = open_handbook()["handbook_id"]
    before = everything()

    refused = ask(MOTHER, handbook_id, "dose")

    assert (refused.status, refused.problem) == (403, "forbidden")
    assert everything() == before
