"""A policy that refuses everything, in place of ours: whoever asks it and does not mind the answer is found out."""

import importlib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from handbook.domain import correction_access, request_access, stock_access
from handbook.domain.access import policy
from handbook.domain.access.grounds import Decision, Outcome, Why
from tests.unit.structure.sources import product

_REFUSED = Decision(Outcome.REFUSED, why=Why.NO_GROUND)
_ANSWERS: dict[Callable[..., Any], Any] = {
    policy.by_role: None,
    policy.on_unit: None,
    policy.on_handbook: None,
    policy.on_sessions: None,
    policy.decide: _REFUSED,
    correction_access.on_entry: None,
    correction_access.on_dispute: None,
    request_access.on_request: None,
    stock_access.on_batch: None,
    stock_access.on_stock: None,
}


def _all_modules() -> list[Any]:
    # Before anything is replaced: what is imported later would keep the replacement for good.
    for source in product():
        name = source.place.removeprefix("layers/core/python/").removesuffix(".py").replace("/", ".")
        importlib.import_module(name.removesuffix(".__init__"))
    return [module for name, module in sys.modules.items() if name.partition(".")[0] in {"handbook", "functions"}]


@contextmanager
def refusing_policy() -> Iterator[None]:
    """Let every question to the policy be answered with a refusal, wherever its functions were imported to."""
    with pytest.MonkeyPatch.context() as patch:
        for module in _all_modules():
            for name, value in list(vars(module).items()):
                if callable(value) and not isinstance(value, type) and _is_asked(value):
                    patch.setattr(module, name, _saying(_ANSWERS[value]))
        yield


def _is_asked(value: Any) -> bool:
    return any(value is one for one in _ANSWERS)


def _saying(answer: Any) -> Callable[..., Any]:
    return lambda *_asked, **_more: answer
