"""Every route about a handbook, by everybody but its guardians: one entry of the access log, allowed or refused."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tests.integration.matrix import ROLES, ask, parameters, routes, tables, undone
from tests.integration.matrix_places import Place
from tests.integration.test_devices import platforms as platforms  # noqa: PLC0414 - a fixture
from tests.integration.test_matrix import absent as absent  # noqa: PLC0414 - a fixture
from tests.integration.test_matrix import foreign as foreign  # noqa: PLC0414 - a fixture
from tests.integration.test_matrix import forget as forget  # noqa: PLC0414 - a fixture
from tests.integration.test_matrix import own as own  # noqa: PLC0414 - a fixture
from tests.integration.world import items

pytestmark = pytest.mark.usefixtures("world")
ABOUT_HANDBOOKS = [route for route in routes() if parameters(route)[:1] == ["handbook_id"]]
ROW_BY_ROW = {"POST /v1/handbooks/{handbook_id}/history"}
"""Each row is an access of its own, allowed or refused, beside that of the request."""
NOT_GUARDIANS = [role for role in ROLES if role != "guardian"]


def _logged() -> list[tuple[str, str, str]]:
    """Partition, sort key, and whether it was allowed."""
    return [
        (item["pk"]["S"], item["sk"]["S"], item.get("outcome", {}).get("S", "lookup"))
        for item in items("AuditTable")
        if not item["pk"]["S"].startswith("SEALS#")
    ]


def _asked(role: str, place: Place) -> Iterator[tuple[str, int, list[tuple[str, str]]]]:
    """Route, status, and what it left in the log: where, and with what outcome."""
    before = set(_logged())
    for route in ABOUT_HANDBOOKS:
        if not set(parameters(route)) <= set(place):
            continue  # that the places hold everything is the matrix's own concern
        with undone():
            status = ask(ROLES[role], route, place).status
            new = [(pk, outcome) for pk, sk, outcome in _logged() if (pk, sk, outcome) not in before]
        yield route, status, new


@pytest.mark.parametrize("role", NOT_GUARDIANS)
def test_whoever_is_no_guardian_leaves_one_entry_for_each_answer(role: str, own: Place) -> None:
    log = f"HANDBOOK#{own['handbook_id']}"
    wrong: dict[str, Any] = {}
    for route, status, new in _asked(role, own):
        here = [outcome for pk, outcome in new if pk == log]
        if route in ROW_BY_ROW and here:
            continue
        if status < 400 and here != ["allowed"]:
            wrong[route] = status, new
        if status == 403 and here != ["refused"]:
            wrong[route] = status, new
    assert wrong == {}


@pytest.mark.parametrize("role", [*NOT_GUARDIANS, "guardian"])
def test_asking_for_anothers_leaves_one_refusal_there_and_for_none_one_under_who_asked(
    role: str, foreign: Place, absent: Place
) -> None:
    wrong: dict[str, Any] = {}
    expected: Mapping[str, tuple[Place, str]] = {
        "another's": (foreign, f"HANDBOOK#{foreign['handbook_id']}"),
        "none": (absent, f"ACTOR#{ROLES[role].username}"),
    }
    for what, (place, partition) in expected.items():
        for route, status, new in _asked(role, place):
            left = sorted(set(new)) if route in ROW_BY_ROW else new
            if status in {403, 404} and left != [(partition, "refused")]:
                wrong[f"{route}: {what}"] = status, new
    assert wrong == {}


def test_the_tables_are_put_back(own: Place) -> None:
    before = {name: len(table.items) for name, table in tables().items()}
    with undone():
        ask(ROLES["health_worker"], "GET /v1/handbooks/{handbook_id}", own)
    assert {name: len(table.items) for name, table in tables().items()} == before
