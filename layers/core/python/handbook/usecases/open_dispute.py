"""A family says that something in the handbook is wrong or missing."""

from dataclasses import dataclass

from handbook.domain.access import Action
from handbook.domain.dispute_states import DisputeStep
from handbook.domain.disputes import MOST_OPEN, Complaint, Dispute, DisputeId, EntryRef, Step, submitted
from handbook.domain.entries import Entry, Kept
from handbook.domain.entry_kinds import BY_NAME
from handbook.domain.errors import IdTakenError, InvalidFieldError, TooManyStepsError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.domain.receipts import Receipt
from handbook.usecases.admit import admit
from handbook.usecases.context import Context
from handbook.usecases.correct_entry import Named, find_entry
from handbook.usecases.desk_for import desk_for
from handbook.usecases.file_rights import check_named_files
from handbook.usecases.ports import Directory, Disputes, NewId, Records


@dataclass(frozen=True, slots=True)
class OpenDispute:
    """What is disputed, in the family's words, with photos."""

    complaint: Complaint
    text: str
    attachment_ids: tuple[str, ...] = ()


def open_dispute(
    handbook_id: HandbookId,
    command: OpenDispute,
    context: Context,
    receipt: Receipt,
    *,
    records: Records,
    disputes: Disputes,
    directory: Directory,
    new_id: NewId,
) -> Dispute:
    """Write a dispute and put it on the list of who is to answer it, with the terms of the law.

    Raises: NotFoundError, ForbiddenError, InvalidFieldError for an entry or a file that the handbook does not have,
    TooManyStepsError, IdTakenError, ConflictError.
    """
    handbook, ground = admit(context, Action.OPEN_DISPUTE, handbook_id, records)
    earlier = _opened_before(handbook, receipt, records, disputes)
    if earlier is not None:
        return earlier
    about = command.complaint.about
    check_named_files(command.attachment_ids, handbook, context, records)
    kept = entry_of_ref(about, handbook_id, records, "about") if about else None
    if len(disputes.open_in(handbook.partitions)) >= MOST_OPEN:
        raise TooManyStepsError
    first = Step(
        DisputeStep.SUBMIT,
        context.now,
        context.actor.id,
        "family",
        text=command.text,
        attachment_ids=command.attachment_ids,
        about=about,
    )
    desk = desk_for(kept.entry if kept else None, handbook, context.today, directory)
    # Where its entry lies: should the handbooks be parted again, it goes with that and can be resolved there.
    place = (kept.kept_in if kept else None) or handbook.handbook_id
    dispute = submitted(DisputeId(receipt.id_or(new_id)), place, command.complaint, desk, first)
    audit = context.audit(Action.OPEN_DISPUTE, ground, handbook.handbook_id)
    disputes.add(dispute, handbook, audit, receipt, dispute)
    return dispute


def _opened_before(handbook: Handbook, receipt: Receipt, records: Records, disputes: Disputes) -> Dispute | None:
    """Give the dispute that the request opened when it came before, as it stands now. Raises: IdTakenError."""
    mark = records.mark(handbook.handbook_id, receipt.named.id) if receipt.named else None
    if receipt.named is None or mark is None:
        return None
    dispute = disputes.get(handbook.partitions, DisputeId(receipt.named.id))
    if dispute is None or mark.said != receipt.named.said:
        raise IdTakenError(dispute or records.marked_entry(handbook.handbook_id, mark))
    return dispute


def entry_of_ref(ref: EntryRef, handbook_id: HandbookId, records: Records, field: str) -> Kept[Entry]:
    """Read the entry that a step speaks of. Raises: InvalidFieldError naming what is not there."""
    kind = BY_NAME.get(ref.kind)
    if kind is None:
        raise InvalidFieldError(f"{field}.kind")
    kept = find_entry(Named(handbook_id, kind, ref.entry_id), records)
    if kept is None:
        raise InvalidFieldError(f"{field}.entry_id")
    return kept
