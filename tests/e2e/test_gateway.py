"""What stands before the functions, on the deployed stack: headers on every answer, sizes, and pages of other sites."""

from collections.abc import Mapping

import pytest

from tests.e2e.client import Answer, Client
from tools.stack.lifecycle import Stack
from tools.stack.settings import LOCAL_ORIGIN

FOREIGN = "https://elsewhere.example"
PREFLIGHT = {"Access-Control-Request-Method": "PATCH", "Access-Control-Request-Headers": "authorization,if-match"}


def named(answer: Answer) -> dict[str, str]:
    return {name.lower(): value for name, value in answer.headers.items()}


def asked(stack: Stack, what: str) -> Answer:
    client = Client(stack)
    match what:
        case "no route":
            return client.get("/nowhere")
        case "signed out":
            return client.get("/me")
        case "a refusal of ours":
            return client.post("/auth/otp", {"phone": "not a number"})
        case "too large":
            return client.call("POST", "/auth/otp", raw=b'{"phone": "' + b"0" * 65_536 + b'"}')
        case "no JSON":
            return client.call("POST", "/auth/otp", raw=b"phone=1", headers={"Content-Type": "text/plain"})
        case _:
            return client.get("/q/00000000000000000000")


@pytest.mark.parametrize(
    ("what", "status"),
    [
        ("no route", 404),
        ("signed out", 401),
        ("a refusal of ours", 422),
        ("too large", 413),
        ("no JSON", 415),
        ("the public page", 200),
    ],
)
def test_every_answer_carries_the_security_headers_whoever_gives_it(stack: Stack, what: str, status: int) -> None:
    answer = asked(stack, what)
    headers = named(answer)

    assert answer.status == status
    assert headers["x-content-type-options"] == "nosniff"
    assert "max-age=" in headers["strict-transport-security"]
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["content-security-policy"].startswith(("default-src 'none'", "sandbox"))
    assert "cache-control" in headers


def beforehand(stack: Stack, path: str, origin: Mapping[str, str]) -> dict[str, str]:
    answer = Client(stack).call("OPTIONS", path, headers={**origin, **PREFLIGHT})
    assert answer.status == 204, answer.body
    return named(answer)


PATHS = ["/me", "/handbooks/any/disputes/any", "/auth/otp", "/nowhere/at/all"]


@pytest.mark.parametrize("path", PATHS)
def test_a_page_of_the_configured_origin_may_send_any_request(stack: Stack, path: str) -> None:
    headers = beforehand(stack, path, {"Origin": LOCAL_ORIGIN})

    assert headers["access-control-allow-origin"] == LOCAL_ORIGIN
    assert "PATCH" in headers["access-control-allow-methods"]
    assert "If-Match" in headers["access-control-allow-headers"]
    assert headers["vary"] == "Origin"


@pytest.mark.parametrize("origin", [{"Origin": FOREIGN}, {"Origin": "null"}, {}], ids=["foreign", "null", "none"])
def test_no_other_page_may(stack: Stack, origin: Mapping[str, str]) -> None:
    headers = beforehand(stack, "/me", origin)

    assert [name for name in headers if name.startswith("access-control")] == []
    assert headers["vary"] == "Origin"


def test_an_answer_can_be_read_by_the_configured_page_and_by_no_other(stack: Stack) -> None:
    body = b'{"refresh_token": "none", "pool": "family"}'
    ours, foreign = (
        Client(stack).call("POST", "/auth/refresh", raw=body, headers={"Origin": origin})
        for origin in (LOCAL_ORIGIN, FOREIGN)
    )

    assert ours.status == foreign.status
    assert named(ours)["access-control-allow-origin"] == LOCAL_ORIGIN
    assert "access-control-allow-origin" not in named(foreign)
    assert "access-control-allow-credentials" not in named(ours) | named(foreign)


def test_a_web_app_can_read_that_its_token_is_no_longer_good(stack: Stack) -> None:
    refused = Client(stack).call("GET", "/me", headers={"Origin": LOCAL_ORIGIN})

    assert refused.status == 401
    assert named(refused)["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in named(refused)
