"""What every resource of simple entries does: record one, list them."""

from collections.abc import Sequence

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from handbook import bootstrap
from handbook.domain.access import Action
from handbook.domain.entries import Entry, Kept, counting
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.domain.mothers import sees_mother
from handbook.domain.mothers_entries import is_mothers
from handbook.domain.paging import Page
from handbook.observability import count
from handbook.usecases.admit import admit_reader
from handbook.web.actor import context_of
from handbook.web.answers import answer
from handbook.web.forms.named import NamedBody
from handbook.web.forms.revisions import NewlyRevised
from handbook.web.recorders import recorder_of
from handbook.web.recorders.recorder import record_once
from handbook.web.requests import position_of

_MOST = 100
"""More doses of vitamin A, or looks at the teeth, than six years have room for."""


def record[A: NewlyRevised](
    router: APIGatewayRouter, handbook_id: str, kind: str, body: NamedBody, model: type[A]
) -> Response[A]:
    """Record what a body says of a simple kind, once for each Idempotency-Key, and answer with a `model`."""
    recorder = recorder_of(kind)
    result = record_once(router, recorder, handbook_id, body, model)
    count("entry_recorded", recorder.action(body))
    return answer(201, result, result.headers)


def read[E: Entry](
    router: APIGatewayRouter, handbook_id: str, entry: type[E], limit: int, cursor: str | None
) -> tuple[Handbook, Page[Kept[E]]]:
    """Read one page of a kind of entries in the order of days, with the handbook that they are in.

    What is of a mother whose data the guardians of now may not see is left out, so that a page may hold fewer.
    """
    context, book, records = context_of(router), HandbookId(handbook_id), bootstrap.records()
    handbook = admit_reader(context, Action.READ_HANDBOOK, book, records, bootstrap.audit_log())
    page = records.entries(entry, book, limit, position_of(cursor))
    if sees_mother(context.actor, handbook):
        return handbook, page
    return handbook, Page(tuple(one for one in page.items if not is_mothers(one.entry)), page.next)


def all_of[E: Entry](handbook: Handbook, entry: type[E], page: Page[Kept[E]], cursor: str | None) -> Sequence[E]:
    """Give the entries of a kind that count, as what is due next rests on all; the page itself where it is the list."""
    if cursor is None and page.next is None:
        return counting(page.items)
    return counting(bootstrap.records().entries(entry, handbook.handbook_id, _MOST).items)
