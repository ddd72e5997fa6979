"""What bad input gets: a problem of its own type that names the field, never repeats the value, and writes nothing."""

import json
from typing import Any

import pytest

from tests.integration.api import Caller
from tests.integration.refusals import refused, send
from tests.integration.world import CHILD, MOTHER, NOBODY, NURSE, PRINT_MANAGER, everything

pytestmark = pytest.mark.usefixtures("world")

POSTS: list[tuple[Caller, str]] = [
    (NOBODY, "/v1/auth/otp"),
    (NOBODY, "/v1/auth/token"),
    (NOBODY, "/v1/auth/refresh"),
    (NOBODY, "/v1/auth/logout"),
    (NOBODY, "/v1/auth/staff/token"),
    (MOTHER, "/v1/handbooks"),
    (MOTHER, "/v1/handbooks/x/measurements"),
    (NURSE, "/v1/handbooks/x/immunizations"),
    (MOTHER, "/v1/qr/codes/x/bind"),
    (PRINT_MANAGER, "/v1/qr/batches"),
]


@pytest.mark.parametrize(("caller", "path"), POSTS, ids=[path for _, path in POSTS])
def test_every_route_refuses_what_is_no_json_and_what_is_no_object(caller: Caller, path: str) -> None:
    before = everything()

    for raw in ("{", "", '{"a": }', "phone=0912345678", "{'a': 1}", '{"a": 1', "\ufeff{}", "[" * 500):
        answer = send(path, raw=raw, caller=caller)
        if raw:
            refused(answer, 400, "malformed-json")
        assert answer.status in {400, 422}
    for raw in ("[]", '"x"', "1", "true", "[{}]"):
        answer = send(path, raw=raw, caller=caller)
        assert (raw, answer.status, answer.problem) == (raw, 422, "invalid-field")
    assert send(path, caller=caller).problem in {"invalid-field", "malformed-json"}
    assert send(path, raw="null", caller=caller).problem == "invalid-field"
    assert everything() == before


@pytest.mark.parametrize(("caller", "path"), POSTS, ids=[path for _, path in POSTS])
def test_every_route_takes_bodies_of_up_to_64_kib_and_no_more(caller: Caller, path: str) -> None:
    before = everything()
    largest = json.dumps({"pad": "x" * (64 * 1024 - 11)})
    assert len(largest) == 64 * 1024

    assert send(path, raw=largest, caller=caller).status == 422
    refused(send(path, raw=largest + " ", caller=caller), 413, "body-too-large")
    assert everything() == before


def test_a_body_is_measured_in_bytes_and_not_in_letters() -> None:
    body = json.dumps({"pad": "ễ" * (22 * 1024)}, ensure_ascii=False)
    assert len(body) < 64 * 1024 < len(body.encode())

    refused(send("/v1/handbooks", raw=body), 413, "body-too-large")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/nowhere"),
        ("DELETE", "/v1/handbooks"),
        ("PUT", "/v1/handbooks/x"),
        ("POST", "/v1/handbooks/x/growth"),
        ("GET", "/v1/handbooks/x/y/z"),
        ("GET", "/v1/auth/otp"),
        ("POST", "/v1/me"),
        ("GET", "/v1/qr"),
        ("GET", "/V1/handbooks"),
        ("GET", "/v1/handbooks/x/../../me"),
        ("GET", "/"),
    ],
)
def test_an_unknown_route_is_told_apart_from_an_absent_thing(method: str, path: str) -> None:
    refused(MOTHER.call(method, path), 404, "route-not-found")


@pytest.mark.parametrize("field", ["full_name", "sex", "birth_date", "commune_code", "province_code"])
def test_what_must_be_there_is_missed_and_null_is_nothing(field: str) -> None:
    before = everything()

    without = {name: value for name, value in CHILD.items() if name != field}
    refused(send("/v1/handbooks", without), 422, "invalid-field", field)
    refused(send("/v1/handbooks", {**CHILD, field: None}), 422, "invalid-field", field)
    assert everything() == before


def test_all_faults_are_named_at_once() -> None:
    answer = send("/v1/handbooks", {})

    refused(answer, 422, "invalid-field", "full_name", "sex", "birth_date", "commune_code", "province_code")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("full_name", ""),
        ("full_name", "   "),
        ("full_name", "x" * 101),
        ("full_name", "x" * 10_000),
        ("full_name", "🍼" * 101),
        ("full_name", 7_654_321),
        ("full_name", ["Nguyễn-mark"]),
        ("full_name", {"vi": "Nguyễn-mark"}),
        ("full_name", True),
        ("sex", "girl-mark"),
        ("sex", "f"),
        ("sex", 1),
        ("birth_date", "2026-02-30"),
        ("birth_date", "30/02/2026"),
        ("birth_date", "2025-02-29"),
        ("birth_date", "2026-13-01"),
        ("birth_date", "2026-01-05T10:00:00"),
        ("birth_date", "0000-00-00"),
        ("birth_date", "hôm qua"),
        ("birth_date", ""),
        ("birth_date", True),
        ("commune_code", "4"),
        ("commune_code", "000041"),
        ("commune_code", "0000x"),
        ("commune_code", "٠٠٠٠٤"),
        ("commune_code", "00004\n"),
        ("commune_code", 4),
        ("province_code", "1"),
        ("province_code", "001"),
        ("gestation_days", 139),
        ("gestation_days", 316),
        ("gestation_days", 266.5),
        ("gestation_days", "forty weeks"),
        ("birth_weight_g", 299),
        ("birth_weight_g", 8001),
        ("birth_weight_g", 3100.5),
        ("birth_weight_g", "3,1"),
        ("birth_weight_g", 10**30),
        ("mother_name", ""),
        ("mother_name", "x" * 101),
        ("guardian_phone", "12345678"),
        ("guardian_phone", "0" * 31),
    ],
)
def test_a_field_with_a_wrong_value_is_named_and_not_repeated(field: str, value: Any) -> None:
    before = everything()

    answer = send("/v1/handbooks", {**CHILD, field: value})

    refused(answer, 422, "invalid-field", field)
    shown = answer.text.replace(answer.body["instance"], "")
    assert len(str(value)) < 3 or str(value).strip() == "" or str(value) not in shown
    assert everything() == before


@pytest.mark.parametrize("day", ["2026-06-16", "2027-01-01", "9999-12-31"])
def test_no_child_is_born_in_the_future(day: str) -> None:
    before = everything()

    refused(send("/v1/handbooks", {**CHILD, "birth_date": day}), 422, "date-in-future", "birth_date")
    assert everything() == before
    assert send("/v1/handbooks", {**CHILD, "birth_date": "2026-06-15"}).status == 201


@pytest.mark.parametrize("day", ["1900-01-01", "0001-01-01"])
def test_no_child_is_a_hundred_years_old(day: str) -> None:
    before = everything()

    answer = send("/v1/handbooks", {**CHILD, "birth_date": day})

    assert (answer.status, [error["field"] for error in answer.body["errors"]]) == (422, ["birth_date"])
    assert everything() == before


@pytest.mark.parametrize("field", ["nationality", "handbook_id", "etag", "__proto__", "full_name "])
def test_an_unknown_field_is_a_problem_of_its_own(field: str) -> None:
    before = everything()

    answer = send("/v1/handbooks", {**CHILD, field: "marker-value"})

    refused(answer, 422, "unknown-field", field)
    assert "marker-value" not in answer.text
    assert everything() == before


@pytest.mark.parametrize(
    "name",
    [
        "Robert'); DROP TABLE students;--",
        "{{7*7}} %s %n \\u0000",
        "אבא محمد",
        "x" * 100,
        "null",
    ],
)
def test_a_strange_name_is_a_name(name: str) -> None:
    opened = send("/v1/handbooks", {**CHILD, "full_name": name})

    assert (opened.status, opened.body["full_name"]) == (201, name)
    told = {key: value for key, value in opened.body.items() if key != "possible_duplicates"}
    assert MOTHER.get(f"/v1/handbooks/{opened.body['handbook_id']}").body == told
    assert MOTHER.get("/v1/handbooks").body["items"] == [told]


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "${jndi:ldap://example.invalid/a}", "👶🏽 Bé", "12"])
def test_what_has_signs_that_no_name_has_is_refused(name: str) -> None:
    before = everything()

    refused(send("/v1/handbooks", {**CHILD, "full_name": name}), 422, "invalid-field", "full_name")

    assert everything() == before


def test_a_name_with_half_a_letter_is_refused() -> None:
    before = everything()

    answer = send("/v1/handbooks", raw=json.dumps(CHILD).replace("Nguy", "\\ud800"))

    assert answer.status in {400, 422}
    assert everything() == before


def test_a_problem_is_told_in_the_readers_language() -> None:
    titles = {
        tag: MOTHER.call("GET", "/v1/handbooks/x", headers={"Accept-Language": tag}).body["title"]
        for tag in ("vi", "en", "fr", "en-GB,vi;q=0.3")
    }

    assert titles["vi"] == titles["fr"] == "Không tìm thấy"
    assert titles["en"] == titles["en-GB,vi;q=0.3"] == "There is no such thing, or it is not yours to see"


def test_a_problem_carries_the_requests_id_and_the_headers_of_every_answer() -> None:
    answer = MOTHER.get("/v1/handbooks/x")

    assert {name: answer.headers[name] for name in ("Cache-Control", "X-Content-Type-Options")} == {
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }


@pytest.mark.parametrize(
    "handbook_id",
    ["x", "%00", "HANDBOOK#x", "' OR '1'='1", "x" * 900, "..", "*", "00000000-0000-4000-8000-00000000000x"],
)
def test_an_id_that_cannot_be_is_absent(handbook_id: str) -> None:
    answer = MOTHER.get(f"/v1/handbooks/{handbook_id}")

    assert (answer.status, answer.problem in {"not-found", "route-not-found"}) == (404, True)
    assert len(handbook_id) < 3 or handbook_id not in answer.text.replace(answer.body["instance"], "")
