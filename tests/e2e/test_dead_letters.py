"""A run that a schedule started and that failed: tried again, set aside, shown, and started anew by the operator."""

import json
import time
from collections.abc import Iterator

import pytest

from tests.e2e.permissions import Deployment
from tools.redrive.letters import Fate, Letter, said
from tools.redrive.queues import Address, addresses, letters, redrive
from tools.stack.lifecycle import Stack
from tools.stack.settings import STACK_NAME

START = {"run_at": "a day that never was"}
LONGEST_SECONDS = 60


@pytest.fixture
def aside(stack: Stack) -> Iterator[Address]:
    """Give the dead letters of the reminders, and empty them afterwards."""
    found = addresses(stack.client("cloudformation"), STACK_NAME)
    (address,) = [one for one in found if one.name == "ReminderDeadLetters"]
    yield address
    stack.client("sqs").purge_queue(QueueUrl=address.dead_url)


def came(stack: Stack, aside: Address) -> Letter:
    """Wait for a letter."""
    ends = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < ends:
        for letter in letters(stack.client("sqs"), aside):
            return letter
        time.sleep(0.5)
    raise AssertionError("nothing was set aside")


def test_a_run_that_fails_is_set_aside_with_its_start_and_started_again_by_redriving(
    stack: Stack, aside: Address
) -> None:
    functions, noon = stack.client("lambda"), Deployment(stack).function_arn("NoonFunction")
    functions.invoke(FunctionName=noon, InvocationType="Event", Payload=json.dumps(START).encode())

    first = came(stack, aside)
    fate = redrive(stack.client("sqs"), functions, aside, first)
    second = came(stack, aside)

    name = noon.rpartition(":")[2]
    assert fate is Fate.FUNCTION
    assert said(first) == said(second) == f"{name} {json.dumps(START)}"
    assert first.message_id != second.message_id
