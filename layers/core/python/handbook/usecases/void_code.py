"""Make one carrier void: the book was lost or stolen, the card is torn, the code was bound by mistake."""

from handbook.domain.access import Action, Ground
from handbook.domain.carriers import CodeUse, Ending
from handbook.domain.codes import CodeState, Reason
from handbook.domain.errors import CodeNotCarriedError, NotFoundError, OwnCodeError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.domain.receipts import Receipt
from handbook.usecases.admit import admit
from handbook.usecases.context import Context
from handbook.usecases.ports import AuditLog, Codes, Keys, Records
from handbook.usecases.read_code import read_code


def void_code(
    text: str,
    reason: Reason,
    context: Context,
    receipt: Receipt,
    *,
    codes: Codes,
    records: Records,
    keys: Keys,
    audit: AuditLog,
) -> Handbook:
    """Make a bound code lead nowhere; the handbook and its other carriers stay. One that is void already stays so.

    Raises: CodeMalformedError; NotFoundError, also for a handbook that is not the actor's; OwnCodeError;
    CodeNotCarriedError for a code that was replaced or, to staff, never bound.
    """
    code, serial = read_code(text, keys.all())
    use = _used(serial, context, codes)
    handbook, ground = admit(context, Action.VOID_CODE, use.handbook_id, records)
    entry = context.audit(Action.VOID_CODE, ground, handbook.handbook_id)
    if use.state is CodeState.VOID:
        if ground is not Ground.GUARDIAN:
            audit.record(entry)
        return handbook
    if use.state is not CodeState.BOUND:
        raise CodeNotCarriedError("code")
    if code == handbook.own_code:
        raise OwnCodeError("code")
    ended = handbook.without_carrier(code, Ending(CodeState.VOID, reason, context.now))
    codes.end(serial, use, CodeState.VOID, ended, entry, receipt)
    return ended


def handbook_of(text: str, codes: Codes, keys: Keys) -> HandbookId:
    """Give the handbook that a code leads or led to. Raises CodeMalformedError, NotFoundError."""
    _, serial = read_code(text, keys.all())
    use = codes.used(serial)
    if use is None:
        raise NotFoundError
    return use.handbook_id


def _used(serial: int, context: Context, codes: Codes) -> CodeUse:
    use = codes.used(serial)
    if use is None:
        # A family cannot tell a code that nobody used from a forged one; managers make unused ones void.
        is_stock = not context.actor.is_family and codes.segment(serial) is not None
        raise CodeNotCarriedError("code") if is_stock else NotFoundError
    return use
