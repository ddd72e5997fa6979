"""A browser's page of another site reads our answers only where its origin is configured (CORS)."""

from typing import Any, cast

import pytest
from aws_lambda_powertools.utilities.typing import LambdaContext

from handbook.config import Config, config
from handbook.web.app import SECURITY_HEADERS, serve
from handbook.web.origins import asks_leave, leave, readable
from tests.unit.web.requests_in import application, event

OURS = "https://app.somevabe.example"
ALSO_OURS = "https://can-bo.somevabe.example"
FOREIGN = "https://app.somevabe.example.evil.example"
ORIGINS = frozenset({OURS, ALSO_OURS})
ANSWER: dict[str, Any] = {"statusCode": 200, "body": "{}", "multiValueHeaders": {"Content-Type": ["application/json"]}}


def read_from(origin: str | None, *, method: str = "GET", **answer: Any) -> dict[str, list[str]]:
    headers = {} if origin is None else {"origin": origin}
    asked = event(method, headers=headers)
    return cast("dict[str, list[str]]", readable(asked, {**ANSWER, **answer}, ORIGINS)["multiValueHeaders"])


@pytest.mark.parametrize("origin", [OURS, ALSO_OURS])
def test_a_page_of_a_configured_origin_may_read_the_answer_and_the_headers_it_needs(origin: str) -> None:
    headers = read_from(origin)

    assert headers == {
        "Content-Type": ["application/json"],
        "Vary": ["Origin"],
        "Access-Control-Allow-Origin": [origin],
        "Access-Control-Expose-Headers": ["ETag, Retry-After, WWW-Authenticate"],
    }


@pytest.mark.parametrize("origin", [FOREIGN, "null", "*", OURS.upper(), OURS + "/", "http" + OURS[5:], ""])
def test_a_page_of_any_other_origin_is_told_nothing(origin: str) -> None:
    assert read_from(origin) == {"Content-Type": ["application/json"], "Vary": ["Origin"]}


def test_without_an_origin_the_answer_still_says_that_it_depends_on_one() -> None:
    assert read_from(None) == {"Content-Type": ["application/json"], "Vary": ["Origin"]}


def test_what_an_answer_depends_on_already_stays() -> None:
    headers = read_from(OURS, multiValueHeaders={"Vary": ["Accept-Language"]})

    assert headers["Vary"] == ["Accept-Language", "Origin"]


def test_where_no_origin_is_configured_nothing_is_added() -> None:
    assert readable(event("GET", headers={"origin": OURS}), ANSWER, frozenset()) is ANSWER


def test_a_browser_that_asks_beforehand_is_told_methods_headers_and_for_how_long() -> None:
    asked = event("OPTIONS", headers={"Origin": OURS, "Access-Control-Request-Method": "PATCH"})
    answer = readable(asked, leave(SECURITY_HEADERS), ORIGINS)
    headers = answer["multiValueHeaders"]

    assert asks_leave(asked)
    assert (answer["statusCode"], answer["body"]) == (204, "")
    assert headers["Access-Control-Allow-Origin"] == [OURS]
    assert headers["Access-Control-Allow-Methods"] == ["GET, POST, PUT, PATCH, DELETE"]
    assert {"Authorization", "Idempotency-Key", "If-Match"} <= set(
        headers["Access-Control-Allow-Headers"][0].split(", ")
    )
    assert headers["Access-Control-Max-Age"] == ["7200"]
    assert headers["Cache-Control"] == ["no-store"]


def test_a_foreign_page_that_asks_beforehand_is_not_allowed_and_no_answer_allows_credentials() -> None:
    refused = readable(event("OPTIONS", headers={"Origin": FOREIGN}), leave({}), ORIGINS)["multiValueHeaders"]

    assert refused == {"Vary": ["Origin"]}
    for origin in (OURS, FOREIGN, None):
        for method in ("GET", "OPTIONS"):
            assert "Access-Control-Allow-Credentials" not in read_from(origin, method=method)


@pytest.fixture
def configured(monkeypatch: pytest.MonkeyPatch) -> Config:
    monkeypatch.setenv("ALLOWED_ORIGINS", f"{OURS},{ALSO_OURS}")
    config.cache_clear()
    return config()


@pytest.fixture(autouse=True)
def afterwards() -> Any:
    yield
    config.cache_clear()


def served(method: str, body: str | None, origin: str) -> dict[str, Any]:
    asked = event(method, body=body, headers={"origin": origin, "content-type": "application/json"})
    return serve(application(), asked, cast("LambdaContext", None))


@pytest.mark.usefixtures("configured")
@pytest.mark.parametrize(
    ("method", "body", "status"), [("POST", '{"name": "a"}', 200), ("POST", "{", 400), ("GET", None, 404)]
)
def test_answers_refusals_and_what_is_not_there_can_be_read_alike(method: str, body: str | None, status: int) -> None:
    ours, foreign = served(method, body, OURS), served(method, body, FOREIGN)

    assert (ours["statusCode"], foreign["statusCode"]) == (status, status)
    assert ours["multiValueHeaders"]["Access-Control-Allow-Origin"] == [OURS]
    assert "Access-Control-Allow-Origin" not in foreign["multiValueHeaders"]


@pytest.mark.usefixtures("configured")
def test_a_preflight_reaches_no_route() -> None:
    answer = served("OPTIONS", None, OURS)

    assert (answer["statusCode"], answer["body"]) == (204, "")
    assert answer["multiValueHeaders"]["Access-Control-Allow-Origin"] == [OURS]
