"""What stands before the functions, read from the template as an account gets it."""

import json
import re
from typing import Any

import pytest

from handbook.domain.sign_in import EVERYBODY, PER_ADDRESS
from handbook.web.app import LARGEST_BODY_BYTES, SECURITY_HEADERS
from handbook.web.problems import NAMESPACE, PROBLEMS
from tests.built import built, of_type
from tests.template import resources, template

ACL = "AWS::WAFv2::WebACL"
MOST_HEADERS = 10
"""AWS WAF quotas: headers of a custom response."""


def rules() -> dict[str, dict[str, Any]]:
    (firewall,) = of_type(ACL).values()
    return {rule["Name"]: rule for rule in firewall["Properties"]["Rules"]}


def test_the_firewall_stands_before_the_stage_of_the_api_and_only_where_there_is_one() -> None:
    (link,) = of_type("AWS::WAFv2::WebACLAssociation").values()

    assert link["Properties"]["WebACLArn"] == {"Fn::GetAtt": ["Firewall", "Arn"]}
    assert link["Properties"]["ResourceArn"]["Fn::Sub"].endswith("::/restapis/${Api}/stages/${ApiStage}")
    assert [name for name, one in built("local").items() if "WAF" in one["Type"]] == []


def limit_of(rule: str) -> tuple[int, int]:
    found = rules()[rule]["Statement"]["RateBasedStatement"]
    assert found["AggregateKeyType"] == "IP"
    return found["Limit"], found["EvaluationWindowSec"]


def test_an_address_is_stopped_for_a_flood_and_not_for_a_crowd_behind_one_operators_gateway() -> None:
    assert (limit_of("sign-in-by-address"), limit_of("codes-by-address")) == ((2_000, 300), (2_000, 300))
    assert limit_of("everything-by-address") == (20_000, 300)
    # Our own limit of codes, with its clear answer, is met long before: three requests for a sign-in.
    assert limit_of("sign-in-by-address")[0] > 3 * PER_ADDRESS.most


@pytest.mark.parametrize("rule", ["sign-in-by-address", "codes-by-address", "everything-by-address"])
def test_whoever_is_stopped_is_told_so_in_our_words_and_when_to_come_again(rule: str) -> None:
    answer = rules()[rule]["Action"]["Block"]["CustomResponse"]

    assert (answer["ResponseCode"], answer["CustomResponseBodyKey"]) == (429, "too-many-requests")
    assert {"Name": "Retry-After", "Value": "300"} in answer["ResponseHeaders"]


@pytest.mark.parametrize("rule", ["sign-in-by-address", "codes-by-address", "everything-by-address", "size-of-body"])
def test_what_the_firewall_answers_carries_the_security_headers(rule: str) -> None:
    headers = headers_of(rule)

    assert {name: headers[name] for name in WRITTEN_BY_THE_GATEWAY} == {
        name: SECURITY_HEADERS[name] for name in WRITTEN_BY_THE_GATEWAY
    }
    assert headers["Content-Security-Policy"] == "sandbox"
    assert len(headers) <= MOST_HEADERS


@pytest.mark.parametrize("rule", ["sign-in-by-address", "codes-by-address", "everything-by-address", "size-of-body"])
def test_a_web_app_reads_what_the_firewall_answers_where_any_may_read_us(rule: str) -> None:
    # Without the header a browser shows its app a line that is down, and the app tries again at once.
    configured = headers_of(rule, AllowedOrigins="https://app.somevabe.vn")

    assert configured["Access-Control-Allow-Origin"] == "*"
    assert configured.get("Access-Control-Expose-Headers") == ("Retry-After" if "Retry-After" in configured else None)
    assert [name for name in headers_of(rule) if name.startswith("Access-Control")] == []


def headers_of(rule: str, **parameters: str) -> dict[str, str]:
    (firewall,) = of_type(ACL, "prod", **parameters).values()
    (found,) = [one for one in firewall["Properties"]["Rules"] if one["Name"] == rule]
    return {one["Name"]: one["Value"] for one in found["Action"]["Block"]["CustomResponse"]["ResponseHeaders"]}


def test_the_answers_of_the_firewall_are_problems_that_clients_know() -> None:
    (firewall,) = of_type(ACL).values()
    for name, answer in firewall["Properties"]["CustomResponseBodies"].items():
        body = json.loads(answer["Content"])
        assert body["type"] == NAMESPACE + name
        assert (body["title"], body["status"]) == (PROBLEMS[name].en, PROBLEMS[name].status)


def narrowed(rule: str) -> str:
    return json.dumps(rules()[rule]["Statement"]["RateBasedStatement"]["ScopeDownStatement"])


def test_signing_in_is_counted_without_what_every_open_app_does_four_times_an_hour() -> None:
    scope = narrowed("sign-in-by-address")
    (renewing,) = re.findall(r'"RegexString": "([^"]+)"', scope)

    assert '"SearchString": "/v1/auth/"' in scope
    assert re.search(renewing, "/prod/v1/auth/refresh")
    assert re.search(renewing, "/v1/auth/logout")
    assert not re.search(renewing, "/v1/auth/token")


@pytest.mark.parametrize(
    ("path", "counted"),
    [
        ("/prod/v1/qr/codes/0123", True),
        ("/q/0123", True),
        ("/Q/0123", True),
        ("/i/0123", True),
        ("/v1/invitations/preview", True),
        ("/v1/qr/batches", False),
        ("/v1/handbooks/01/measurements", False),
    ],
)
def test_looking_up_codes_is_counted_wherever_it_is_done(path: str, *, counted: bool) -> None:
    (pattern,) = re.findall(r'"RegexString": "([^"]+)"', narrowed("codes-by-address"))

    assert bool(re.search(pattern, path)) is counted


def test_a_body_that_the_handlers_would_refuse_does_not_reach_them() -> None:
    rule = rules()["size-of-body"]
    size = rule["Statement"]["SizeConstraintStatement"]
    (firewall,) = of_type(ACL).values()

    assert (size["ComparisonOperator"], size["Size"]) == ("GT", LARGEST_BODY_BYTES)
    # What is longer than the firewall reads is longer than 64 KiB, and so is refused too.
    assert size["FieldToMatch"] == {"Body": {"OversizeHandling": "MATCH"}}
    assert firewall["Properties"]["AssociationConfig"]["RequestBody"]["API_GATEWAY"] == {
        "DefaultSizeInspectionLimit": "KB_64"
    }
    assert rule["Action"]["Block"]["CustomResponse"]["ResponseCode"] == 413


def test_common_attacks_are_stopped_and_bad_addresses_only_counted() -> None:
    managed = {
        rule["Statement"]["ManagedRuleGroupStatement"]["Name"]: rule["OverrideAction"]
        for rule in rules().values()
        if "ManagedRuleGroupStatement" in rule["Statement"]
    }

    assert managed == {
        "AWSManagedRulesCommonRuleSet": {"None": {}},
        "AWSManagedRulesKnownBadInputsRuleSet": {"None": {}},
        "AWSManagedRulesAmazonIpReputationList": {"Count": {}},
    }


def test_the_firewall_keeps_no_path_no_query_and_no_token() -> None:
    (logging,) = of_type("AWS::WAFv2::LoggingConfiguration").values()
    redacted = [json.dumps(field) for field in logging["Properties"]["RedactedFields"]]

    assert {'{"UriPath": {}}', '{"QueryString": {}}', '{"SingleHeader": {"Name": "authorization"}}'} <= set(redacted)
    assert logging["Properties"]["LoggingFilter"]["DefaultBehavior"] == "DROP"
    (firewall,) = of_type(ACL).values()
    seen = [firewall["Properties"]["VisibilityConfig"], *(rule["VisibilityConfig"] for rule in rules().values())]
    assert {one["SampledRequestsEnabled"] for one in seen} == {False}
    assert built()["FirewallLogs"]["Properties"]["RetentionInDays"] == 30


def settings(stage: str = "prod") -> dict[tuple[str, str], tuple[int, int]]:
    (found,) = of_type("AWS::ApiGateway::Stage", stage).values()
    return {
        (one["ResourcePath"], one["HttpMethod"]): (one["ThrottlingRateLimit"], one["ThrottlingBurstLimit"])
        for one in found["Properties"]["MethodSettings"]
    }


@pytest.mark.parametrize("stage", ["prod", "local"])
def test_the_stage_and_the_asking_for_codes_have_limits_of_their_own(stage: str) -> None:
    codes_a_second, at_once = settings(stage)["/v1/auth/otp", "POST"]

    assert ("/*", "*") in settings(stage)
    assert codes_a_second < settings(stage)["/*", "*"][0]
    # The breaker for everybody speaks first, in the client's language: the gateway's is the wall behind it.
    assert codes_a_second * 60 > EVERYBODY.most
    assert at_once <= EVERYBODY.most


WRITTEN_BY_THE_GATEWAY = {"Cache-Control", "X-Content-Type-Options", "Strict-Transport-Security", "Referrer-Policy"}


def gateways_answers() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = resources("AWS::Serverless::Api")["Api"]["Properties"]["GatewayResponses"]
    return found


@pytest.mark.parametrize("kind", sorted(gateways_answers()))
def test_what_the_gateway_answers_without_us_carries_the_security_headers(kind: str) -> None:
    headers = gateways_answers()[kind]["ResponseParameters"]["Headers"]

    assert {name: headers[name].strip("'") for name in WRITTEN_BY_THE_GATEWAY} == {
        name: SECURITY_HEADERS[name] for name in WRITTEN_BY_THE_GATEWAY
    }
    assert headers["Content-Security-Policy"] == "'sandbox'"


def test_every_answer_without_a_route_a_token_or_a_reason_has_one_of_ours() -> None:
    assert {"DEFAULT_4XX", "DEFAULT_5XX", "WAF_FILTERED", "UNAUTHORIZED", "THROTTLED"} <= set(gateways_answers())


def origins_of_answers(stage: str, **parameters: str) -> set[str]:
    answers = built(stage, **parameters)["Api"]["Properties"]["Body"]["x-amazon-apigateway-gateway-responses"]
    allowed = "gatewayresponse.header.Access-Control-Allow-Origin"
    return {one["responseParameters"].get(allowed, "nobody") for one in answers.values()}


def test_no_site_may_read_answers_unless_one_is_configured_and_none_with_credentials() -> None:
    assert origins_of_answers("prod") == {"nobody"}
    assert origins_of_answers("prod", AllowedOrigins="https://app.somevabe.vn") == {"'*'"}
    assert "Allow-Credentials" not in json.dumps(built("prod", AllowedOrigins="https://app.somevabe.vn"))


@pytest.mark.parametrize(
    ("origins", "fits"),
    [
        ("", True),
        ("https://app.somevabe.vn", True),
        ("https://app.somevabe.vn,https://can-bo.somevabe.vn:8443", True),
        ("http://localhost:3000", True),
        ("*", False),
        ("http://app.somevabe.vn", False),
        ("https://app.somevabe.vn/", False),
        ("null", False),
    ],
)
def test_an_origin_is_written_out_whole(origins: str, *, fits: bool) -> None:
    pattern = template()["Parameters"]["AllowedOrigins"]["AllowedPattern"]
    assert bool(re.fullmatch(pattern, origins)) is fits


def test_a_browser_may_ask_beforehand_for_every_path_and_without_a_token() -> None:
    body = resources("AWS::Serverless::Api")["Api"]["Properties"]["DefinitionBody"]["paths"]

    assert list(body["/{proxy+}"]) == ["options"]
    assert body["/{proxy+}"]["options"]["security"] == []
    assert [path for path, operations in body.items() if "options" in operations] == ["/{proxy+}"]
