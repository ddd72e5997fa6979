"""What tests of erasing say over and over."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from handbook import bootstrap
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.usecases.erase_handbook import Hands
from tests.environment import TABLES
from tests.integration.api import Answer
from tests.integration.world import NURSE, Clock, items
from tools.erase.__main__ import main
from tools.erase.run import hands

TEN_YEARS_ON = date(2036, 6, 15)
"""Ten years after the day of the tests' world, on which everything was written."""
NOBODYS = ("AuditTable", "TransientTable")
"""The access log has terms of its own, and what is transient goes by itself within a day."""


def day(clock: Clock, on: date) -> None:
    """Make it ten in the morning in Vietnam."""
    clock.at = datetime(on.year, on.month, on.day, 3, tzinfo=UTC)


def later(clock: Clock, days: int) -> None:
    """Let days pass after the ten years."""
    day(clock, TEN_YEARS_ON + timedelta(days=days))


def died(handbook_id: str, on: str = "2026-03-01") -> None:
    """Record that the child died."""
    path = f"/v1/handbooks/{handbook_id}"
    tag = {"If-Match": NURSE.get(path).headers["ETag"], "Idempotency-Key": f"death-{handbook_id}"}
    answer: Answer = NURSE.call("POST", f"{path}/status", {"kind": "death", "on": on}, headers=tag)
    assert answer.status == 201, answer.body


def erase(capsys: pytest.CaptureFixture[str], *more: str, status: int = 0) -> list[str]:
    """Run the command, and give what it says of handbooks and at the end of its two parts."""
    capsys.readouterr()
    assert main(["--account", *more]) == status
    return [line for line in capsys.readouterr().out.splitlines() if "_aws" not in line]


def gone(capsys: pytest.CaptureFixture[str], clock: Clock) -> None:
    """Let all leave that may, and erase them a week later."""
    erase(capsys, "--apply")
    clock.move(days=7)
    erase(capsys, "--apply")


def book(handbook_id: str) -> Handbook:
    """Read a handbook that is there."""
    found = bootstrap.records().get(HandbookId(handbook_id))
    assert found is not None
    return found


def tools() -> Hands:
    """Give what erasing works with."""
    return hands()


def speaking_of(*ids: str) -> list[str]:
    """Give the keys of all items that speak of any of some ids, by table."""
    return [
        f"{table} {item['pk']['S']} {item['sk']['S']}"
        for table in TABLES.values()
        if table not in NOBODYS
        for item in items(table)
        if any(one in json.dumps(item) for one in ids)
    ]
