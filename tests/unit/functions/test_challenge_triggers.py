"""Cognito's custom challenge: one challenge, one answer, no second try."""

from typing import Any

import pytest

from functions.auth.triggers import CHALLENGE, lambda_handler


def answered(source: str, **request: Any) -> dict[str, Any]:
    event = {"triggerSource": source, "userName": "account-1", "request": request, "response": {}}
    sent = lambda_handler(event, None)  # type: ignore[arg-type]
    assert sent is event
    return dict(sent["response"])


def step(*, right: bool, name: str = CHALLENGE) -> dict[str, Any]:
    return {"challengeName": name, "challengeResult": right}


BEGIN = {"issueTokens": False, "failAuthentication": False, "challengeName": CHALLENGE}
LET_IN = {"issueTokens": True, "failAuthentication": False}
REFUSE = {"issueTokens": False, "failAuthentication": True}


@pytest.mark.parametrize(
    ("request_facts", "decision"),
    [
        ({"session": []}, BEGIN),
        ({"session": None}, BEGIN),
        ({}, BEGIN),
        ({"session": [step(right=True)]}, LET_IN),
        ({"session": [step(right=False)]}, REFUSE),
        ({"session": [step(right=True, name="SRP_A")]}, REFUSE),
        ({"session": [step(right=True, name="PASSWORD_VERIFIER")]}, REFUSE),
        ({"session": [{"challengeName": CHALLENGE, "challengeResult": "true"}]}, REFUSE),
        ({"session": [step(right=False), step(right=True)]}, REFUSE),
        ({"session": [step(right=True), step(right=True)]}, REFUSE),
        ({"session": [], "userNotFound": True}, REFUSE),
        ({"session": [step(right=True)], "userNotFound": True}, REFUSE),
    ],
)
def test_tokens_come_after_one_right_answer_to_our_challenge_and_never_else(
    request_facts: dict[str, Any], decision: dict[str, Any]
) -> None:
    assert answered("DefineAuthChallenge_Authentication", **request_facts) == decision


def test_the_challenge_tells_the_client_nothing() -> None:
    made = answered("CreateAuthChallenge_Authentication", session=[])
    assert made == {"publicChallengeParameters": {}, "privateChallengeParameters": {"kind": "ticket"}}


@pytest.mark.parametrize("source", ["PreSignUp_SignUp", "", "UserMigration_Authentication"])
def test_a_trigger_that_is_not_ours_fails_instead_of_letting_anybody_in(source: str) -> None:
    with pytest.raises(KeyError):
        answered(source)
