"""Say where an export is, and give a link to its file."""

from dataclasses import dataclass, replace
from typing import Protocol

from handbook.domain.access import Action, Ground
from handbook.domain.errors import ExportGoneError, NotFoundError
from handbook.domain.exports import Export, ExportState
from handbook.domain.ids import LONGEST_ID, HandbookId
from handbook.usecases.admit import admit
from handbook.usecases.context import Context
from handbook.usecases.ports import AuditLog, Records

LINK_SECONDS = 300
"""Five minutes: a phone fetches at once, and can ask again; a link found later is worthless."""


class Exports(Protocol):
    """See storage.exports.Exports."""

    def get(self, export_id: str) -> Export | None: ...


class SignedFiles(Protocol):
    """See gateways.files.Files."""

    def link(self, key: str, name: str, seconds: int) -> str: ...


@dataclass(frozen=True, slots=True)
class Fetched:
    """An export, with a link once it is ready."""

    export: Export
    url: str | None = None


def fetch_export(
    handbook_id: HandbookId,
    export_id: str,
    context: Context,
    *,
    records: Records,
    audit: AuditLog,
    exports: Exports,
    files: SignedFiles,
) -> Fetched:
    """Read an export that the actor asked for, and sign a link to its file when that is ready.

    Rights are asked for anew: who lost them meanwhile gets nothing. Each link that staff get stands in the access log
    first. Raises: NotFoundError, also for somebody else's export; ExportGoneError when its day is over;
    UnavailableError.
    """
    handbook, ground = admit(context, Action.EXPORT_HANDBOOK, handbook_id, records)
    export = exports.get(export_id) if len(export_id) <= LONGEST_ID else None
    if export is None or (export.order.handbook_id, export.order.actor_id) != (handbook.handbook_id, context.actor.id):
        raise NotFoundError
    if context.now >= export.until:
        raise ExportGoneError
    if ground is not Ground.GUARDIAN:
        entry = context.audit(Action.EXPORT_HANDBOOK, ground, handbook.handbook_id)
        audit.record(replace(entry, purpose=export.order.purpose))
    if export.state is not ExportState.READY:
        return Fetched(export)
    return Fetched(export, files.link(export.key, export.file_name, LINK_SECONDS))
