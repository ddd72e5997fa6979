"""What a route, a batch and an import need to know of one kind of entry."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from handbook import bootstrap
from handbook.domain.access import Action
from handbook.domain.entries import Entry
from handbook.domain.ids import HandbookId
from handbook.domain.receipts import Answer, Receipt
from handbook.usecases.admit import admit
from handbook.usecases.context import Context
from handbook.web.actor import context_of
from handbook.web.answers import once
from handbook.web.forms.named import NamedBody
from handbook.web.requests import App, receipt_of


@dataclass(frozen=True, slots=True)
class Recorder[B: NamedBody]:
    """One kind of entry: what its body is, who may record it, which use case does, and how results are written.

    `record` gives the use case's result, `render` writes it as the single route's answer, and `shown` writes what was
    said of an entry, in the words of the body and without what rules make of it.
    """

    kind: str
    entry: type[Entry]
    body: type[B]
    action: Callable[[B], Action]
    record: Callable[[HandbookId, B, Context, Receipt], object]
    render: Callable[[Any], Answer]
    shown: Callable[[Any], Answer]


def record_once[B: NamedBody, M: BaseModel](
    app: App, recorder: Recorder[B], handbook_id: str, body: B, model: type[M]
) -> M:
    """Record what the body of a request says, once for each Idempotency-Key and for each id of the client's own."""
    context, book = context_of(app), HandbookId(handbook_id)
    receipt = receipt_of(app, context.actor.id, context.now, recorder.render, body.named(recorder.kind))
    return once(
        receipt,
        model,
        lambda: recorder.record(book, body, context, receipt),
        permit=lambda: admit(context, recorder.action(body), book, bootstrap.records()),
    )


def said_by(body: type[NamedBody]) -> Callable[[object], Answer]:
    """Give the writer of entries whose fields bear the names of a body's."""
    names = set(body.model_fields) - {"id"}

    def shown(entry: object) -> Answer:
        form = body.model_validate({name: getattr(entry, name) for name in names})
        return form.model_dump(mode="json", include=names)

    return shown
