"""Every route, every role: one's own, another's, and what never was.

What is another's and what never was are answered alike: status, body and headers. `matrix.txt` is the one table of what
each role may do with its own; a route without a line fails.
"""

import copy
from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from moto.backends import get_backend

from tests.integration import matrix_places
from tests.integration.api import Answer
from tests.integration.matrix import (
    ROLES,
    UNREADABLE,
    ask,
    outcome,
    parameters,
    routes,
    rows,
    seen,
    speaks_of,
    tables,
    undone,
)
from tests.integration.matrix_places import Place
from tests.integration.refusing import refusing_policy
from tests.integration.test_devices import platforms as platforms  # noqa: PLC0414 - a fixture
from tests.integration.wire import answering
from tests.integration.world import FAMILY_ROLES, NOBODY, STAFF_ROLES
from tests.unit.structure.test_policy import NOBODYS, OWN_ACCOUNT

pytestmark = pytest.mark.usefixtures("world")
FURNISHED: dict[str, Any] = {}
_CHANGES = (
    *("CreateUser", "DisableUser", "EnableUser", "UserGlobalSignOut", "SetUserMFAPreference", "ResetUserPassword"),
    *("UpdateUserAttributes", "DeleteUserAttributes"),
)
_COGNITO: dict[str, Any] = {
    **{f"Admin{change}": {} for change in _CHANGES},
    "AssociateSoftwareToken": {"SecretCode": "JBSWY3DPEHPK3PXP"},
    "VerifySoftwareToken": {"Status": "SUCCESS"},
}
_ASKS_COGNITO = ("/staff", "/v1/me/sessions", "/v1/me/second-factor")
OPEN_PARTS = {"PUT /v1/units/{unit_id}/staff/{username}"}
"""Who works at one unit is given a post at another by user name: several posts in several units."""


def _buckets() -> Any:
    return get_backend("s3")["123456789012"]["aws"].buckets


@pytest.fixture
def own(world: None, platforms: None) -> Place:
    """Make the three places once for the module, and put them back for each test."""
    if not FURNISHED:
        places = matrix_places.own(), matrix_places.foreign(), matrix_places.absent()
        items = {name: copy.deepcopy(table.items) for name, table in tables().items()}
        FURNISHED.update(places=places, items=items, keys={name: dict(one.keys) for name, one in _buckets().items()})
    for name, items in FURNISHED["items"].items():
        tables()[name].items = copy.deepcopy(items)
    for name, keys in FURNISHED["keys"].items():
        for key, value in keys.items():
            _buckets()[name].keys[key] = value
    return FURNISHED["places"][0]  # type: ignore[no-any-return]


@pytest.fixture
def foreign(own: Place) -> Place:
    return FURNISHED["places"][1]  # type: ignore[no-any-return]


@pytest.fixture
def absent(own: Place) -> Place:
    return FURNISHED["places"][2]  # type: ignore[no-any-return]


@pytest.fixture(scope="module", autouse=True)
def forget() -> Iterator[None]:
    yield
    FURNISHED.clear()


def asked(role: str, route: str, place: Place, body_of: Place | None = None) -> Answer:
    """Ask, and undo what came of it."""
    played = any(part in route for part in _ASKS_COGNITO)
    with answering("cognito-idp", _COGNITO) if played else nullcontext(), undone():
        return ask(ROLES[role], route, place, body_of)


def test_every_route_has_a_line_and_every_line_a_route() -> None:
    assert set(rows()) == set(routes())
    assert all(set(row.own) == set(ROLES) for row in rows().values())


@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_do_with_its_own_what_the_table_says(role: str, own: Place) -> None:
    answers = {route: asked(role, route, own) for route in routes()}

    assert {route: (one.status, one.text) for route, one in answers.items() if one.status in UNREADABLE} == {}
    found = {route: outcome(answer) for route, answer in answers.items()}
    table = {route: row.own[role] for route, row in rows().items()}
    assert {route: (found[route], table.get(route)) for route in found if found[route] != table.get(route)} == {}


def _differences(role: str, own: Place, foreign: Place, absent: Place) -> Iterator[str]:
    for route, row in rows().items():
        first, *rest = parameters(route) or [""]
        if first and row.others == "same":
            yield from _compared(route, "another's", asked(role, route, foreign), asked(role, route, absent))
        if any(foreign[name] != absent[name] for name in rest) and route not in OPEN_PARTS:
            one, other = ({**own, **{name: place[name] for name in rest}} for place in (foreign, absent))
            yield from _compared(route, "a part of another's", asked(role, route, one), asked(role, route, other))
        if speaks_of(route, foreign, absent):
            answers = (asked(role, route, own, place) for place in (foreign, absent))
            yield from _compared(route, "another's in the body", *answers)


def _compared(route: str, what: str, one: Answer, other: Answer) -> Iterator[str]:
    places = FURNISHED["places"]
    shown = one.status < 400 and route not in ROW_BY_ROW
    if shown or seen(one, *places) != seen(other, *places):
        yield f"{route}: {what}: {one.status} {one.text[:200]} and {other.status} {other.text[:200]}"


@pytest.mark.parametrize("role", ROLES)
def test_what_is_anothers_is_answered_as_what_never_was(role: str, own: Place, foreign: Place, absent: Place) -> None:
    assert list(_differences(role, own, foreign, absent)) == []


def test_without_a_token_every_route_says_the_same_of_all(own: Place, foreign: Place, absent: Place) -> None:
    for route in routes():
        answers = [ask(NOBODY, route, place) for place in (own, foreign, absent)]
        assert [one.status for one in answers] == [401] * 3, route
        assert len({seen(one, own, foreign, absent)[1] for one in answers}) == 1, route


def test_where_the_policy_refuses_everything_every_route_does(own: Place) -> None:
    asks = [
        (route, role)
        for route, row in rows().items()
        for side in (FAMILY_ROLES, STAFF_ROLES)
        for role in [one for one in side if row.own[one] == "yes"][:1]
        if route not in NOBODYS | ROW_BY_ROW and OWN_ACCOUNT not in route
    ]
    assert len({route for route, _ in asks}) > 120
    with refusing_policy():
        let_in = {(route, role) for route, role in asks if outcome(asked(role, route, own)) == "yes"}
    assert let_in == OF_THE_ASKER


OF_THE_ASKER = {
    ("GET /v1/handbooks", "guardian"),
    ("GET /v1/accounts/{account_id}/data-requests/{own_request_id}", "guardian"),
}
"""What hangs on the account of the token itself: its bonds, and what it asked for."""
ROW_BY_ROW = {"POST /v1/sync"}
"""Answered row by row: that a batch was read says nothing of a row."""
ABOUT_HANDBOOKS = [route for route in routes() if parameters(route)[:1] == ["handbook_id"]]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    route=st.sampled_from(ABOUT_HANDBOOKS),
    role=st.sampled_from(sorted(ROLES)),
    made_up=st.text("abcdefghijklmnopqrstuvwxyz0123456789-._~", min_size=1, max_size=90).filter(
        lambda text: text not in {"search", "matches", "break-glass"}
    ),
)
def test_no_made_up_id_is_answered_otherwise_than_another_familys(
    route: str, role: str, made_up: str, own: Place, foreign: Place
) -> None:
    guess = asked(role, route, {**foreign, "handbook_id": made_up})
    real = asked(role, route, foreign)

    assert seen(guess, {"handbook_id": made_up}) == seen(real, foreign)
