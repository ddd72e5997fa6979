"""A unit was merged into another: what it was given is the successor's, from that day on and no sooner."""

from typing import Any

import pytest

from handbook import bootstrap
from handbook.domain.access import Role
from handbook.domain.directory import Post, Staff, Unit, UnitKind
from handbook.domain.ids import ProvinceCode, StaffId, UnitId
from handbook.usecases.load_units import load_units
from tests.integration.api import Answer, Caller
from tests.integration.corrected import recorded
from tests.integration.test_disputes import desk, dispute, step
from tests.integration.world import FAR_NURSE, MOTHER, NURSE, Clock, open_handbook

pytestmark = pytest.mark.usefixtures("world")
OLD = "clinic"


@pytest.fixture
def path(clock: Clock) -> str:
    """Open a handbook of the near station, and let a clinic be there that is to be merged into the far one."""
    directory = bootstrap.directory()
    directory.save_unit(Unit(UnitId("ministry"), UnitKind.MINISTRY, "Bộ Y tế"))
    directory.save_unit(Unit(UnitId("province"), UnitKind.PROVINCE, "Sở Y tế", UnitId("ministry"), ProvinceCode("01")))
    directory.save_unit(Unit(UnitId(OLD), UnitKind.STATION, "Phòng khám", UnitId("province"), ProvinceCode("01")))
    return f"/v1/handbooks/{open_handbook()['handbook_id']}"


def merge(until: str = "2026-06-16") -> None:
    """Load the row that ends the clinic; its work goes on at the far station."""
    row = {"unit_id": OLD, "kind": "station", "name": "Phòng khám", "parent_id": "province", "province_code": "01"}
    row |= {"valid_until": until, "successor_id": "far-station"}
    (result,) = load_units([row], [], bootstrap.now(), applies=True, directory=bootstrap.directory())
    assert result.outcome == "changed", result


def share(path: str) -> Answer:
    body = {"unit_id": OLD, "purpose": "care", "until": "2026-12-31"}
    return MOTHER.post(f"{path}/shares", body)


def refer(path: str) -> Answer:
    return NURSE.post(f"{path}/referrals", {"unit_id": OLD, "purpose": "diagnosis"})


def book(path: str) -> Answer:
    return NURSE.post(f"{path}/appointments", {"unit_id": OLD, "on": "2026-06-16", "purpose": "vaccination"})


@pytest.mark.parametrize("give", [share, refer, book])
def test_what_a_merged_unit_was_given_is_its_successors_from_that_day_on(path: str, clock: Clock, give: Any) -> None:
    given = give(path)
    assert given.status == 201, given.body
    merge()
    assert FAR_NURSE.get(path).status == 404
    clock.move(days=1)
    assert FAR_NURSE.get(path).status == 200
    listed = FAR_NURSE.get(f"/v1/units/{OLD}/grants", {"kind": given.body["kind"]})
    assert [one["grant_id"] for one in listed.body["items"]] == [given.body["grant_id"]]


def test_a_unit_that_nothing_was_merged_into_has_no_rights_of_others(path: str, clock: Clock) -> None:
    refer(path)
    clock.move(days=1)
    assert FAR_NURSE.get(path).status == 404
    assert FAR_NURSE.get(f"/v1/units/{OLD}/grants", {"kind": "referral"}).problem == "not-found"


def test_the_successor_takes_a_referral_back_and_edits_no_page_of_the_merged_unit(path: str, clock: Clock) -> None:
    given = refer(path).body
    merge()
    clock.move(days=1)
    grant = f"{path}/grants/{given['grant_id']}/end"
    ended = FAR_NURSE.call("POST", grant, {}, headers={"If-Match": '"1"', "Idempotency-Key": "k"})
    assert ended.status in {200, 201}, ended.body
    assert FAR_NURSE.get(path).status == 404


def test_what_was_to_be_answered_at_a_merged_unit_stands_on_the_list_of_its_successor(path: str, clock: Clock) -> None:
    staff = Staff(StaffId("clinic-nurse"), "Lê Thị Hoa", (Post(UnitId(OLD), Role.HEALTH_WORKER),))
    bootstrap.directory().save_staff(staff)
    code = MOTHER.get(path).body["code"]
    places = []
    for nurse in (Caller("clinic-nurse", "staff"), FAR_NURSE):
        nurse.get(f"/v1/qr/codes/{code}")
        about = {"kind": "dose", "entry_id": recorded(path, "dose", nurse)}
        places.append(dispute(path, kind="wrong", about=about, text="Sai số lô"))
        clock.move(days=1)
    assert desk(FAR_NURSE, limit="10") == places[1:]

    merge(until="2026-06-18")
    clock.move(days=1)

    assert desk(FAR_NURSE, limit="10") == places
    first = FAR_NURSE.get("/v1/disputes", {"limit": "1"}).body
    rest = FAR_NURSE.get("/v1/disputes", {"limit": "1", "cursor": first["next"]}).body
    assert [one["items"][0]["dispute_id"] for one in (first, rest)] == [one.rpartition("/")[2] for one in places]
    assert step(places[0], "acknowledge", FAR_NURSE).status == 200


def test_a_successor_without_an_open_dispute_has_an_empty_list(path: str, clock: Clock) -> None:
    merge(until="2026-06-18")
    clock.move(days=10)

    answer = FAR_NURSE.get("/v1/disputes")

    assert (answer.status, answer.body["items"]) == (200, [])
