"""A user of Cognito whose making broke off: wherever that was, the next sign-in lets the family in."""

import base64
import json
import uuid
from typing import Any

import pytest

from handbook import aws, bootstrap
from handbook.config import config
from handbook.domain.errors import UnavailableError, WrongCredentialsError
from handbook.domain.ids import AccountId
from handbook.domain.sign_in import Tokens
from handbook.gateways.family_pool import FamilyPool
from tests.integration.api import Answer
from tests.integration.cognito import FamilyPoolWithTriggers
from tests.integration.test_numbers import by_sms
from tests.integration.wire import failing
from tests.integration.world import MOTHERS_PHONE, Clock, Inbox

pytestmark = pytest.mark.usefixtures("world")
NEW_PHONE = "+84905111222"


class EmulatedPool(FamilyPool):
    """The pool itself with moto behind it; only the custom challenge, which moto leaves out, is played."""

    def exchange(self, account_id: AccountId, ticket: str) -> Tokens:
        """Let in whom Cognito lets in: a user that is there and confirmed, with a living ticket."""
        if status(account_id) != "CONFIRMED":
            raise WrongCredentialsError
        claims = base64.urlsafe_b64encode(json.dumps({"cognito:username": account_id}).encode()).decode()
        FamilyPoolWithTriggers().exchange(account_id, ticket)
        return Tokens(f"head.{claims}.sign", "access", 900, "refresh")


def status(account_id: str) -> str | None:
    """Say what Cognito says of a user; None where there is none."""
    client: Any = aws.client("cognito-idp")
    users = client.list_users(UserPoolId=config().family_pool, Filter=f'username = "{account_id}"')["Users"]
    return str(users[0]["UserStatus"]) if users else None


@pytest.fixture(autouse=True)
def emulated(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> EmulatedPool:
    """Put the pool in place, with no user of the mother's in it: as it is after a restore."""
    pool = EmulatedPool(config().family_pool, config().family_client)
    for name in ("mother", "unproved.mother"):
        pool.remove(AccountId(name))
    monkeypatch.setattr(bootstrap, "family_pool", lambda: pool)
    return pool


def break_off(inbox: Inbox, clock: Clock, operation: str, phone: str = MOTHERS_PHONE) -> None:
    """Sign in, and let it end at a call to Cognito as a crash would: what was before is done, nothing after it is."""
    with failing("cognito-idp", operation, "InternalErrorException"):
        broken = by_sms(inbox, clock, phone)
    assert (broken.status, broken.problem) == (503, "unavailable")


def whose(answer: Answer) -> str:
    assert answer.status == 200, answer.body
    claims = json.loads(base64.urlsafe_b64decode(answer.body["id_token"].split(".")[1]))
    return str(claims["cognito:username"])


@pytest.mark.parametrize(
    ("operation", "left"), [("AdminCreateUser", None), ("AdminSetUserPassword", "FORCE_CHANGE_PASSWORD")]
)
def test_wherever_making_a_user_anew_breaks_off_the_next_sign_in_finishes_it(
    operation: str, left: str | None, inbox: Inbox, clock: Clock
) -> None:
    break_off(inbox, clock, operation)
    assert status("mother") == left

    assert whose(by_sms(inbox, clock)) == "mother"
    assert status("mother") == "CONFIRMED"


@pytest.mark.parametrize("operation", ["AdminCreateUser", "AdminGetUser", "AdminSetUserPassword"])
def test_finishing_it_may_break_off_again_anywhere(operation: str, inbox: Inbox, clock: Clock) -> None:
    break_off(inbox, clock, "AdminSetUserPassword")
    break_off(inbox, clock, operation)
    assert status("mother") == "FORCE_CHANGE_PASSWORD"

    assert whose(by_sms(inbox, clock)) == "mother"


def test_a_user_that_was_whole_when_it_broke_off_is_signed_in_with_the_next_code(
    inbox: Inbox, clock: Clock, emulated: EmulatedPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(FamilyPool, "_confirm", _confirmed_and_died)
        assert by_sms(inbox, clock).status == 503
    assert status("mother") == "CONFIRMED"

    assert whose(by_sms(inbox, clock)) == "mother"


def _confirmed_and_died(pool: FamilyPool, account_id: AccountId) -> None:
    pool.set_password(account_id, "Own-Pass-Word-77")
    raise UnavailableError("died")


@pytest.mark.parametrize("operation", ["AdminCreateUser", "AdminSetUserPassword"])
def test_a_first_sign_in_that_breaks_off_begins_anew(operation: str, inbox: Inbox, clock: Clock) -> None:
    break_off(inbox, clock, operation, NEW_PHONE)

    first = whose(by_sms(inbox, clock, NEW_PHONE))
    assert status(first) == "CONFIRMED"
    assert whose(by_sms(inbox, clock, NEW_PHONE)) == first


@pytest.mark.parametrize("operation", ["AdminCreateUser", "AdminSetUserPassword"])
def test_a_doubtful_numbers_user_is_finished_by_the_next_sign_in(operation: str, inbox: Inbox, clock: Clock) -> None:
    clock.move(days=200)
    break_off(inbox, clock, operation)

    assert whose(by_sms(inbox, clock)) == "unproved.mother"


def test_a_whole_user_keeps_its_password_and_a_half_made_one_has_none_to_keep(emulated: EmulatedPool) -> None:
    account_id = AccountId(f"half-{uuid.uuid4()}")
    with failing("cognito-idp", "AdminSetUserPassword", "InternalErrorException"), pytest.raises(UnavailableError):
        emulated.add(account_id)
    assert emulated.add_missing(account_id)
    emulated.set_password(account_id, "Own-Pass-Word-77")

    assert not emulated.add_missing(account_id)
    assert emulated.check_password(account_id, "Own-Pass-Word-77").id_token
