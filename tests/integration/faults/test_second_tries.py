"""The answer to a write is lost, the SDK sends it again, and the second try finds its own first in the way."""

from typing import Any

import pytest

from handbook import bootstrap
from handbook.domain.codes import mint
from handbook.domain.errors import ConflictError, UnavailableError
from handbook.domain.ids import HandbookId
from handbook.gateways.cognito import Sessions
from tests.integration.faults.faults import AGAIN, Fault
from tests.integration.faults.played import COGNITO
from tests.integration.faults.transport import Line, error
from tests.integration.test_own_account import fresh
from tests.integration.world import MOTHERS_PHONE, NOBODY, Clock, Inbox

pytestmark = pytest.mark.usefixtures("world")
ONE, OTHER = HandbookId("one"), HandbookId("other")


def failing(wire: Line, operation: str, fault: Fault) -> None:
    """Let each call of one operation fail so; all others pass."""
    wire.cut(-1, lambda call, deliver: fault.act(call, deliver) if call.operation == operation else deliver())


@pytest.mark.parametrize("fault", AGAIN, ids=lambda one: one.name)
def test_an_item_that_lies_there_as_it_was_sent_is_taken_for_done(fault: Fault, wire: Line) -> None:
    failing(wire, "PutItem", fault)
    bootstrap.codes().register(7, ONE)

    assert wire.calls[0].attempts == 2
    wire.clear()
    use = bootstrap.codes().used(7)
    assert use is not None
    assert use.handbook_id == ONE


@pytest.mark.parametrize("fault", AGAIN, ids=lambda one: one.name)
def test_an_item_of_somebody_else_is_in_the_way_and_of_a_second_try_nothing_is_claimed(
    fault: Fault, wire: Line
) -> None:
    bootstrap.codes().register(7, OTHER)
    with pytest.raises(ConflictError):
        bootstrap.codes().register(7, ONE)
    failing(wire, "PutItem", fault)

    with pytest.raises(UnavailableError):
        bootstrap.codes().register(7, ONE)


@pytest.mark.parametrize("operation", ["UpdateItem", "PutItem"])
@pytest.mark.parametrize("fault", AGAIN, ids=lambda one: one.name)
def test_a_right_code_is_never_called_wrong(
    fault: Fault, operation: str, wire: Line, inbox: Inbox, clock: Clock
) -> None:
    wire.played = COGNITO
    said = fresh(inbox, clock)
    failing(wire, operation, fault)

    assert NOBODY.call("POST", "/v1/auth/token", {"phone": MOTHERS_PHONE, **said}).status == 200


def test_a_refresh_token_that_its_own_first_try_used_up_is_not_called_wrong(wire: Line) -> None:
    def used_up(call: Any, _deliver: Any) -> Any:
        return (
            error(call, "InternalErrorException", 500) if call.attempts == 1 else error(call, "NotAuthorizedException")
        )

    wire.cut(-1, used_up)
    with pytest.raises(UnavailableError):
        Sessions("client").refresh("token")


def test_a_code_that_was_drawn_twice_leads_to_one_handbook(wire: Line) -> None:
    failing(wire, "UpdateItem", AGAIN[0])
    serials = [bootstrap.codes().reserve(1) for _ in range(3)]

    assert len({mint(one, bootstrap.code_keys().current()) for one in serials}) == 3
