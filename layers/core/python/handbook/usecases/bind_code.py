"""Bind a printed code to a handbook: book, card and app then lead to the same record."""

from dataclasses import dataclass

from handbook.domain.access import Action, Ground
from handbook.domain.carriers import CodeUse
from handbook.domain.codes import CodeState
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.domain.receipts import Receipt
from handbook.usecases.admit import admit
from handbook.usecases.context import Context
from handbook.usecases.free_code import BindWarning, free_segment, warnings_of
from handbook.usecases.ports import AuditLog, Codes, Keys, Records
from handbook.usecases.read_code import read_code


@dataclass(frozen=True, slots=True)
class Bound:
    """A handbook with the code that now leads to it."""

    handbook: Handbook
    warnings: tuple[BindWarning, ...] = ()


def bind_code(
    text: str,
    handbook_id: HandbookId,
    context: Context,
    receipt: Receipt,
    *,
    codes: Codes,
    records: Records,
    keys: Keys,
    audit: AuditLog,
) -> Bound:
    """Bind a code that left the printer and was never used; one that leads to this handbook already is left as it is.

    Raises: CodeMalformedError; NotFoundError (handbook or code); CodeUnavailableError or, to staff, the reason (see
    `free_segment`); ConflictError when two bind at once: one wins, the other decides again and finds the code taken.
    """
    code, serial = read_code(text, keys.all())
    handbook, ground = admit(context, Action.BIND_CODE, handbook_id, records)
    entry = context.audit(Action.BIND_CODE, ground, handbook.handbook_id)
    use = codes.used(serial)
    if leads_to(use, handbook):
        if ground is not Ground.GUARDIAN:
            audit.record(entry)
        return Bound(handbook)
    segment = free_segment(serial, use, context.actor, codes, "code")
    bound = Bound(handbook.with_carrier(code, context.now), warnings_of(segment, context.actor))
    codes.bind(serial, segment, bound.handbook, entry, receipt, bound)
    return bound


def leads_to(use: CodeUse | None, handbook: Handbook) -> bool:
    """Say whether a code leads to a handbook now, be it by the name of one that was merged into it."""
    return use is not None and use.state is CodeState.BOUND and use.handbook_id in handbook.partitions
