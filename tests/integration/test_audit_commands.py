"""The commands of auditors: what they print, and how they end."""

import pytest

from functions.audit.anchor import lambda_handler as anchor
from handbook.bootstrap import auditing
from tests.integration.api import Context
from tests.integration.test_audit_chain import chain, entries, put, remove
from tests.integration.world import NURSE, Clock
from tools.retention.__main__ import main as retention
from tools.verify_audit.__main__ import main as verify

pytestmark = pytest.mark.usefixtures("world")
__all__ = ["chain"]


def test_a_whole_log_ends_with_0_and_each_fault_is_named_with_1(
    chain: str, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    handbook_id = chain.removeprefix("HANDBOOK#")
    assert verify(["--account", "--handbook", handbook_id]) == 0
    assert verify(["--account", "--all"]) == 0
    changed, missing = entries()[0], entries()[1]
    put({**changed, "role": {"S": "operator"}})
    remove(missing)
    capsys.readouterr()

    assert verify(["--account", "--handbook", handbook_id]) == 1

    assert set(capsys.readouterr().out.splitlines()) == {
        f"{chain}  changed  {changed['sk']['S']}",
        f"{chain}  missing  {missing['sk']['S']}",
        "1 chains, 2 faults",
    }


def test_what_has_no_seal_is_sealed_on_demand(chain: str, clock: Clock) -> None:
    NURSE.get(f"/v1/handbooks/{chain.removeprefix('HANDBOOK#')}")
    clock.move(hours=2)
    assert verify(["--account", "--all"]) == 1

    assert verify(["--account", "--all", "--seal"]) == 0


def test_seals_that_are_not_those_of_the_anchor_are_named(
    chain: str, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    day = clock.at.date()
    clock.move(days=1)
    anchor({"run_at": clock.at.isoformat()}, Context())
    assert verify(["--account", "--all"]) == 0
    key = f"anchors/{day}.json"
    auditing.anchors().write(
        key, "application/json", auditing.anchors().read(key).replace(b'"HANDBOOK": "', b'"HANDBOOK": "0')
    )

    assert verify(["--account", "--all"]) == 1

    assert f"{day}  not_as_anchored  HANDBOOK" in capsys.readouterr().out


def test_retention_lists_first_and_lets_go_when_told(
    chain: str, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    clock.at = clock.at.replace(year=2028)
    assert retention(["--account"]) == 0
    assert retention(["--account", "--apply"]) == 0
    assert retention(["--account"]) == 0

    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("HANDBOOK#")]
    assert lines == [
        f"{chain}  6 addresses, 0 entries past their term, 0 entries announced",
        f"{chain}  6 addresses, 0 entries let go, 0 entries announced",
    ]
