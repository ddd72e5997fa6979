import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tools.stack.control import recorded
from tools.stack.errors import StackError
from tools.stack.processes import end_group, held, is_held, last_lines, run_logged, wait_until_released

ENV = {"PATH": os.environ["PATH"]}


def test_a_lock_has_one_holder_and_is_free_again_afterwards(tmp_path: Path) -> None:
    lock = tmp_path / "run.lock"
    assert not is_held(lock)
    with held(lock) as first, held(lock) as second:
        assert first is not None
        assert second is None
        assert is_held(lock)
        assert not wait_until_released(lock, 0)
    assert not is_held(lock)
    assert wait_until_released(lock, 0)


def test_what_a_dead_holder_recorded_is_not_believed(tmp_path: Path) -> None:
    lock = tmp_path / "run.lock"
    with held(lock) as file:
        assert file is not None
        file.write('{"pid": 1}')
        file.flush()
        assert recorded(lock) == {"pid": 1}
    assert lock.read_text() == '{"pid": 1}'
    assert recorded(lock) is None


def test_a_holder_that_has_not_recorded_itself_yet_is_known_to_be_there(tmp_path: Path) -> None:
    with held(tmp_path / "run.lock"):
        assert recorded(tmp_path / "run.lock") == {}


def test_output_goes_to_the_log_and_the_exit_code_comes_back(tmp_path: Path) -> None:
    log = tmp_path / "x.log"
    command = [sys.executable, "-c", "print('một'); print('hai'); raise SystemExit(3)"]
    assert run_logged(command, log, {**ENV, "PYTHONUTF8": "1"}, tmp_path) == 3
    assert last_lines(log, 2) == ["một", "hai"]
    assert last_lines(log) == ["hai"]


def test_a_log_that_is_not_there_has_no_lines(tmp_path: Path) -> None:
    assert last_lines(tmp_path / "x.log") == []


def test_a_program_that_cannot_start_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(StackError, match="cannot be started"):
        run_logged([str(tmp_path / "nothing")], tmp_path / "x.log", ENV, tmp_path)


def test_ending_a_program_ends_what_it_started_too() -> None:
    script = "import subprocess, time; subprocess.Popen(['sleep', '60']); print('up', flush=True); time.sleep(60)"
    command = [sys.executable, "-c", script]
    parent = subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True)  # noqa: S603
    with parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"up\n"
        assert end_group(parent, patience_seconds=30)
        assert parent.returncode == -signal.SIGTERM
        assert select.select([parent.stdout], [], [], 30)[0], "the child still holds the pipe"
        assert parent.stdout.read() == b""
