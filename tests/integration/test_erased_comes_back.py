"""What a recovery brings back of an erased handbook is erased again, by the tombstones or by the list kept outside."""

import json
from collections.abc import Callable
from pathlib import Path

import boto3
import pytest

from tests.integration.conftest import backend
from tests.integration.erasing import died, erase, gone, later, speaking_of
from tests.integration.faults.states import Snapshot
from tests.integration.refusals import refused
from tests.integration.test_nothing_left_of_erased import said_of
from tests.integration.test_recovery import NO_ONE, a_new_stage, folder, one_stage_after_another, quiet
from tests.integration.world import MOTHER, Clock, items, open_handbook
from tools.erase.__main__ import main
from tools.recovery.restoring import Wish, restore
from tools.recovery.saving import save
from tools.recovery.shelves import Folder

pytestmark = pytest.mark.usefixtures("world")
__all__ = ["folder", "one_stage_after_another"]


@pytest.fixture
def child() -> str:
    handbook_id = str(open_handbook()["handbook_id"])
    died(handbook_id)
    return handbook_id


@pytest.fixture
def saved(child: str) -> Snapshot:
    """A stage as it was saved before the handbook was erased."""
    return Snapshot()


def graves() -> list[str]:
    return [one["sk"]["S"] for one in items("RecordsTable") if one["pk"]["S"] == "ERASED"]


def test_a_folder_from_before_brings_nobody_back_where_the_list_was_kept(
    child: str, saved: Snapshot, tmp_path: Path, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = str(tmp_path / "erased.jsonl")
    later(clock, 0)
    gone(capsys, clock)
    erase(capsys, "--apply", "--list", kept)
    grave = {"handbook_id": child, "erased_on": "2036-06-22", "rule_id": "VN-TT33-2025-health-book"}
    assert [json.loads(line) for line in Path(kept).read_text().splitlines()] == [grave]
    saved.restore()
    clock.move(days=1)
    assert MOTHER.get(f"/v1/handbooks/{child}").status == 200
    assert graves() == []

    assert erase(capsys, "--list", kept)[0] == f"{child}  came back"
    assert MOTHER.get(f"/v1/handbooks/{child}").status == 200
    assert erase(capsys, "--apply", "--list", kept)[0] == f"{child}  came back, erased again"

    refused(MOTHER.get(f"/v1/handbooks/{child}"), 404, "not-found")
    assert speaking_of(child) == [f"RecordsTable ERASED {child}"]
    assert [json.loads(line) for line in Path(kept).read_text().splitlines()] == [grave]
    assert erase(capsys, "--apply", "--list", kept)[0] == "0 to be deleted, 0 wait for their day"


def test_a_restore_of_a_saved_folder_brings_the_handbook_and_the_command_takes_it_again(
    child: str,
    folder: Folder,
    one_stage_after_another: Callable[[], None],
    tmp_path: Path,
    clock: Clock,
    capsys: pytest.CaptureFixture[str],
) -> None:
    kept = str(tmp_path / "erased.jsonl")
    later(clock, 0)
    save(folder, NO_ONE, quiet)
    gone(capsys, clock)
    erase(capsys, "--apply", "--list", kept)
    a_new_stage(one_stage_after_another)
    assert restore(folder, Wish(workers=NO_ONE), quiet) == []
    assert MOTHER.get(f"/v1/handbooks/{child}").status == 200

    erase(capsys, "--apply", "--list", kept)

    refused(MOTHER.get(f"/v1/handbooks/{child}"), 404, "not-found")
    assert speaking_of(child) == [f"RecordsTable ERASED {child}"]


def test_a_handbook_that_came_back_over_its_tombstone_goes_by_the_tables_own_list(
    child: str, saved: Snapshot, tmp_path: Path, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    later(clock, 0)
    gone(capsys, clock)
    grave = [one for one in items("RecordsTable") if one["pk"]["S"] == "ERASED"]
    saved.restore()
    backend("dynamodb").tables["RecordsTable"].put_item(grave[0])

    assert erase(capsys, "--apply", "--list", str(tmp_path / "new"))[0] == f"{child}  came back, erased again"
    assert speaking_of(child) == [f"RecordsTable ERASED {child}"]


def test_without_the_list_the_rule_finds_who_came_back(
    child: str, saved: Snapshot, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    later(clock, 0)
    gone(capsys, clock)
    saved.restore()

    assert erase(capsys)[1] == f"{child}  to leave"


def test_a_tombstone_that_was_lost_is_noted_again(
    tmp_path: Path, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "erased.jsonl"
    kept.write_text('{"handbook_id": "one", "erased_on": "2036-06-22", "rule_id": "VN-TT33-2025-health-book"}\n')

    assert erase(capsys, "--list", str(kept))[0] == "one  was forgotten"
    assert graves() == []
    assert erase(capsys, "--apply", "--list", str(kept))[0] == "one  was forgotten, noted again"
    assert graves() == ["one"]


def test_a_list_does_not_erase_who_is_kept_by_a_rule(
    child: str, tmp_path: Path, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "wrong.jsonl"
    kept.write_text(f'{{"handbook_id": "{child}", "erased_on": "2026-01-01", "rule_id": "any"}}\n')

    said = erase(capsys, "--apply", "--list", str(kept), status=1)

    assert said[0] == f"{child}  RetentionHolds: begin again"
    assert MOTHER.get(f"/v1/handbooks/{child}").status == 200


def test_what_is_said_of_an_erased_handbook_goes_also_where_it_came_back_alone(
    child: str, tmp_path: Path, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    said_of(child)
    saved = [one for one in items("RemindersTable") if one["pk"]["S"] == f"HANDBOOK#{child}"]
    later(clock, 0)
    gone(capsys, clock)
    for one in saved:
        boto3.client("dynamodb").put_item(TableName="RemindersTable", Item=one)

    assert erase(capsys, "--apply", "--list", str(tmp_path / "graves"))[0] == f"{child}  came back, erased again"
    assert not [one for one in items("RemindersTable") if one["pk"]["S"] == f"HANDBOOK#{child}"]


def test_a_part_that_does_not_exist_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["--account", "--shards", "zz"])

    assert refused.value.code == 2
    assert "00 to ff" in capsys.readouterr().err
