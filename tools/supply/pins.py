"""Reads the hashed requirement files: each package with its version and the hashes of its files."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = tuple(sorted((ROOT / "layers").glob("*/requirements.txt")))
"""What the functions run with; the others are what developers build and test with."""
TOOLS = tuple(sorted((ROOT / "tools" / "requirements").glob("*.txt")))
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})(?:\s|$)")
_PIN = re.compile(r"(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[\w,-]+\])?==(?P<version>[A-Za-z0-9.!+_-]+)(?:\s*;.*)?")


class LooseError(Exception):
    """A requirement that could be answered with another file than the one that was looked at."""


@dataclass(frozen=True, slots=True)
class Pin:
    """One package as a requirement file has it."""

    name: str
    version: str
    hashes: tuple[str, ...]

    @property
    def purl(self) -> str:
        """The package's URL by the purl specification, type pypi: lower case, dashes."""
        return f"pkg:pypi/{re.sub(r'[-_.]+', '-', self.name).lower()}@{self.version}"


def pins(text: str, place: str = "") -> tuple[Pin, ...]:
    """Read one file's text.

    Raises:
        LooseError: for a line that has no exact version or no hash, names an index, a URL or another file.
    """
    return tuple(_pin(line, place) for line in _logical_lines(text))


def pins_of(file: Path) -> tuple[Pin, ...]:
    """Read one file; errors name it from the root."""
    return pins(file.read_text(encoding="utf-8"), str(file.relative_to(ROOT)))


def _logical_lines(text: str) -> Iterator[str]:
    """Join what ends with a backslash, and leave comments and empty lines out."""
    for line in text.replace("\\\n", " ").splitlines():
        if (bare := line.partition(" #")[0].strip()) and not bare.startswith("#"):
            yield bare


def _pin(line: str, place: str) -> Pin:
    requirement, _, _rest = line.partition(" --hash=")
    hashes = tuple(sorted(_HASH.findall(line)))
    found = _PIN.fullmatch(requirement.strip())
    if found is None:
        raise LooseError(f"{place}: `{requirement[:60]}` is not name==version: `make requirements` writes it so")
    if not hashes or _HASH.sub("", line[len(requirement) :]).strip():
        raise LooseError(f"{place}: {found['name']} has no hash, or something else beside it")
    return Pin(found["name"], found["version"], hashes)
