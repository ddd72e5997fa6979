"""Open, list, read and correct handbooks."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Query
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from handbook import bootstrap
from handbook.domain.access import Action
from handbook.domain.errors import InvalidFieldError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import CommuneCode, HandbookId
from handbook.domain.mothers import sees_mother
from handbook.domain.pregnancy import Pregnancy
from handbook.observability import count
from handbook.usecases.admit import admit_reader
from handbook.usecases.context import Context
from handbook.usecases.edit_profile import edit_profile
from handbook.usecases.follow import is_kept_from, pregnancy_home
from handbook.usecases.list_handbooks import list_handbooks
from handbook.usecases.see_codes import sees_codes
from handbook.web.actor import context_of
from handbook.web.answers import answer, once
from handbook.web.forms.handbooks import (
    HandbookAnswer,
    HandbookPage,
    OpenHandbookBody,
    ProfileChangeBody,
    handbook_answer,
)
from handbook.web.forms.search import OpenedAnswer
from handbook.web.opening import OPENING, duplicates_of, open_as_said
from handbook.web.parameters import Cursor, IdempotencyKey, IfMatch, Limit
from handbook.web.requests import based_on_version, cursor_of, etag, position_of, receipt_of

router = APIGatewayRouter()
_TAG = ["handbooks"]


@router.post("/v1/handbooks", summary="Open a handbook", tags=_TAG, status_code=201)
def open_one(
    body: Annotated[OpenHandbookBody, Body()], idempotency_key: IdempotencyKey = None
) -> Response[OpenedAnswer]:
    """Open a handbook for a child or in a pregnancy, with its own QR code and the family as guardian.

    Handbooks that are probably of the same child or pregnancy are offered; they never keep it from being opened.
    """
    context, offered = context_of(router), list[dict[str, Any]]()
    receipt = receipt_of(
        router,
        context.actor.id,
        context.now,
        lambda opened: {
            **handbook_answer(opened, context.today, mother_shown=True, codes_shown=sees_codes(context, opened)),
            "possible_duplicates": [one for one in offered if one["handbook_id"] != opened.handbook_id],
        },
        body.named(OPENING),
    )

    def work() -> Handbook:
        # Before it is there: it would be the likeliest match of itself.
        offered[:] = duplicates_of(body, context)
        return open_as_said(body, context, receipt)

    result = once(receipt, OpenedAnswer, work)
    count("handbook_opened")
    return answer(201, result, {"ETag": result.etag, "Location": f"/v1/handbooks/{result.handbook_id}"})


@router.get("/v1/handbooks", summary="List handbooks", tags=_TAG)
def list_some(
    limit: Limit = 50, cursor: Cursor = None, commune_code: Annotated[str | None, Query(pattern=r"^[0-9]{5}$")] = None
) -> Response[HandbookPage]:
    """List a family's handbooks, or those of a commune of a health worker's area."""
    context = context_of(router)
    page = list_handbooks(
        context,
        limit,
        position_of(cursor),
        CommuneCode(commune_code) if commune_code else None,
        records=bootstrap.records(),
        audit=bootstrap.audit_log(),
    )
    items = [_written(handbook, context) for handbook in page.items]
    return answer(200, HandbookPage(items=items, next=cursor_of(page.next)))


@router.get("/v1/handbooks/<handbook_id>", summary="Read a handbook", tags=_TAG)
def read_one(handbook_id: str) -> Response[HandbookAnswer]:
    """Read a handbook of the actor's own, with the pregnancy that it is of; absent and not-yours look the same."""
    context, records = context_of(router), bootstrap.records()
    handbook = admit_reader(context, Action.READ_HANDBOOK, HandbookId(handbook_id), records, bootstrap.audit_log())
    home = pregnancy_home(handbook, records)
    told = home is not None and not is_kept_from(home, context)
    return _shown(handbook, context, home.pregnancy if home and told else None)


@router.patch("/v1/handbooks/<handbook_id>", summary="Correct who the child is, or the pregnancy", tags=_TAG)
def change_one(
    handbook_id: str, body: Annotated[ProfileChangeBody, Body()], if_match: IfMatch = None
) -> Response[HandbookAnswer]:
    """Change the fields that are present, based on the version in If-Match; what was recorded stays attached.

    A pregnancy is dated anew by `pregnancy.dating`; the datings before stay and are shown.
    """
    context, book, based_on = context_of(router), HandbookId(handbook_id), based_on_version(router)
    records, schedule = bootstrap.records(), bootstrap.child_schedule()
    if body.pregnancy is None:
        handbook = edit_profile(book, body.changes(), based_on, context, records=records, schedule=schedule)
        return _shown(handbook, context)
    if body.changes():
        raise InvalidFieldError("pregnancy")
    from handbook.usecases.edit_pregnancy import edit_pregnancy  # noqa: PLC0415 - most handbooks are of children

    changes = body.pregnancy.changes(context, bootstrap.new_id)
    return _shown(edit_pregnancy(book, changes, based_on, context, records=records, schedule=schedule), context)


def _shown(handbook: Handbook, context: Context, pregnancy: Pregnancy | None = None) -> Response[HandbookAnswer]:
    return answer(200, _written(handbook, context, pregnancy), {"ETag": etag(handbook.profile_version)})


def _written(handbook: Handbook, context: Context, pregnancy: Pregnancy | None = None) -> HandbookAnswer:
    shown = sees_mother(context.actor, handbook)
    form = handbook_answer(
        handbook, context.today, mother_shown=shown, codes_shown=sees_codes(context, handbook), pregnancy=pregnancy
    )
    return HandbookAnswer.model_validate(form)
