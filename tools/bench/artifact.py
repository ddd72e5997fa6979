"""The built artifact: what is in it, and what importing a handler from it costs."""

import io
import json
import os
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

from tools.bench.budget import Figures
from tools.bench.measuring import MS, fresh, fresh_cpu_seconds
from tools.stack.build import build
from tools.stack.settings import LOCAL
from tools.template import resources, template

PYTHON = LOCAL / "ministack" / "bin" / "python"  # what runs the functions on a developer's machine
BASELINE = "import boto3; boto3.client('dynamodb')"
_COUNT_TEXTS = """
import builtins, re
execute, make, parse, texts, expressions = builtins.exec, builtins.compile, re._parser.parse, [], []
def exec(code, *names, **more):
    texts.extend([1] if isinstance(code, str) else [])
    execute(code, *names, **more)
def parsed(*pattern):
    expressions.append(1)
    return parse(*pattern)
def made(code, file, mode, *how, **more):
    expressions.extend([1] if mode == "eval" else [])
    return make(code, file, mode, *how, **more)
builtins.exec, builtins.compile, re._parser.parse = exec, made, parsed
"""
_TELL = """
import json, os, sys
specs = {name: getattr(module, "__spec__", None) for name, module in sys.modules.items()}
cached = {name: getattr(spec, "cached", None) or "" for name, spec in specs.items()}
sizes = {name: os.path.getsize(path) if os.path.exists(path) else 0 for name, path in cached.items()}
print(json.dumps([sizes, len(texts), len(expressions)]))
"""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import loads: the bytes of bytecode of each module, 0 for a compiled one, and how often it runs text.

    Each text is compiled first: a dataclass without bytecode of its own costs 0.6 ms so. `expressions` are patterns
    of `re` and annotations that are compiled, 0.3 and 0.01 ms each.
    """

    modules: Mapping[str, int]
    texts: int
    expressions: int


@cache
def artifact() -> Path:
    """Build, or take over the last build of the same sources; give the folder with all that was built."""
    return build().folder


def built(name: str) -> Path:
    """Give the folder that a layer or function of the template was built into."""
    return artifact() / name


def layers(function: str = "") -> list[str]:
    """Name the layers that a function takes, in their order; without one those that every function takes."""
    shared = template()["Globals"]["Function"]["Layers"]
    own = functions()[function].get("Layers", ()) if function else ()
    return [layer["Ref"] for layer in (*shared, *own)]


def functions() -> Mapping[str, Any]:
    """Give the properties of the template's functions by name."""
    return {name: function["Properties"] for name, function in resources("AWS::Serverless::Function").items()}


def artifacts() -> list[str]:
    """Name everything that is packed and uploaded."""
    return [*resources("AWS::Serverless::LayerVersion"), *functions()]


def import_milliseconds(names: Iterable[str], rounds: int) -> dict[str, Figures]:
    """Measure the import of handlers beside the making of one DynamoDB client, each in a fresh process.

    CPU, so that a busy machine does not count; the medians of rounds in which all take turns.
    """
    code = {"": BASELINE} | {name: _import_of(name) for name in names}
    taken: dict[str, list[float]] = {name: [] for name in code}
    for _ in range(rounds):
        for name, statement in code.items():
            taken[name].append(_cpu_seconds(statement, name))
    milliseconds = {name: median(seconds) * MS for name, seconds in taken.items()}
    baseline = milliseconds.pop("")
    return {name: Figures(ours, baseline) for name, ours in milliseconds.items()}


@cache
def imported(function: str = "") -> Imported:
    """Say what importing a handler loads in a fresh process; without a function, what one DynamoDB client loads."""
    code = _COUNT_TEXTS + (_import_of(function) if function else BASELINE) + _TELL
    printed = fresh(code, _environment(function), python=str(PYTHON), cwd=Path(os.sep))
    modules, texts, expressions = json.loads(printed.splitlines()[-1])
    return Imported(modules, texts, expressions)


def _import_of(function: str) -> str:
    return f"import {functions()[function]['Handler'].rpartition('.')[0]}"


def _cpu_seconds(code: str, function: str) -> float:
    return fresh_cpu_seconds(code, _environment(function), python=str(PYTHON), cwd=Path(os.sep))


def _environment(function: str) -> dict[str, str]:
    """Make the environment of a function, with its own name in place of what is known at deployment only."""
    shared = template()["Globals"]["Function"]["Environment"]["Variables"]
    own = functions()[function].get("Environment", {}).get("Variables", {}) if function else {}
    path = ([built(function)] if function else []) + [built(layer) / "python" for layer in layers(function)]
    return {
        **{name: value if isinstance(value, str) else function for name, value in {**shared, **own}.items()},
        "AWS_LAMBDA_FUNCTION_NAME": function,
        "AWS_REGION": "ap-southeast-1",
        "AWS_DEFAULT_REGION": "ap-southeast-1",
        "AWS_ACCESS_KEY_ID": "none",
        "AWS_SECRET_ACCESS_KEY": "none",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "PYTHONPATH": os.pathsep.join(str(folder) for folder in path),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def packed_bytes(folder: Path) -> int:
    """Say how large a folder's ZIP file is."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in _files(folder):
            archive.write(file, file.relative_to(folder))
    return packed.tell()


def unpacked_bytes(folders: Iterable[Path]) -> int:
    """Say how much folders weigh together."""
    return sum(file.stat().st_size for folder in folders for file in _files(folder))


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())
