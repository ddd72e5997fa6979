"""Staff and families' accounts; the units are in storage/units.py."""

from collections.abc import Callable, Sequence

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from handbook.domain.calendar import from_iso_utc, iso_utc
from handbook.domain.directory import Account
from handbook.domain.errors import StaleVersionError
from handbook.domain.ids import AccountId, PhoneE164, PhoneIndex
from handbook.domain.preferences import Preferences
from handbook.storage.pages import fetched
from handbook.storage.pointers import PHONES, PointerItem, owner_of, take
from handbook.storage.preference_form import preferences_form, preferences_from
from handbook.storage.privacy_form import consents_from
from handbook.storage.staff import StaffMembers
from handbook.storage.tables import transaction, translated
from handbook.storage.units import META, DirectoryItem, Units

type Seal = Callable[[PhoneE164, str], str]
"""Encrypts a number for one place; the second argument names the place and must be the same when it is opened."""
type Open = Callable[[str, str], PhoneE164]


class AccountItem(DirectoryItem):
    """A family member. The number is sealed, and gone once the account is closed; it is found by its blind index."""

    phone = UnicodeAttribute(null=True)
    preferences = JSONAttribute()
    preferences_version = NumberAttribute()
    consents = JSONAttribute(null=True)
    consents_version = NumberAttribute(null=True)
    created_at = UnicodeAttribute()
    number_gone = BooleanAttribute(null=True)


class PhoneItem(PointerItem):
    """Blind index: which account a number signs in to; none once it was given up."""


def _account_key(account_id: str) -> str:
    return f"ACCOUNT#{account_id}"


class Directory(Units, StaffMembers):
    """Looks up people and units. `seal` and `open_` guard the telephone numbers."""

    def __init__(self, seal: Seal, open_: Open) -> None:
        self._seal = seal
        self._open = open_

    def account(self, account_id: AccountId) -> Account | None:
        """Read a family member's account (AP-03)."""
        with translated():
            try:
                item = AccountItem.get(_account_key(account_id), META)
            except AccountItem.DoesNotExist:
                return None
        return self._account(item)

    def _account(self, item: AccountItem) -> Account:
        return Account(
            account_id=AccountId(item.pk.removeprefix("ACCOUNT#")),
            phone=self._open(item.phone, item.pk) if item.phone else PhoneE164(""),
            created_at=from_iso_utc(item.created_at),
            preferences=preferences_from(item.preferences),
            preferences_version=int(item.preferences_version),
            number_gone=bool(item.number_gone),
            consents=consents_from(item.consents or {}),
            consents_version=int(item.consents_version or 0),
        )

    def accounts_of(self, account_ids: Sequence[AccountId]) -> dict[AccountId, Account]:
        """Read several accounts as they are now, a hundred in a request (AP-66).

        Who is gone is left out, and who has no number any more.
        """
        with translated():
            keys = [_account_key(one) for one in account_ids]
            found = fetched(AccountItem, keys, META, consistent=True)
        accounts = map(self._account, found)
        return {account.account_id: account for account in accounts if not account.number_gone}

    def account_of_phone(self, index: PhoneIndex) -> AccountId | None:
        """Find the account that a number signs in to (AP-04)."""
        return owner_of(PhoneItem, PHONES, index)[1]

    def add_account(self, account: Account, index: PhoneIndex) -> None:
        """Make an account for a number. Raises ConflictError when the number has one."""
        with transaction() as writes:
            writes.save(self.account_item(account), condition=AccountItem.pk.does_not_exist())
            take(PhoneItem, PHONES, index, account.account_id, writes)

    def account_item(self, account: Account) -> AccountItem:
        """Write an account as its item."""
        key = _account_key(account.account_id)
        return AccountItem(
            key,
            META,
            phone=self._seal(account.phone, key),
            preferences=preferences_form(account.preferences),
            preferences_version=account.preferences_version,
            created_at=iso_utc(account.created_at),
        )

    def set_preferences(self, account_id: AccountId, preferences: Preferences, based_on: int) -> None:
        """Change how an account wants to be told. Raises StaleVersionError when it changed since `based_on`."""
        with translated(StaleVersionError):
            AccountItem(_account_key(account_id), META).update(
                actions=[
                    AccountItem.preferences.set(preferences_form(preferences)),
                    AccountItem.preferences_version.set(based_on + 1),
                ],
                condition=AccountItem.preferences_version == based_on,
            )
