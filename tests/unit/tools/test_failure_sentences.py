from pathlib import Path
from typing import Any

import pytest

from tools.bootstrap.process import explain
from tools.stack.build import failure, overrides
from tools.stack.deploy import first_failure, latest_deployment
from tools.stack.settings import STACK_NAME


def event(name: str, status: str, reason: str = "") -> Any:
    return {"LogicalResourceId": name, "ResourceStatus": status, "ResourceStatusReason": reason}


@pytest.mark.parametrize(
    ("output", "words"),
    [
        (
            "error: Failed to fetch: https://…\n  cause: dns error",
            "the package index did not answer: check the network",
        ),
        ("ERROR: Could not find a version that satisfies uv", "the package index did not answer"),
        ("error: Hash mismatch for `segno`", "does not match its recorded hash"),
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
        ("noise\n  something odd  \n\n", "(something odd): the whole output is in"),
        ("", "(it printed nothing)"),
    ],
)
def test_a_failed_installation_says_its_cause_and_what_to_do(output: str, words: str) -> None:
    sentence = explain("Installing uv", output)
    assert sentence.startswith("Installing uv failed")
    assert words in sentence
    assert "\n" not in sentence


def test_the_line_with_the_error_is_taken_from_a_sam_log_and_stripped_of_its_wrapping(tmp_path: Path) -> None:
    log = tmp_path / "deploy.log"
    log.write_text(
        "Deploying\nError: Failed to create changeset, An error occurred (ValidationError) when calling the "
        "CreateChangeSet operation: Unrecognized resource types: [A::B].\nclosing words\n"
    )
    assert failure(log) == "Failed to create changeset, Unrecognized resource types: [A::B]"


def test_a_log_without_an_error_gives_its_last_line_and_an_empty_one_says_so(tmp_path: Path) -> None:
    log = tmp_path / "build.log"
    assert failure(log) == "no output"
    log.write_text("one\ntwo\n\n")
    assert failure(log) == "two"


def test_the_failing_resource_is_the_first_one_not_those_cancelled_because_of_it() -> None:
    events = [
        event("Table", "CREATE_IN_PROGRESS"),
        event("Queue", "CREATE_FAILED", "Resource creation cancelled"),
        event("Table", "CREATE_FAILED", "Invalid KeySchema."),
        event(STACK_NAME, "ROLLBACK_IN_PROGRESS", "The following resource(s) failed to create: [Table]."),
    ]
    assert first_failure(events) == "Table: Invalid KeySchema"


def test_a_failure_without_a_reason_still_names_the_resource() -> None:
    assert first_failure([event("Table", "UPDATE_FAILED")]) == "Table: no reason given"


def test_a_deployment_without_a_failed_resource_names_none() -> None:
    assert first_failure([event("Table", "CREATE_COMPLETE")]) is None


def test_failures_of_earlier_deployments_are_not_looked_at() -> None:
    newest_first = [
        event("Queue", "UPDATE_FAILED", "today"),
        event(STACK_NAME, "UPDATE_IN_PROGRESS"),
        event("Table", "CREATE_FAILED", "yesterday"),
        event(STACK_NAME, "CREATE_IN_PROGRESS"),
    ]
    assert latest_deployment(newest_first) == newest_first[:2]
    assert latest_deployment(newest_first[:1]) == newest_first[:1]


def test_parameters_go_to_the_sam_cli_in_a_fixed_order() -> None:
    assert overrides({"Stage": "local", "Architecture": "arm64"}) == ["Architecture=arm64", "Stage=local"]
