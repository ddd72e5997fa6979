"""Record a number by which an office knows a child, its mother or its father."""

from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from handbook.domain.access import Action, Ground, on_handbook
from handbook.domain.audit import AuditEntry
from handbook.domain.errors import IdTakenError, InvalidFieldError, TooManyIdentifiersError
from handbook.domain.handbook import Handbook
from handbook.domain.identifier_warnings import IdentifierWarning, KnownOf, warnings_of
from handbook.domain.identifiers import Identifier, Status, Subject, System, normalise_identifier
from handbook.domain.ids import HandbookId, IdentifierId
from handbook.domain.receipts import Named, Receipt
from handbook.usecases.admit import admit
from handbook.usecases.context import Context
from handbook.usecases.follow import current
from handbook.usecases.ports import Identifiers, NewId, Records

MOST_IDENTIFIERS = 60
"""Three people, nine offices and some that were replaced: more are a fault of a program."""


@dataclass(frozen=True, slots=True)
class RecordIdentifier:
    """A number as it was typed, and whose it is."""

    subject: Subject
    system: System
    value: str
    status: Status = "active"
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class IdentifierRecorded:
    """The number as it was kept, what is to be known of it, and the handbooks of the asker on which it stands too."""

    identifier: Identifier
    warnings: tuple[IdentifierWarning, ...] = ()
    used_by: tuple[Handbook, ...] = ()


def record_identifier(
    handbook_id: HandbookId,
    command: RecordIdentifier,
    context: Context,
    receipt: Receipt,
    *,
    records: Records,
    identifiers: Identifiers,
    new_id: NewId,
) -> IdentifierRecorded:
    """Add a number to a handbook, with warnings that never refuse it.

    Zeros in place of a number are absent and refused as such. With an id of the client's own it is written once, and
    then answered as it stands. Raises: NotFoundError, ForbiddenError, InvalidFieldError, TooManyIdentifiersError,
    IdTakenError, ConflictError.
    """
    handbook, ground = admit(context, Action.RECORD_IDENTIFIER, handbook_id, records)
    value = normalise_identifier(command.system, command.value)
    if value is None:
        raise InvalidFieldError("value")
    check_period(command.starts_on, command.ends_on)
    receipt = _told(receipt, command, identifiers.mark_of(command.system, value))
    audited = context.audit(Action.RECORD_IDENTIFIER, ground, handbook.handbook_id)
    earlier = _recorded_before(handbook, receipt, audited, records, identifiers)
    if earlier is not None:
        return judged(earlier, handbook, context, records, identifiers)
    if len(identifiers.of_handbook(handbook)) >= MOST_IDENTIFIERS:
        raise TooManyIdentifiersError
    identifier = Identifier(
        identifier_id=IdentifierId(receipt.id_or(new_id)),
        handbook_id=handbook.handbook_id,
        subject=command.subject,
        system=command.system,
        value=value,
        recorded_at=context.now,
        recorded_by=context.actor.id,
        status=command.status,
        starts_on=command.starts_on,
        ends_on=command.ends_on,
    )
    recorded = judged(identifier, handbook, context, records, identifiers)
    identifiers.add(identifier, handbook, audited, receipt, recorded)
    return recorded


def _told(receipt: Receipt, command: RecordIdentifier, mark: str) -> Receipt:
    # By the keyed mark of the number: a plain digest of what was sent would give its twelve digits away.
    if receipt.named is None:
        return receipt
    said = "|".join(map(str, (mark, command.subject, command.status, command.starts_on, command.ends_on)))
    return replace(receipt, named=Named(receipt.named.id, sha256(said.encode()).hexdigest()))


def _recorded_before(
    handbook: Handbook, receipt: Receipt, reading: AuditEntry, records: Records, identifiers: Identifiers
) -> Identifier | None:
    mark = records.mark(handbook.handbook_id, receipt.named.id) if receipt.named else None
    if receipt.named is None or mark is None:
        return None
    own = receipt.named.id
    found = next((one for one in identifiers.of_handbook(handbook) if one.identifier_id == own), None)
    if found is None or mark.said != receipt.named.said:
        raise IdTakenError(records.marked_entry(handbook.handbook_id, mark))
    if reading.ground is not Ground.GUARDIAN:
        records.note(reading)
    return found


def check_period(starts_on: date | None, ends_on: date | None) -> None:
    """Refuse a period that ends before it starts. Raises: InvalidFieldError."""
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        raise InvalidFieldError("ends_on")


def judged(
    identifier: Identifier, handbook: Handbook, context: Context, records: Records, identifiers: Identifiers
) -> IdentifierRecorded:
    """Say what is to be known of a number: what it says of its person, and where it stands too.

    Only a child's number that holds is one handbook's own: a mother has many children. Of another handbook nobody
    learns who may not see it.
    """
    warnings = warnings_of(identifier, _known(identifier, handbook), context.today)
    used_by = _used_by(identifier, handbook, context, records, identifiers)
    return IdentifierRecorded(identifier, (*warnings, "used_elsewhere") if used_by else warnings, used_by)


def _known(identifier: Identifier, handbook: Handbook) -> KnownOf:
    if identifier.subject == "father":
        return KnownOf(sex="M")
    if identifier.subject == "mother":
        born = handbook.pregnancy.mother.birth_date if handbook.pregnancy else None
        return KnownOf(born.year if born else None, "F")
    child = handbook.child
    return KnownOf(child.birth_date.year, child.sex.value) if child else KnownOf()


def _used_by(
    identifier: Identifier, handbook: Handbook, context: Context, records: Records, identifiers: Identifiers
) -> tuple[Handbook, ...]:
    if identifier.subject != "child" or identifier.status != "active":
        return ()
    mark = identifiers.mark_of(identifier.system, identifier.value)
    held = [book for book in identifiers.held_by(mark, "child") if book not in handbook.partitions]
    found = (current(book_id, records) for book_id in held)
    others = {book.handbook_id: book for book in found if book is not None and _may_see(context, book)}
    others.pop(handbook.handbook_id, None)
    return tuple(others.values())


def _may_see(context: Context, handbook: Handbook) -> bool:
    ground = on_handbook(context.actor, Action.READ_HANDBOOK, handbook, context.now)
    return ground in {Ground.GUARDIAN, Ground.AREA}
