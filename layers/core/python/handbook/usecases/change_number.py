"""Change the number of an account: with codes to the old and the new one, or at a unit when the old one is lost."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from handbook.domain.access import Action, Ground
from handbook.domain.account_errors import NumberChangeWaitsError, NumberTakenError
from handbook.domain.accounts import AccountEvent, EventKind, unproved_name
from handbook.domain.bonds import Bond, holds
from handbook.domain.code_purposes import Purpose
from handbook.domain.directory import Account
from handbook.domain.errors import (
    ForbiddenError,
    InvalidFieldError,
    NotFoundError,
    StaleVersionError,
    UnavailableError,
)
from handbook.domain.ids import AccountId, HandbookId, PhoneE164, PhoneIndex, StaffId, UnitId
from handbook.domain.number_changes import NumberChange, check_proof_kind, waits_for
from handbook.domain.receipts import Receipt
from handbook.usecases.admit import admit
from handbook.usecases.context import Context
from handbook.usecases.door import Door, event_of, is_doubtful
from handbook.usecases.one_time_codes import Client, Said, SentCodes, check_code, use_code
from handbook.usecases.ports import Records
from handbook.usecases.tell_account import Told

type TellMoves = Callable[[Account, PhoneE164], object]
"""Tells who is bound to an account that it gets another number; the account is given as it is before."""


def change_number[S: SentCodes, T](
    account_id: AccountId,
    phone: PhoneE164,
    codes: tuple[Said, Said],
    based_on: int,
    client: Client,
    now: datetime,
    *,
    door: Door[S, T],
    tell: Callable[[Account], object],
) -> None:
    """Give an account another number, after codes to the old one and to the new one; it is told first, as it was.

    Every session ends. A number that signs in to another account in use is refused, and nothing is said of that
    account; one that its account did not use for so long that it is doubtful leaves that account.
    Raises: InvalidFieldError for the number that it has, WrongCodeError, StaleVersionError, NumberTakenError,
    NotFoundError, UnavailableError.
    """
    account = door.directory.account(account_id)
    if account is None or account.number_gone:
        raise NotFoundError
    if door.accounts.profile(account_id).version != based_on:
        raise StaleVersionError
    old, new = door.index_of(account.phone), door.index_of(phone)
    if old == new:
        raise InvalidFieldError("phone")
    check_code(old, Purpose.OLD_NUMBER, codes[0], now, codes=door.sign_ins, pepper=door.pepper, field="old.code")
    check_code(new, Purpose.NEW_NUMBER, codes[1], now, codes=door.sign_ins, pepper=door.pepper, field="new.code")
    owner = _free(new, now, door)
    tell(account)
    use_code(old, codes[0], codes=door.sign_ins, field="old.code")
    use_code(new, codes[1], codes=door.sign_ins, field="new.code")
    _end_sessions(account_id, door)  # first: once the number has moved, a second try finds no code to try with
    door.numbers.move(account, phone, old, new, owner, now, events=_moved(account_id, "codes", owner, client, now))


def _moved(
    account_id: AccountId, way: str, owner: AccountId | None, client: Client, now: datetime
) -> tuple[AccountEvent, ...]:
    """Say in two logs that a number is another account's; to who had it, without saying whose or whence."""
    changed = event_of(account_id, EventKind.NUMBER_CHANGED, client, now, way)
    if owner is None:
        return (changed,)
    unseen = replace(client, address="")
    return changed, event_of(owner, EventKind.NUMBER_GIVEN_UP, unseen, now, "went_to_another")


def _end_sessions[S: SentCodes, T](account_id: AccountId, door: Door[S, T]) -> None:
    for name in (unproved_name(account_id), account_id):
        door.pool.sign_out(name)


def _free[S: SentCodes, T](index: PhoneIndex, now: datetime, door: Door[S, T]) -> AccountId | None:
    """Say who has a number without using it any more; None where nobody has it. Raises: NumberTakenError."""
    owner = door.directory.account_of_phone(index)
    if owner is None:
        return None
    if not is_doubtful(owner, index, door.accounts.standing(owner), now, door):
        raise NumberTakenError("phone")
    return owner


@dataclass(frozen=True, slots=True)
class AtUnit:
    """What a unit asks for: whose number, by the old one; the new one with a code sent to it; the paper looked at."""

    handbook_id: HandbookId
    old_phone: PhoneE164
    phone: PhoneE164
    said: Said
    proof_kind: str


def ask_at_unit[S: SentCodes, T](
    wish: AtUnit,
    context: Context,
    client: Client,
    receipt: Receipt,
    *,
    door: Door[S, T],
    records: Records,
    tell: Callable[[NumberChange, Account], Told],
) -> NumberChange:
    """Ask for a new number for a person who lost the old one; it takes effect after 72 hours, if nobody refuses.

    The asker is a health worker in whose area the handbook is; the person is bound to it. With the same number as
    before it is confirmed at once: the person stands there. The old number is told before anything is kept: where
    nobody takes that now, nothing is, and a retry tells again. Raises: NotFoundError, ForbiddenError, WrongCodeError,
    NumberTakenError; InvalidFieldError ("old_phone") for a number of nobody at this handbook, ("proof_kind");
    UnavailableError.
    """
    handbook, ground = admit(context, Action.CHANGE_NUMBER, wish.handbook_id, records)
    if ground is not Ground.AREA or context.actor.unit_id is None:
        raise ForbiddenError
    check_proof_kind(wish.proof_kind)
    new = door.index_of(wish.phone)
    # The code comes before the old number, so that nobody asks for numbers whose they are.
    check_code(new, Purpose.NUMBER_AT_UNIT, wish.said, context.now, codes=door.sign_ins, pepper=door.pepper)
    account = _whose(wish.old_phone, handbook.guardians, context, door)
    same = wish.phone == account.phone and not account.number_gone
    if not same:
        _free(new, context.now, door)
    change = _change(wish, account.account_id, context.actor.unit_id, context, at_once=same)
    if tell(change, account) is Told.NOBODY:
        raise UnavailableError("no provider took it")
    use_code(new, wish.said, codes=door.sign_ins)
    entry = context.audit(Action.CHANGE_NUMBER, ground, handbook.handbook_id)
    kind = EventKind.NUMBER_CONFIRMED if same else EventKind.NUMBER_CHANGE_ASKED
    event = event_of(account.account_id, kind, client, context.now, "unit")
    if same:
        door.accounts.see(account.account_id, context.now, context.now)
    door.numbers.ask(change, new, entry, receipt, change, event)
    return change


def _whose[S: SentCodes, T](
    phone: PhoneE164, bonds: Mapping[AccountId, Bond], context: Context, door: Door[S, T]
) -> Account:
    # Not by the index: a number that was given up leads nowhere, or to whoever has it now.
    held = (door.directory.account(one) for one in bonds if holds(bonds, one, context.today))
    found = [one for one in held if one is not None and one.phone == phone]
    if not found:
        raise InvalidFieldError("old_phone")
    return min(found, key=lambda one: one.number_gone)


def _change(wish: AtUnit, account_id: AccountId, unit_id: UnitId, context: Context, *, at_once: bool) -> NumberChange:
    return NumberChange(
        account_id,
        wish.phone,
        context.now,
        context.now if at_once else context.now + waits_for(),
        wish.handbook_id,
        unit_id,
        StaffId(context.actor.id),
        wish.proof_kind,
        state="done" if at_once else "waits",
    )


def refuse_change[S: SentCodes, T](
    account_id: AccountId, client: Client, now: datetime, *, door: Door[S, T], tell: Callable[[AccountId], object]
) -> NumberChange:
    """Refuse a change that waits: the number stays; the account is told first.

    Raises: NotFoundError where none waits; ConflictError when it just took effect; UnavailableError.
    """
    change = door.numbers.change_of(account_id)
    if change is None or change.state != "waits":
        raise NotFoundError
    tell(account_id)
    door.numbers.refuse(change, event_of(account_id, EventKind.NUMBER_CHANGE_REFUSED, client, now))
    return change


def take_waiting_number[S: SentCodes, T](
    index: PhoneIndex, owner: AccountId | None, client: Client, now: datetime, door: Door[S, T], tell: TellMoves
) -> Account | None:
    """Let a number that a unit asked for take the old one's place, at the first sign-in after the time is over.

    `owner` is who has it without using it. Gives the account as it was, of which `tell` was told before; None where
    none waits for it. Sessions of before end.
    Raises: NumberChangeWaitsError before the time; NumberTakenError.
    """
    change = door.numbers.waiting(index)
    account = door.directory.account(change.account_id) if change else None
    if change is None or account is None or door.index_of(change.phone) != index:
        return None
    if now < change.effective_at:
        raise NumberChangeWaitsError("phone")
    tell(account, change.phone)
    _end_sessions(account.account_id, door)
    events = _moved(account.account_id, "unit", owner, client, now)
    door.numbers.move(account, change.phone, door.index_of(account.phone), index, owner, now, change, events)
    return account
