"""What makes a cold start cheap: each package of functions begins with it, before all other imports.

Importing two hundred modules has costs that nobody needs to pay. A `dataclass` writes its methods as text and
compiles it at every start, 0.6 ms for a class; `typing` compiles each annotation that is written as a text, and `re`
each pattern. What they make of these texts is kept when the layer is built (`layers/core/precompile.py`), as `.pyc`
files keep it for modules. And the garbage collector goes through all that was loaded so far again and again, and finds
nothing. Packages that gather far more than we use: see `handbook/gathered.py`.
"""

import dataclasses
import gc
import marshal
import re
import typing
from functools import cache
from hashlib import blake2b
from importlib import import_module
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from types import CodeType
from typing import Any

from handbook import gathered

KEPT = Path(__file__).parent / "compiled.bytecode"
"""Not among the sources: a built layer has it. Its first bytes name the interpreter that it is for, as in a `.pyc`."""
_PATTERNS: Any = import_module("_sre")
_MAGIC: bytes = MAGIC_NUMBER + _PATTERNS.MAGIC.to_bytes(4, "little")

_MANY_OBJECTS = 1_000_000
"""More than importing makes, and few enough that a process which never finishes its start does not drown."""
_USUAL = gc.get_threshold()


def key_of(text: str) -> bytes:
    """Name a text by what it says."""
    return blake2b(text.encode(), digest_size=16).digest()


def key_of_annotation(text: str) -> bytes:
    """Name the text of an annotation, which is compiled as an expression."""
    return key_of(f"annotation {text}")


def key_of_pattern(pattern: str | bytes, flags: int) -> bytes:
    """Name a regular expression."""
    return key_of(f"pattern {flags} {pattern!r}")


def pack(codes: dict[bytes, bytes]) -> bytes:
    """Write codes, marshalled, by the keys of their texts."""
    return _MAGIC + marshal.dumps(codes)


def unpack(packed: bytes) -> dict[bytes, bytes]:
    """Read what `pack` wrote; nothing when another interpreter wrote it."""
    if not packed.startswith(_MAGIC):
        return {}
    codes: dict[bytes, bytes] = marshal.loads(packed[len(_MAGIC) :])  # noqa: S302 - our own layer's, as a .pyc is
    return codes


def begin() -> None:
    """Import cheaply from here on."""
    gc.set_threshold(_MANY_OBJECTS)
    gathered.begin()
    if KEPT.exists():
        _use(unpack(KEPT.read_bytes()))


def finish() -> None:
    """Collect garbage as usual from here on, and never look again at what the start has loaded."""
    gc.freeze()
    gc.set_threshold(*_USUAL)


def _use(codes: dict[bytes, bytes]) -> None:
    """Let dataclasses, typing and re take what was made of a text where it is known."""
    compile_pattern = re._compiler.compile  # type: ignore[attr-defined]

    def execute(text: str, names: dict[str, object], made: dict[str, object]) -> None:
        code = codes.get(key_of(text))
        exec(marshal.loads(code) if code else text, names, made)  # noqa: S102, S302 - as dataclasses does; see unpack

    @cache
    def evaluated(text: str, file: str, mode: str) -> CodeType:
        code = codes.get(key_of_annotation(text)) if mode == "eval" else None
        return marshal.loads(code) if code else compile(text, file, mode)  # noqa: S302 - see unpack

    def pattern(text: str | bytes, flags: int = 0) -> re.Pattern[Any]:
        parts = codes.get(key_of_pattern(text, flags))
        made: re.Pattern[Any] = _PATTERNS.compile(*marshal.loads(parts)) if parts else compile_pattern(text, flags)  # noqa: S302
        return made

    # A module's own name comes before the builtin. Were one of them to stop calling it so, nothing would change but
    # the time; tests/unit/bootstrap/test_cold_start.py and tests/e2e/test_cold_start.py would tell.
    vars(dataclasses)["exec"] = execute
    vars(typing)["compile"] = evaluated
    re._compiler.compile = pattern  # type: ignore[attr-defined]
