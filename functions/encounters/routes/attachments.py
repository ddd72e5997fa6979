"""Photographs and scans: announce, upload to the bucket, complete, fetch."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from handbook import bootstrap
from handbook.bootstrap import attachments as adapters
from handbook.domain.access import Action
from handbook.domain.ids import HandbookId
from handbook.observability import count
from handbook.usecases.admit import admit
from handbook.usecases.attach_file import FORM_SECONDS, LINK_SECONDS, announce_file, complete_file, read_file
from handbook.web.actor import context_of
from handbook.web.answers import answer, once
from handbook.web.forms.attachments import (
    AnnouncedAnswer,
    AttachmentAnswer,
    AttachmentLink,
    UploadAnswer,
    UploadBody,
    UploadFormBody,
    announced_answer,
    attachment_answer,
)
from handbook.web.parameters import IdempotencyKey
from handbook.web.requests import receipt_of

router = APIGatewayRouter()
_PATH = "/v1/handbooks/<handbook_id>/attachments"
_TAG = ["attachments"]


@router.post(_PATH, summary="Announce a file", tags=_TAG, status_code=201)
def announce(
    handbook_id: str, body: Annotated[UploadBody, Body()], idempotency_key: IdempotencyKey = None
) -> Response[UploadAnswer]:
    """Say what file is coming; the answer holds the form that uploads it, of this type and size and no other."""
    book, context = HandbookId(handbook_id), context_of(router)
    receipt = receipt_of(router, context.actor.id, context.now, announced_answer)
    announced = once(
        receipt,
        AnnouncedAnswer,
        lambda: announce_file(
            book,
            body.command(),
            context,
            receipt,
            records=bootstrap.records(),
            uploads=adapters.uploads(),
            new_id=bootstrap.new_id,
        ),
        permit=lambda: admit(context, Action.ATTACH_FILE, book, bootstrap.records()),
    )
    url, fields = adapters.attachment_files().form(
        f"incoming/{announced.attachment_id}", announced.media_type, announced.size_bytes, FORM_SECONDS
    )
    form = UploadFormBody(url=url, fields=fields, expires_in_seconds=FORM_SECONDS)
    count("file_announced")
    return answer(201, UploadAnswer(**announced.model_dump(), upload=form))


@router.post(f"{_PATH}/<attachment_id>/complete", summary="Complete an upload", tags=_TAG, status_code=201)
def complete(
    handbook_id: str, attachment_id: str, idempotency_key: IdempotencyKey = None
) -> Response[AttachmentAnswer]:
    """Have the bytes looked at and cleaned; from then on the file is seen. What is not as announced is thrown away."""
    book, context = HandbookId(handbook_id), context_of(router)
    receipt = receipt_of(router, context.actor.id, context.now, attachment_answer)
    result = once(
        receipt,
        AttachmentAnswer,
        lambda: complete_file(
            book,
            attachment_id,
            context,
            receipt,
            records=bootstrap.records(),
            uploads=adapters.uploads(),
            files=adapters.attachment_files(),
        ),
        permit=lambda: admit(context, Action.ATTACH_FILE, book, bootstrap.records()),
    )
    count("file_attached")
    return answer(201, result)


@router.get(f"{_PATH}/<attachment_id>", summary="Link to a file", tags=_TAG)
def fetch(handbook_id: str, attachment_id: str) -> Response[AttachmentLink]:
    """Give a link to a file that works for five minutes."""
    attachment, url = read_file(
        HandbookId(handbook_id),
        attachment_id,
        context_of(router),
        records=bootstrap.records(),
        disputes=bootstrap.disputes(),
        audit=bootstrap.audit_log(),
        files=adapters.attachment_files(),
    )
    return answer(200, AttachmentLink(**attachment_answer(attachment), url=url, expires_in_seconds=LINK_SECONDS))
