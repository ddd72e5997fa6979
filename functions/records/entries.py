"""What every resource of simple entries does: record one, list them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import APIGatewayRouter
from pydantic import BaseModel

from handbook import bootstrap
from handbook.domain.access import Action
from handbook.domain.entries import Entry, Kept, counting
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.domain.paging import Page
from handbook.domain.receipts import Answer
from handbook.observability import count
from handbook.usecases.admit import admit, admit_reader
from handbook.usecases.care_kinds import CareKind
from handbook.usecases.record_entry import EntryRecorded, record_entry
from handbook.web.actor import context_of
from handbook.web.answers import answer, once
from handbook.web.forms.alerts import moved_answer
from handbook.web.requests import position_of, receipt_of

_MOST = 100
"""More doses of vitamin A, or looks at the teeth, than six years have room for."""


def record[A: BaseModel](
    router: APIGatewayRouter,
    handbook_id: str,
    kind: CareKind[Any],
    said: BaseModel,
    plain: type[BaseModel],
    model: type[A],
    more: Callable[[EntryRecorded[Any]], Answer] = lambda _: {},
) -> Response[A]:
    """Record what a body says, once for each Idempotency-Key.

    The answer, a `model`, is the entry in the form of `plain`, the alerts that it moved, and `more`.
    """
    book, context = HandbookId(handbook_id), context_of(router)

    def render(recorded: EntryRecorded[Any]) -> Answer:
        return {**form_of(recorded.entry, plain), **moved_answer(recorded.alerts), **more(recorded)}

    receipt = receipt_of(router, context.actor.id, context.now, render)
    result = once(
        receipt,
        model,
        lambda: record_entry(
            book, kind, dict(said), context, receipt, records=bootstrap.records(), new_id=bootstrap.new_id
        ),
        permit=lambda: admit(context, kind.action, book, bootstrap.records()),
    )
    count("entry_recorded", kind.action)
    return answer(201, result)


def read[E: Entry](
    router: APIGatewayRouter, handbook_id: str, entry: type[E], limit: int, cursor: str | None
) -> tuple[Handbook, Page[Kept[E]]]:
    """Read one page of a kind of entries in the order of days, with the handbook that they are in."""
    book, records = HandbookId(handbook_id), bootstrap.records()
    handbook = admit_reader(context_of(router), Action.READ_HANDBOOK, book, records, bootstrap.audit_log())
    return handbook, records.entries(entry, book, limit, position_of(cursor))


def all_of[E: Entry](handbook: Handbook, entry: type[E], page: Page[Kept[E]], cursor: str | None) -> Sequence[E]:
    """Give the entries of a kind that count, as what is due next rests on all; the page itself where it is the list."""
    if cursor is None and page.next is None:
        return counting(page.items)
    return counting(bootstrap.records().entries(entry, handbook.handbook_id, _MOST).items)


def form_of(entry: object, model: type[BaseModel]) -> Mapping[str, Any]:
    """Write an entry as JSON in the form of `model`, whose fields bear the names of the entry's."""
    return model.model_validate(entry, from_attributes=True).model_dump(mode="json")
