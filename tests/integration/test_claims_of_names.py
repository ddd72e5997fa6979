"""Two invite under one user name at once, or one breaks off: whoever has the claim is whom Cognito knows."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from handbook import bootstrap
from handbook.domain.access import Role
from handbook.domain.directory import Post, Staff
from handbook.domain.ids import StaffId, UnitId
from tests.integration.api import Caller
from tests.integration.test_load_staff import LAN, said
from tests.integration.test_staff import ACCOUNTS, NEW, PATH
from tests.integration.wire import Call, answering, failing
from tests.integration.world import MANAGER, Clock

pytestmark = pytest.mark.usefixtures("world")
NAME = StaffId("lan.ba-dinh")
ONE, OTHER = "mot@example.vn", "hai@example.vn"
OTHER_MANAGER = Caller("other-manager", "staff")

type Invite = Callable[[], str]
"""Invites the name at an address of its own; gives how that went."""


@pytest.fixture(autouse=True)
def _two_managers(world: None) -> None:
    post = Post(UnitId("station"), Role.UNIT_MANAGER)
    bootstrap.directory().save_staff(Staff(StaffId(OTHER_MANAGER.username), "Lê Thị Hoa", (post,)))


def by(manager: Caller, email: str) -> Invite:
    def invite() -> str:
        answer = manager.post(PATH, {**NEW, "email": email})
        return "made" if answer.status == 201 else answer.problem

    return invite


def by_list(email: str) -> Invite:
    def invite() -> str:
        (result,) = said({**LAN, "email": email})
        # Whom there is by now the row takes for the same person, at another address.
        return {"created": "made", "refused username": "conflict", "refused email": "conflict"}.get(result, result)

    return invite


PAIRS = {
    "two managers": (by(MANAGER, ONE), by(OTHER_MANAGER, OTHER)),
    "a manager and a list": (by(MANAGER, ONE), by_list(OTHER)),
    "a list and a manager": (by_list(ONE), by(MANAGER, OTHER)),
    "one manager, two addresses": (by(MANAGER, ONE), by(MANAGER, OTHER)),
}


def known_to_cognito(calls: list[Call]) -> set[str]:
    """Name the addresses that Cognito was told."""
    attributes = (one for call in calls for one in call.parameters.get("UserAttributes", ()))
    return {one["Value"] for one in attributes if one["Name"] == "email"}


@contextmanager
def just_before(operation: str, monkeypatch: pytest.MonkeyPatch, other: Invite) -> Iterator[list[str]]:
    """Let somebody else invite in the instant before a step of the first one, once."""
    directory, went = bootstrap.directory(), list[str]()
    step = getattr(directory, operation)

    def slow(*arguments: Any) -> Any:
        monkeypatch.setattr(directory, operation, step)
        went.append(other())
        return step(*arguments)

    monkeypatch.setattr(directory, operation, slow)
    yield went


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
@pytest.mark.parametrize(("step", "winner"), [("claim_name", 1), ("add_staff", 0)])
def test_of_two_at_once_one_goes_on_and_cognito_knows_that_ones_address(
    pair: tuple[Invite, Invite], step: str, winner: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with answering("cognito-idp", ACCOUNTS) as calls, just_before(step, monkeypatch, pair[1]) as second:
        went = [pair[0](), *second]
    assert went == ["conflict", "made"] if winner else ["made", "conflict"]
    assert known_to_cognito(calls) == {(ONE, OTHER)[winner]}
    made = bootstrap.directory().staff(NAME)
    assert made is not None


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
@pytest.mark.parametrize("breaks", ["before Cognito", "after Cognito"])
def test_one_that_broke_off_goes_on_at_once_and_another_after_two_minutes(
    pair: tuple[Invite, Invite], breaks: str, clock: Clock
) -> None:
    cut = (
        failing("cognito-idp", "AdminCreateUser", "InternalErrorException")
        if breaks == "before Cognito"
        else failing("dynamodb", "TransactWriteItems", "InternalServerError")
    )
    with answering("cognito-idp", {**ACCOUNTS}), cut:
        assert pair[0]() not in {"made", "conflict"}
    with answering("cognito-idp", ACCOUNTS) as calls:
        clock.move(minutes=2)
        assert pair[1]() == "conflict"
        assert calls == []
        clock.move(seconds=1)
        assert pair[1]() == "made"
        assert pair[0]() == "conflict"
    assert known_to_cognito(calls) == {OTHER}


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
def test_the_same_sent_again_is_made_whole_without_waiting(pair: tuple[Invite, Invite]) -> None:
    with answering("cognito-idp", ACCOUNTS), failing("dynamodb", "TransactWriteItems", "InternalServerError"):
        pair[0]()
    with answering("cognito-idp", ACCOUNTS) as calls:
        assert (pair[0](), pair[1]()) == ("made", "conflict")
    assert known_to_cognito(calls) == {ONE}


def test_who_comes_back_after_another_took_over_writes_nothing(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = PAIRS["two managers"]

    def late() -> str:
        clock.move(minutes=3)
        return second()

    with answering("cognito-idp", ACCOUNTS) as calls, just_before("add_staff", monkeypatch, late) as went:
        assert (first(), went) == ("conflict", ["made"])
    assert known_to_cognito(calls[1:]) == {OTHER}
    versions = [one.staff_id for one in bootstrap.directory().staff_of(UnitId("station"))]
    assert versions.count(NAME) == 1
