"""One hash over all that a deployed stack is made from, so that an unchanged one is not built again."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

LEFT_OUT = {"__pycache__", ".DS_Store"}


def files_below(path: Path) -> Iterator[Path]:
    """The files of a folder, or the file itself, in a fixed order; bytecode and Finder files left out."""
    if path.is_file():
        yield path
        return
    for child in sorted(path.rglob("*")):
        if child.is_file() and not LEFT_OUT & set(child.parts) and child.suffix != ".pyc":
            yield child


def fingerprint(root: Path, paths: Iterable[Path], facts: Mapping[str, str]) -> str:
    """SHA-256 in hex over names and contents of the files below the paths, and over the facts.

    Two trees with the same names and bytes have the same hash wherever they lie and whenever they were made.
    """
    digest = hashlib.sha256(repr(sorted(facts.items())).encode())
    for path in paths:
        for file in files_below(path):
            content = hashlib.sha256(file.read_bytes()).hexdigest()
            digest.update(f"{file.relative_to(root).as_posix()}\0{content}\n".encode())
    return digest.hexdigest()
