"""How a new version comes: by stage, gradually, for everybody who calls the same thing alike, and back by itself."""

import re
import tomllib
from typing import Any

import pytest

from tests.built import built, of_type
from tests.template import ROOT, template

ALIAS, GROUP = "AWS::Lambda::Alias", "AWS::CodeDeploy::DeploymentGroup"
STAGES = ("dev", "staging", "prod")
COGNITOS = {"ChallengeFunction"}


def behind_the_api(stage: str) -> set[str]:
    """Name what the gateway's routes call, functions or aliases, as the template has it."""
    found = set()
    for operations in built(stage)["Api"]["Properties"]["Body"]["paths"].values():
        for operation in operations.values():
            _, where = operation["x-amazon-apigateway-integration"]["uri"]["Fn::Sub"]
            found.add(named(where["Live"]))
    return found


def named(target: dict[str, Any]) -> str:
    return str(target.get("Ref") or target["Fn::GetAtt"][0])


def aliases(stage: str = "prod", **parameters: str) -> dict[str, str]:
    """Give each alias with its function."""
    return {name: named(one["Properties"]["FunctionName"]) for name, one in of_type(ALIAS, stage, **parameters).items()}


def cognito_calls(stage: str) -> set[str]:
    return {named(one) for one in built(stage)["FamilyPool"]["Properties"]["LambdaConfig"].values()}


def test_clients_and_cognito_call_the_version_that_is_live() -> None:
    assert behind_the_api("prod") | cognito_calls("prod") == set(aliases())
    assert {name.removesuffix("Aliaslive") for name in aliases()} == set(aliases().values())


def test_on_a_developers_machine_they_call_the_function_itself() -> None:
    assert behind_the_api("local") | cognito_calls("local") == set(aliases("local").values())


@pytest.mark.parametrize("stage", ["prod", "local"])
def test_whoever_calls_may_call_just_what_it_calls(stage: str) -> None:
    allowed = {named(one["Properties"]["FunctionName"]) for one in of_type("AWS::Lambda::Permission", stage).values()}

    assert allowed == behind_the_api(stage) | cognito_calls(stage)


def test_workers_and_schedules_call_the_function_itself_and_none_of_them_is_shifted() -> None:
    mappings = {named(one["Properties"]["FunctionName"]) for one in of_type("AWS::Lambda::EventSourceMapping").values()}
    started = {named(one["Properties"]["Target"]["Arn"]) for one in of_type("AWS::Scheduler::Schedule").values()}
    functions = set(of_type("AWS::Lambda::Function"))

    assert mappings | started <= functions
    assert (mappings | started) & set(aliases().values()) == set()


def test_a_new_version_gets_a_tenth_for_ten_minutes_and_goes_back_when_an_alarm_rings() -> None:
    groups = of_type(GROUP, "prod", GradualDeployment="true")

    assert {name.removesuffix("DeploymentGroup") for name in groups} == set(aliases().values())
    for name, group in groups.items():
        function = name.removesuffix("FunctionDeploymentGroup")
        alarms = group["Properties"]["AlarmConfiguration"]
        assert group["Properties"]["DeploymentConfigName"]["Fn::Sub"][1] == {"ConfigName": "Canary10Percent10Minutes"}
        assert alarms["Enabled"] is True
        assert [one["Name"]["Ref"] for one in alarms["Alarms"]] == [
            f"{function}SlowAlarm",
            "ApiFaultsAlarm",
            f"{function}ErrorsAlarm",
        ]
        assert "DEPLOYMENT_STOP_ON_ALARM" in group["Properties"]["AutoRollbackConfiguration"]["Events"]


def test_every_alias_is_moved_by_its_deployment_group_where_that_is_wanted_and_at_once_where_not() -> None:
    gradual = of_type(ALIAS, "prod", GradualDeployment="true")
    moved = {
        one["UpdatePolicy"]["CodeDeployLambdaAliasUpdate"]["DeploymentGroupName"]["Ref"] for one in gradual.values()
    }

    assert moved == set(of_type(GROUP, "prod", GradualDeployment="true"))
    assert not [name for name, one in of_type(ALIAS).items() if "UpdatePolicy" in one]
    assert of_type(GROUP) == {}


def test_a_change_of_the_shared_layer_alone_makes_a_new_version_too() -> None:
    for function in aliases().values():
        properties = template()["Resources"][function]["Properties"]
        assert (properties["AutoPublishAlias"], properties["AutoPublishAliasAllProperties"]) == ("live", True)
    layers = [one for one in template()["Resources"].values() if one["Type"] == "AWS::Serverless::LayerVersion"]
    assert [one["Properties"]["PublishLambdaVersion"] for one in layers] == [True] * 4


def settings(stage: str) -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads((ROOT / "samconfig.toml").read_text(encoding="utf-8"))[stage]
    return found


def parameters_of(stage: str) -> dict[str, str]:
    words = settings(stage)["deploy"]["parameters"]["parameter_overrides"].split()
    return dict(word.split("=", 1) for word in words)


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_has_a_stack_of_its_own_and_parameters_that_the_template_knows(stage: str) -> None:
    declared = template()["Parameters"]

    assert settings(stage)["deploy"]["parameters"]["stack_name"] == f"handbook-{stage}"
    assert parameters_of(stage)["Stage"] == stage
    for name, value in parameters_of(stage).items():
        assert re.fullmatch(declared[name].get("AllowedPattern", ".*"), value), f"{stage}: {name}"
        assert value in declared[name].get("AllowedValues", [value]), f"{stage}: {name}"


def test_what_families_use_changes_gradually_and_is_never_deployed_by_leaving_the_stage_out() -> None:
    assert {stage: parameters_of(stage)["GradualDeployment"] for stage in STAGES} == {
        "dev": "false",
        "staging": "true",
        "prod": "true",
    }
    assert settings("prod")["deploy"]["parameters"]["confirm_changeset"] is True
    assert "deploy" not in settings("default")
    assert "AllowedOrigins" not in parameters_of("prod"), "the web apps' addresses are given when they are known"


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_stays_well_below_what_one_stack_may_hold(stage: str) -> None:
    assert len(built(stage, **{name: value for name, value in parameters_of(stage).items() if name != "Stage"})) < 450
