"""Open a handbook, by its own route or by a row of a batch."""

from collections.abc import Mapping
from typing import Any

from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError

from handbook import bootstrap
from handbook.domain.access import Action, by_role
from handbook.domain.errors import HandbookError
from handbook.domain.handbook import Handbook
from handbook.domain.phones import normalise_phone
from handbook.domain.receipts import Receipt
from handbook.usecases.context import Context
from handbook.usecases.find_matches import Sources, offered_at_opening
from handbook.usecases.open_handbook import OpenHandbook, open_handbook
from handbook.web.forms.handbooks import OpenHandbookBody
from handbook.web.forms.search import duplicate_answer, match_query

OPENING = "handbook"
"""The kind of a row that opens a handbook, and of its digest."""


def open_as_said(body: OpenHandbookBody, context: Context, receipt: Receipt) -> Handbook:
    """Open the handbook that a body speaks of, of a child or in a pregnancy.

    Raises: what the use case does, PhoneNotVietnameseError, RequestValidationError for fields that do not go together.
    """
    if body.faults:
        raise RequestValidationError(body.faults)
    phone = normalise_phone(body.guardian_phone, "guardian_phone") if body.guardian_phone else None
    return open_handbook(
        OpenHandbook(body.profile(), phone, body.pregnancy_of(context, bootstrap.new_id)),
        context,
        receipt,
        records=bootstrap.records(),
        codes=bootstrap.codes(),
        directory=bootstrap.directory(),
        keys=bootstrap.code_keys(),
        schedule=bootstrap.child_schedule(),
        index_of=bootstrap.phone_vault().index,
        new_id=bootstrap.new_id,
    )


def match_sources() -> Sources:
    """Give where probable matches are found."""
    return Sources(
        bootstrap.records(),
        bootstrap.records(),
        bootstrap.identifiers(),
        bootstrap.directory(),
        bootstrap.phone_vault().index,
    )


def duplicates_of(body: OpenHandbookBody, context: Context) -> list[dict[str, Any]]:
    """Give the probable matches of what a handbook is being opened for: none where that cannot be opened."""
    if body.faults or by_role(context.actor, Action.MATCH_HANDBOOKS) is None:
        return []
    try:
        query = match_query(body, context)
    except HandbookError:  # opening says what is wrong, or finds that it was opened long ago
        return []
    offered = offered_at_opening(query, context, sources=match_sources(), audit=bootstrap.audit_log())
    return [duplicate_answer(one) for one in offered]


def open_row(said: Mapping[str, Any], context: Context) -> Handbook:
    """Open the handbook of a row, whose id stands for a key. Raises ValidationError too."""
    body = OpenHandbookBody.model_validate(said)
    receipt = Receipt(context.actor.id, "", "", b"", context.now, render=lambda _: {}, named=body.named(OPENING))
    return open_as_said(body, context, receipt)
