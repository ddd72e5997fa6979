"""Deploying the built template to the emulated AWS, and reading back what became of it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from tools.stack.build import SAM, Build, build_environment, failure, overrides
from tools.stack.clients import client
from tools.stack.errors import StackError
from tools.stack.loopback import NO_PROXY
from tools.stack.marks import read_mark, set_mark
from tools.stack.processes import run_logged
from tools.stack.settings import (
    ARTEFACT_BUCKET,
    REGION,
    ROOT,
    STACK_NAME,
    StackSettings,
    client_environment,
)

if TYPE_CHECKING:
    from mypy_boto3_cloudformation.type_defs import StackEventTypeDef

# A stack in one of these can neither be used nor updated: CloudFormation wants it deleted first.
DEAD = {"ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED"}
CONSEQUENCES = ("cancelled", "canceled", "The following resource(s) failed")


def stack_status(settings: StackSettings) -> str | None:
    """CloudFormation's word for the state of our stack, or None where there is none."""
    try:
        stacks = client(settings, "cloudformation").describe_stacks(StackName=STACK_NAME)["Stacks"]
    except ClientError:
        return None
    return str(stacks[0]["StackStatus"]) if stacks else None


def deployed_fingerprint(settings: StackSettings) -> str | None:
    """The source hash of what is deployed in this state folder, when the stack came back whole."""
    if stack_status(settings) not in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}:
        return None
    return read_mark(settings, "fingerprint")


def deploy(settings: StackSettings, built: Build) -> None:
    """Create or update the stack and remember from which sources.

    Raises:
        StackError: naming the resource that failed and why.
    """
    log = settings.state / "deploy.log"
    log.unlink(missing_ok=True)
    make_artefact_bucket(settings)
    if stack_status(settings) in DEAD:
        delete_stack(settings)
    if run_logged(deploy_command(built), log, deploy_environment(settings), ROOT) != 0:
        reason = failed_resource(settings) or failure(log)
        raise StackError(f"The deployment failed ({reason}): logs are {log} and {settings.ministack_log}.")
    set_mark(settings, "fingerprint", built.fingerprint)


def deploy_command(built: Build) -> list[str]:
    """The call of `sam deploy`; nothing of it comes from samconfig.toml, which is for real accounts."""
    command = [str(SAM), "deploy", "--template-file", str(built.template), "--stack-name", STACK_NAME]
    command += ["--s3-bucket", ARTEFACT_BUCKET, "--region", REGION, "--config-env", "local"]
    command += ["--capabilities", "CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
    command += ["--no-confirm-changeset", "--no-fail-on-empty-changeset", "--no-progressbar"]
    return [*command, "--parameter-overrides", *overrides(built.parameters)]


def deploy_environment(settings: StackSettings) -> dict[str, str]:
    """What the SAM CLI needs to reach the emulated AWS and nothing else."""
    return build_environment() | client_environment(settings) | NO_PROXY | {"SAM_CLI_POLL_DELAY": "1"}


def make_artefact_bucket(settings: StackSettings) -> None:
    """Make the bucket that the packed functions go to; there already is fine."""
    s3 = client(settings, "s3")
    try:
        s3.head_bucket(Bucket=ARTEFACT_BUCKET)
    except ClientError:
        s3.create_bucket(Bucket=ARTEFACT_BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})


def delete_stack(settings: StackSettings) -> None:
    """Delete the stack and wait until it is gone."""
    cloudformation = client(settings, "cloudformation")
    cloudformation.delete_stack(StackName=STACK_NAME)
    cloudformation.get_waiter("stack_delete_complete").wait(
        StackName=STACK_NAME, WaiterConfig={"Delay": 1, "MaxAttempts": 60}
    )


def failed_resource(settings: StackSettings) -> str | None:
    """The resource at the root of a failed deployment with CloudFormation's reason, in one phrase."""
    try:
        pages = client(settings, "cloudformation").get_paginator("describe_stack_events")
        newest_first = [event for page in pages.paginate(StackName=STACK_NAME) for event in page["StackEvents"]]
    except ClientError:
        return None
    return first_failure(reversed(latest_deployment(newest_first)))


def latest_deployment(newest_first: "list[StackEventTypeDef]") -> "list[StackEventTypeDef]":
    """The events of the last deployment only, down to the one that began it; still the newest first."""
    for index, event in enumerate(newest_first):
        of_the_stack = event.get("LogicalResourceId") == STACK_NAME
        if of_the_stack and event.get("ResourceStatus") in {"CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS"}:
            return newest_first[: index + 1]
    return newest_first


def first_failure(oldest_first: "Iterable[StackEventTypeDef]") -> str | None:
    """The first event of a failure that is not the mere consequence of another one."""
    for event in oldest_first:
        reason = event.get("ResourceStatusReason", "")
        failed = event.get("ResourceStatus", "").endswith("_FAILED")
        if failed and not any(sign in reason for sign in CONSEQUENCES):
            return f"{event.get('LogicalResourceId')}: {reason.strip().rstrip('.') or 'no reason given'}"
    return None


def stack_outputs(settings: StackSettings) -> dict[str, str]:
    """The outputs of the deployed stack by name."""
    stack = client(settings, "cloudformation").describe_stacks(StackName=STACK_NAME)["Stacks"][0]
    return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}
