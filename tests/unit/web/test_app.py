"""What every HTTP function answers alike: errors, languages, limits, and nothing that was typed."""

import base64
import json
import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import StringIO
from typing import Any

import pytest
from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from handbook.domain.errors import ImplausibleValueError, TooManyRequestsError, UnavailableError
from handbook.observability import logger
from handbook.web.answers import answer
from handbook.web.app import LARGEST_BODY_BYTES, build_app
from handbook.web.schemas import Body
from tests.unit.web.requests_in import REQUEST_ID, Answer, Given, application, called

MARKER = "MARKER0912345678"


def sent(body: Any = None, *, raw: str | None = None, **facts: Any) -> Answer:
    return called(application(), body=json.dumps(body) if raw is None else raw, **facts)


def failing(error: Exception, **facts: Any) -> Answer:
    def fail() -> None:
        raise error

    return called(application(fail), body='{"name": "a"}', **facts)


def slug(answer: Answer) -> str:
    return str(answer.problem["type"]).rpartition(":")[2]


def test_a_good_request_is_answered_with_the_security_headers() -> None:
    answer = sent({"name": "a"})
    assert (answer.status, json.loads(answer.text)) == (200, {"ok": True})
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.headers["Referrer-Policy"] == "no-referrer"


BAD = [
    ('{"name": "' + MARKER, 400, "malformed-json", []),
    (json.dumps({"name": "a", "surname": MARKER}), 422, "unknown-field", ["surname"]),
    (json.dumps({"name": "a", "inner": {"colour": MARKER}}), 422, "unknown-field", ["inner.colour"]),
    (json.dumps({"name": MARKER}), 422, "invalid-field", ["name"]),
    (json.dumps({"name": 7}), 422, "invalid-field", ["name"]),
    (json.dumps({"name": "a", "inner": {"count": MARKER}}), 422, "invalid-field", ["inner.count"]),
    (json.dumps({"name": "a", "inner": {"count": "7"}}), 422, "invalid-field", ["inner.count"]),
    (json.dumps({"name": "a", "inner": {"count": True}}), 422, "invalid-field", ["inner.count"]),
    (json.dumps({}), 422, "invalid-field", ["name"]),
    (json.dumps({"name": MARKER, "other": MARKER}), 422, "invalid-field", ["name", "other"]),
]


@pytest.mark.parametrize(("raw", "status", "problem", "fields"), BAD)
def test_bad_input_gets_a_problem_of_its_own_that_names_the_field_and_never_the_value(
    raw: str, status: int, problem: str, fields: list[str]
) -> None:
    answer = sent(raw=raw)
    assert (answer.status, answer.problem["status"], slug(answer)) == (status, status, problem)
    assert [fault["field"] for fault in answer.problem["errors"]] == fields
    assert MARKER not in answer.text
    assert MARKER not in str(answer.headers)
    assert answer.problem["instance"] == REQUEST_ID


def test_refusals_carry_the_security_headers_too() -> None:
    assert sent({}).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_an_unknown_method_or_path_has_a_problem_of_its_own(method: str) -> None:
    for path in ("/v1/x", f"/v1/{MARKER}"):
        answer = called(application(), method=method, path=path)
        assert (answer.status, slug(answer)) == (404, "route-not-found")
        assert MARKER not in answer.text


def padded(size: int) -> str:
    text = '{"name": "a"}'
    return text + " " * (size - len(text))


def test_a_body_of_64_kib_is_read_and_one_byte_more_is_not() -> None:
    assert LARGEST_BODY_BYTES == 64 * 1024
    assert sent(raw=padded(LARGEST_BODY_BYTES)).status == 200
    answer = sent(raw=padded(LARGEST_BODY_BYTES + 1))
    assert (answer.status, slug(answer)) == (413, "body-too-large")


def test_the_limit_counts_bytes_of_what_was_sent_and_speaks_the_clients_language() -> None:
    text = '{"name": "' + "đ" * (LARGEST_BODY_BYTES // 2) + '"}'
    assert len(text) < LARGEST_BODY_BYTES
    answer = sent(raw=text, headers={"accept-language": "en"})
    assert (answer.status, slug(answer)) == (413, "body-too-large")
    assert answer.problem["title"] == "The body is larger than this route takes"
    assert answer.problem["instance"] == REQUEST_ID
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_body_that_the_gateway_packed_is_read_as_it_was_sent_up_to_the_same_limit() -> None:
    for size, status in ((LARGEST_BODY_BYTES, 200), (LARGEST_BODY_BYTES + 1, 413)):
        packed = base64.b64encode(padded(size).encode()).decode()
        assert sent(raw=packed, isBase64Encoded=True).status == status
    broken = base64.b64encode(b'{"name": "\xff"}').decode()
    assert slug(sent(raw=broken, isBase64Encoded=True)) == "malformed-json"
    wide = base64.b64encode('{"name": "a"}'.encode("utf-16")).decode()
    assert slug(sent(raw=wide, isBase64Encoded=True)) == "malformed-json"


def test_an_expected_failure_names_its_field_with_the_problem_as_code() -> None:
    answer = failing(ImplausibleValueError("weight_kg"))
    assert (answer.status, answer.problem["errors"]) == (422, [{"field": "weight_kg", "code": "implausible-value"}])


def test_an_expected_failure_carries_its_hint_in_the_clients_language() -> None:
    answer = failing(ImplausibleValueError("weight_kg", "factor_10"), headers={"Accept-Language": "en"})
    (fault,) = answer.problem["errors"]
    assert fault["hint"]["code"] == "factor_10"
    assert fault["hint"]["text"].isascii()


@pytest.mark.parametrize(
    ("raw", "hint"),
    [
        ('"3,5"', "number_with_point"),
        ('"7"', "number_with_point"),
        ('"NaN"', "number_with_point"),
        ("NaN", "number_with_point"),
        ("Infinity", "number_with_point"),
        ("3.5", "whole_number"),
        ("-1", None),
        ("true", None),
        ("[]", None),
    ],
)
def test_a_number_sent_as_text_or_broken_gets_a_hint_and_nothing_else_does(raw: str, hint: str | None) -> None:
    answer = sent(raw=f'{{"name": "a", "inner": {{"count": {raw}}}}}')
    (fault,) = answer.problem["errors"]
    assert (answer.status, slug(answer), fault["field"]) == (422, "invalid-field", "inner.count")
    assert fault.get("hint", {}).get("code") == hint


@pytest.mark.parametrize(
    ("error", "status", "wait"), [(TooManyRequestsError(37), 429, "37"), (UnavailableError("Throttling"), 503, "30")]
)
def test_waiting_problems_say_for_how_long(error: Exception, status: int, wait: str) -> None:
    answer = failing(error)
    assert (answer.status, answer.headers["Retry-After"]) == (status, wait)
    assert "Throttling" not in answer.text


@pytest.fixture
def log() -> Iterator[StringIO]:
    lines, target = StringIO(), logging.getLogger("handbook")
    handler = logging.StreamHandler(lines)
    handler.setFormatter(logger.registered_formatter)
    target.addHandler(handler)
    yield lines
    target.removeHandler(handler)


@pytest.mark.parametrize("error", [ValueError(MARKER), KeyError(MARKER), RuntimeError(MARKER, MARKER)])
def test_an_unexpected_failure_is_a_constant_500_and_its_words_go_nowhere(error: Exception, log: StringIO) -> None:
    answer = failing(error)
    assert (answer.status, slug(answer), answer.problem["errors"]) == (500, "internal-error", [])
    (line,) = [json.loads(line) for line in log.getvalue().splitlines()]
    assert (line["message"], line["kind"], line["correlation_id"]) == (
        "unexpected_failure",
        type(error).__name__,
        REQUEST_ID,
    )
    assert MARKER not in answer.text + log.getvalue()


@pytest.mark.parametrize(("language", "title"), [("vi", "Không có đường dẫn này"), ("en", "There is no such route")])
def test_titles_follow_accept_language(language: str, title: str) -> None:
    answer = called(application(), path="/v1/none", method="GET", headers={"Accept-Language": language})
    assert answer.problem["title"] == title


class Told(Body):
    """An answer with what JSON has no words for."""

    name: str = "Ánh"
    at: datetime = datetime(2026, 6, 15, 3, tzinfo=UTC)
    on: date = date(2026, 6, 15)
    weight_kg: float = 3.0
    missing: str | None = None


def test_an_answer_is_written_in_the_model_s_own_words_without_spaces_and_without_escapes() -> None:
    given, router = Told(), APIGatewayRouter()

    @router.get("/v1/told")
    def tell() -> Response[Told]:
        return answer(200, given)

    text = called(build_app(router), method="GET", path="/v1/told").text
    assert text == '{"name":"Ánh","at":"2026-06-15T03:00:00Z","on":"2026-06-15","weight_kg":3.0,"missing":null}'
    assert json.loads(text) == given.model_dump(mode="json")


@pytest.mark.parametrize(("body", "status"), [({"ok": True}, 200), ({"ok": "perhaps"}, 422)])
def test_an_answer_that_is_no_model_is_checked_against_the_route_s_type(body: Any, status: int) -> None:
    router = APIGatewayRouter()

    @router.get("/v1/told")
    def tell() -> Response[Given]:
        return answer(200, body)

    assert called(build_app(router), method="GET", path="/v1/told").status == status
