import os
from pathlib import Path

import pytest

from tools.stack import build
from tools.stack.errors import StackError


@pytest.fixture
def builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(build, "BUILD", tmp_path)
    return tmp_path


def finished(folder: Path, at_seconds: int) -> None:
    folder.mkdir()
    (folder / "complete").touch()
    os.utime(folder / "complete", (at_seconds, at_seconds))


def test_the_three_newest_finished_builds_are_kept_and_unfinished_ones_are_not(builds: Path) -> None:
    for name, at_seconds in {"d": 4, "a": 1, "c": 3, "b": 2}.items():
        finished(builds / name, at_seconds)
    (builds / "half").mkdir()
    (builds / "build.toml").touch()
    build.forget_old_builds()
    assert sorted(path.name for path in builds.iterdir()) == ["b", "build.toml", "c", "d"]


def test_fewer_builds_are_all_kept(builds: Path) -> None:
    finished(builds / "a", 1)
    build.forget_old_builds()
    assert (builds / "a" / "complete").exists()


def test_sizes_are_told_apart_by_kind(builds: Path) -> None:
    (builds / "Core" / "python").mkdir(parents=True)
    (builds / "Core" / "python" / "a.py").write_bytes(bytes(1_500_000))
    (builds / "Auth" / "functions").mkdir(parents=True)
    (builds / "Auth" / "functions" / "b.py").write_bytes(bytes(250_000))
    (builds / "template.yaml").write_bytes(bytes(99_000_000))
    assert build.sizes(builds) == "layers 1.5 MB, functions 0.2 MB"


def test_a_function_that_does_not_compile_is_one_sentence(builds: Path) -> None:
    (builds / "Auth" / "functions").mkdir(parents=True)
    (builds / "Auth" / "functions" / "handler.py").write_text("def broken(:\n")
    with pytest.raises(StackError, match="A function does not compile"):
        build.compile_functions(builds)


def test_compiled_functions_carry_bytecode_that_needs_no_check_of_the_source(builds: Path) -> None:
    (builds / "Auth" / "functions").mkdir(parents=True)
    (builds / "Auth" / "functions" / "handler.py").write_text("x = 1\n")
    build.compile_functions(builds)
    (compiled,) = (builds / "Auth" / "functions" / "__pycache__").iterdir()
    flags = int.from_bytes(compiled.read_bytes()[4:8], "little")
    assert flags == 0b01  # PEP 552: hash-based, and the source is not looked at
