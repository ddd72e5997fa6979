"""Numbers by which offices know a child, its mother and its father."""

from hashlib import sha256
from typing import Any

import pytest

from tests.integration.api import Answer, Caller
from tests.integration.world import (
    FAR,
    FAR_NURSE,
    MOTHER,
    NURSE,
    OTHER_MOTHER,
    VENDOR,
    Clock,
    everything,
    items,
    open_handbook,
)

pytestmark = pytest.mark.usefixtures("world")
PERSONAL_ID = "001326012345"
"""Of a girl of 2026, born in Hà Nội; nobody's."""


def number(value: str = PERSONAL_ID, **more: Any) -> dict[str, Any]:
    return {"subject": "child", "system": "personal_id", "value": value, **more}


def path_of(book: dict[str, Any]) -> str:
    return f"/v1/handbooks/{book['handbook_id']}/identifiers"


def recorded(path: str, body: dict[str, Any], caller: Caller = NURSE) -> dict[str, Any]:
    found = caller.post(path, body)
    assert found.status == 201, found.body
    answer: dict[str, Any] = found.body
    return answer


def search(value: str, system: str = "personal_id", caller: Caller = NURSE) -> list[str]:
    found = caller.call("POST", "/v1/handbooks/search", {"identifier": {"system": system, "value": value}})
    assert found.status == 200, found.body
    return [one["handbook_id"] for one in found.body["items"]]


def change(place: str, body: dict[str, Any], tag: str = '"1"', caller: Caller = NURSE) -> Answer:
    return caller.call("PATCH", place, body, headers={"If-Match": tag})


def test_a_number_is_kept_sealed_shown_by_its_end_and_read_whole_one_at_a_time() -> None:
    path = path_of(open_handbook())

    answer = recorded(path, number("001 326 012 345", starts_on="2026-01-05"))

    one = answer["identifier"]
    assert answer == {"identifier": one, "warnings": [], "used_by": []}
    assert one == {
        "identifier_id": one["identifier_id"],
        "etag": '"1"',
        "subject": "child",
        "system": "personal_id",
        "value": "••••••••2345",
        "status": "active",
        "starts_on": "2026-01-05",
        "ends_on": None,
        "recorded_at": "2026-06-15T03:00:00Z",
        "changed_at": None,
    }
    assert MOTHER.get(path).body == {"items": [one], "next": None}
    for caller in (MOTHER, NURSE):
        whole = caller.get(f"{path}/{one['identifier_id']}")
        assert (whole.status, whole.body) == (200, {**one, "value": PERSONAL_ID})
        assert whole.headers["ETag"] == '"1"'
    assert PERSONAL_ID not in str(everything())


def test_what_is_read_of_numbers_is_in_the_access_log_by_its_own_name() -> None:
    book = open_handbook()
    one = recorded(path_of(book), number())["identifier"]
    NURSE.get(path_of(book))
    NURSE.get(f"{path_of(book)}/{one['identifier_id']}")

    log = MOTHER.get(f"/v1/handbooks/{book['handbook_id']}/access-log").body["items"]
    assert sorted(entry["action"] for entry in log) == [
        "list_identifiers",
        "open_handbook",
        "read_identifier",
        "record_identifier",
    ]


def test_a_unit_on_a_visit_records_numbers_and_sees_their_ends_only() -> None:
    book = open_handbook(commune_code=FAR, province_code="04")
    one = recorded(path_of(book), number(), MOTHER)["identifier"]
    assert NURSE.get(path_of(book)).status == 404
    assert NURSE.call("GET", f"/v1/qr/codes/{book['code']}").status == 200

    assert NURSE.get(path_of(book)).body["items"] == [one]
    assert NURSE.get(f"{path_of(book)}/{one['identifier_id']}").status == 403


@pytest.mark.parametrize("caller", [OTHER_MOTHER, FAR_NURSE, VENDOR])
def test_nobody_else_sees_or_writes_numbers(caller: Caller) -> None:
    path = path_of(open_handbook())
    one = recorded(path, number())["identifier"]
    before = everything()

    for answer in (
        caller.get(path),
        caller.get(f"{path}/{one['identifier_id']}"),
        caller.post(path, number()),
        change(f"{path}/{one['identifier_id']}", {"status": "cancelled"}, caller=caller),
    ):
        assert (answer.status, answer.problem) == (404, "not-found")
    assert everything() == before


def test_a_retry_of_a_number_adds_none() -> None:
    path = path_of(open_handbook())
    first = NURSE.post(path, number(), key="one")
    assert NURSE.post(path, number(), key="one").body == first.body
    assert len(MOTHER.get(path).body["items"]) == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (number("00132601234"), "value"),
        (number("000000000000"), "value"),
        (number("0000000000", system="health_insurance"), "value"),
        (number(starts_on="2026-06-02", ends_on="2026-06-01"), "ends_on"),
        (number(system="licence"), "system"),
        (number(subject="uncle"), "subject"),
        (number(starts_on="2026-02-30"), "starts_on"),
        (number("1" * 65), "value"),
        (number("😀"), "value"),
    ],
)
def test_what_is_no_number_is_refused_by_the_name_of_the_field(body: dict[str, Any], field: str) -> None:
    path = path_of(open_handbook())
    before = everything()
    refused = NURSE.post(path, body)
    assert refused.status == 422
    assert [fault["field"] for fault in refused.body["errors"]] == [field]
    assert body["value"] not in refused.text
    assert everything() == before


def test_a_number_that_speaks_of_another_year_or_sex_is_kept_with_a_warning() -> None:
    path = path_of(open_handbook())
    assert recorded(path, number("001225012345"))["warnings"] == ["birth_year_differs", "sex_differs"]
    assert recorded(path, number("001095012345", subject="mother"))["warnings"] == ["sex_differs"]
    assert recorded(path, number("001195012345", subject="mother"))["warnings"] == []
    assert recorded(path, number("001195012346", subject="father"))["warnings"] == ["sex_differs"]


def test_a_number_that_holds_on_another_handbook_of_the_area_is_a_warning_that_names_it() -> None:
    first, second, third = (open_handbook(full_name=name) for name in ("Lê An", "Lê Ân", "Lê Ẩn"))
    recorded(path_of(first), number())

    answer = recorded(path_of(second), number())
    assert (answer["warnings"], answer["used_by"]) == (["used_elsewhere"], [first["handbook_id"]])
    card = number(system="health_id")
    assert set(recorded(path_of(third), card)["used_by"]) == {first["handbook_id"], second["handbook_id"]}


def test_a_number_of_a_handbook_that_the_asker_may_not_see_is_no_warning() -> None:
    far = open_handbook(OTHER_MOTHER, commune_code=FAR, province_code="04")
    recorded(path_of(far), number(), OTHER_MOTHER)

    assert recorded(path_of(open_handbook()), number())["warnings"] == []
    assert recorded(path_of(open_handbook()), number(), MOTHER)["used_by"] != [far["handbook_id"]]


def test_brothers_and_sisters_share_their_mothers_number_without_a_warning() -> None:
    first, second = open_handbook(full_name="Lê An"), open_handbook(full_name="Lê Bình")
    mothers = number("001195012345", subject="mother")
    recorded(path_of(first), mothers)
    assert recorded(path_of(second), mothers)["warnings"] == []
    assert set(search("001195012345")) == {first["handbook_id"], second["handbook_id"]}


def test_a_number_that_ended_still_finds_its_handbook_and_warns_nobody() -> None:
    first, second = open_handbook(), open_handbook()
    one = recorded(path_of(first), number())["identifier"]
    ended = change(f"{path_of(first)}/{one['identifier_id']}", {"status": "replaced", "ends_on": "2026-06-01"})

    assert ended.status == 200
    assert ended.headers["ETag"] == '"2"'
    assert (ended.body["identifier"]["status"], ended.body["identifier"]["ends_on"]) == ("replaced", "2026-06-01")
    assert ended.body["identifier"]["changed_at"] == "2026-06-15T03:00:00Z"
    assert search(PERSONAL_ID) == [first["handbook_id"]]
    assert recorded(path_of(second), number())["used_by"] == []


def test_a_slip_is_corrected_and_the_wrong_number_finds_nobody_though_it_stays_on_file() -> None:
    book = open_handbook()
    one = recorded(path_of(book), number("001326099999"))["identifier"]
    corrected = change(f"{path_of(book)}/{one['identifier_id']}", {"value": PERSONAL_ID})

    assert corrected.body["identifier"]["value"] == "••••••••2345"
    assert search("001326099999") == []
    assert search(PERSONAL_ID) == [book["handbook_id"]]
    kept = [item for item in items("RecordsTable") if item["sk"]["S"].startswith("_IDENTIFIER#")]
    assert [item["version"]["N"] for item in kept] == ["1"]
    assert "gsi1pk" not in kept[0]
    assert "seq" not in kept[0]


def test_a_change_needs_the_version_that_it_is_based_on_and_a_number_that_is_there() -> None:
    path = path_of(open_handbook())
    one = recorded(path, number())["identifier"]
    place = f"{path}/{one['identifier_id']}"

    assert NURSE.call("PATCH", place, {"status": "cancelled"}).problem == "version-required"
    assert change(place, {"status": "cancelled"}, '"2"').problem == "stale-version"
    assert change(f"{path}/other", {"status": "cancelled"}).problem == "not-found"
    for body, field in (({"value": None}, "value"), ({"status": None}, "status"), ({"value": "0"}, "value")):
        assert [fault["field"] for fault in change(place, body).body["errors"]] == [field]
    assert change(place, {"status": "cancelled"}).status == 200
    assert change(place, {"status": "active"}).problem == "stale-version"


@pytest.mark.parametrize(
    ("system", "value", "sought_as", "typed"),
    [
        ("health_insurance", "TE1790123456789", "social_insurance", "0123456789"),
        ("social_insurance", "0123456789", "health_insurance", "te 1 79 0123456789"),
        ("health_id", "0123456789.0001", "social_insurance", "0123 456 789"),
        ("personal_id", PERSONAL_ID, "health_id", PERSONAL_ID),
        ("national_immunization", "vn-1", "national_immunization", "VN-1"),
    ],
)
def test_a_number_is_found_on_whichever_card_it_is_shown(system: str, value: str, sought_as: str, typed: str) -> None:
    book = open_handbook()
    recorded(path_of(book), number(value, system=system))
    assert search(typed, sought_as) == [book["handbook_id"]]


def test_a_new_name_telephone_or_number_detaches_nothing_that_was_recorded(clock: Clock) -> None:
    book = open_handbook()
    path = f"/v1/handbooks/{book['handbook_id']}"
    one = recorded(path_of(book), number())["identifier"]
    dose = NURSE.post(f"{path}/immunizations", {"product": "bcg", "administered_on": "2026-01-06"})
    weight = MOTHER.post(f"{path}/measurements", {"measured_on": "2026-06-15", "weight_kg": 6.1})
    before = {part: MOTHER.get(f"{path}/{part}").body for part in ("immunizations", "measurements", "forecast")}
    assert (dose.status, weight.status) == (201, 201)

    renamed = {"full_name": "Trần Gia Hân", "mother_name": "Trần Thị Lan", "birth_date": "2026-01-05"}
    assert change(path, renamed, book["etag"], MOTHER).status == 200
    assert change(f"{path_of(book)}/{one['identifier_id']}", {"value": "001326054321"}).status == 200
    assert recorded(path_of(book), number("B1234567", system="passport"))["warnings"] == []

    after = {part: MOTHER.get(f"{path}/{part}").body for part in ("immunizations", "measurements", "forecast")}
    assert after == before
    assert search("001326054321") == [book["handbook_id"]]


def test_sixty_numbers_are_more_than_any_family_has() -> None:
    path = path_of(open_handbook())
    for place in range(60):
        recorded(path, number(f"X{place}", system="foreign_passport"))
    refused = NURSE.post(path, number("X60", system="foreign_passport"))
    assert (refused.status, refused.problem) == (409, "too-many-identifiers")


def test_a_number_with_an_id_of_the_clients_own_is_recorded_once() -> None:
    own = "0f8fad5b-d9cb-469f-a165-70867728950e"
    path = path_of(open_handbook())
    first = NURSE.post(path, number(id=own))
    assert (first.status, first.body["identifier"]["identifier_id"]) == (201, own)
    before = everything()["RecordsTable"]

    again = NURSE.post(path, number(id=own))

    assert (again.status, again.body) == (201, first.body)
    assert NURSE.post(path, number(id=own, starts_on="2026-01-06")).problem == "id-taken"
    assert everything()["RecordsTable"] == before
    (mark,) = (row for row in before if row["sk"]["S"] == f"_ID#{own}")
    assert sha256(number()["value"].encode()).hexdigest() != mark["said"]["S"]
