"""Which account a number signs in to, as it changes: each change is one transaction, and nothing is deleted."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from pynamodb.attributes import UnicodeAttribute
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from handbook.domain.account_errors import NumberTakenError
from handbook.domain.accounts import AccountEvent
from handbook.domain.audit import AuditEntry
from handbook.domain.calendar import from_iso_utc, iso_utc
from handbook.domain.directory import Account
from handbook.domain.ids import AccountId, HandbookId, PhoneE164, PhoneIndex, StaffId, UnitId
from handbook.domain.number_changes import ChangeState, NumberChange
from handbook.domain.receipts import Receipt
from handbook.storage import account_events, audit, receipts
from handbook.storage.accounts import account_key, see_number
from handbook.storage.directory import AccountItem, Directory, Open, PhoneItem, Seal
from handbook.storage.pointers import PHONES, WAITS, PointerItem, let_go, owner_of, take
from handbook.storage.tables import transaction, translated
from handbook.storage.units import META, DirectoryItem

_CHANGE = "NUMBER_CHANGE"
_STATES: Mapping[str, ChangeState] = {"waits": "waits", "refused": "refused", "done": "done"}


class NumberChangeItem(DirectoryItem):
    """The last change that a unit asked for; the number is sealed, and gone once the account is closed."""

    phone = UnicodeAttribute(null=True)
    asked_at = UnicodeAttribute()
    effective_at = UnicodeAttribute()
    handbook_id = UnicodeAttribute()
    unit_id = UnicodeAttribute()
    staff_id = UnicodeAttribute()
    proof_kind = UnicodeAttribute()
    state = UnicodeAttribute()


class WaitingItem(PointerItem):
    """Blind index: which account a number is to sign in to, beside the one that it signs in to now."""


class Numbers:
    """The numbers of accounts. `seal` and `open_` guard them."""

    def __init__(self, directory: Directory, seal: Seal, open_: Open) -> None:
        self._directory = directory
        self._seal = seal
        self._open = open_

    def move(
        self,
        account: Account,
        phone: PhoneE164,
        old: PhoneIndex,
        new: PhoneIndex,
        owner: AccountId | None,
        now: datetime,
        change: NumberChange | None = None,
        events: Sequence[AccountEvent] = (),
    ) -> None:
        """Give an account another number, seen `now`; `owner` is who has it and was found to use it no more.

        `change` is the waiting change that this settles, `events` what it is in the logs of accounts.
        Raises: NumberTakenError when the number is somebody else's by now, the account changed meanwhile, or the
        change was refused.
        """
        with transaction(NumberTakenError) as writes:
            self._set_phone(account, phone, writes)
            if not account.number_gone:
                let_go(PhoneItem, PHONES, old, account.account_id, writes)
            self._take(new, account.account_id, owner, writes)
            see_number(account.account_id, now, writes)
            if change is not None:
                _settle(change, writes, "done")
            for event in events:
                account_events.append(event, writes)

    def _set_phone(self, account: Account, phone: PhoneE164, writes: TransactWrite) -> None:
        key = account_key(account.account_id)
        actions: list[Action] = [AccountItem.phone.set(self._seal(phone, key)), AccountItem.number_gone.remove()]
        writes.update(AccountItem(key, META), actions, condition=AccountItem.pk.exists())

    @staticmethod
    def _take(index: PhoneIndex, account_id: AccountId, owner: AccountId | None, writes: TransactWrite) -> None:
        take(PhoneItem, PHONES, index, account_id, writes, owner)
        if owner is not None:
            gone: list[Action] = [AccountItem.number_gone.set(True)]
            writes.update(AccountItem(account_key(owner), META), gone, condition=AccountItem.pk.exists())

    def begin_anew(self, fresh: Account, index: PhoneIndex, owner: AccountId, event: AccountEvent) -> None:
        """Make a new account for a number that another account is left without, with `event` in that one's log.

        Raises: NumberTakenError.
        """
        with transaction(NumberTakenError) as writes:
            writes.save(self._directory.account_item(fresh), condition=AccountItem.pk.does_not_exist())
            self._take(index, fresh.account_id, owner, writes)
            account_events.append(event, writes)

    def give_up(self, account_id: AccountId, index: PhoneIndex) -> None:
        """Leave an account without its number, which may then serve another. Raises: NumberTakenError."""
        with transaction(NumberTakenError) as writes:
            let_go(PhoneItem, PHONES, index, account_id, writes)
            gone: list[Action] = [AccountItem.number_gone.set(True)]
            writes.update(AccountItem(account_key(account_id), META), gone, condition=AccountItem.pk.exists())

    def erase(self, account_id: AccountId) -> None:
        """Forget the number of a closed account, and the one that it waited for. Raises: UnavailableError."""
        key = account_key(account_id)
        with translated():
            AccountItem(key, META).update([AccountItem.phone.remove()], condition=AccountItem.number_gone.exists())
        if self.change_of(account_id) is not None:
            with translated():
                forget: list[Action] = [NumberChangeItem.phone.remove(), NumberChangeItem.state.set("refused")]
                NumberChangeItem(key, _CHANGE).update(forget)

    def ask(
        self,
        change: NumberChange,
        index: PhoneIndex,
        entry: AuditEntry,
        receipt: Receipt,
        result: object,
        event: AccountEvent,
    ) -> None:
        """Write down what a unit asked for, with its entries in both logs. Raises: ConflictError."""
        with transaction() as writes:
            writes.save(self._change_item(change))
            writes.save(WaitingItem(f"{PHONES}{index}", WAITS, account_id=change.account_id))
            audit.append(entry, writes)
            receipts.keep(receipt, result, writes)
            account_events.append(event, writes)

    def refuse(self, change: NumberChange, event: AccountEvent) -> None:
        """Write down that a change was refused, in the log too. Raises: ConflictError when it did not wait any more."""
        with transaction() as writes:
            _settle(change, writes, "refused")
            account_events.append(event, writes)

    def change_of(self, account_id: AccountId) -> NumberChange | None:
        """Read the last change that a unit asked for (AP-144)."""
        with translated():
            try:
                item = NumberChangeItem.get(account_key(account_id), _CHANGE, consistent_read=True)
            except NumberChangeItem.DoesNotExist:
                return None
        return self._change(item) if item.phone else None

    def waiting(self, index: PhoneIndex) -> NumberChange | None:
        """Find the change that a number waits for (AP-145)."""
        _, account_id = owner_of(WaitingItem, PHONES, index, WAITS)
        change = self.change_of(account_id) if account_id else None
        return change if change is not None and change.state == "waits" else None

    def _change_item(self, change: NumberChange) -> NumberChangeItem:
        key = account_key(change.account_id)
        return NumberChangeItem(
            key,
            _CHANGE,
            phone=self._seal(change.phone, key),
            asked_at=iso_utc(change.asked_at),
            effective_at=iso_utc(change.effective_at),
            handbook_id=change.handbook_id,
            unit_id=change.unit_id,
            staff_id=change.staff_id,
            proof_kind=change.proof_kind,
            state=change.state,
        )

    def _change(self, item: NumberChangeItem) -> NumberChange:
        change = NumberChange(
            AccountId(item.pk.removeprefix("ACCOUNT#")),
            self._open(item.phone, item.pk),
            from_iso_utc(item.asked_at),
            from_iso_utc(item.effective_at),
            HandbookId(item.handbook_id),
            UnitId(item.unit_id),
            StaffId(item.staff_id),
            item.proof_kind,
        )
        return replace(change, state=_STATES[item.state])


def _settle(change: NumberChange, writes: TransactWrite, state: ChangeState) -> None:
    item = NumberChangeItem(account_key(change.account_id), _CHANGE)
    waits = (NumberChangeItem.state == "waits") & (NumberChangeItem.asked_at == iso_utc(change.asked_at))
    writes.update(item, [NumberChangeItem.state.set(state)], condition=waits)
