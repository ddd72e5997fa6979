"""A cold start costs little: built handlers load few modules, from bytecode, and nothing needless ships.

What is counted is the same on every machine; the time that it takes is measured by `make bench`.
"""

import importlib.util
import sys
from pathlib import Path

import pytest

from tools.bench.artifact import (
    artifacts,
    built,
    functions,
    imported,
    layers,
    packed_bytes,
    unpacked_bytes,
)

MOST_IMPORTED: dict[str, tuple[int, int]] = {
    "AuthFunction": (315, 3300),
    "ChallengeFunction": (155, 1150),
    "ClosingsFunction": (180, 1300),
    "RegistryFunction": (385, 3700),
    "SyncFunction": (375, 3600),
    "RecordsFunction": (420, 3850),
    "EncountersFunction": (405, 3850),
    "CorrectionsFunction": (425, 4000),
    "SharingFunction": (455, 4100),
    "QrFunction": (360, 3500),
    "RemindersFunction": (395, 3700),
    "PicturesFunction": (320, 3350),
    "ExportsFunction": (320, 3350),
    "MakeExportFunction": (295, 1950),
    "GenerateFunction": (170, 1400),
    "NightlyFunction": (145, 1100),
    "ProjectFunction": (140, 1050),
    "PlanFunction": (160, 950),
    "SendFunction": (255, 1700),
    "ReconcileFunction": (205, 1400),
    "NoonFunction": (110, 900),
    "SealFunction": (155, 1100),
    "AnchorFunction": (130, 1000),
    "UnitsFunction": (270, 3050),
    "LoadUnitsFunction": (155, 1150),
    "LoadStaffFunction": (175, 1300),
    "ReforecastFunction": (120, 1000),
    "ReforecastShardFunction": (225, 1500),
}
"""Modules that a handler may load beyond one DynamoDB client and the standard library, and kB of their bytecode."""
HTTP_FUNCTIONS = {
    "AuthFunction", "RegistryFunction", "SyncFunction", "RecordsFunction", "EncountersFunction", "CorrectionsFunction",
    "SharingFunction", "QrFunction", "RemindersFunction", "PicturesFunction", "ExportsFunction", "UnitsFunction",
}  # fmt: skip
MOST_TEXTS, MOST_TEXTS_OF_HTTP_FUNCTIONS = 12, 45
"""Texts compiled by an import: what pydantic's typing_inspection writes, and dataclasses of storage and functions."""
MOST_EXPRESSIONS = 60
"""Patterns and annotations compiled by an import: those of a function's routes, and what ships with Python."""
HEAVY: dict[str, set[str]] = {
    "asyncio": set(),
    "aws_lambda_powertools.event_handler": HTTP_FUNCTIONS,
    "boto3": set(),
    "cryptography": set(),
    "handbook.domain.immunization.engine": set(),
    "handbook.pictures": {"GenerateFunction", "MakeExportFunction"},
    "handbook.reference.immunization": set(),
    "pydantic": HTTP_FUNCTIONS,
    "resvg_py": set(),
    "segno": {"GenerateFunction"},
    "typst": set(),
}
"""Packages that cost much to load, and the functions of which each request or message needs them."""
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


def beyond_a_client(function: str) -> dict[str, int]:
    """What importing a handler loads beyond one DynamoDB client and the standard library, with bytes of bytecode."""
    return {
        name: size
        for name, size in imported(function).modules.items()
        if name not in imported().modules and name.partition(".")[0] not in sys.stdlib_module_names
    }


def test_each_function_has_its_limit() -> None:
    assert MOST_IMPORTED.keys() == functions().keys()


@pytest.mark.parametrize("name", functions())
def test_importing_a_handler_loads_no_more_than_its_limit(name: str) -> None:
    modules, kilobytes = MOST_IMPORTED[name]

    assert len(beyond_a_client(name)) <= modules, "import what few requests need inside the function that needs it"
    assert sum(beyond_a_client(name).values()) <= kilobytes * 1000


@pytest.mark.parametrize("name", functions())
def test_importing_a_handler_loads_nothing_heavy_that_few_requests_need(name: str) -> None:
    loaded = imported(name).modules

    assert [package for package, needing in HEAVY.items() if package in loaded and name not in needing] == []


@pytest.mark.parametrize("name", functions())
def test_importing_a_handler_compiles_next_to_nothing(name: str) -> None:
    most = MOST_TEXTS_OF_HTTP_FUNCTIONS if name in HTTP_FUNCTIONS else MOST_TEXTS

    assert imported(name).texts <= most, "a dataclass that many functions share belongs to the domain"
    assert imported(name).expressions <= MOST_EXPRESSIONS, "see layers/core/precompile.py: which imports it keeps"


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
