"""What changed since a client last asked."""

from collections.abc import Iterable, Iterator
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from functions.sync.schemas.changes import ChangesPage, change_answer
from handbook import bootstrap
from handbook.domain.changes import Change, Touched
from handbook.domain.errors import InvalidCursorError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.domain.mothers import sees_mother
from handbook.domain.mothers_part import told_after_adoption
from handbook.usecases.context import Context
from handbook.usecases.read_changes import read_changes
from handbook.usecases.see_codes import sees_codes
from handbook.web.actor import context_of
from handbook.web.answers import answer
from handbook.web.forms.handbooks import HandbookAnswer, handbook_answer
from handbook.web.parameters import Limit
from handbook.web.requests import cursor_of, position_of

router = APIGatewayRouter()
_LONGEST_VERSION = 15

Since = Annotated[str | None, Query(max_length=2000, description="`cursor` of the answer before; without it, all")]


@router.get("/v1/handbooks/<handbook_id>/changes", summary="What changed since", tags=["sync"])
def list_some(handbook_id: str, since: Since = None, limit: Limit = 100) -> Response[ChangesPage]:
    """Give everything that changed in a handbook since a cursor, entries in error and ended conditions among it."""
    context = context_of(router)
    found = read_changes(
        HandbookId(handbook_id),
        _version_of(since, handbook_id),
        limit,
        context,
        records=bootstrap.records(),
        audit=bootstrap.audit_log(),
    )
    changes, changed = found.changes, _version_of(since, handbook_id) < (found.handbook.version or 0)
    cursor = _cursor_of(handbook_id, changes.upto)
    return answer(
        200,
        ChangesPage(
            handbook=_written(found.handbook, context) if changed else None,
            items=[change_answer(one) for one in _told(changes.items, found.handbook, context)],
            cursor=cursor,
            next=cursor if changes.more else None,
        ),
    )


def _written(handbook: Handbook, context: Context) -> HandbookAnswer:
    shown = sees_mother(context.actor, handbook)
    return HandbookAnswer.model_validate(
        handbook_answer(handbook, context.today, mother_shown=shown, codes_shown=sees_codes(context, handbook))
    )


def _told(changes: Iterable[Change], handbook: Handbook, context: Context) -> Iterator[Change]:
    whole = sees_mother(context.actor, handbook)
    for change in changes:
        told = change if whole or isinstance(change, Touched) else told_after_adoption(change)
        if told is not None:
            yield told


def _cursor_of(handbook_id: str, version: int) -> str:
    return cursor_of({"handbook": handbook_id, "version": str(version)}) or ""


def _version_of(since: str | None, handbook_id: str) -> int:
    position = position_of(since, "since")
    if position is None:
        return 0
    version = position.get("version", "")
    known = set(position) == {"handbook", "version"} and position["handbook"] == handbook_id
    if not known or not version.isdecimal() or len(version) > _LONGEST_VERSION:
        raise InvalidCursorError("since")
    return int(version)
