"""Cognito's custom challenge: a ticket instead of a password.

The code by SMS is checked before Cognito is asked (usecases/sign_in_family.py); what comes here is the ticket that
the right code was traded for. So a wrong code never reaches Cognito, and a number without an account looks the same.
"""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from handbook import bootstrap
from handbook.usecases.sign_in_family import redeem_ticket

CHALLENGE = "CUSTOM_CHALLENGE"

bootstrap.prepare(bootstrap.sign_ins)


def lambda_handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    """Answer one trigger; the event goes back with the response filled in."""
    source = str(event["triggerSource"]).partition("_")[0]
    event["response"] = _ANSWERS[source](event)
    return event


def _define(event: dict[str, Any]) -> dict[str, Any]:
    session = event["request"].get("session") or []
    if event["request"].get("userNotFound") or len(session) > 1:
        return {"issueTokens": False, "failAuthentication": True}
    if not session:
        return {"issueTokens": False, "failAuthentication": False, "challengeName": CHALLENGE}
    right = session[0]["challengeName"] == CHALLENGE and session[0]["challengeResult"] is True
    return {"issueTokens": right, "failAuthentication": not right}


def _create(_event: dict[str, Any]) -> dict[str, Any]:
    # There is nothing to send and nothing to keep: the ticket was issued before.
    return {"publicChallengeParameters": {}, "privateChallengeParameters": {"kind": "ticket"}}


def _verify(event: dict[str, Any]) -> dict[str, Any]:
    right = redeem_ticket(
        event["userName"],
        event["request"]["challengeAnswer"],
        bootstrap.now(),
        sign_ins=bootstrap.sign_ins(),
        pepper=bootstrap.pepper(),
    )
    return {"answerCorrect": right}


_ANSWERS = {
    "DefineAuthChallenge": _define,
    "CreateAuthChallenge": _create,
    "VerifyAuthChallengeResponse": _verify,
}
