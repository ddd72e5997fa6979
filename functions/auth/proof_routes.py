"""The second proof that an account is one's own, after a number that was long unused signed in."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.auth.desk import client_of, letters, the_door
from functions.auth.number_schemas import ProofBody
from functions.auth.schemas import CodeSentAnswer, TokensAnswer
from handbook import bootstrap
from handbook.domain.errors import InvalidFieldError
from handbook.domain.ids import AccountId
from handbook.usecases.prove_account import (
    begin_anew,
    by_handbook_code,
    by_letter,
    by_password,
    prove,
    send_proof_letter,
)
from handbook.web.actor import context_of
from handbook.web.answers import answer
from handbook.web.requests import language_of

router = APIGatewayRouter()
_TAG = ["accounts"]


@router.put("/v1/me/proof/letter", summary="Ask for a code to prove the account", tags=_TAG, status_code=202)
def send_letter() -> Response[CodeSentAnswer]:
    """Send a code to the account's verified address; the answer is the same where there is none."""
    context = context_of(router)
    sent = send_proof_letter(
        AccountId(context.actor.id),
        client_of(router),
        context.now,
        door=the_door(),
        letter=letters("proof_code", language_of(router)),
        number=bootstrap.random_number(),
    )
    return answer(202, CodeSentAnswer.of(sent))


@router.put("/v1/me/proof", summary="Prove that the account is one's own", tags=_TAG)
def give_proof(body: Annotated[ProofBody, Body()]) -> Response[TokensAnswer]:
    """Give tokens of the account for a second proof, or of a fresh one where the number is new to its holder."""
    given = [name for name, said in body if said is not None]
    if len(given) != 1:
        raise InvalidFieldError("password")
    context, client, door = context_of(router), client_of(router), the_door()
    name, now = AccountId(context.actor.id), context.now
    if body.is_new_number:
        return answer(200, TokensAnswer.of(begin_anew(name, client, now, door=door)))
    if body.password is not None:
        proof = by_password(body.password, door)
    elif body.letter is not None:
        proof = by_letter(body.letter.said, now, door)
    else:
        proof = by_handbook_code(
            body.handbook_code or "",
            now,
            codes=bootstrap.codes(),
            keys=bootstrap.code_keys(),
            records=bootstrap.records(),
        )
    return answer(200, TokensAnswer.of(prove(name, proof, given[0], client, now, door=door)))
