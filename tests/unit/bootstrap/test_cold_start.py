"""A cheap start changes the time that importing takes and nothing else; each case is a fresh interpreter."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from handbook import cold_start
from tests.template import ROOT

CORE = ROOT / "layers" / "core"
THING = '''
"""A thing."""
import re
from dataclasses import dataclass, field
from typing import Optional

NUMBERED = re.compile(r"(?P<word>[a-z]+)-(\\d{1,3})", re.IGNORECASE)
PERHAPS = Optional["Thing"]

@dataclass(frozen=True, slots=True, order=True)
class Thing:
    """Weighed on a day."""

    weight_kg: float
    words: tuple[str, ...] = ()
    seen: bool = field(default=False, compare=False)
'''
ASKED = """
from handbook.domain.thing import NUMBERED, PERHAPS, Thing
print(NUMBERED, NUMBERED.flags, NUMBERED.groupindex, NUMBERED.fullmatch("Tã-12"), NUMBERED.fullmatch("Ta-12").groups())
print(PERHAPS, PERHAPS.__args__[0].__forward_code__.co_names)
one = Thing(3.2, ("a",), seen=True)
print(one, one == Thing(3.2, ("a",)), hash(one) == hash(Thing(3.2, ("a",))), one < Thing(4), Thing.__match_args__)
try:
    one.weight_kg = 4
except Exception as error:
    print(repr(error))
try:
    Thing()
except TypeError as error:
    print(error)
"""
COUNTING = """
import builtins, dataclasses, hashlib, importlib.abc, importlib.util, pathlib, re, sys, typing
real, evaluate, parse, compiled = builtins.exec, builtins.compile, re._parser.parse, []
builtins.exec = lambda code, *names: (compiled.append("methods") if isinstance(code, str) else None, real(code, *names))
builtins.compile = lambda *of, **how: (of[2] == "eval" and compiled.append("annotation"), evaluate(*of, **how))[1]
re._parser.parse = lambda *of: (compiled.append("pattern"), parse(*of))[1]
"""
BEGIN = "from handbook import cold_start; cold_start.begin()\n"
COUNTED = "\nprint(*sorted(compiled))"


@pytest.fixture
def layer(tmp_path: Path) -> Path:
    """A layer with one dataclass, built as `layers/core/Makefile` builds ours."""
    for room in ("domain", "reference", "usecases", "web"):
        (tmp_path / "handbook" / room).mkdir(parents=True)
        (tmp_path / "handbook" / room / "__init__.py").touch()
    (tmp_path / "handbook" / "__init__.py").touch()
    (tmp_path / "handbook" / "domain" / "thing.py").write_text(THING, encoding="utf-8")
    for module in ("cold_start.py", "gathered.py"):
        shutil.copy(CORE / "python" / "handbook" / module, tmp_path / "handbook")
    said(str(CORE / "precompile.py"), str(tmp_path))
    return tmp_path


def said(*arguments: str, cwd: Path = ROOT) -> list[str]:
    done = subprocess.run([sys.executable, *arguments], cwd=cwd, capture_output=True, text=True, check=True)  # noqa: S603
    return done.stdout.splitlines()


def test_a_module_of_a_built_layer_is_the_same_and_compiles_no_text(layer: Path) -> None:
    usual = said("-c", COUNTING + ASKED + COUNTED, cwd=layer)
    cheap = said("-c", COUNTING + BEGIN + ASKED + COUNTED, cwd=layer)

    assert usual[:-1] == cheap[:-1]
    assert cheap[0].endswith("None ('Ta', '12')")
    assert "Thing(weight_kg=3.2, words=('a',), seen=True) True True True" in cheap[2]
    assert (usual[-1], cheap[-1]) == ("annotation methods pattern", "")


def test_a_dataclass_that_was_changed_after_the_build_is_compiled(layer: Path) -> None:
    changed = THING.replace("weight_kg: float", "weight_kg: float\n    height_cm: float = 50.0")
    (layer / "handbook" / "domain" / "thing.py").write_text(changed, encoding="utf-8")

    cheap = said("-c", COUNTING + BEGIN + ASKED + COUNTED, cwd=layer)

    assert "height_cm=('a',)" in cheap[2]
    assert cheap[-1] == "methods"


def test_a_pattern_that_was_changed_after_the_build_is_compiled(layer: Path) -> None:
    changed = THING.replace("{1,3}", "{1}")
    (layer / "handbook" / "domain" / "thing.py").write_text(changed, encoding="utf-8")

    done = said("-c", COUNTING + BEGIN + ASKED.replace("Ta-12", "Ta-1") + COUNTED, cwd=layer)

    assert done[0].endswith("None ('Ta', '1')")
    assert done[-1] == "pattern"


def test_bytecode_of_another_interpreter_is_left_alone() -> None:
    packed = cold_start.pack({b"key": b"code"})

    assert cold_start.unpack(packed) == {b"key": b"code"}
    assert cold_start.unpack(b"\x00" + packed[1:]) == {}


def test_garbage_is_left_alone_while_starting_and_collected_as_usual_afterwards() -> None:
    lines = said(
        "-c",
        "import gc, sys; sys.path.insert(0, 'layers/core/python'); print(gc.get_threshold(), gc.get_freeze_count())\n"
        + BEGIN
        + "print(gc.get_threshold()[0] > 100_000)\ncold_start.finish()\n"
        "print(gc.get_threshold(), gc.get_freeze_count() > 1000)",
    )

    usual = lines[0].removesuffix(" 0")
    assert lines[1:] == ["True", f"{usual} True"]
