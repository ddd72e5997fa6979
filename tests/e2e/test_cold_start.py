"""A cold start costs little: handlers of the built artifact import fast, from bytecode, and nothing needless ships."""

import importlib.util
from pathlib import Path

import pytest

from tools.bench.artifact import (
    artifacts,
    built,
    functions,
    import_milliseconds,
    layers,
    packed_bytes,
    unpacked_bytes,
)

MOST_RATIO = 2.4
ROUNDS = 5
MOST_PACKED_BYTES = 50 * 1024 * 1024
"""AWS Lambda quotas: deployment package, zipped, for direct upload."""
MOST_UNPACKED_BYTES = 250 * 1024 * 1024
"""AWS Lambda quotas: function and layers together, unzipped."""
UNCHECKED_HASH = 0b01
"""Flags of a .pyc that is used whatever the date and text of its source are (PEP 552)."""


def bytecode_of(source: Path) -> Path:
    return source.parent / "__pycache__" / f"{source.stem}.cpython-313.pyc"


def is_valid(source: Path) -> bool:
    """Say whether a module's bytecode is this interpreter's and made from this very text."""
    bytecode = bytecode_of(source)
    head = bytecode.read_bytes()[:16] if bytecode.exists() else b""
    flags = UNCHECKED_HASH.to_bytes(4, "little")
    return head == importlib.util.MAGIC_NUMBER + flags + importlib.util.source_hash(source.read_bytes())


def test_importing_a_handler_takes_little_more_than_twice_the_time_of_one_dynamodb_client(
    capsys: pytest.CaptureFixture[str],
) -> None:
    figures = import_milliseconds(functions(), ROUNDS)
    ratios = {name: figure.times or 0.0 for name, figure in figures.items()}

    with capsys.disabled():
        listed = ", ".join(f"{name.removesuffix('Function')} {ratio:.2f}" for name, ratio in ratios.items())
        print(f"\nimport of a handler / one DynamoDB client: {listed}")  # noqa: T201 - the figures are the point
    assert {name: ratio for name, ratio in ratios.items() if ratio > MOST_RATIO} == {}


@pytest.mark.parametrize("name", artifacts())
def test_every_module_ships_with_bytecode_that_is_taken_as_it_is(name: str) -> None:
    sources = sorted(built(name).rglob("*.py"))

    assert sources
    assert [str(source) for source in sources if not is_valid(source)] == []


@pytest.mark.parametrize("name", artifacts())
def test_no_tests_and_no_other_bytecode_ship(name: str) -> None:
    found = [path.relative_to(built(name)) for path in built(name).rglob("*")]
    wanted = {bytecode_of(source).relative_to(built(name)) for source in built(name).rglob("*.py")}

    assert [str(path) for path in found if path.suffix == ".pyc" and path not in wanted] == []
    assert [str(path) for path in found if path.name in {"test", "tests", "conftest.py"}] == []


@pytest.mark.parametrize("name", artifacts())
def test_what_is_uploaded_stays_below_lambdas_limit(name: str) -> None:
    assert packed_bytes(built(name)) < MOST_PACKED_BYTES


@pytest.mark.parametrize("name", functions())
def test_a_function_with_its_layers_stays_below_lambdas_limit(name: str) -> None:
    folders = [built(name), *(built(layer) for layer in layers(name))]

    assert unpacked_bytes(folders) < MOST_UNPACKED_BYTES
