"""A right code, and Cognito that does not answer, over the tables: what the same request sent again gets."""

import pytest

from tests.integration.cognito import FamilyPoolWithTriggers
from tests.integration.test_sign_in import NEW_PHONE, ask, trade
from tests.integration.world import Clock, Inbox

pytestmark = pytest.mark.usefixtures("world")


def test_a_client_notices_nothing_of_one_exchange_that_got_no_answer(
    inbox: Inbox, pool: FamilyPoolWithTriggers
) -> None:
    pool.silent = 1
    given = trade(ask().body["challenge_id"], inbox.last_code)

    assert given.status == 200
    assert len(set(pool.tickets)) == 2


def test_of_two_it_is_told_and_the_same_request_is_let_in_once(inbox: Inbox, pool: FamilyPoolWithTriggers) -> None:
    pool.silent = 2
    challenge_id = ask().body["challenge_id"]
    first, second, third = (trade(challenge_id, inbox.last_code) for _ in range(3))

    assert (first.status, first.problem) == (503, "unavailable")
    assert int(first.headers["Retry-After"]) > 0
    assert second.status == 200
    assert (third.status, third.problem) == (401, "wrong-code")


def test_a_code_that_is_given_back_does_not_come_before_a_newer_one(
    inbox: Inbox, pool: FamilyPoolWithTriggers, clock: Clock
) -> None:
    pool.silent = 2
    old, old_code = ask().body["challenge_id"], inbox.last_code
    assert trade(old, old_code).status == 503
    clock.move(minutes=2)
    new = ask().body["challenge_id"]

    assert trade(old, old_code).status == 401
    assert trade(new, inbox.last_code, NEW_PHONE).status == 200
