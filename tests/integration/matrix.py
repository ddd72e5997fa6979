"""The matrix of every route and every role: the one table of what each may do, and how a cell is asked.

`matrix.txt` has a line for each route. The first column says how another's is answered: `same` as what never was, or
`open` where all may know that it is there. Then, for each role, what it is answered about its own: `yes` (anything but
a refusal of the role), `403` or `404`.
"""

import copy
import json
import re
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from moto.backends import get_backend

from handbook.web.openapi import PUBLIC
from tests.integration.api import Answer, Caller
from tests.integration.matrix_bodies import BODIES
from tests.integration.matrix_places import Place
from tests.integration.world import FAMILY_ROLES, STAFF_ROLES
from tests.template import ROOT

TABLE = Path(__file__).with_name("matrix.txt")
ROLES: Mapping[str, Caller] = {**FAMILY_ROLES, **STAFF_ROLES}
_PARAMETER = re.compile(r"\{(\w+)\}")
_INSTANCE = re.compile(r'"instance": ?"[^"]*"')
_LONGEST_WORD = 12
"""Ids are longer than this; shorter values may stand in any sentence."""
_REQUIRED_QUERIES: Mapping[str, dict[str, str]] = {
    "GET /v1/units": {"kind": "station"},
    "GET /v1/units/{unit_id}/grants": {"kind": "share"},
}
UNREADABLE = {400, 415, 422, 428, 429, 500, 503}
"""Answers that say nothing of rights: a cell that gets one asks wrongly."""

type Expected = Literal["yes", "401", "403", "404"]


@dataclass(frozen=True, slots=True)
class Row:
    """One route: how another's is answered, and what each role may do with its own."""

    route: str
    others: Literal["same", "open"]
    own: Mapping[str, Expected]


@cache
def rows() -> Mapping[str, Row]:
    """Read the table."""
    lines = [line.split() for line in TABLE.read_text(encoding="utf-8").splitlines() if line[:1] not in {"", "#"}]
    (_, _, _, *roles), *found = lines
    return {
        f"{method} {path}": Row(f"{method} {path}", others, dict(zip(roles, cells, strict=True)))  # type: ignore[arg-type]
        for method, path, others, *cells in found
    }


@cache
def routes() -> tuple[str, ...]:
    """Every route of the document that needs a token."""
    paths = json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))["paths"]
    return tuple(f"{method.upper()} {path}" for path in paths if path not in PUBLIC for method in paths[path])


def ask(caller: Caller, route: str, place: Place, body_of: Place | None = None) -> Answer:
    """Ask a route about a place; `body_of` is the place that the body speaks of, where that is another."""
    method, _, pattern = route.partition(" ")
    path = _PARAMETER.sub(lambda found: place[found[1]], pattern)
    make = BODIES.get(route)
    headers = {"Idempotency-Key": str(uuid.uuid4()), "If-Match": '"1"'}
    body = make({**(body_of or place), "asker": caller.pool}) if make else None
    return caller.call(method, path, body, query=_REQUIRED_QUERIES.get(route), headers=headers)


def parameters(route: str) -> list[str]:
    """Name the parameters of a route's path: the first says whose it is about, those behind it which part."""
    return _PARAMETER.findall(route)


def speaks_of(route: str, one: Place, other: Place) -> bool:
    """Say whether a route's body names what a place holds."""
    make = BODIES.get(route)
    return make is not None and make({**one, "asker": ""}) != make({**other, "asker": ""})


def seen(answer: Answer, *places: Place) -> tuple[Any, ...]:
    """Give what a stranger can compare: all but the ids of the request, and what it sent itself."""
    text = _INSTANCE.sub("", answer.text)
    for name, value in {pair for place in places for pair in place.items() if len(pair[1]) > _LONGEST_WORD}:
        text = text.replace(value, f"<{name}>")
    return answer.status, text, {name: value for name, value in answer.headers.items() if name != "Content-Length"}


def outcome(answer: Answer) -> str:
    """Sum an answer up as the table does."""
    return str(answer.status) if answer.status in {401, 403, 404} else "yes"


def tables() -> Any:
    """Give the tables of the emulated account."""
    return get_backend("dynamodb")["123456789012"]["ap-southeast-1"].tables


@contextmanager
def undone() -> Iterator[None]:
    """Put every table back as it was, where something was written."""
    before = {name: copy.deepcopy(table.items) for name, table in tables().items()}
    yield
    for name, items in before.items():
        tables()[name].items = items
