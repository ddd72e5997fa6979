"""Opening, reading and correcting handbooks."""

import unicodedata

import pytest

from handbook.domain.codes import parse
from tests.integration.api import Caller
from tests.integration.world import (
    CHILD,
    FAR,
    MANAGER,
    MOTHER,
    MOTHERS_PHONE,
    NURSE,
    OTHER_MOTHER,
    PRINT_MANAGER,
    VENDOR,
    Clock,
    everything,
    open_handbook,
)

pytestmark = pytest.mark.usefixtures("world")
NO_OTHERS: dict[str, list[str]] = {"possible_duplicates": []}
SECURITY = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}


def test_a_family_opens_a_handbook_and_reads_it_back() -> None:
    opened = MOTHER.post("/v1/handbooks", CHILD)

    handbook_id = opened.body["handbook_id"]
    assert opened.status == 201
    assert opened.body == {
        **CHILD,
        "gestation_days": None,
        "birth_weight_g": None,
        "mother_name": None,
        "handbook_id": handbook_id,
        "version": 1,
        "etag": '"1"',
        "code": opened.body["code"],
        "carriers": [],
        "opened_at": "2026-06-15T03:00:00Z",
        "next_contact_on": "2026-06-12",  # a message of three days ago is still sent
        "attention": None,
        "state": "in_care",
        "ended_on": None,
        "over_six": False,
        "pregnancy": None,
        "pregnancy_in": None,
        **NO_OTHERS,
    }
    assert opened.headers == {
        "Content-Type": "application/json",
        "ETag": '"1"',
        "Location": f"/v1/handbooks/{handbook_id}",
        **SECURITY,
    }
    read = MOTHER.get(f"/v1/handbooks/{handbook_id}")
    assert (read.status, {**read.body, **NO_OTHERS}) == (200, opened.body)
    assert read.headers == {"Content-Type": "application/json", "ETag": '"1"', **SECURITY}


def test_a_handbooks_own_code_is_one_of_ours_and_leads_to_it() -> None:
    opened = open_handbook()

    assert parse(opened["code"]).text == opened["code"]
    scanned = MOTHER.get(f"/v1/qr/codes/{opened['code']}")
    assert (scanned.status, scanned.body["handbook_id"]) == (200, opened["handbook_id"])


def test_everything_that_a_family_tells_comes_back_with_the_name_in_one_form() -> None:
    told = {
        **CHILD,
        "full_name": unicodedata.normalize("NFD", "  Nguyễn   Thị\u00a0Ánh "),
        "gestation_days": 250,
        "birth_weight_g": 2650,
        "mother_name": "Lê Thị Hoa",
    }

    opened = MOTHER.post("/v1/handbooks", told)

    kept = {**told, "full_name": "Nguyễn Thị Ánh"}
    assert {name: opened.body[name] for name in kept} == kept
    assert {**MOTHER.get(f"/v1/handbooks/{opened.body['handbook_id']}").body, **NO_OTHERS} == opened.body


def test_a_nurse_opens_a_handbook_for_the_family_that_a_number_belongs_to() -> None:
    opened = NURSE.post("/v1/handbooks", {**CHILD, "guardian_phone": "0912 345 678"})

    assert opened.status == 201
    assert MOTHERS_PHONE not in opened.text
    path = f"/v1/handbooks/{opened.body['handbook_id']}"
    assert {**MOTHER.get(path).body, **NO_OTHERS} == opened.body
    assert {**NURSE.get(path).body, **NO_OTHERS} == opened.body
    assert OTHER_MOTHER.get(path).problem == "not-found"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"guardian_phone": "0909999999"}, "guardian_phone"),  # nobody signed in with it yet
        ({"guardian_phone": MOTHERS_PHONE, "commune_code": FAR}, "commune_code"),
    ],
)
def test_a_nurse_opens_none_outside_the_area_or_for_a_number_without_an_account(
    changes: dict[str, str], field: str
) -> None:
    before = everything()

    refused = NURSE.post("/v1/handbooks", {**CHILD, **changes})

    assert (refused.status, refused.problem) == (422, "invalid-field")
    assert refused.body["errors"] == [{"field": field, "code": "invalid-field"}]
    assert everything() == before


@pytest.mark.parametrize("caller", [MANAGER, PRINT_MANAGER, VENDOR], ids=lambda caller: caller.username)
def test_who_has_nothing_to_do_with_children_opens_and_lists_no_handbooks(caller: Caller) -> None:
    before = everything()

    assert caller.post("/v1/handbooks", {**CHILD, "guardian_phone": MOTHERS_PHONE}).problem == "forbidden"
    assert caller.get("/v1/handbooks").problem == "forbidden"
    assert everything() == before


def test_a_child_is_corrected_on_the_version_that_the_caller_saw(clock: Clock) -> None:
    opened = open_handbook()
    path = f"/v1/handbooks/{opened['handbook_id']}"
    clock.move(minutes=1)

    changed = MOTHER.call("PATCH", path, {"full_name": "Nguyễn Thị Ánh Dương"}, headers={"If-Match": '"1"'})

    assert changed.status == 200
    assert changed.body == {**opened, "full_name": "Nguyễn Thị Ánh Dương", "etag": '"2"', "version": 2}
    assert changed.headers["ETag"] == '"2"'
    assert MOTHER.get(path).body == changed.body


def test_a_corrected_birth_date_moves_the_next_contact() -> None:
    opened = open_handbook()
    path = f"/v1/handbooks/{opened['handbook_id']}"

    changed = MOTHER.call("PATCH", path, {"birth_date": "2026-06-14"}, headers={"If-Match": opened["etag"]})

    assert changed.body["next_contact_on"] != opened["next_contact_on"]
    assert MOTHER.get(path).body == changed.body


def test_null_empties_what_may_be_empty() -> None:
    opened = open_handbook(mother_name="Lê Thị Hoa", gestation_days=250)
    path = f"/v1/handbooks/{opened['handbook_id']}"

    changed = MOTHER.call("PATCH", path, {"mother_name": None}, headers={"If-Match": '"1"'})

    assert changed.body == {**opened, "mother_name": None, "etag": '"2"', "version": 2}


@pytest.mark.parametrize("field", ["full_name", "sex", "birth_date", "commune_code", "province_code"])
def test_null_does_not_empty_what_must_be_there(field: str) -> None:
    opened = open_handbook()
    before = everything()

    refused = MOTHER.call("PATCH", f"/v1/handbooks/{opened['handbook_id']}", {field: None}, headers={"If-Match": '"1"'})

    assert (refused.status, refused.body["errors"]) == (422, [{"field": field, "code": "invalid-field"}])
    assert everything() == before


@pytest.mark.parametrize(
    ("tag", "status", "problem"),
    [
        (None, 428, "version-required"),
        ("", 428, "version-required"),
        ('"0"', 412, "stale-version"),
        ('"2"', 412, "stale-version"),
        ('"abc"', 412, "stale-version"),
        ("*", 412, "stale-version"),
        ('"١"', 412, "stale-version"),  # a digit, but not one of ours
    ],
)
def test_a_change_without_the_current_version_is_refused(tag: str | None, status: int, problem: str) -> None:
    opened = open_handbook()
    before = everything()

    refused = MOTHER.call(
        "PATCH",
        f"/v1/handbooks/{opened['handbook_id']}",
        {"full_name": "Bé"},
        headers={} if tag is None else {"If-Match": tag},
    )

    assert (refused.status, refused.problem) == (status, problem)
    assert everything() == before


def test_the_second_of_two_changes_based_on_one_version_is_refused() -> None:
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}"
    first = MOTHER.call("PATCH", path, {"full_name": "Bé Một"}, headers={"If-Match": '"1"'})
    second = NURSE.call("PATCH", path, {"full_name": "Bé Hai"}, headers={"If-Match": '"1"'})

    assert (first.status, second.status, second.problem) == (200, 412, "stale-version")
    assert MOTHER.get(path).body["full_name"] == "Bé Một"


def test_a_dose_recorded_meanwhile_does_not_refuse_a_corrected_name() -> None:
    opened = open_handbook()
    path = f"/v1/handbooks/{opened['handbook_id']}"
    dose = NURSE.post(f"{path}/immunizations", {"product": "bcg", "administered_on": "2026-01-06"})

    changed = MOTHER.call("PATCH", path, {"full_name": "Bé Na"}, headers={"If-Match": opened["etag"]})

    assert (dose.status, changed.status) == (201, 200)
    assert len(MOTHER.get(f"{path}/immunizations").body["items"]) == 1


def test_a_handbooks_code_is_drawn_as_svg_for_its_family() -> None:
    opened = open_handbook()

    drawn = MOTHER.get(f"/v1/handbooks/{opened['handbook_id']}/qr.svg")

    assert (drawn.status, drawn.headers["Content-Type"]) == (200, "image/svg+xml")
    assert drawn.text.startswith(("<svg", "<?xml"))
    assert opened["full_name"] not in drawn.text
    assert OTHER_MOTHER.get(f"/v1/handbooks/{opened['handbook_id']}/qr.svg").problem == "not-found"
