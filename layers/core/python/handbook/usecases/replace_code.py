"""Put a code in the place of another one: a new book for a lost one, a new own code for a card that was stolen."""

from dataclasses import dataclass

from handbook.domain.access import Action
from handbook.domain.carriers import CodeUse, Ending
from handbook.domain.codes import CodeState, Reason, mint
from handbook.domain.errors import CodeNotCarriedError, InvalidFieldError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import HandbookId
from handbook.domain.receipts import Receipt
from handbook.usecases.admit import admit
from handbook.usecases.bind_code import leads_to
from handbook.usecases.context import Context
from handbook.usecases.free_code import free_segment
from handbook.usecases.ports import Codes, Keys, Records
from handbook.usecases.read_code import read_code


@dataclass(frozen=True, slots=True)
class ReplaceCode:
    """Which code, by which printed one, and why. The handbook's own code is replaced by a fresh one, without name."""

    old_code: str
    reason: Reason
    new_code: str | None = None


@dataclass(frozen=True, slots=True)
class _Change:
    """A replacement under way."""

    handbook: Handbook
    old: tuple[int, CodeUse]
    ending: Ending


def replace_code(
    command: ReplaceCode,
    handbook_id: HandbookId,
    context: Context,
    receipt: Receipt,
    *,
    codes: Codes,
    records: Records,
    keys: Keys,
) -> Handbook:
    """Make the old code lead nowhere and the new one to the handbook, both or neither.

    Raises: CodeMalformedError; NotFoundError; CodeNotCarriedError when the old code does not lead to this handbook;
    InvalidFieldError for `new_code`; CodeUnavailableError or, to staff, the reason why the new one cannot be bound.
    """
    old, old_serial = read_code(command.old_code, keys.all(), "old_code")
    new, new_serial = read_code(command.new_code, keys.all(), "new_code") if command.new_code else ("", None)
    handbook, ground = admit(context, Action.REPLACE_CODE, handbook_id, records)
    use = codes.used(old_serial)
    if use is None or not leads_to(use, handbook):
        raise CodeNotCarriedError("old_code")
    if (old == handbook.own_code) is (new_serial is not None) or old == new:
        raise InvalidFieldError("new_code")
    entry = context.audit(Action.REPLACE_CODE, ground, handbook.handbook_id)
    if new_serial is None:
        new_serial = codes.reserve(1)
        new = mint(new_serial, keys.current())
        replaced = handbook.with_own_code(new, Ending(CodeState.REPLACED, command.reason, context.now, new))
        codes.replace((old_serial, use), (new_serial, None), replaced, entry, receipt)
        return replaced
    ended = handbook.without_carrier(old, Ending(CodeState.REPLACED, command.reason, context.now, new))
    new_use = codes.used(new_serial)
    if leads_to(new_use, handbook):  # the new book was scanned first
        codes.end(old_serial, use, CodeState.REPLACED, ended, entry, receipt)
        return ended
    segment = free_segment(new_serial, new_use, context.actor, codes, "new_code")
    replaced = ended.with_carrier(new, context.now)
    codes.replace((old_serial, use), (new_serial, segment), replaced, entry, receipt)
    return replaced
