import ast
import shutil
import sys
from pathlib import Path

import pytest

from tools.bootstrap import environments, interpreter, process
from tools.bootstrap.environments import requirement_hash, up_to_date
from tools.bootstrap.interpreter import pyenv_pythons, usable

SOURCES = sorted(Path(environments.__file__).parent.glob("*.py"))


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_the_bootstrap_is_written_in_the_syntax_of_python_3_9(source: Path) -> None:
    ast.parse(source.read_text(encoding="utf-8"), feature_version=(3, 9))


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_the_bootstrap_imports_nothing_but_the_standard_library_and_itself(source: Path) -> None:
    tree = ast.parse(source.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    foreign = {name for name in names if name.split(".")[0] not in sys.stdlib_module_names}
    assert {name for name in foreign if not name.startswith("tools.bootstrap")} == set()


@pytest.fixture
def environment(tmp_path: Path) -> tuple[Path, Path]:
    requirements, folder = tmp_path / "dev.txt", tmp_path / "project"
    requirements.write_text("segno==1.6.6\n")
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "python").symlink_to(sys.executable)
    (folder / environments.STAMP).write_text(requirement_hash(requirements) + "\n")
    return folder, requirements


def test_an_environment_made_from_this_very_file_is_up_to_date(environment: tuple[Path, Path]) -> None:
    assert up_to_date(*environment)


def test_another_requirement_makes_it_out_of_date(environment: tuple[Path, Path]) -> None:
    environment[1].write_text("segno==1.6.7\n")
    assert not up_to_date(*environment)


def test_a_half_made_environment_is_not_up_to_date(environment: tuple[Path, Path]) -> None:
    (environment[0] / environments.STAMP).unlink()
    assert not up_to_date(*environment)


def test_an_environment_whose_python_went_away_is_not_up_to_date(environment: tuple[Path, Path]) -> None:
    (environment[0] / "bin" / "python").unlink()
    (environment[0] / "bin" / "python").symlink_to(environment[0] / "gone")
    assert not up_to_date(*environment)


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(process, "LOG", tmp_path / "bootstrap.log")
    return tmp_path / "bootstrap.log"


def fake_python(path: Path, answer: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{answer}\n")
    path.chmod(0o755)
    return path


def test_a_shim_that_does_not_run_is_no_python(tmp_path: Path, log: Path) -> None:
    shim = fake_python(tmp_path / "python3.13", "echo 'pyenv: python3.13: command not found' >&2; exit 127")
    assert usable(str(shim)) is None
    assert "command not found" in log.read_text()


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ('[[3, 13], "CPython", "/real/python3.13"]', "/real/python3.13"),
        ('[[3, 12], "CPython", "/real/python3.12"]', None),
        ('[[3, 13], "PyPy", "/real/pypy3.13"]', None),
        ("not json", None),
    ],
)
@pytest.mark.usefixtures("log")
def test_only_cpython_3_13_will_do(tmp_path: Path, answer: str, expected: str | None) -> None:
    assert usable(str(fake_python(tmp_path / "python3.13", f"echo '{answer}'"))) == expected


@pytest.mark.usefixtures("log")
def test_a_path_that_is_not_there_is_no_python(tmp_path: Path) -> None:
    assert usable(str(tmp_path / "python3.13")) is None


@pytest.mark.usefixtures("log")
def test_this_interpreter_is_found_from_inside_an_environment() -> None:
    found = usable(sys.executable)
    assert found is not None
    assert ".local" not in found


@pytest.mark.usefixtures("log")
def test_pyenv_versions_are_found_without_its_shims(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    python = fake_python(tmp_path / "versions" / "3.13.4" / "bin" / "python3.13", "true")
    fake_python(tmp_path / "versions" / "3.12.1" / "bin" / "python3.12", "true")
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path / "nobody"))
    monkeypatch.setenv("PATH", "")
    assert list(pyenv_pythons()) == [str(python)]


@pytest.mark.usefixtures("log")
def test_without_any_python_3_13_one_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interpreter, "python_candidates", lambda _uv: iter(()))
    monkeypatch.setenv("PATH", "")
    with pytest.raises(process.BootstrapError, match=r"check the network, or install Python 3\.13 yourself"):
        interpreter.get_python("/nowhere/uv")


@pytest.mark.usefixtures("log")
def test_a_python_without_venv_and_pip_is_one_sentence_and_leaves_no_half_made_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = fake_python(tmp_path / "python3", f"mkdir -p {tmp_path}/uv/bin; exit 1")
    monkeypatch.setattr(environments, "LOCAL", tmp_path)
    monkeypatch.setattr(sys, "executable", str(bare))
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(process.BootstrapError, match="cannot make environments: install its venv module"):
        environments.get_uv()
    assert not (tmp_path / "uv").exists()


@pytest.mark.usefixtures("log")
def test_a_python_with_pip_only_installs_uv_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = f'case "$*" in *venv*) exit 1;; esac; echo "$@" >> {tmp_path}/calls'
    monkeypatch.setattr(sys, "executable", str(fake_python(tmp_path / "python3", script)))
    environments.install_uv(tmp_path / "uv")
    calls = (tmp_path / "calls").read_text()
    assert f"--require-hashes --target {tmp_path}/uv" in calls


@pytest.mark.usefixtures("log")
def test_a_failed_installation_removes_what_it_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environments, "LOCAL", tmp_path)
    monkeypatch.setattr(process, "pip_index", lambda: None)
    uv = fake_python(
        tmp_path / "uv", f'[ "$1" = venv ] && mkdir -p {tmp_path}/sam/bin && exit 0; echo "dns error"; exit 2'
    )
    with pytest.raises(process.BootstrapError, match="environment sam failed because the package index did not"):
        environments.make_environment("sam", environments.REQUIREMENTS / "sam.txt", str(uv), "/usr/bin/python3")
    assert not (tmp_path / "sam").exists()
