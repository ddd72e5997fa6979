"""Who sees a handbook for a while learns no code of it: by scanning, a right of hours would never end."""

from typing import Any

import pytest

from handbook import bootstrap
from handbook.domain.errors import UnavailableError
from handbook.domain.ids import AccountId, StaffId
from handbook.usecases.context import Context
from handbook.usecases.identify import identify_staff
from handbook.web.conflicts import kept_version
from tests.integration.api import Caller
from tests.integration.refusals import refused
from tests.integration.test_exports import made
from tests.integration.test_grants import CARE, EMERGENCY, REFERRAL, given
from tests.integration.world import CHILD, FAR_NURSE, MOTHER, NURSE, Clock, open_handbook

pytestmark = pytest.mark.usefixtures("world")
GUESTS = ("share", "referral", "break_glass", "visit")


def opened_to_a_guest(guest: str) -> dict[str, Any]:
    """Open a handbook that the far nurse sees for a while."""
    book = open_handbook()
    path = f"/v1/handbooks/{book['handbook_id']}"
    if guest == "share":
        given(MOTHER, f"{path}/shares", CARE)
    elif guest == "referral":
        given(NURSE, f"{path}/referrals", REFERRAL)
    elif guest == "break_glass":
        given(FAR_NURSE, "/v1/handbooks/break-glass", EMERGENCY)
    else:
        assert FAR_NURSE.get(f"/v1/qr/codes/{book['code']}").status == 200
    return book


@pytest.mark.parametrize("guest", GUESTS)
def test_a_guest_reads_the_handbook_and_none_of_its_codes(guest: str) -> None:
    book = opened_to_a_guest(guest)
    path = f"/v1/handbooks/{book['handbook_id']}"
    for part in ("", "/changes"):
        answer = FAR_NURSE.get(path + part)
        assert answer.status == 200
        assert book["code"] not in answer.text
    assert (FAR_NURSE.get(path).body["code"], FAR_NURSE.get(path).body["carriers"]) == (None, [])
    for part in ("codes", "qr.svg", "qr.png", "card.pdf"):
        refused(FAR_NURSE.get(f"{path}/{part}"), 403, "forbidden")


@pytest.mark.parametrize("guest", GUESTS)
def test_a_guest_binds_replaces_and_voids_no_code(guest: str) -> None:
    book = opened_to_a_guest(guest)
    path, code = f"/v1/handbooks/{book['handbook_id']}", book["code"]
    refused(FAR_NURSE.post(f"{path}/codes/replace", {"old_code": code, "reason": "lost"}), 403, "forbidden")
    refused(FAR_NURSE.post(f"/v1/qr/codes/{code}/void", {"reason": "lost"}), 403, "forbidden")
    bound = FAR_NURSE.post(f"/v1/qr/codes/{code}/bind", {"handbook_id": book["handbook_id"]})
    refused(bound, 403, "forbidden")


def test_an_emergency_is_over_with_nothing_that_opens_the_handbook_again(clock: Clock) -> None:
    book = opened_to_a_guest("break_glass")
    path = f"/v1/handbooks/{book['handbook_id']}"
    read = FAR_NURSE.get(path).text + FAR_NURSE.get(f"{path}/changes").text
    clock.move(hours=4)
    refused(FAR_NURSE.get(path), 404, "not-found")
    assert book["code"] not in read


@pytest.mark.parametrize("guest", ["share", "referral", "visit"])
def test_an_export_of_a_guest_has_no_code_in_it_and_one_of_the_area_has(guest: str) -> None:
    book = opened_to_a_guest(guest)
    place = f"/v1/handbooks/{book['handbook_id']}/exports"
    for caller, holds in ((FAR_NURSE, False), (NURSE, True)):
        _, data = made(place, caller, format="json", purpose="referral")
        assert (book["code"] in data.decode()) is holds


def test_family_and_area_read_the_codes() -> None:
    book = open_handbook()
    path = f"/v1/handbooks/{book['handbook_id']}"
    for caller in (MOTHER, NURSE):
        assert caller.get(path).body["code"] == book["code"]
        assert caller.get(f"{path}/codes").body["items"][0]["code"] == book["code"]


@pytest.mark.parametrize("caller", [MOTHER, NURSE])
def test_who_sends_another_handbook_with_an_id_that_was_used_is_shown_the_code_of_the_first(caller: Caller) -> None:
    own_id = "0b6e3a52-8a5f-4b53-9a55-0a9f6f2d7c11"
    opened = caller.post("/v1/handbooks", {**CHILD, "id": own_id})
    conflict = caller.post("/v1/handbooks", {**CHILD, "id": own_id, "full_name": "Trần Ngọc Anh"})
    assert (opened.status, conflict.status) == (201, 409)
    assert conflict.body["kept"]["data"]["code"] == opened.body["code"] != ""


@pytest.mark.parametrize("role", ["nurse", "far-nurse"])
def test_what_is_kept_is_shown_with_its_code_to_the_area_and_without_to_a_guest(role: str) -> None:
    opened_to_a_guest("visit")
    kept = bootstrap.records().get_many(bootstrap.records().ids_of_account(AccountId("mother"), 1))[0]
    actor = identify_staff(StaffId(role), bootstrap.now().date(), directory=bootstrap.directory())
    shown = kept_version(kept, lambda: Context(actor, bootstrap.now(), "request"))["data"]
    assert (shown["code"] == kept.own_code, shown["code"] is None) == (role == "nurse", role != "nurse")


def test_where_nobody_can_say_who_asks_no_code_is_shown() -> None:
    def nobody() -> Context:
        raise UnavailableError("down")

    open_handbook()
    kept = bootstrap.records().get_many(bootstrap.records().ids_of_account(AccountId("mother"), 1))[0]
    assert kept_version(kept, nobody)["data"]["code"] is None
