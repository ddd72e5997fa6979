"""Finding a handbook: for staff by what they have in hand, and before one is opened by who the child is."""

import unicodedata
from typing import Any

import pytest

from handbook.domain.codes import mint
from tests.builders import FORGER
from tests.integration.api import Answer, Caller
from tests.integration.world import (
    CHILD,
    FAR,
    FAR_NURSE,
    MANAGER,
    MOTHER,
    MOTHERS_PHONE,
    NEAR_TOO,
    NURSE,
    OTHER_MOTHER,
    OTHER_MOTHERS_PHONE,
    VENDOR,
    Clock,
    everything,
    items,
    open_handbook,
)

pytestmark = pytest.mark.usefixtures("world")


def ask(body: dict[str, Any], caller: Caller = NURSE) -> Answer:
    return caller.call("POST", "/v1/handbooks/search", body)


def found(body: dict[str, Any], caller: Caller = NURSE) -> list[str]:
    answer = ask(body, caller)
    assert answer.status == 200, answer.body
    return [one["full_name"] for one in answer.body["items"]]


def by_name(name: str, birth_date: str = "2026-01-05", **more: Any) -> dict[str, Any]:
    return {"by_name": {"name": name, "birth_date": birth_date, **more}}


def lookups() -> list[tuple[str, str, str]]:
    """Who looked, by what, and how many were found, in the order of keys."""
    return [
        (item["pk"]["S"], item["by"]["S"], item["found"]["N"])
        for item in items("AuditTable")
        if item["pk"]["S"].startswith("ACTOR#")
    ]


def test_a_handbook_is_found_by_code_number_telephone_and_name() -> None:
    book = open_handbook(mother_name="Trần Thị Lan")
    body = {"subject": "child", "system": "personal_id", "value": "001326012345"}
    assert NURSE.post(f"/v1/handbooks/{book['handbook_id']}/identifiers", body).status == 201
    read = MOTHER.get(f"/v1/handbooks/{book['handbook_id']}").body

    for sought in (
        {"code": book["code"]},
        {"identifier": {"system": "personal_id", "value": "001 326 012 345"}},
        {"phone": "0912 345 678"},
        by_name("nguyen anh"),
        by_name("Ánh", commune_code=CHILD["commune_code"]),
        by_name("tran lan"),
    ):
        answer = ask(sought)
        assert (answer.status, answer.body) == (200, {"items": [read]}), sought


@pytest.mark.parametrize(
    ("full_name", "typed"),
    [
        ("Công Tằng Tôn Nữ Hoàng", "cong tang ton nu hoang"),
        ("Công Tằng Tôn Nữ Hoàng", "Hoàng Nữ"),
        ("Vừ", "VU"),
        ("Đặng Đức Đạt", "dang duc dat"),
        ("Đặng Đức Đạt", unicodedata.normalize("NFD", "Đạt")),
        (unicodedata.normalize("NFD", "Nguyễn Thị Ánh"), "Nguyễn Thị Ánh"),
        ("K’Brơih", "k'broih"),
    ],
)
def test_vietnamese_names_are_stored_composed_and_found_without_marks(full_name: str, typed: str) -> None:
    book = open_handbook(full_name=full_name)
    assert book["full_name"] == unicodedata.normalize("NFC", full_name)
    assert found(by_name(typed)) == [book["full_name"]]


def test_what_is_found_is_sorted_by_the_last_syllable_then_by_the_rest() -> None:
    for name in ("Lê Thị Vy", "Lê Bảo An", "Bùi Lê Đan", "Lê An", "Lê Cúc"):
        open_handbook(full_name=name)
    assert found(by_name("le")) == ["Lê An", "Lê Bảo An", "Lê Cúc", "Bùi Lê Đan", "Lê Thị Vy"]


def test_a_name_is_found_on_its_day_of_birth_and_in_the_units_communes_only() -> None:
    open_handbook(full_name="Lê An", birth_date="2026-01-04")
    open_handbook(full_name="Lê Bình", birth_date="2026-01-05", commune_code=NEAR_TOO)
    open_handbook(full_name="Lê Chi", birth_date="2026-01-06")
    open_handbook(full_name="Lê Dung", commune_code=FAR, province_code="04")

    assert found(by_name("lê")) == ["Lê Bình"]
    assert found(by_name("lê", commune_code=NEAR_TOO)) == ["Lê Bình"]
    assert found(by_name("lê", commune_code=CHILD["commune_code"])) == []
    assert found(by_name("lê"), FAR_NURSE) == ["Lê Dung"]


def test_what_is_of_another_area_and_what_is_not_there_look_the_same() -> None:
    far = open_handbook(OTHER_MOTHER, commune_code=FAR, province_code="04", full_name="Lê Dung")
    number = {"system": "personal_id", "value": "001326012345"}
    assert (
        OTHER_MOTHER.post(f"/v1/handbooks/{far['handbook_id']}/identifiers", {**number, "subject": "child"}).status
        == 201
    )

    hidden: list[dict[str, Any]] = [
        {"code": far["code"]},
        {"identifier": number},
        {"phone": OTHER_MOTHERS_PHONE},
        by_name("dung"),
    ]
    absent: list[dict[str, Any]] = [
        {"code": mint(7, FORGER)},
        {"identifier": {**number, "value": "001326000000"}},
        {"phone": "0911111111"},
        by_name("không có"),
    ]
    for one, other in zip(hidden, absent, strict=True):
        answers = [ask(one), ask(other)]
        assert [(answer.status, answer.body) for answer in answers] == [(200, {"items": []})] * 2
        assert answers[0].headers == answers[1].headers
    log = OTHER_MOTHER.get(f"/v1/handbooks/{far['handbook_id']}/access-log").body["items"]
    assert [entry["actor_id"] for entry in log] == ["other-mother"] * 2
    assert found({"identifier": {**number, "value": "000000000000"}}) == []


def test_every_look_up_leaves_a_trace_found_or_not_and_says_nothing_of_what_was_sought() -> None:
    book = open_handbook()
    found(by_name("anh"))
    found(by_name("nobody"))
    found({"phone": "0911111111"})

    assert sorted(lookups()) == [
        ("ACTOR#nurse", "name", "0"),
        ("ACTOR#nurse", "name", "1"),
        ("ACTOR#nurse", "phone", "0"),
    ]
    log = MOTHER.get(f"/v1/handbooks/{book['handbook_id']}/access-log").body["items"]
    assert sorted(entry["action"] for entry in log) == ["open_handbook", "search_handbooks"]
    written = str(items("AuditTable"))
    assert "911111111" not in written
    assert "nobody" not in written


def test_guesses_come_to_an_end(clock: Clock) -> None:
    for _ in range(20):
        assert found({"phone": "0911111111"}) == []
    before = everything()
    stopped = ask({"phone": MOTHERS_PHONE})

    assert (stopped.status, stopped.problem) == (429, "too-many-requests")
    assert 0 < int(stopped.headers["Retry-After"]) <= 60
    assert everything() == before
    assert ask({"phone": MOTHERS_PHONE}, FAR_NURSE).status == 200
    clock.move(minutes=1)
    assert ask({"phone": MOTHERS_PHONE}).status == 200


@pytest.mark.parametrize("caller", [MOTHER, MANAGER, VENDOR])
def test_only_health_workers_search(caller: Caller) -> None:
    open_handbook()
    before = everything()
    assert ask(by_name("anh"), caller).status == 403
    assert everything() == before


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, ""),
        ({"code": None}, ""),
        ({"phone": "0912345678", "code": "X"}, ""),
        ({"phone": "02838123456"}, "phone"),
        ({"identifier": {"system": "personal_id", "value": "12"}}, "identifier.value"),
        (by_name("anh", "2026-02-30"), "by_name.birth_date"),
        (by_name("anh", commune_code=FAR), "by_name.commune_code"),
        (by_name("😀"), "by_name.name"),
        ({"code": "not a code"}, "code"),
    ],
)
def test_a_search_says_one_thing_and_says_it_well(body: dict[str, Any], field: str) -> None:
    refused = ask(body)
    assert refused.status == 422
    assert [fault["field"] for fault in refused.body["errors"]] == [field or "body"]


def test_a_visit_makes_a_handbook_of_another_area_found_for_a_day(clock: Clock) -> None:
    far = open_handbook(OTHER_MOTHER, commune_code=FAR, province_code="04")
    assert found({"phone": OTHER_MOTHERS_PHONE}) == []
    NURSE.get(f"/v1/qr/codes/{far['code']}")
    assert found({"phone": OTHER_MOTHERS_PHONE}) == [far["full_name"]]
    clock.move(days=1)
    assert found({"phone": OTHER_MOTHERS_PHONE}) == []


# ------------------------------------------------------------------------------------------------ probable matches


def matches(caller: Caller = NURSE, **changes: Any) -> list[dict[str, Any]]:
    answer = caller.call("POST", "/v1/handbooks/matches", {**CHILD, **changes})
    assert answer.status == 200, answer.body
    listed: list[dict[str, Any]] = answer.body["items"]
    return listed


def test_a_child_that_has_a_handbook_is_offered_with_the_reasons() -> None:
    book = open_handbook(mother_name="Trần Thị Lan")

    offered = matches(full_name="Nguyen Thi Anh", mother_name="Tran Thi Lan", guardian_phone=MOTHERS_PHONE)

    assert offered == [
        {
            "handbook_id": book["handbook_id"],
            "score": 90,
            "reasons": [
                "name_same_without_marks",
                "birth_date_same",
                "sex_same",
                "mother_name_same",
                "guardian_shared",
            ],
            "objections": [],
            "full_name": "Nguyễn Thị Ánh",
            "sex": "F",
            "birth_date": "2026-01-05",
            "mother_name": "Trần Thị Lan",
            "mother_birth_date": None,
            "due_on": None,
        }
    ]
    log = MOTHER.get(f"/v1/handbooks/{book['handbook_id']}/access-log").body["items"]
    assert sorted(entry["action"] for entry in log) == ["match_handbooks", "open_handbook"]
    assert lookups() == [("ACTOR#nurse", "matches", "1")]


@pytest.mark.parametrize("birth_date", ["2026-01-05", "2026-05-01", "2026-01-07", "2025-01-05"])
def test_slips_in_the_date_are_looked_for(birth_date: str) -> None:
    open_handbook(mother_name="Trần Thị Lan")
    assert len(matches(birth_date=birth_date, mother_name="Trần Thị Lan")) == 1


def test_twins_strangers_and_children_of_other_areas_are_not_offered() -> None:
    open_handbook(mother_name="Trần Thị Lan", full_name="Nguyễn Minh Khang", sex="M")
    open_handbook(OTHER_MOTHER, mother_name="Lê Thị Hoa", full_name="Lê Cúc")
    open_handbook(OTHER_MOTHER, mother_name="Trần Thị Lan", commune_code=FAR, province_code="04")

    assert matches(mother_name="Trần Thị Lan", guardian_phone=MOTHERS_PHONE) == []
    far = matches(guardian_phone=OTHER_MOTHERS_PHONE, mother_name="Trần Thị Lan")
    assert far == []


def test_a_number_on_a_handbook_of_another_commune_is_enough() -> None:
    book = open_handbook(commune_code=NEAR_TOO)
    number = {"subject": "child", "system": "personal_id", "value": "001326012345"}
    NURSE.post(f"/v1/handbooks/{book['handbook_id']}/identifiers", number)

    offered = matches(full_name="Trần Gia Hân", identifiers=[number])
    assert [one["handbook_id"] for one in offered] == [book["handbook_id"]]
    assert offered[0]["reasons"] == ["birth_date_same", "sex_same", "identifier_shared"]
    assert offered[0]["objections"] == ["name_differs"]


def test_a_family_is_offered_its_own_handbooks_only() -> None:
    book = open_handbook(mother_name="Trần Thị Lan")
    assert [one["handbook_id"] for one in matches(MOTHER, mother_name="Trần Thị Lan")] == [book["handbook_id"]]
    assert matches(OTHER_MOTHER, mother_name="Trần Thị Lan") == []
    log = MOTHER.get(f"/v1/handbooks/{book['handbook_id']}/access-log").body["items"]
    assert [entry["action"] for entry in log] == ["open_handbook"]


def test_asking_for_matches_is_counted_like_a_search() -> None:
    for _ in range(20):
        assert matches() == []
    assert NURSE.call("POST", "/v1/handbooks/matches", CHILD).problem == "too-many-requests"
    assert MANAGER.call("POST", "/v1/handbooks/matches", CHILD).status == 403


# ------------------------------------------------------------------------------------------------ registers


def register(
    query: dict[str, str] | None = None, caller: Caller = NURSE, commune: str = CHILD["commune_code"]
) -> Answer:
    return caller.get(f"/v1/communes/{commune}/register", query)


def test_a_register_lists_the_children_of_a_commune_by_age() -> None:
    for born in ("2025-12-31", "2026-06-15", "2020-01-01"):
        open_handbook(birth_date=born)
    open_handbook(commune_code=NEAR_TOO)

    listed = register().body["items"]
    assert [one["birth_date"] for one in listed] == ["2026-06-15", "2025-12-31", "2020-01-01"]
    assert set(listed[0]) == set(open_handbook())


@pytest.mark.parametrize(
    ("query", "births"),
    [
        ({"age_months_from": "0", "age_months_to": "0"}, ["2026-06-15", "2026-05-16"]),
        ({"age_months_from": "1"}, ["2026-05-15", "2025-06-15", "2024-06-16"]),
        ({"age_months_from": "12", "age_months_to": "23"}, ["2025-06-15", "2024-06-16"]),
        ({"age_months_to": "11"}, ["2026-06-15", "2026-05-16", "2026-05-15"]),
        ({"age_months_from": "240"}, []),
    ],
)
def test_a_register_of_an_age_is_a_range_of_births(query: dict[str, str], births: list[str]) -> None:
    for born in ("2026-06-15", "2026-05-16", "2026-05-15", "2025-06-15", "2024-06-16"):
        open_handbook(birth_date=born)
    assert [one["birth_date"] for one in register(query).body["items"]] == births


def test_pages_of_a_register_neither_repeat_nor_leave_out() -> None:
    for day in range(1, 8):
        open_handbook(birth_date=f"2026-01-0{day}")
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = register({"limit": "3", "age_months_from": "0", **cursor}).body
        seen += [one["birth_date"] for one in page["items"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert seen == [f"2026-01-0{day}" for day in range(7, 0, -1)]


def test_each_handbook_of_a_page_has_the_reading_in_its_log() -> None:
    book = open_handbook()
    register()
    log = MOTHER.get(f"/v1/handbooks/{book['handbook_id']}/access-log").body["items"]
    assert {(entry["action"], entry["ground"]) for entry in log} == {("list_area", "area"), ("open_handbook", "role")}


def test_a_register_is_for_the_health_workers_of_its_commune() -> None:
    open_handbook()
    assert register(caller=FAR_NURSE).status == 404
    assert register(commune="99999").status == 404
    assert register(commune="x").status == 404
    for caller in (MOTHER, MANAGER, VENDOR):
        assert register(caller=caller).status == 403


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"due_from": "2026-01-01"}, "due_from"),
        ({"of": "pregnant", "age_months_from": "1"}, "age_months_from"),
        ({"age_months_from": "2", "age_months_to": "1"}, "age_months_to"),
        ({"of": "pregnant", "due_from": "2026-02-01", "due_to": "2026-01-01"}, "due_to"),
    ],
)
def test_a_filter_that_cannot_be_is_refused_by_name(query: dict[str, str], field: str) -> None:
    refused = register(query)
    assert refused.status == 422
    assert [fault["field"] for fault in refused.body["errors"]] == [field]


def test_a_cursor_of_another_commune_opens_nothing() -> None:
    for _ in range(2):
        open_handbook(commune_code=FAR, province_code="04")
    cursor = register({"limit": "1"}, FAR_NURSE, FAR).body["next"]
    assert register({"cursor": cursor}).problem == "invalid-cursor"


def test_what_is_opened_all_the_same_names_the_handbooks_it_may_be_a_second_of() -> None:
    first = open_handbook(mother_name="Trần Thị Lan")
    body = {
        **CHILD,
        "full_name": "Nguyen Thi Anh",
        "mother_name": "Tran Thi Lan",
        "guardian_phone": OTHER_MOTHERS_PHONE,
    }

    second = NURSE.post("/v1/handbooks", body, key="twice")

    assert second.status == 201
    offered = second.body["possible_duplicates"]
    assert [(one["handbook_id"], one["score"]) for one in offered] == [(first["handbook_id"], 78)]
    assert NURSE.post("/v1/handbooks", body, key="twice").body == second.body
    log = MOTHER.get(f"/v1/handbooks/{first['handbook_id']}/access-log").body["items"]
    assert "match_handbooks" in {entry["action"] for entry in log}


def test_a_family_that_opens_one_learns_nothing_of_anothers() -> None:
    open_handbook(mother_name="Trần Thị Lan")
    other = OTHER_MOTHER.post("/v1/handbooks", {**CHILD, "mother_name": "Trần Thị Lan"})
    assert (other.status, other.body["possible_duplicates"]) == (201, [])
    again = OTHER_MOTHER.post("/v1/handbooks", {**CHILD, "mother_name": "Trần Thị Lan"})
    assert [one["handbook_id"] for one in again.body["possible_duplicates"]] == [other.body["handbook_id"]]
