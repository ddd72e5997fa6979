"""What the gateway answers without us is a problem of our registry, in the same words."""

import json
from typing import Any

import pytest

from handbook.web.problems import NAMESPACE, PROBLEMS
from tests.template import resources

MEDIA = "'application/problem+json'"


def answers() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = resources("AWS::Serverless::Api")["Api"]["Properties"]["GatewayResponses"]
    return found


def body_of(answer: dict[str, Any]) -> dict[str, Any]:
    text = answer["ResponseTemplates"]["application/json"]
    body: dict[str, Any] = json.loads(text)
    return body


@pytest.mark.parametrize("kind", sorted(answers()))
def test_an_answer_of_the_gateway_is_a_problem_that_clients_know(kind: str) -> None:
    answer = answers()[kind]
    body = body_of(answer)
    problem = PROBLEMS[body["type"].removeprefix(NAMESPACE)]
    assert (body["title"], body["errors"], body["instance"]) == (problem.en, [], "$context.requestId")
    assert answer["ResponseParameters"]["Headers"]["Content-Type"] == MEDIA
    if not kind.startswith("DEFAULT_"):  # those keep the status that the gateway chose
        assert (body["status"], int(answer.get("StatusCode", problem.status))) == (problem.status, problem.status)


@pytest.mark.parametrize("kind", ["THROTTLED", "DEFAULT_5XX"])
def test_whoever_may_try_again_is_told_when(kind: str) -> None:
    assert answers()[kind]["ResponseParameters"]["Headers"]["Retry-After"].strip("'").isdigit()


@pytest.mark.parametrize("kind", ["UNAUTHORIZED", "EXPIRED_TOKEN"])
def test_whoever_has_no_good_token_is_told_which_kind_is_wanted(kind: str) -> None:
    assert answers()[kind]["ResponseParameters"]["Headers"]["WWW-Authenticate"] == "'Bearer'"


def test_the_emulated_gateway_answers_with_the_same_words() -> None:
    local = [one["Properties"] for one in resources("AWS::ApiGateway::GatewayResponse").values()]
    assert local
    for answer in local:
        assert answer["ResponseTemplates"] == answers()[answer["ResponseType"]]["ResponseTemplates"]
        assert answer["ResponseParameters"]["gatewayresponse.header.Content-Type"] == MEDIA
