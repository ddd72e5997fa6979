"""What there is to ask about: ids that exist, found by reading every list that the document names."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

from tools.demo.client import Api, DemoError
from tools.fuzz.document import DOCUMENT, Operation, operations

type Places = Mapping[str, Sequence[str]]

OF_ONE_NAME = 4
"""Ids that are kept for one parameter: enough that some are another's."""
ROUNDS = 2
"""Lists lead to things, and things to their parts."""
_PARAMETER = re.compile(r"{(\w+)}")
_NEVER = {"account_id", "code", "kind", "reference"}
"""The first could end one's own bond; the others are called by names that answers use for other things too."""
_OWN = {"request_id": "own_request_id", "purpose": "own_purpose"}


def open_things(apps: Mapping[str, Api], handbook_id: str, unit_id: str, commune_code: str) -> None:
    """Begin one of each thing that the demo has none of, so that its routes are asked about something.

    What is refused is left: an earlier run may have ended this handbook's life.
    """
    book, unit = f"/handbooks/{handbook_id}", f"/units/{unit_id}"
    today = (datetime.now(UTC) + timedelta(hours=7)).date().isoformat()
    visit = {"kind": "sick_visit", "visited_on": today, "sick_visit": {"complaint": "Sốt"}}
    passport = {"subject": "child", "system": "foreign_passport", "value": "B1234567"}
    session = {"place": "Trạm", "starts": "07:30", "ends": "11:00", "pattern": {"days": [5]}}
    helper = {"phone": "0912345670", "role": "viewer", "relation": "father"}
    wanted: list[tuple[str, str, dict[str, Any]]] = [
        ("nurse", f"{book}/encounters", visit),
        ("nurse", f"{book}/identifiers", passport),
        ("nurse", f"{book}/immunization-conditions", {"kind": "refusal", "of": ["polio"], "since": today}),
        ("family", f"{book}/disputes", {"kind": "other", "text": "Thiếu một mũi"}),
        ("family", f"{book}/invitations", helper),
        ("family", f"{book}/data-requests", {"kind": "object", "text": "Tôi phản đối"}),
        ("family", "/me/data-requests", {"kind": "object", "text": "Tôi phản đối"}),
        ("manager", f"{unit}/sessions", {**session, "commune_code": commune_code}),
        ("print_manager", "/qr/batches", {"vendor_id": "demo-nha-in-sao-mai", "unit_id": unit_id, "quantity": 3}),
    ]
    for role, path, body in wanted:
        _try(apps[role], "POST", path, body)


def explore(apps: Sequence[Api], known: Mapping[str, list[str]], kept: frozenset[str]) -> Places:
    """Read whatever can be read with the ids known so far, and collect the ids in the answers."""
    places = defaultdict(list, {name: list(values) for name, values in known.items()})
    fixed = set(known)
    wanted = {name for one in operations() for name in _PARAMETER.findall(one.path)} - fixed - _NEVER
    read: set[str] = set()
    for _ in range(ROUNDS):
        for path in sorted(set(_readable(places)) - read):
            read.add(path)
            for name, value in found_in(_first_answer(apps, path), path):
                room = name in wanted and len(places[name]) < OF_ONE_NAME
                if room and value not in places[name] and value not in kept:
                    places[name].append(value)
    return {name: values for name, values in places.items() if values}


def found_in(body: object, path: str) -> Iterator[tuple[str, str]]:
    """Collect names and values from an answer; a bare `id` is one of what the list is called by."""
    own = _OWN if path.startswith("/me/") else {}
    if isinstance(body, list):
        for one in body:
            yield from found_in(one, path)
    elif isinstance(body, dict):
        for name, value in body.items():
            if isinstance(value, str):
                yield (_id_in(path) if name == "id" else str(own.get(name, name))), value
            else:
                yield from found_in(value, path)


def _id_in(path: str) -> str:
    last = path.partition("?")[0].rstrip("/").rpartition("/")[2]
    return {"changes": "entry_id"}.get(last, f"{last.removesuffix('s').replace('-', '_')}_id")


def _readable(places: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Write out the paths of lists whose parameters are known, of the first handbook and unit only."""
    document = json.loads(DOCUMENT.read_text(encoding="utf-8"))["paths"]
    for one in operations():
        names = _PARAMETER.findall(one.path)
        if one.method == "get" and one.path.startswith("/v1/") and all(places.get(name) for name in names):
            answers = document[one.path]["get"]["responses"]["200"].get("content", {})
            if "application/json" in answers:
                yield from _written(one, names, places)


def _written(one: Operation, names: list[str], places: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for values in product(*(places[name][:1] for name in names)):
        path = one.path.removeprefix("/v1")
        for name, value in zip(names, values, strict=True):
            path = path.replace(f"{{{name}}}", value)
        yield path


def _first_answer(apps: Sequence[Api], path: str) -> object:
    """Read as whoever may: the next is asked only where one is refused, for refusals are counted."""
    return next((body for app in apps if (body := _try(app, "GET", path, None)) is not None), None)


def _try(app: Api, method: str, path: str, body: dict[str, Any] | None) -> object:
    try:
        return app.call(method, path, body, 201 if body is not None else 200).body
    except DemoError:
        return None
