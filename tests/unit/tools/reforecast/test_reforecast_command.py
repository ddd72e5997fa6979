"""What a programme officer types, and what comes back."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.unit.usecases.reforecast_fakes import draft_document
from tools.reforecast import __main__ as command
from tools.reforecast.calls import RefusedError
from tools.reforecast.wording import CHANGES, CONTACT, progress, sentences
from tools.schedule_check import check

REPORT: dict[str, Any] = {
    "job_id": "j",
    "state": "finished",
    "from": "VN-EPI-2024-08-01",
    "schedule": "VN-EPI-2026-02-15",
    "on": "2026-02-15",
    "applies": False,
    "draft_sha256": None,
    "shards": 256,
    "shards_done": 256,
    "children": 12000,
    "changed": 3000,
    "unchanged": 9000,
    "next_contact": {"earlier": 7, "later": 0, "begins": 1200, "ends": 0},
    "groups": {"pcv": {"newly_planned": 3000, "newly_due": 1}, "hpv": {"recommended_earlier": 3001}},
    "messages": {"days": 30, "before": 41000, "after": 43500},
    "saved": 0,
    "already_current": 0,
}


def run(monkeypatch: pytest.MonkeyPatch, *words: str, answers: list[dict[str, Any]] | None = None) -> list[Any]:
    asked: list[Any] = []
    left = iter(answers or [REPORT])

    def ask(request: dict[str, Any]) -> dict[str, Any]:
        asked.append(request)
        return next(left)

    monkeypatch.setattr(sys, "argv", ["reforecast", *words])
    monkeypatch.setattr(command, "asking", lambda _function, _state: ask)
    monkeypatch.setattr(command, "_PAUSE_SECONDS", 0)
    assert command.main() == 0
    return asked


def test_a_dry_run_is_what_is_asked_for_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, "--schedule", "S") == [{"action": "start", "apply": False, "schedule": "S"}]
    assert run(monkeypatch, "--schedule", "S", "--apply", "--from", "F", "--on", "2026-02-15") == [
        {"action": "start", "apply": True, "schedule": "S", "from": "F", "on": "2026-02-15"}
    ]


def test_a_job_is_watched_resumed_or_cancelled_by_its_id(monkeypatch: pytest.MonkeyPatch) -> None:
    for word, action in (((), "report"), (("--resume",), "resume"), (("--cancel",), "cancel")):
        assert run(monkeypatch, "--job", "j", *word) == [{"action": action, "job_id": "j"}]


def test_progress_is_shown_until_the_job_is_finished(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    running = {**REPORT, "state": "running", "shards_done": 3, "children": 50}
    run(monkeypatch, "--schedule", "S", answers=[running, {**running, "shards_done": 4}, REPORT])

    shown = capsys.readouterr()
    assert "4 of 256 parts, 50 children" in shown.err
    assert shown.out.startswith("Dry run, nothing was changed: VN-EPI-2026-02-15 in place of VN-EPI-2024-08-01")


def test_the_report_says_in_words_how_many_children_change_and_how() -> None:
    assert list(sentences(REPORT, {"pcv": "Pneumococcal"})) == [
        "Dry run, nothing was changed: VN-EPI-2026-02-15 in place of VN-EPI-2024-08-01, as of 2026-02-15 (job j).",
        "3,000 children of 12,000 are touched (25.0%); 9,000 stay as they are.",
        "\nThe next message to the family",
        "           7  comes earlier",
        "       1,200  comes where none was planned",
        "\nMessages in the 30 days after, if nobody came: 43,500 in place of 41,000",
        "\nhpv",
        "       3,001  recommended earlier",
        "\nPneumococcal",
        "           1  due now, and was not",
        "       3,000  a dose is planned where none was",
    ]


def test_an_applied_job_says_how_many_were_planned_anew() -> None:
    lines = list(sentences({**REPORT, "applies": True, "saved": 1, "already_current": 11999}, {}))

    assert lines[0].startswith("Applied: ")
    assert lines[-1] == "\n1 child planned anew; 11,999 stood right already."


def test_nobody_at_all_is_a_report_too() -> None:
    nobody = {**REPORT, "children": 0, "changed": 0, "groups": {}, "next_contact": {}}

    assert list(sentences(nobody, {}))[1] == "0 children of 0 are touched."
    assert progress(nobody, 0, 0.0) == "256 of 256 parts, 0 children, 0 children/s"


def test_every_change_that_can_be_counted_has_words() -> None:
    from handbook.domain.immunization import GroupChange  # noqa: PLC0415
    from handbook.domain.reforecast import ContactChange  # noqa: PLC0415

    assert set(CHANGES) == {change.value for change in GroupChange}
    assert set(CONTACT) == {change.value for change in ContactChange}


def test_json_is_the_report_itself(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    run(monkeypatch, "--schedule", "S", "--json")

    assert json.loads(capsys.readouterr().out) == REPORT


def test_a_draft_is_checked_before_anything_is_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "draft.json"
    draft = draft_document()
    path.write_text(json.dumps(draft), encoding="utf-8")
    assert check(draft) == []
    assert run(monkeypatch, "--file", str(path)) == [{"action": "start", "apply": False, "draft": draft}]

    path.write_text(json.dumps({**draft, "groups": {}}), encoding="utf-8")
    with pytest.raises(RefusedError, match="not fit for use"):
        command.draft_from(path)
    with pytest.raises(RefusedError, match="cannot be read"):
        command.draft_from(tmp_path / "nothing.json")


def test_a_draft_is_never_applied(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "argv", ["reforecast", "--file", str(tmp_path / "d.json"), "--apply"])

    assert command.main() == 1
    assert "a draft can only be compared" in capsys.readouterr().err
