"""Ask for an export of a handbook, which is made in the background."""

from dataclasses import dataclass, replace
from typing import Protocol

from handbook.domain.access import Action, Role
from handbook.domain.audit import AuditEntry
from handbook.domain.errors import InvalidFieldError
from handbook.domain.exports import Export, ExportFormat, ExportPurpose, Order
from handbook.domain.ids import HandbookId
from handbook.domain.receipts import Receipt
from handbook.domain.texts import Language
from handbook.usecases.admit import admit
from handbook.usecases.context import Context
from handbook.usecases.ports import Queue, Records

EXPORT_DELAY_SECONDS = 2


class Exports(Protocol):
    """See storage.exports.Exports."""

    def get(self, export_id: str) -> Export | None: ...
    def add(self, export: Export, entry: AuditEntry, receipt: Receipt) -> None: ...
    def keep(self, export: Export, entry: AuditEntry, receipt: Receipt) -> None: ...


@dataclass(frozen=True, slots=True)
class AskExport:
    """In which format and language, and for what: staff have to say so."""

    format: ExportFormat
    language: Language
    purpose: ExportPurpose | None = None


def ask_export(
    handbook_id: HandbookId,
    command: AskExport,
    context: Context,
    receipt: Receipt,
    *,
    records: Records,
    exports: Exports,
    queue: Queue,
) -> Export:
    """Note an export and tell the worker, or give the one that is in hand or ready for the same person and version.

    Raises: NotFoundError; InvalidFieldError where staff do not say what for; ConflictError when the same is asked for
    at once; UnavailableError.
    """
    handbook, ground = admit(context, Action.EXPORT_HANDBOOK, handbook_id, records)
    purpose = _purpose(command, context)
    entry = replace(context.audit(Action.EXPORT_HANDBOOK, ground, handbook.handbook_id), purpose=purpose)
    actor = context.actor
    order = Order(
        handbook_id=handbook.handbook_id,  # the one that this one was merged into, where it was
        as_of_version=handbook.version or 0,
        format=command.format,
        language=command.language,
        purpose=purpose,
        actor_id=actor.id,
        role=Role(actor.role),
        unit_id=actor.unit_id,
    )
    before = exports.get(order.export_id)
    if before is not None and before.is_alive(context.now):
        exports.keep(before, entry, receipt)
        return before
    wanted = Export(order, context.now).again(before)
    # The message goes first and arrives a little later: a crash in between leaves a message without an export, which
    # the worker drops, and never an export that nobody makes.
    queue.send([{"export_id": order.export_id}], delay_seconds=EXPORT_DELAY_SECONDS)
    exports.add(wanted, entry, receipt)
    return wanted.stored()


def _purpose(command: AskExport, context: Context) -> ExportPurpose:
    """Families need not say what for: it is their own copy. No worker makes one in their name."""
    if context.actor.is_family:
        return command.purpose or "own_copy"
    if command.purpose is None or command.purpose == "own_copy":
        raise InvalidFieldError("purpose")
    return command.purpose
