"""Growth: five indicators of one child with flags and classes, beside pygrowup2 from PyPI."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from typing import Literal, NamedTuple

from tools.bench.artifact import built
from tools.bench.budget import Figures, at_most, times_as_fast
from tools.bench.measuring import US, importing_standard_modules, imports_in_turns, in_turns, our_environment
from tools.bench.row import Row

CHILDREN = 200
SEXES: tuple[Literal["F"], Literal["M"]] = ("F", "M")

_FIRST_CHILD = """
from handbook.domain.growth import assess
assess("F", 400, weight_kg=9.1, length_cm=74.5, posture="lying", head_cm=45.2)
"""
_FIRST_CHILD_PYGROWUP = """
from pygrowup import Observation
child = Observation("female", age_in_days=400)
child.wfa(9.1), child.lhfa(74.5, recumbent=True), child.wfl(9.1, 74.5), child.bmifa(16.4), child.hcfa(45.2)
"""


class Child(NamedTuple):
    """One child at one visit, with what five indicators need; `bmi` is what pygrowup2 wants to be given."""

    sex: Literal["F", "M"]
    age_days: int
    weight_kg: float
    length_cm: float
    head_cm: float
    bmi: float


def children() -> list[Child]:
    """Children under two years near the median, the same at each run."""
    chance = random.Random(2006)  # noqa: S311 - no secret
    return [_child(chance) for _ in range(CHILDREN)]


def _child(chance: random.Random) -> Child:
    # Roughly the medians of WHO 2006 for boys and girls together; only that all tables are used matters.
    age_days = chance.randint(1, 730)
    share = (age_days / 730) ** 0.5
    length_cm = round(49.5 + 37 * share + chance.uniform(-3, 3), 1)
    weight_kg = round((length_cm / 100) ** 2 * chance.uniform(13.5, 17.5), 2)
    head_cm = round(34.2 + 13.5 * share**0.7 + chance.uniform(-1.5, 1.5), 1)
    return Child(chance.choice(SEXES), age_days, weight_kg, length_cm, head_cm, weight_kg / (length_cm / 100) ** 2)


def _ours() -> Callable[[], object]:
    from handbook.domain.growth import assess  # noqa: PLC0415

    def work() -> None:
        for sex, age_days, weight_kg, length_cm, head_cm, _ in crowd:
            assess(sex, age_days, weight_kg=weight_kg, length_cm=length_cm, posture="lying", head_cm=head_cm)

    crowd = children()
    return work


def _theirs() -> Callable[[], object]:
    from pygrowup import Observation  # noqa: PLC0415

    def work() -> None:
        for sex, age_days, weight_kg, length_cm, head_cm, bmi in crowd:
            child = Observation("female" if sex == "F" else "male", age_in_days=age_days)
            child.wfa(weight_kg)
            child.lhfa(length_cm, recumbent=True)
            child.wfl(weight_kg, length_cm)
            child.bmifa(bmi)
            child.hcfa(head_cm)

    crowd = children()
    return work


def one_child() -> Figures:
    """One child, the mean over two hundred."""
    return in_turns(_ours(), _theirs(), scale=US / CHILDREN)


def first_child() -> Figures:
    """The same in a bare interpreter, the standard library included."""
    return imports_in_turns(_FIRST_CHILD, _FIRST_CHILD_PYGROWUP, rounds=9, env=our_environment())


def first_child_of_ours() -> Figures:
    """Importing our modules and assessing one child, where the standard library's modules are there already.

    In a function they are: the Lambda runtime, powertools and botocore need every one of them. Ours come from the built
    layer, with the bytecode that ships.
    """
    environment = our_environment()
    environment["PYTHONPATH"] = os.pathsep.join((str(built("CoreLayer") / "python"), environment["PYTHONPATH"]))
    before = importing_standard_modules((_FIRST_CHILD, _FIRST_CHILD_PYGROWUP), environment)
    return imports_in_turns(_FIRST_CHILD, _FIRST_CHILD_PYGROWUP, before=before, rounds=15, env=environment)


ROWS = (
    Row("five indicators of a child", "µs", one_child, "pygrowup2", (at_most(15), times_as_fast(15))),
    Row("import and first child, beyond the standard library", "ms", first_child_of_ours, "pygrowup2", (at_most(2),)),
    Row("import and first child, bare interpreter", "ms", first_child, "pygrowup2"),
)
