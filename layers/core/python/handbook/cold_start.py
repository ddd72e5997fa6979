"""What makes a cold start cheap: each package of functions begins with it, before all other imports.

Importing two hundred modules has costs that nobody needs to pay. A `dataclass` writes its methods as text and
compiles it at every start, 0.6 ms for a class; the bytecode of these texts is kept when the layer is built
(`layers/core/precompile.py`), as `.pyc` files keep it for modules. And the garbage collector goes through all that was
loaded so far again and again, and finds nothing. Packages that gather far more than we use: see `handbook/gathered.py`.
"""

import dataclasses
import gc
import marshal
from hashlib import blake2b
from importlib.util import MAGIC_NUMBER
from pathlib import Path

from handbook import gathered

KEPT = Path(__file__).parent / "dataclasses.bytecode"
"""Not among the sources: a built layer has it. Its first bytes name the interpreter that it is for, as in a `.pyc`."""

_MANY_OBJECTS = 1_000_000
"""More than importing makes, and few enough that a process which never finishes its start does not drown."""
_USUAL = gc.get_threshold()


def key_of(text: str) -> bytes:
    """Name a text by what it says."""
    return blake2b(text.encode(), digest_size=16).digest()


def pack(codes: dict[bytes, bytes]) -> bytes:
    """Write codes, marshalled, by the keys of their texts."""
    return MAGIC_NUMBER + marshal.dumps(codes)


def unpack(packed: bytes) -> dict[bytes, bytes]:
    """Read what `pack` wrote; nothing when another interpreter wrote it."""
    if not packed.startswith(MAGIC_NUMBER):
        return {}
    codes: dict[bytes, bytes] = marshal.loads(packed[len(MAGIC_NUMBER) :])  # noqa: S302 - our own layer's, as a .pyc is
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
    """Let dataclasses take bytecode where the text that they would compile is known."""

    def execute(text: str, names: dict[str, object], made: dict[str, object]) -> None:
        code = codes.get(key_of(text))
        exec(marshal.loads(code) if code else text, names, made)  # noqa: S102, S302 - as dataclasses does; see unpack

    # The module's own name comes before the builtin. Were dataclasses to stop calling `exec`, nothing would change but
    # the time; tests/e2e/test_cold_start.py would tell.
    vars(dataclasses)["exec"] = execute
