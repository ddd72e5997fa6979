"""The emulated AWS is waited for while it writes, and what it wrote in part is not taken for its state."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tools.stack import ministack
from tools.stack.ministack import SAVED, end_when_saved, snapshot
from tools.stack.settings import StackSettings

PROGRAM = """
import signal, sys, time
def end(*_):
    open(sys.argv[1] + "/lambda.json.tmp", "w").write("half")
    print(sys.argv[2], flush=True)
    time.sleep(600)
signal.signal(signal.SIGTERM, end)
print("ready", flush=True)
time.sleep(600)
"""


def ended(state: Path, last_word: str) -> StackSettings:
    settings = StackSettings(state=state)
    (state / "aws").mkdir(parents=True)
    snapshot(settings).write_text("{}", encoding="utf-8")
    with settings.ministack_log.open("wb") as log:
        command = [sys.executable, "-c", PROGRAM, str(state / "aws"), last_word]
        process = subprocess.Popen(command, stdout=log, start_new_session=True)  # noqa: S603 - our own program
    while "ready" not in settings.ministack_log.read_text(encoding="utf-8"):
        time.sleep(0.01)
    end_when_saved(process, settings)
    assert process.poll() is not None
    return settings


@pytest.fixture(autouse=True)
def short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ministack, "SILENT_SECONDS", 3)
    monkeypatch.setattr(ministack, "AFTER_SAVING_SECONDS", 0.1)


def test_a_state_that_is_written_is_kept_though_the_program_hangs(tmp_path: Path) -> None:
    assert snapshot(ended(tmp_path / "state", SAVED)).exists()


def test_a_state_that_was_written_in_part_is_none(tmp_path: Path) -> None:
    assert not snapshot(ended(tmp_path / "state", "still writing")).exists()


def test_a_program_that_died_by_itself_leaves_the_state_of_its_last_orderly_end(tmp_path: Path) -> None:
    settings = StackSettings(state=tmp_path)
    (tmp_path / "aws").mkdir()
    snapshot(settings).write_text("{}", encoding="utf-8")
    settings.ministack_log.write_text("killed", encoding="utf-8")
    process = subprocess.Popen([sys.executable, "-c", "raise SystemExit(1)"], start_new_session=True)
    process.wait()

    end_when_saved(process, settings)

    assert snapshot(settings).exists()
