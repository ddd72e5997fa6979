"""What each role may do, and what each function is told, read from the template as an account gets it."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.built import built, of_type
from tests.template import ROOT, template

ROLE, FUNCTION = "AWS::IAM::Role", "AWS::Lambda::Function"
MANAGED = {
    "lambda.amazonaws.com": {"arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"},
    "codedeploy.amazonaws.com": {"arn:aws:iam::aws:policy/service-role/AWSCodeDeployRoleForLambda"},
}
"""Attached by SAM: to each function's role for writing log lines, to one that shifts traffic between versions."""
NO_NUMBER_HAS_AN_ARN = "arn:${AWS::Partition}:sns:*:*:*"

WILDCARDS = {
    "${AttachmentsBucket.Arn}/incoming/*",
    "${AttachmentsBucket.Arn}/kept/*",
    "${FilesBucket.Arn}/batches/*",
    "${FilesBucket.Arn}/schedules/*",
    "${ExportsBucket.Arn}/exports/*",
    "${AnchorsBucket.Arn}/anchors/*",
    "arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:app/*",
    "arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:endpoint/*",
}
"""Every resource with a `*` that a role is given; each says why on its line of template.yaml."""


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def statements() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, role in of_type(ROLE).items():
        for policy in role["Properties"].get("Policies", []):
            yield from ((name, one) for one in policy["PolicyDocument"]["Statement"])


def resources_given() -> set[str]:
    given = (one for _, one in statements() if one["Effect"] == "Allow" and "Resource" in one)
    return {json.dumps(resource) for one in given for resource in listed(one["Resource"])}


def test_no_role_is_given_a_resource_with_a_wildcard_that_is_not_on_the_list() -> None:
    wild = {one for one in resources_given() if "*" in one}

    assert wild == {json.dumps({"Fn::Sub": one}) for one in WILDCARDS}


def test_what_a_role_is_given_all_but_is_telephone_numbers() -> None:
    but = [(name, one["Action"], one["NotResource"]) for name, one in statements() if "NotResource" in one]

    assert but
    assert all((action, rest) == ("sns:Publish", {"Fn::Sub": NO_NUMBER_HAS_AN_ARN}) for _, action, rest in but)


def test_no_role_is_given_an_action_with_a_wildcard() -> None:
    actions = {action for _, one in statements() for action in listed(one["Action"])}

    assert actions
    assert [action for action in actions if "*" in action] == []
    assert [name for name, one in statements() if "NotAction" in one] == []


def test_every_wildcard_of_a_role_says_why_on_its_line() -> None:
    lines = (ROOT / "template.yaml").read_text(encoding="utf-8").splitlines()
    asked = [*WILDCARDS, NO_NUMBER_HAS_AN_ARN]
    unexplained = [
        f"{number}: {line.strip()}"
        for number, line in enumerate(lines, 1)
        if any(f'"{one}"' in line for one in asked) and not re.search(r"  # \w+", line)
    ]

    assert unexplained == []


def test_no_role_carries_a_policy_of_aws_but_the_one_for_log_lines_and_the_one_for_shifting_traffic() -> None:
    for name, role in of_type(ROLE, "prod", GradualDeployment="true").items():
        carried = {json.dumps(one) for one in role["Properties"].get("ManagedPolicyArns", [])}
        (service,) = listed(role["Properties"]["AssumeRolePolicyDocument"]["Statement"][0]["Principal"]["Service"])
        expected = MANAGED.get(service, set())
        assert {json.loads(one) for one in carried} == expected, name


def environments() -> dict[str, dict[str, Any]]:
    globally = of_type(FUNCTION)
    return {name: one["Properties"]["Environment"]["Variables"] for name, one in globally.items()}


SPOKEN = {"Handbook", "true", "4"}
"""The only values written out in the template."""


def test_the_environment_names_things_and_holds_no_secret() -> None:
    assert environments()
    for function, variables in environments().items():
        for name, value in variables.items():
            if value == {"Fn::Sub": "handbook-${Stage}"}:
                assert name == "POWERTOOLS_SERVICE_NAME"
            elif isinstance(value, dict):  # a name or an address of something in this stack
                assert set(value) <= {"Ref", "Fn::GetAtt"}, f"{function}: {name}"
            elif value not in SPOKEN:
                assert name in {"STAGE", "CODE_HOST", "SMS_SENDER_ID", "ALLOWED_ORIGINS", "EMAIL_SENDER"}, name


def test_of_a_secret_a_function_is_told_the_address_only_and_may_fetch_it_only_where_it_is_told() -> None:
    told = {(name, key): value for name, one in environments().items() for key, value in one.items()}
    secrets = {json.dumps(value) for (_, key), value in told.items() if key.endswith("_SECRET")}
    existing = {json.dumps({"Fn::GetAtt": [name, "Id"]}) for name in of_type("AWS::SecretsManager::Secret")}

    assert secrets == existing


def test_nothing_in_the_template_fetches_a_secret_while_it_is_deployed() -> None:
    assert "{{resolve:" not in json.dumps(built())
    template = (ROOT / "template.yaml").read_text(encoding="utf-8")
    assert "NoEcho" not in template, "a parameter is no place for a secret: it stands in the stack's history"


SHUT = {"SharingFunction": "9", "SendFunction": "9", "ClosingsFunction": "9", "AuthFunction": "7"}
IN_COGNITOS_NAME = {"StaffSms"}
"""Cognito sends codes to staff after a right password, which the function of signing in takes: SignInConcurrency."""
SEALS_THE_LOG = {"SealFunction"}
"""Sends too, but stopping it would stop the access log; a text for each emergency is all it sends."""


def senders() -> set[str]:
    return {name.removesuffix("Role") for name, one in statements() if "NotResource" in one}


def test_whoever_sends_messages_can_be_limited_and_stopped_by_a_parameter() -> None:
    found = of_type(FUNCTION, "prod", SmsConcurrency="9", SignInConcurrency="7")
    limited = {
        name: one["Properties"]["ReservedConcurrentExecutions"]
        for name, one in found.items()
        if "ReservedConcurrentExecutions" in one["Properties"]
    }

    assert limited == SHUT
    assert senders() == set(SHUT) | SEALS_THE_LOG | IN_COGNITOS_NAME
    assert not [name for name, one in of_type(FUNCTION).items() if "ReservedConcurrentExecutions" in one["Properties"]]


@pytest.mark.parametrize(("limit", "reads"), [("none", True), ("4", True), ("0", False)])
def test_a_worker_that_is_stopped_takes_nothing_from_its_queue(limit: str, *, reads: bool) -> None:
    mapping = built("prod", SmsConcurrency=limit)["TakeShards"]["Properties"]

    assert mapping["Enabled"] is reads


def permitted(limit: str) -> bool:
    return bool(re.fullmatch(template()["Parameters"]["SmsConcurrency"]["AllowedPattern"], limit))


def test_a_limit_of_senders_is_one_that_the_queue_of_reminders_keeps_to() -> None:
    # A queue hands out to two at once at least; above what its worker may run, its messages would be refused to death.
    numbers = {str(number) for number in range(1000)}
    handed_out = {
        limit: built("prod", SmsConcurrency=limit)["TakeShards"]["Properties"].get("ScalingConfig")
        for limit in ("none", "0", "4", "99")
    }

    assert handed_out == {"none": {"MaximumConcurrency": 4}, "4": {"MaximumConcurrency": 4}, "0": None} | {
        "99": {"MaximumConcurrency": 4}
    }
    assert {limit for limit in numbers if permitted(limit)} == {"0"} | {str(number) for number in range(4, 100)}
    assert permitted("none")


@pytest.mark.parametrize("rate", ["0", "100"])
def test_codes_by_sms_can_be_stopped_alone(rate: str) -> None:
    (stage,) = of_type("AWS::ApiGateway::Stage", "prod", CodesPerSecond=rate).values()
    (codes,) = [one for one in stage["Properties"]["MethodSettings"] if one["ResourcePath"] == "/v1/auth/otp"]

    assert (codes["ThrottlingRateLimit"], codes["ThrottlingBurstLimit"]) == (rate, rate)
