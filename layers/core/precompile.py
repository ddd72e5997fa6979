"""Called when the layer is built: keep what dataclasses, typing and re make of texts when our rooms are imported.

The argument is the folder that holds the package. Read by `handbook/cold_start.py`.
"""

import dataclasses
import importlib
import marshal
import pkgutil
import sys
import typing
from contextlib import suppress
from types import CodeType, SimpleNamespace
from typing import Any

ROOMS = ("handbook.domain", "handbook.reference", "handbook.usecases", "handbook.web")
"""Where the texts are that many functions share, and those of the libraries that web imports."""

type _Part = str | bytes | int | list[int] | dict[str, int] | tuple[str | None, ...]
"""What a compiled pattern is made from, apart from its numbers: how many groups it has, and which have names."""


def main(folder: str) -> None:
    """Import the rooms from a folder and write into it what was made of texts meanwhile."""
    sys.dont_write_bytecode = True
    sys.path.insert(0, folder)
    keeper = _Keeper()
    keeper.begin()
    for room in ROOMS:
        for module in pkgutil.walk_packages(importlib.import_module(room).__path__, f"{room}."):
            _import(module.name)
    _import_storage()
    keeper.write()


class _Keeper:
    """Does what dataclasses, typing and re would do, and keeps what comes of it."""

    def __init__(self) -> None:
        from handbook import cold_start  # noqa: PLC0415 - from the folder

        self._start = cold_start
        self._codes: dict[bytes, bytes] = {}
        self._engine: Any = importlib.import_module("_sre")
        self._compiler: Any = importlib.import_module("re._compiler")
        self._compile_pattern = self._compiler.compile
        self._parts: tuple[_Part, ...] = ()

    def begin(self) -> None:
        """Take the place of what they call."""
        vars(dataclasses)["exec"] = self._execute
        vars(typing)["compile"] = self._evaluated
        self._compiler.compile = self._pattern
        self._compiler._sre = SimpleNamespace(**{**vars(self._engine), "compile": self._note_parts})

    def write(self) -> None:
        """Write down what was kept, in the same order at each build."""
        self._start.KEPT.write_bytes(self._start.pack(dict(sorted(self._codes.items()))))

    def _execute(self, text: str, names: dict[str, object], made: dict[str, object]) -> None:
        code = compile(text, "<string>", "exec")
        self._codes[self._start.key_of(text)] = marshal.dumps(code)
        exec(code, names, made)  # noqa: S102 - as dataclasses does

    def _evaluated(self, text: str, file: str, mode: str) -> CodeType:
        code: CodeType = compile(text, file, mode)
        self._codes[self._start.key_of_annotation(text)] = marshal.dumps(code)
        return code

    def _pattern(self, pattern: str | bytes, flags: int = 0) -> object:
        compiled: object = self._compile_pattern(pattern, flags)
        self._codes[self._start.key_of_pattern(pattern, flags)] = marshal.dumps(self._parts)
        return compiled

    def _note_parts(self, pattern: str | bytes, flags: int, code: list[int], *groups: _Part) -> object:
        # The numbers of the code are of a subclass that marshal does not know.
        self._parts = (pattern, flags, [int(number) for number in code], *groups)
        return self._engine.compile(*self._parts)


def _import(module: str) -> None:
    try:
        importlib.import_module(module)
    except ModuleNotFoundError as missing:
        # Who builds without the libraries leaves what they would compile to the start.
        if str(missing.name).startswith("handbook"):
            raise


def _import_storage() -> None:
    """Import what the room of storage takes of libraries; the room itself wants to know its tables."""
    with suppress(ModuleNotFoundError):
        importlib.import_module("pynamodb.models")
        session = importlib.import_module("botocore.session").get_session()
        # Making a client imports much more, and calls nobody.
        session.create_client("dynamodb", region_name="ap-southeast-1")


if __name__ == "__main__":
    main(sys.argv[1])
