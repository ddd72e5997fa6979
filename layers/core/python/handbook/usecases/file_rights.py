"""Which files of a handbook an actor may see, and which ones a dispute may name."""

from collections.abc import Sequence

from handbook.domain.access import Action, Ground, on_handbook
from handbook.domain.attachments import MOST_ATTACHMENTS, About, Attachment
from handbook.domain.correction_access import on_dispute
from handbook.domain.encounters.encounter import Encounter
from handbook.domain.entries import Entry, Kept
from handbook.domain.entry_kinds import BY_NAME
from handbook.domain.errors import ForbiddenError, InvalidFieldError, NotFoundError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import LONGEST_ID, HandbookId
from handbook.domain.mothers import adopted_at, sees_mother
from handbook.domain.mothers_part import is_of_before
from handbook.usecases.admit import admit
from handbook.usecases.context import Context
from handbook.usecases.follow import current
from handbook.usecases.ports import Disputes, Records

_BARE = frozenset({"attachment", "acknowledgement"})


def admit_to_file(
    context: Context, handbook_id: HandbookId, attachment_id: str, records: Records, disputes: Disputes
) -> tuple[Handbook, Ground]:
    """Admit an actor to one file: by a right on the handbook, or as who is to answer an open dispute that names it.

    Raises: NotFoundError, ForbiddenError.
    """
    try:
        return admit(context, Action.READ_FILE, handbook_id, records)
    except (NotFoundError, ForbiddenError):
        handbook = current(handbook_id, records) if len(handbook_id) <= LONGEST_ID else None
        if context.actor.is_family or handbook is None:
            raise
        for dispute in disputes.open_in(handbook.partitions):
            named = any(attachment_id in step.attachment_ids for step in dispute.steps)
            ground = on_dispute(context.actor, dispute.desk.unit_id, dispute.desk.commune_code) if named else None
            if ground is not None:
                return handbook, ground
        raise


def check_named_files(attachment_ids: Sequence[str], handbook: Handbook, context: Context, records: Records) -> None:
    """Check that files are complete ones of the handbook, which the actor may see.

    Raises: InvalidFieldError naming the first that is not, as `attachment_ids.0`.
    """
    if not attachment_ids:
        return
    listed = records.entries(Attachment, handbook.handbook_id, MOST_ATTACHMENTS).items
    known: dict[str, Attachment] = {kept.entry.attachment_id: kept.entry for kept in listed if kept.counts}
    for at, attachment_id in enumerate(attachment_ids):
        file = known.get(attachment_id)
        if file is None or not may_open(file, handbook, context, records):
            raise InvalidFieldError(f"attachment_ids.{at}")


def may_open(file: Attachment, handbook: Handbook, context: Context, records: Records) -> bool:
    """Say whether a complete file is shown to an actor: none of a dispute that a family before an adoption opened."""
    since = adopted_at(handbook) if context.actor.is_family else None
    if file.about.kind == "dispute" and since is not None and file.recorded_at < since:
        return False
    return may_see(handbook, target_of(handbook.handbook_id, file.about, records), context, records)


def target_of(handbook_id: HandbookId, about: About, records: Records) -> Entry | None:
    """Give the entry that a file belongs to; None for a dispute, which names its files itself.

    Raises: InvalidFieldError naming what is not there.
    """
    if about.kind == "dispute":
        if about.id is not None:
            raise InvalidFieldError("about.id")
        return None
    kind = BY_NAME.get(about.kind) if about.kind not in _BARE else None
    if kind is None:
        raise InvalidFieldError("about.kind")
    if not about.id or len(about.id) > LONGEST_ID:
        raise InvalidFieldError("about.id")
    kept: Kept[Entry] | None = records.entry(kind, handbook_id, about.id)
    if kept is None:
        raise InvalidFieldError("about.id")
    return kept.entry


def may_see(handbook: Handbook, target: Entry | None, context: Context, records: Records) -> bool:
    """Say whether the files of an entry are shown to an actor who was admitted to the handbook, or to one file."""
    if target is not None and not sees_mother(context.actor, handbook) and is_of_before(target):
        return False
    if not isinstance(target, Encounter):
        return True
    if on_handbook(context.actor, Action.READ_CONFIDENTIAL, handbook, context.now) is not None:
        return True
    return records.confidential(handbook.handbook_id, target.entry_id) is None
