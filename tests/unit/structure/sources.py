"""The project's Python files, parsed once."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.template import ROOT

CORE = ROOT / "layers" / "core" / "python" / "handbook"
FUNCTIONS = ROOT / "functions"

type Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Source:
    """One file with its place from the project's root, and its room: the first part below the package."""

    place: str
    room: str
    lines: int
    tree: ast.Module

    def functions(self) -> Iterator[Function]:
        """Every function and method."""
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _read(path: Path, room: str) -> Source:
    text = path.read_text(encoding="utf-8")
    return Source(path.relative_to(ROOT).as_posix(), room, text.count("\n"), ast.parse(text))


@cache
def product() -> tuple[Source, ...]:
    """What is deployed: the core package and the function directories."""
    core = [_read(path, path.relative_to(CORE).parts[0].removesuffix(".py")) for path in sorted(CORE.rglob("*.py"))]
    return (*core, *(_read(path, "functions") for path in sorted(FUNCTIONS.rglob("*.py"))))


@cache
def developers() -> tuple[Source, ...]:
    """The developers' scripts."""
    return tuple(_read(path, "tools") for path in sorted((ROOT / "tools").rglob("*.py")))


def imported(source: Source) -> Iterator[tuple[str, int]]:
    """Every module that a file imports, anywhere in it, with the line."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield str(node.module), node.lineno
            if node.module == "handbook":
                yield from ((f"handbook.{alias.name}", node.lineno) for alias in node.names)


def dotted(node: ast.expr) -> str:
    """Write a name as it stands in the source: `datetime.now`; empty for anything but names and dots."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""


def length(function: Function) -> int:
    """Lines of a function with its docstring and without its decorators."""
    return (function.end_lineno or function.lineno) - function.lineno + 1
