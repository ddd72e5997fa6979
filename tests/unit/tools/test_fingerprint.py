from pathlib import Path

import pytest

from tools.stack.fingerprint import files_below, fingerprint

FACTS = {"Architecture": "arm64"}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "functions" / "auth").mkdir(parents=True)
    (tmp_path / "functions" / "auth" / "handler.py").write_text("x = 1\n")
    (tmp_path / "template.yaml").write_text("Resources: {}\n")
    return tmp_path


def hash_of(tree: Path, facts: dict[str, str] = FACTS) -> str:
    return fingerprint(tree, (tree / "template.yaml", tree / "functions"), facts)


def test_the_same_tree_elsewhere_has_the_same_hash(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    copy = tmp_path_factory.mktemp("copy")
    (copy / "functions" / "auth").mkdir(parents=True)
    (copy / "functions" / "auth" / "handler.py").write_text("x = 1\n")
    (copy / "template.yaml").write_text("Resources: {}\n")
    assert hash_of(copy) == hash_of(tree)


def test_a_changed_byte_changes_the_hash(tree: Path) -> None:
    before = hash_of(tree)
    (tree / "functions" / "auth" / "handler.py").write_text("x = 2\n")
    assert hash_of(tree) != before


def test_a_renamed_file_changes_the_hash(tree: Path) -> None:
    before = hash_of(tree)
    (tree / "functions" / "auth" / "handler.py").rename(tree / "functions" / "auth" / "routes.py")
    assert hash_of(tree) != before


def test_a_new_empty_file_changes_the_hash(tree: Path) -> None:
    before = hash_of(tree)
    (tree / "functions" / "auth" / "__init__.py").touch()
    assert hash_of(tree) != before


def test_other_parameters_change_the_hash(tree: Path) -> None:
    assert hash_of(tree) != hash_of(tree, {"Architecture": "x86_64"})


def test_bytecode_and_finder_files_do_not_count(tree: Path) -> None:
    before = hash_of(tree)
    (tree / "functions" / "auth" / "__pycache__").mkdir()
    (tree / "functions" / "auth" / "__pycache__" / "handler.cpython-313.pyc").write_bytes(b"1")
    (tree / "functions" / ".DS_Store").write_bytes(b"1")
    (tree / "functions" / "auth" / "old.pyc").write_bytes(b"1")
    assert hash_of(tree) == before


def test_a_single_file_stands_for_itself(tree: Path) -> None:
    assert list(files_below(tree / "template.yaml")) == [tree / "template.yaml"]
