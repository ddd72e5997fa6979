"""Cognito's custom challenge, by its events as they were recorded."""

from datetime import timedelta
from typing import Any

import pytest

from functions.auth.triggers import lambda_handler
from handbook import bootstrap
from handbook.domain import sign_in
from tests.integration.api import Context
from tests.integration.cognito import invoke
from tests.integration.recorded import recorded, trigger
from tests.integration.world import Clock, items

pytestmark = pytest.mark.usefixtures("cloud")
TICKET = "11111111-2222-4333-8444-555555555555"


def issue(clock: Clock, account_id: str = "mother") -> None:
    proof = sign_in.proof(bootstrap.pepper(), "ticket", TICKET)
    bootstrap.sign_ins().issue_ticket(proof, account_id, clock())


def verify(username: str = "mother", answer: str = TICKET) -> dict[str, Any]:
    return invoke(trigger("verify_auth_challenge", username, challengeAnswer=answer))


def step(name: str = "CUSTOM_CHALLENGE", *, right: bool = True) -> dict[str, Any]:
    return {"challengeName": name, "challengeResult": right, "challengeMetadata": None}


@pytest.mark.parametrize(
    ("session", "answer"),
    [
        ([], {"issueTokens": False, "failAuthentication": False, "challengeName": "CUSTOM_CHALLENGE"}),
        (None, {"issueTokens": False, "failAuthentication": False, "challengeName": "CUSTOM_CHALLENGE"}),
        ([step()], {"issueTokens": True, "failAuthentication": False}),
        ([step(right=False)], {"issueTokens": False, "failAuthentication": True}),
        ([step("SRP_A")], {"issueTokens": False, "failAuthentication": True}),
        ([step("PASSWORD_VERIFIER")], {"issueTokens": False, "failAuthentication": True}),
        ([step(right=False), step()], {"issueTokens": False, "failAuthentication": True}),
        ([step(), step()], {"issueTokens": False, "failAuthentication": True}),
    ],
)
def test_one_right_challenge_of_ours_gives_tokens_and_nothing_else_does(session: Any, answer: dict[str, Any]) -> None:
    assert invoke(trigger("define_auth_challenge", session=session)) == answer


@pytest.mark.parametrize("session", [[], [step()], [step(right=False)]])
def test_an_unknown_user_never_gets_tokens(session: Any) -> None:
    answer = invoke(trigger("define_auth_challenge", session=session, userNotFound=True))

    assert answer == {"issueTokens": False, "failAuthentication": True}


def test_a_challenge_holds_nothing_that_could_be_guessed_from() -> None:
    answer = invoke(recorded("create_auth_challenge"))

    assert answer == {"publicChallengeParameters": {}, "privateChallengeParameters": {"kind": "ticket"}}


def test_a_trigger_gives_the_event_back_with_its_response() -> None:
    event = recorded("create_auth_challenge")

    answered = lambda_handler(recorded("create_auth_challenge"), Context())  # type: ignore[arg-type]

    assert {**answered, "response": None} == {**event, "response": None}


def test_a_ticket_lets_its_account_in_once(clock: Clock) -> None:
    issue(clock)

    assert verify() == {"answerCorrect": True}
    assert verify() == {"answerCorrect": False}


def test_a_ticket_of_another_account_lets_nobody_in_and_stays_good_for_its_own(clock: Clock) -> None:
    issue(clock)

    assert verify("other-mother") == {"answerCorrect": False}
    assert verify() == {"answerCorrect": True}


@pytest.mark.parametrize(
    ("age", "right"),
    [
        (sign_in.TICKET_LIFE - timedelta(seconds=1), True),
        (sign_in.TICKET_LIFE, False),
        (sign_in.TICKET_LIFE + timedelta(hours=1), False),
    ],
)
def test_a_ticket_lives_a_minute(age: timedelta, right: bool, clock: Clock) -> None:
    issue(clock)
    clock.at += age

    assert verify() == {"answerCorrect": right}


@pytest.mark.parametrize("answer", ["", "x", TICKET[:-1], TICKET.upper() + " ", "mật khẩu 🔑", "1" * 5000])
def test_what_is_no_ticket_lets_nobody_in_and_leaves_nothing(answer: str, clock: Clock) -> None:
    issue(clock)
    before = items("TransientTable")

    assert verify(answer=answer) == {"answerCorrect": False}
    assert items("TransientTable") == before


def test_an_unknown_user_is_answered_like_a_wrong_ticket(clock: Clock) -> None:
    issue(clock)

    unknown = invoke(trigger("verify_auth_challenge", "nobody", challengeAnswer=TICKET, userNotFound=True))

    assert unknown == {"answerCorrect": False}


def test_a_ticket_is_stored_as_a_keyed_hash_only(clock: Clock) -> None:
    issue(clock)

    assert TICKET not in repr(items("TransientTable"))
