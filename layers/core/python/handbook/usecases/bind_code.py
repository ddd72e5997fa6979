"""Bind a printed code to a handbook: book, card and app then lead to the same record."""

from handbook.domain.access import Action
from handbook.domain.codes import STOCK
from handbook.domain.errors import CodeUnavailableError, NotFoundError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.domain.receipts import Receipt
from handbook.usecases.admit import admit
from handbook.usecases.context import Context
from handbook.usecases.ports import Codes, Keys, Records
from handbook.usecases.read_code import read_code


def bind_code(
    text: str,
    handbook_id: HandbookId,
    context: Context,
    receipt: Receipt,
    *,
    codes: Codes,
    records: Records,
    keys: Keys,
) -> Handbook:
    """Bind a code that was ordered and never used.

    Raises: CodeMalformedError, NotFoundError (handbook or code), CodeUnavailableError when it is bound or void;
    ConflictError when two bind at once: one wins, and the other finds the code taken when it tries again.
    """
    handbook, ground = admit(context, Action.BIND_CODE, handbook_id, records)
    code, serial = read_code(text, keys.all())
    if codes.used(serial) is not None:
        raise CodeUnavailableError("code")
    segment = codes.segment(serial)
    if segment is None:
        raise NotFoundError("code")
    if segment.state not in STOCK:
        raise CodeUnavailableError("code")
    bound = handbook.with_carrier(code)
    codes.bind(serial, segment, bound, context.audit(Action.BIND_CODE, ground, handbook_id), receipt)
    return bound
