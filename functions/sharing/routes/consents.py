"""What the guardians of a handbook agree to, and withdraw."""

from functools import partial
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.sharing.schemas.consents import (
    ChildAgreementBody,
    ConsentBody,
    ConsentPage,
    ConsentReceipt,
    ConsentTexts,
    WithdrawalBody,
    consent_page,
    receipt_answer,
    texts_answer,
)
from handbook import bootstrap
from handbook.bootstrap.privacy import consents
from handbook.domain.access import Action
from handbook.domain.consents import Act
from handbook.domain.ids import HandbookId
from handbook.domain.mothers import adopted_at
from handbook.observability import count
from handbook.usecases.admit import admit, admit_reader
from handbook.usecases.give_consent import ConsentRecorded, ConsentSaid, act_on_consent
from handbook.web.actor import context_of
from handbook.web.answers import answer, once
from handbook.web.parameters import Cursor, IdempotencyKey, Limit
from handbook.web.requests import cursor_of, position_of, receipt_of

router = APIGatewayRouter()
_TAG = ["consents"]
_PATH = "/v1/handbooks/<handbook_id>/consents"


@router.get("/v1/consent-texts", summary="The words to agree to", tags=_TAG)
def list_texts() -> Response[ConsentTexts]:
    """List every purpose with the words in force today, their version and their digests."""
    context = context_of(router)
    return answer(200, ConsentTexts.model_validate(texts_answer(context.today)))


@router.get(_PATH, summary="List a handbook's consents", tags=_TAG)
def list_some(handbook_id: str, limit: Limit = 50, cursor: Cursor = None) -> Response[ConsentPage]:
    """Say where every purpose stands, and list every act; guardians and the staff of the area."""
    context, book = context_of(router), HandbookId(handbook_id)
    handbook = admit_reader(context, Action.READ_CONSENTS, book, bootstrap.records(), bootstrap.audit_log())
    page = consents().of_handbook(handbook.partitions, limit, position_of(cursor))
    since = adopted_at(handbook) if context.actor.is_family else None
    acts = [one for one in page.items if since is None or one.recorded_at >= since]
    following = cursor_of(page.next)
    shown = consent_page(acts, handbook.consents, "handbook", context.today, handbook.born_on, following)
    return answer(200, shown)


@router.post(_PATH, summary="Agree to a purpose", tags=_TAG, status_code=201)
def give(
    handbook_id: str, body: Annotated[ConsentBody, Body()], idempotency_key: IdempotencyKey = None
) -> Response[ConsentReceipt]:
    """Agree as a guardian to one purpose, by the words in force; staff of the area type in a signed paper."""
    return _act(handbook_id, body.said())


@router.post(f"{_PATH}/<purpose>/withdrawal", summary="Withdraw a consent", tags=_TAG, status_code=201)
def withdraw(
    handbook_id: str,
    purpose: str,
    body: Annotated[WithdrawalBody, Body()],
    idempotency_key: IdempotencyKey = None,
) -> Response[ConsentReceipt]:
    """Withdraw a consent, at once; what was done before stays done."""
    return _act(handbook_id, body.said(purpose))


@router.post(f"{_PATH}/<purpose>/child-agreement", summary="Note that the child agreed", tags=_TAG, status_code=201)
def note_child(
    handbook_id: str,
    purpose: str,
    body: Annotated[ChildAgreementBody, Body()],
    idempotency_key: IdempotencyKey = None,
) -> Response[ConsentReceipt]:
    """Note that a child of seven or more agreed too; only then the consent holds."""
    return _act(handbook_id, body.said(purpose))


def _act(handbook_id: str, said: ConsentSaid) -> Response[ConsentReceipt]:
    context, book, records = context_of(router), HandbookId(handbook_id), bootstrap.records()

    def render(recorded: ConsentRecorded) -> dict[str, object]:
        return receipt_answer(recorded, context.today)

    receipt = receipt_of(router, context.actor.id, context.now, render)
    action = Action.WITHDRAW_CONSENT if said.act is Act.WITHDRAWN else Action.GIVE_CONSENT
    work = partial(
        act_on_consent,
        book,
        said,
        context,
        receipt,
        records=records,
        consents=consents(),
        new_id=bootstrap.new_id,
    )
    result = once(receipt, ConsentReceipt, work, permit=partial(admit, context, action, book, records))
    count("consent", f"{said.act}_{said.channel}")
    return answer(201, result)
