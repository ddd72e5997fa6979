"""A system that is asked to end gets the time that its data take, and whoever waits is told."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tools.stack import control
from tools.stack.errors import StackError
from tools.stack.settings import ROOT

HOLDING = """
import json, os, signal, sys, time
from pathlib import Path
from tools.stack.processes import held
asked = []
signal.signal(signal.SIGTERM, lambda *_: asked.append(1))
with held(Path(sys.argv[1])) as lock:
    json.dump({"pid": os.getpid()}, lock)
    lock.flush()
    print("held", flush=True)
    while not asked:
        time.sleep(0.01)
    time.sleep(float(sys.argv[2]))
"""
type Hold = Callable[[float], "subprocess.Popen[str]"]


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    return tmp_path / "run.lock"


@pytest.fixture
def hold(lock: Path) -> Iterator[Hold]:
    """Start what holds the lock and goes so many seconds after it was asked to."""
    running: list[subprocess.Popen[str]] = []

    def started(seconds: float) -> "subprocess.Popen[str]":
        command = [sys.executable, "-c", HOLDING, str(lock), str(seconds)]
        running.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT))  # noqa: S603 - ours
        assert running[0].stdout is not None
        assert running[0].stdout.readline() == "held\n"
        return running[0]

    yield started
    for process in running:
        process.kill()
        process.communicate()


@pytest.fixture
def patience(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Say something each second, and wait for so many."""
    monkeypatch.setattr(control, "NEWS_SECONDS", 1)
    return lambda seconds: monkeypatch.setattr(control, "STOP_SECONDS", seconds)


def test_whoever_waits_is_told_that_data_are_still_written(
    lock: Path, hold: Hold, patience: Callable[[int], None], capsys: pytest.CaptureFixture[str]
) -> None:
    patience(60)
    process = hold(1.5)

    assert control.end_holder(lock)
    assert process.wait() == 0
    assert "still writes its data after 1 s" in capsys.readouterr().out


def test_what_does_not_end_is_left_alone_and_can_be_waited_for_again(
    lock: Path, hold: Hold, patience: Callable[[int], None]
) -> None:
    patience(1)
    process = hold(600)

    with pytest.raises(StackError, match=f"Process {process.pid} still writes its data.*make stop once more"):
        control.end_holder(lock)
    assert process.poll() is None


def test_what_ended_by_itself_meanwhile_is_ended(lock: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    lock.write_text(json.dumps({"pid": gone.pid}))
    monkeypatch.setattr(control, "recorded", lambda _lock: {"pid": gone.pid})

    assert control.end_holder(lock)
