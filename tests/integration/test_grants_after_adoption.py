"""What an adoption, and taking it back, make of rights, consents and restrictions of the family before."""

from typing import Any

import pytest

from tests.integration.agreed import agree, request, state, step
from tests.integration.test_grants import AT_SCHOOL, CARE, REFERRAL, SCHOOL, VISIT, end, given, sees
from tests.integration.test_life import ALIVE, born, happened, pregnant
from tests.integration.world import (
    FAR_NURSE,
    MOTHER,
    NURSE,
    OTHER_MOTHER,
    OTHER_MOTHERS_PHONE,
    Clock,
    open_handbook,
)

pytestmark = pytest.mark.usefixtures("world")
ADOPTION = {"kind": "adoption", "guardian_phone": OTHER_MOTHERS_PHONE, "full_name": "Trần Minh Anh"}


@pytest.fixture
def path() -> str:
    return f"/v1/handbooks/{open_handbook(mother_name='Trần Thị Lan')['handbook_id']}"


def version(path: str) -> int:
    return int(NURSE.get(path).headers["ETag"].strip('"'))


def adopted(path: str, clock: Clock, on: str = "2026-06-15") -> dict[str, Any]:
    """Let the other mother adopt; between what was before and what comes after lies a second."""
    clock.move(seconds=1)
    answer = happened(NURSE, path, version(path), **ADOPTION, on=on)
    assert answer.status == 201, answer.body
    clock.move(seconds=1)
    event: dict[str, Any] = answer.body["event"]
    return event


def test_what_the_old_family_shared_and_booked_ends_and_who_adopted_sees_none_of_it(path: str, clock: Clock) -> None:
    given(MOTHER, f"{path}/shares", CARE)
    agree(path, "share_school")
    given(MOTHER, f"{path}/shares", AT_SCHOOL)
    given(MOTHER, f"{path}/appointments", VISIT)
    adopted(path, clock)
    assert SCHOOL.get(f"{path}/vaccinations").status == 404
    assert OTHER_MOTHER.get(f"{path}/grants").body["items"] == []
    assert [one["state"] for one in NURSE.get(f"{path}/grants").body["items"]] == ["ended"] * 3
    clock.move(days=2)
    assert not sees(FAR_NURSE, path)


def test_what_staff_gave_goes_on_and_who_adopted_reads_none_of_its_words(path: str, clock: Clock) -> None:
    given(NURSE, f"{path}/referrals", REFERRAL)
    clock.move(seconds=1)
    given(NURSE, f"{path}/appointments", {**VISIT, "on": "2026-06-28"})
    adopted(path, clock)
    shown = OTHER_MOTHER.get(f"{path}/grants")
    by_kind = {one["kind"]: one for one in shown.body["items"]}
    assert {kind: (one["state"], one["text"]) for kind, one in by_kind.items()} == {
        "appointment": ("coming", None),
        "referral": ("held", None),
    }
    assert sees(FAR_NURSE, path)
    assert str(REFERRAL["text"]) in NURSE.get(f"{path}/grants").text
    ended = end(OTHER_MOTHER, path, by_kind["referral"])
    assert (ended.status, ended.body["text"]) == (200, None)
    assert [one["kind"] for one in OTHER_MOTHER.get(f"{path}/grants").body["items"]] == ["appointment"]
    assert not sees(FAR_NURSE, path)


def test_what_the_new_family_gives_it_sees_whole(path: str, clock: Clock) -> None:
    adopted(path, clock)
    given(NURSE, f"{path}/referrals", REFERRAL)
    assert [one["text"] for one in OTHER_MOTHER.get(f"{path}/grants").body["items"]] == [REFERRAL["text"]]


def test_an_adoption_taken_back_restores_the_restriction_and_ends_what_those_gave_who_had_adopted(
    path: str, clock: Clock
) -> None:
    place = f"{path}/data-requests/{request(path, 'restrict').body['request_id']}"
    assert step(place, "fulfil").status == 200
    event = adopted(path, clock)
    given(OTHER_MOTHER, f"{path}/shares", CARE)
    agree(path, "share_school", OTHER_MOTHER)
    given(OTHER_MOTHER, f"{path}/shares", AT_SCHOOL)
    assert sees(FAR_NURSE, path)
    back = happened(NURSE, path, version(path), kind="retraction", on="2026-06-15", retracts=event["event_id"])
    assert back.status == 201, back.body
    assert (sees(MOTHER, path), sees(OTHER_MOTHER, path), sees(FAR_NURSE, path)) == (True, False, False)
    assert state(path, "share_school") == "not_given"
    code = MOTHER.get(path).body["code"]
    assert FAR_NURSE.get(f"/v1/qr/codes/{code}").status == 404
    assert step(place, "lift", MOTHER).status == 200
    assert not sees(FAR_NURSE, path)
    assert SCHOOL.get(f"{path}/vaccinations").status == 404
    assert FAR_NURSE.get(f"/v1/qr/codes/{code}").status == 200


def test_a_dose_of_the_mothers_is_in_no_log_of_who_adopted_the_twin(clock: Clock) -> None:
    clock.move(days=67)
    first = pregnant()
    books = born(first, ALIVE, {**ALIVE, "sex": "M"}).body["handbooks"]
    twin = next(path for one in books if (path := f"/v1/handbooks/{one['handbook_id']}") != first)
    adopted(first, clock, "2026-08-21")
    dose = {"product": "tt", "administered_on": "2026-08-21"}
    assert NURSE.post(f"{twin}/tetanus", dose).status == 201
    assert "record_mothers_dose" not in OTHER_MOTHER.get(f"{first}/access-log").text
    assert "record_mothers_dose" in MOTHER.get(f"{twin}/access-log").text
