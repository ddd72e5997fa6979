"""What a route, a batch and an import need to know of one kind of entry."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

from handbook import bootstrap
from handbook.domain.access import Action
from handbook.domain.entries import Entry, Kept, first_version
from handbook.domain.ids import HandbookId
from handbook.domain.receipts import Answer, Receipt
from handbook.usecases.admit import admit
from handbook.usecases.context import Context
from handbook.usecases.replay import Recorded
from handbook.web.actor import context_of
from handbook.web.answers import once
from handbook.web.forms.named import NamedBody
from handbook.web.forms.revisions import revision_answer
from handbook.web.requests import App, receipt_of
from handbook.web.schemas import Body


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
    record: Callable[[HandbookId, B, Context, Receipt], Recorded]
    render: Callable[[Any], Answer]
    shown: Callable[[Any], Answer]

    def answered(self, result: Recorded) -> Answer:
        """Write a result with the version that the entry is at, by which it can be corrected without reading it."""
        return {**self.render(result), "revision": revision_answer(self.kept(result))}

    def kept(self, result: Recorded) -> Kept[Any]:
        """Give the entry that was recorded as it is kept now. A result holds one of its kind."""
        if result.earlier is not None:
            return result.earlier
        values = (getattr(result, field.name) for field in fields(result))
        return first_version(next(value for value in values if isinstance(value, self.entry)))


def record_once[B: NamedBody, M: Body](app: App, recorder: Recorder[B], handbook_id: str, body: B, model: type[M]) -> M:
    """Record what the body of a request says, once for each Idempotency-Key and for each id of the client's own."""
    context, book = context_of(app), HandbookId(handbook_id)

    def told(result: Recorded) -> M:
        return model.model_validate(recorder.answered(result))

    receipt = receipt_of(app, context.actor.id, context.now, told, body.named(recorder.kind))
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
