"""Read one entry, or all its versions."""

from handbook.domain.access import Action, Ground
from handbook.domain.entries import Entry, Kept
from handbook.domain.errors import NotFoundError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.domain.mothers import sees_mother
from handbook.domain.mothers_part import told_after_adoption
from handbook.usecases.context import Context
from handbook.usecases.correct_entry import Named, Tools, entry_for, find_entry, handbook_for
from handbook.usecases.ports import AuditLog


def read_entry(
    handbook_id: HandbookId,
    kind: type[Entry],
    entry_id: str,
    context: Context,
    *,
    tools: Tools,
    audit: AuditLog,
) -> Kept[Entry]:
    """Read the current version of an entry, as whoever may see the handbook or correct the entry.

    What is the mother's is not there for guardians who may not see it.
    Everybody but guardians leaves an entry in the access log first. Raises: NotFoundError, ForbiddenError.
    """
    return _admitted(handbook_id, kind, entry_id, context, tools, audit)[1]


def read_versions(
    handbook_id: HandbookId,
    kind: type[Entry],
    entry_id: str,
    context: Context,
    *,
    tools: Tools,
    audit: AuditLog,
) -> list[Kept[Entry]]:
    """Read every version of an entry, the newest first; otherwise as `read_entry`."""
    handbook, kept = _admitted(handbook_id, kind, entry_id, context, tools, audit)
    versions = tools.records.versions(kind, handbook.handbook_id, entry_id)
    told = (_told(one, handbook, context) for one in versions)
    earlier = [one for one in told if one is not None]
    # One that was changed between the two readings shows its older version once.
    before = [one for one in earlier if one.version < kept.version and one.kept_in == kept.kept_in]
    return [kept, *sorted(before, key=lambda one: -one.version)]


def _told(kept: Kept[Entry], handbook: Handbook, context: Context) -> Kept[Entry] | None:
    return kept if sees_mother(context.actor, handbook) else told_after_adoption(kept)


def _admitted(
    handbook_id: HandbookId, kind: type[Entry], entry_id: str, context: Context, tools: Tools, audit: AuditLog
) -> tuple[Handbook, Kept[Entry]]:
    named = Named(handbook_id, kind, entry_id)
    handbook, standing = handbook_for(context, Action.READ_HANDBOOK, handbook_id, tools.records)
    if standing is None:
        kept, ground = entry_for(context, Action.AMEND_ENTRY, handbook, named, None, tools)
    else:
        found = find_entry(named, tools.records)
        if found is None:
            raise NotFoundError
        told = _told(found, handbook, context)
        if told is None:
            raise NotFoundError
        kept, ground = told, standing
    if ground is not Ground.GUARDIAN:
        audit.record(context.audit(Action.READ_HANDBOOK, ground, handbook.handbook_id))
    return handbook, kept
