"""Called when the layer is built: keep the bytecode of the methods that our dataclasses write for themselves.

The argument is the folder that holds the package. Read by `handbook/cold_start.py`.
"""

import dataclasses
import importlib
import marshal
import pkgutil
import sys

ROOMS = ("handbook.domain", "handbook.reference", "handbook.usecases", "handbook.web")
"""Where the dataclasses are that many functions share, and those of the libraries that web imports."""


def main(folder: str) -> None:
    """Import the rooms from a folder and write into it what their dataclasses compiled."""
    sys.dont_write_bytecode = True
    sys.path.insert(0, folder)
    from handbook import cold_start  # noqa: PLC0415 - from the folder

    codes: dict[bytes, bytes] = {}

    def keep(text: str, names: dict[str, object], made: dict[str, object]) -> None:
        code = compile(text, "<string>", "exec")
        codes[cold_start.key_of(text)] = marshal.dumps(code)
        exec(code, names, made)  # noqa: S102 - as dataclasses does

    vars(dataclasses)["exec"] = keep
    for room in ROOMS:
        for module in pkgutil.walk_packages(importlib.import_module(room).__path__, f"{room}."):
            _import(module.name)
    cold_start.KEPT.write_bytes(cold_start.pack(dict(sorted(codes.items()))))


def _import(module: str) -> None:
    try:
        importlib.import_module(module)
    except ModuleNotFoundError as missing:
        # Who builds without the libraries leaves what they would compile to the start.
        if str(missing.name).startswith("handbook"):
            raise


if __name__ == "__main__":
    main(sys.argv[1])
