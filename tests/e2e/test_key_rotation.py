"""The keys of numbers change on a running stage, and families sign in before, during and after each step."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.client import Client, family, new_phone
from tests.e2e.permissions import Deployment
from tests.template import ROOT, resources
from tools.stack.lifecycle import Stack
from tools.stack.processes import run_logged

HERE = ("AuthFunction", "RegistryFunction")
"""The functions that answer in this test."""
STEPS = (
    ("add", "version 2 is added"),
    ("use", "version 2 is current"),
    ("renew", "left under another key: 0"),
    ("drop", "dropped: version 1"),
)
type Step = Callable[[str], str]


@pytest.fixture
def step(stack: Stack, tmp_path: Path) -> Iterator[Step]:
    """Type `make rotate-keys STEP=`; processes read the secret anew at once instead of within five minutes."""
    deployment = Deployment(stack)

    def done(name: str) -> str:
        log = tmp_path / f"{name}.log"
        command = [sys.executable, "-m", "tools.rotate_keys", name, "--at-once"]
        assert run_logged(command, log, stack.environment(), ROOT) == 0, log.read_text(encoding="utf-8")
        for function in HERE:
            deployment.start_afresh(function)
        return log.read_text(encoding="utf-8")

    yield done
    for function in set(resources("AWS::Serverless::Function")) - set(HERE):
        deployment.start_afresh(function)


class Families:
    """Families by their numbers, each with the account that it must find again."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._accounts: dict[str, str] = {}

    def one_more(self) -> Client:
        """Sign in with a number that nobody had."""
        phone = new_phone()
        client = family(self._stack, phone)
        self._accounts[phone] = client.get("/me").body["id"]
        return client

    def the_first(self) -> Client:
        """Sign the first of them in again."""
        return next(self.all())

    def all(self) -> Iterator[Client]:
        """Sign each of them in again."""
        self._let_a_minute_pass()
        for phone, account_id in self._accounts.items():
            client = family(self._stack, phone)
            assert client.get("/me").body["id"] == account_id
            yield client

    def _let_a_minute_pass(self) -> None:
        """Forget when codes were sent, so that a number may ask again at once."""
        dynamodb, table = self._stack.client("dynamodb"), self._stack.outputs["TransientTable"]
        sent = {"FilterExpression": "begins_with(pk, :sent)", "ExpressionAttributeValues": {":sent": {"S": "OTP#"}}}
        pages = dynamodb.get_paginator("scan").paginate(TableName=table, ProjectionExpression="pk, sk", **sent)
        for key in [key for page in pages for key in page["Items"]]:
            dynamodb.delete_item(TableName=table, Key=key)


def test_families_sign_in_before_during_and_after_each_step(stack: Stack, child: dict[str, Any], step: Step) -> None:
    families = Families(stack)
    book = families.one_more().post("/handbooks", child).body["handbook_id"]

    for name, says in STEPS:
        assert says in step(name)
        assert [one["handbook_id"] for one in families.the_first().get("/handbooks").body["items"]] == [book]
        families.one_more()

    assert len(list(families.all())) == 1 + len(STEPS)
