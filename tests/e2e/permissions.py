"""What the roles of the template may do, and how one permission is taken away for a while on a running stack."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tests.template import resources
from tools.stack.lifecycle import Stack
from tools.stack.settings import STACK_NAME

type StatementId = tuple[str, str]
"""Logical id of the function or role in template.yaml, and the Sid of the statement."""

FUNCTION = "AWS::Serverless::Function"
ROLE = "AWS::IAM::Role"


def statements() -> list[StatementId]:
    """List every policy statement of the template, in its order."""
    of_functions = [
        (name, statement["Sid"])
        for name, function in resources(FUNCTION).items()
        for policy in function["Properties"]["Policies"]
        for statement in policy["Statement"]
    ]
    of_roles = [
        (name, statement["Sid"])
        for name, role in resources(ROLE).items()
        for policy in role["Properties"]["Policies"]
        for statement in policy["PolicyDocument"]["Statement"]
    ]
    return of_functions + of_roles


@dataclass(frozen=True, slots=True)
class OwnPolicy:
    """The policy of a role that the template writes out, as it was deployed."""

    role: str
    name: str
    document: Mapping[str, Any]

    def without(self, sid: str) -> Mapping[str, Any]:
        """Leave one statement out."""
        rest = [statement for statement in self.document["Statement"] if statement.get("Sid") != sid]
        return {**self.document, "Statement": rest}


class Deployment:
    """The functions and roles of a running stack by their names in the template."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._iam = stack.client("iam")
        self._lambda = stack.client("lambda")

    @cached_property
    def _physical(self) -> Mapping[str, str]:
        found = self._stack.client("cloudformation").describe_stack_resources(StackName=STACK_NAME)
        return {item["LogicalResourceId"]: item["PhysicalResourceId"] for item in found["StackResources"]}

    def configuration(self, function: str) -> dict[str, Any]:
        """Describe a function."""
        described: dict[str, Any] = self._lambda.get_function(FunctionName=self._physical[function])["Configuration"]
        return described

    def policies(self) -> list[OwnPolicy]:
        """Read the policies that stand in the roles of the stack, in the order of names."""
        owners = sorted({owner for owner, _ in statements()})
        return [policy for owner in owners for policy in self._policies_of(self._role(owner))]

    def _role(self, owner: str) -> str:
        if owner in resources(ROLE):
            return self._physical[owner]
        return str(self.configuration(owner)["Role"]).rsplit("/", 1)[-1]

    def _policies_of(self, role: str) -> list[OwnPolicy]:
        names = sorted(self._iam.list_role_policies(RoleName=role)["PolicyNames"])
        read = self._iam.get_role_policy
        return [OwnPolicy(role, name, read(RoleName=role, PolicyName=name)["PolicyDocument"]) for name in names]

    def _policy_with(self, owner: str, sid: str) -> OwnPolicy:
        for policy in self._policies_of(self._role(owner)):
            if any(statement.get("Sid") == sid for statement in policy.document["Statement"]):
                return policy
        raise AssertionError(f"{owner} as deployed has no statement {sid}")

    @contextmanager
    def without(self, owner: str, sid: str) -> Iterator[None]:
        """Take one statement out of a role's policy while the block runs."""
        policy = self._policy_with(owner, sid)
        rest = policy.without(sid)
        if rest["Statement"]:
            self._put(policy, rest)
        else:  # IAM takes no empty policy
            self._iam.delete_role_policy(RoleName=policy.role, PolicyName=policy.name)
        try:
            yield
        finally:
            self._put(policy, policy.document)

    def _put(self, policy: OwnPolicy, document: Mapping[str, Any]) -> None:
        text = json.dumps(document)
        self._iam.put_role_policy(RoleName=policy.role, PolicyName=policy.name, PolicyDocument=text)

    def decisions(self, owner: str, sid: str, actions: Sequence[str], resource: str) -> tuple[set[str], set[str]]:
        """Ask IAM's simulator what a role's own policy decides, without one statement and with it.

        A decision is allowed, implicitDeny (nothing allows it) or explicitDeny. Policies of AWS that SAM attaches to
        the functions of queues and streams are left out: they allow the same on every queue and stream there is.
        """
        policy = self._policy_with(owner, sid)
        return self._decide(policy.without(sid), actions, resource), self._decide(policy.document, actions, resource)

    def _decide(self, document: Mapping[str, Any], actions: Sequence[str], resource: str) -> set[str]:
        asked = {"ActionNames": list(actions), "ResourceArns": [resource]}
        found = self._iam.simulate_custom_policy(PolicyInputList=[json.dumps(document)], **asked)
        return {result["EvalDecision"] for result in found["EvaluationResults"]}

    def start_afresh(self, function: str) -> None:
        """End a function's warm processes, which hold secrets that they read before: any update does."""
        timeout = self.configuration(function)["Timeout"]
        self._lambda.update_function_configuration(FunctionName=self._physical[function], Timeout=timeout)

    def invoke(self, function: str, event: Mapping[str, Any]) -> Any:
        """Call a function as its queue, stream or schedule would; None when it died of an error."""
        answer = self._lambda.invoke(FunctionName=self._physical[function], Payload=json.dumps(event).encode())
        result = json.loads(answer["Payload"].read())
        return None if answer.get("FunctionError") else result

    @contextmanager
    def workers_at_rest(self) -> Iterator[None]:
        """Stop reading queues and streams while the block runs, so that nothing fails for a missing permission."""
        mappings = [found["UUID"] for found in self._lambda.list_event_source_mappings()["EventSourceMappings"]]
        for mapping in mappings:
            self._lambda.update_event_source_mapping(UUID=mapping, Enabled=False)
        try:
            yield
        finally:
            for mapping in mappings:
                self._lambda.update_event_source_mapping(UUID=mapping, Enabled=True)

    def function_arn(self, function: str) -> str:
        """Give a function's address."""
        return str(self.configuration(function)["FunctionArn"])

    def bucket_arn(self, bucket: str) -> str:
        """Give a bucket's address."""
        return f"arn:aws:s3:::{self._physical[bucket]}"

    def table_arn(self, table: str) -> str:
        """Name a table as policies do."""
        name = self._stack.outputs[table]
        return str(self._stack.client("dynamodb").describe_table(TableName=name)["Table"]["TableArn"])

    def queue_arn(self, queue: str) -> str:
        """Give a queue's address."""
        asked = {"QueueUrl": self._physical[queue], "AttributeNames": ["QueueArn"]}
        return str(self._stack.client("sqs").get_queue_attributes(**asked)["Attributes"]["QueueArn"])

    def stream_arn(self, table: str) -> str:
        """Give the address of a table's stream."""
        described = self._stack.client("dynamodb").describe_table(TableName=self._physical[table])
        return str(described["Table"]["LatestStreamArn"])
