"""Every route asks the access policy: from its handler a way leads to it, by names as the imports resolve them."""

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache

from handbook.web.openapi import PUBLIC
from tests.unit.structure.sources import Source, product

POLICY = re.compile(
    r"handbook\.domain\.access\.(by_role|decide|on_handbook|on_sessions|on_unit)|handbook\.domain\.\w+_access\.on_\w+"
)
"""What decides: the policy, and beside it what of single matters it has in modules of their own."""
NOBODYS = {
    "GET /v1/care-codes",
    "GET /v1/consent-texts",
    "GET /v1/correction-codes",
    "GET /v1/data-request-codes",
    "GET /v1/encounters/codes",
    "GET /v1/sharing-codes",
    "GET /v1/vaccines",
}
"""Lists that hold nobody's data: whoever signed in reads them."""
OWN_ACCOUNT = "/v1/me"
"""What is under it is of the account that the token names, and of no other: there is nothing to decide."""
_METHODS = {"get", "post", "put", "patch", "delete"}


def _module(source: Source) -> str:
    return (
        source.place.removeprefix("layers/core/python/").removesuffix(".py").replace("/", ".").removesuffix(".__init__")
    )


@cache
def _names(module: str) -> Mapping[str, str]:
    """What the names of a module stand for: its own functions and classes, and what it imports anywhere."""
    source = next((one for one in product() if _module(one) == module), None)
    if source is None:
        return {}
    own = {
        node.name: f"{module}.{node.name}"
        for node in source.tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            own |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return own


@cache
def _bodies() -> Mapping[str, tuple[str, ast.AST]]:
    return {
        f"{_module(source)}.{node.name}": (_module(source), node)
        for source in product()
        for node in source.tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }


def _spoken_of(name: str) -> Iterator[str]:
    module, body = _bodies()[name]
    names = _names(module)
    for node in ast.walk(body):
        if isinstance(node, ast.Name) and node.id in names:
            yield names[node.id]
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in names:
            yield f"{names[node.value.id]}.{node.attr}"


def asks_the_policy(name: str) -> bool:
    """Say whether what a function speaks of, and what that speaks of, leads to the policy."""
    seen, ahead = set(), [name]
    while ahead:
        one = ahead.pop()
        if POLICY.fullmatch(one):
            return True
        if one in _bodies() and one not in seen:
            seen.add(one)
            ahead += _spoken_of(one)
    return False


def handlers() -> Iterator[tuple[str, str]]:
    """Every route with the function that answers it."""
    for source in product():
        constants = {
            target.id: node.value
            for node in source.tree.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        functions = [node for node in source.tree.body if isinstance(node, ast.FunctionDef)]
        for node in functions:
            for mark in node.decorator_list:
                called = mark.func if isinstance(mark, ast.Call) else None
                if isinstance(called, ast.Attribute) and called.attr in _METHODS and isinstance(mark, ast.Call):
                    path = _text(mark.args[0], constants).replace("<", "{").replace(">", "}")
                    yield f"{called.attr.upper()} {path}", f"{_module(source)}.{node.name}"


def _text(node: ast.expr, constants: Mapping[str, ast.expr]) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part, constants) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return _text(node.value, constants)
    if isinstance(node, ast.Name):
        return _text(constants[node.id], constants)
    return str(node.value) if isinstance(node, ast.Constant) else ""


def test_every_route_asks_the_policy_or_is_of_nobody_or_of_the_own_account() -> None:
    found = dict(handlers())
    assert len(found) > 140
    silent = {
        route
        for route, name in found.items()
        if not asks_the_policy(name) and route.partition(" ")[2] not in PUBLIC and route not in NOBODYS
    }
    assert {route for route in silent if not route.partition(" ")[2].startswith(OWN_ACCOUNT)} == set(), (
        "a route decides by handbook.domain.access (admit, admit_reader, by_role, on_unit …)"
    )


def test_the_search_finds_who_does_not_ask() -> None:
    found = dict(handlers())
    assert not asks_the_policy(found["GET /v1/vaccines"])
    assert asks_the_policy(found["GET /v1/handbooks/{handbook_id}"])
    assert set(found) >= NOBODYS


def _asked(node: ast.AST, module: str) -> bool:
    """Say whether an expression is a question to the policy."""
    if not isinstance(node, ast.Call):
        return False
    called = node.func.id if isinstance(node.func, ast.Name) else ""
    return POLICY.fullmatch(_names(module).get(called, "")) is not None


def _thrown_away(function: ast.AST, module: str) -> Iterator[int]:
    """Lines at which the policy is asked and the answer goes nowhere: to nothing, or to a name that nobody reads."""
    read = {node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    for node in ast.walk(function):
        if isinstance(node, ast.Expr) and _asked(node.value, module):
            yield node.lineno
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None and _asked(node.value, module):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if not any(isinstance(name, ast.Name) and name.id in read for name in targets):
                yield node.lineno


def test_no_answer_of_the_policy_is_thrown_away() -> None:
    """What is done with it, `tests/integration/test_matrix.py` shows: where the policy refuses all, each route does."""
    bodies = _bodies()
    asking = {name for name, (module, body) in bodies.items() if any(_asked(node, module) for node in ast.walk(body))}
    assert len(asking) > 30
    assert [
        f"{name}:{line}" for name in sorted(asking) for line in _thrown_away(bodies[name][1], bodies[name][0])
    ] == []


def test_an_answer_that_goes_nowhere_is_found() -> None:
    module = "handbook.usecases.admit"
    lost = "def f():\n    on_handbook(1)\n    found = on_handbook(2)\n    kept = on_handbook(3)\n    return kept\n"
    assert list(_thrown_away(ast.parse(lost), module)) == [2, 3]
