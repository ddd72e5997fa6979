"""Accounts beside their number: profiles, verified e-mail addresses, when they were seen."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection
from pynamodb.transactions import TransactWrite

from handbook.domain.account_errors import EmailTakenError
from handbook.domain.accounts import AccountEvent, Profile, Standing
from handbook.domain.calendar import from_iso_day, from_iso_utc, iso_day, iso_utc
from handbook.domain.errors import StaleVersionError
from handbook.domain.ids import AccountId
from handbook.storage import account_events
from handbook.storage.pointers import EMAILS, PointerItem, let_go, owner_of, take
from handbook.storage.tables import transaction, translated
from handbook.storage.units import DirectoryItem

type Seal = Callable[[str, str], str]
"""Encrypts or decrypts an address for one place; the second argument names the place."""

_PROFILE, _STANDING, _CLOSING = "PROFILE", "STANDING", "CLOSING"


class ProfileItem(DirectoryItem):
    """What an account says of itself; the address is sealed, and found through its blind index."""

    display_name = UnicodeAttribute(null=True)
    email = UnicodeAttribute(null=True)
    email_mark = UnicodeAttribute(null=True)
    has_password = BooleanAttribute(null=True)
    version = NumberAttribute()


class EmailItem(PointerItem):
    """Blind index: whose address it is; nobody's once it was given up, since nothing is ever deleted here."""


class ClosingIndex(GlobalSecondaryIndex["StandingItem"]):
    """Accounts that are to be closed, by day."""

    class Meta:
        index_name = "gsi1"
        projection = KeysOnlyProjection()

    gsi1pk = UnicodeAttribute(hash_key=True)
    gsi1sk = UnicodeAttribute(range_key=True)


class StandingItem(DirectoryItem):
    """When an account and its number were last seen, and when it is to be closed."""

    last_seen = UnicodeAttribute(null=True)
    number_seen = UnicodeAttribute(null=True)
    closing_on = UnicodeAttribute(null=True)
    gsi1pk = UnicodeAttribute(null=True)
    gsi1sk = UnicodeAttribute(null=True)
    to_close = ClosingIndex()


def see_number(account_id: AccountId, at: datetime, writes: TransactWrite) -> None:
    """Let a transaction write down that an account was seen by its number."""
    seen: list[Action] = [one.set(iso_utc(at)) for one in (StandingItem.last_seen, StandingItem.number_seen)]
    writes.update(StandingItem(account_key(account_id), _STANDING), seen)


def account_key(account_id: str) -> str:
    """Name the partition of an account."""
    return f"ACCOUNT#{account_id}"


class Accounts:
    """Accounts. `seal`, `unseal` and `mark_of` guard the addresses."""

    def __init__(self, seal: Seal, unseal: Seal, mark_of: Callable[[str], str]) -> None:
        self._seal = seal
        self._unseal = unseal
        self._mark_of = mark_of

    def profile(self, account_id: AccountId) -> Profile:
        """Read what an account says of itself; one that said nothing has version 1 (AP-140)."""
        item = self._item(account_id)
        if item is None:
            return Profile(account_id)
        return Profile(
            account_id,
            item.display_name,
            self._unseal(item.email, item.pk) if item.email else None,
            bool(item.has_password),
            int(item.version),
        )

    def save_profile(self, profile: Profile, before: Profile, event: AccountEvent | None = None) -> Profile:
        """Write the next version of a profile, whose its address is, and what that is in the account's log.

        Raises: StaleVersionError when `before` is not the current one; EmailTakenError when the address is another's.
        """
        changed = replace(profile, version=before.version + 1)
        key = account_key(profile.account_id)
        old, new = (self._mark_of(one.email) if one.email else None for one in (before, profile))
        item = ProfileItem(
            key,
            _PROFILE,
            display_name=profile.display_name,
            email=self._seal(profile.email, key) if profile.email else None,
            email_mark=new,
            has_password=profile.has_password,
            version=changed.version,
        )
        if old != new and profile.email and self.account_of_email(profile.email) not in {None, profile.account_id}:
            raise EmailTakenError("email")
        with transaction(StaleVersionError) as writes:
            writes.save(item, condition=_unchanged(before))
            if old != new and old is not None:
                let_go(EmailItem, EMAILS, old, profile.account_id, writes)
            if old != new and new is not None:
                take(EmailItem, EMAILS, new, profile.account_id, writes)
            if event is not None:
                account_events.append(event, writes)
        return changed

    def account_of_email(self, email: str) -> AccountId | None:
        """Find the account of a verified address (AP-141)."""
        return owner_of(EmailItem, EMAILS, self._mark_of(email))[1]

    def standing(self, account_id: AccountId) -> Standing:
        """Read when an account was seen and when it is to be closed (AP-142)."""
        with translated():
            try:
                item = StandingItem.get(account_key(account_id), _STANDING, consistent_read=True)
            except StandingItem.DoesNotExist:
                return Standing()
        seen, number = (from_iso_utc(at) if at else None for at in (item.last_seen, item.number_seen))
        return Standing(seen, from_iso_day(item.closing_on), number)

    def see(self, account_id: AccountId, at: datetime, number: datetime | None) -> None:
        """Write down that somebody spoke for an account, and when its number was last seen, where that is known."""
        actions = [StandingItem.last_seen.set(iso_utc(at))]
        if number is not None:
            actions.append(StandingItem.number_seen.set(iso_utc(number)))
        with translated():
            StandingItem(account_key(account_id), _STANDING).update(actions=list(actions))

    def set_closing(self, account_id: AccountId, on: date | None, event: AccountEvent | None = None) -> None:
        """Write down the day on which an account is to be closed, or that it is not, and that in its log."""
        day = iso_day(on)
        keys = (StandingItem.closing_on, StandingItem.gsi1pk, StandingItem.gsi1sk)
        said = (day, _CLOSING, f"{day}#{account_id}")
        actions = [one.set(text) if text and day else one.remove() for one, text in zip(keys, said, strict=True)]
        standing = StandingItem(account_key(account_id), _STANDING)
        if event is None:
            with translated():
                standing.update(actions=list(actions))
            return
        with transaction() as writes:
            writes.update(standing, list(actions))
            account_events.append(event, writes)

    def closing_by(self, day: date, limit: int) -> list[AccountId]:
        """List up to `limit` accounts that are to be closed by a day, that day included, the oldest first (AP-146)."""
        until = f"{day.isoformat()}#~"
        with translated():
            found = StandingItem.to_close.query(_CLOSING, StandingItem.gsi1sk <= until, limit=limit)
            return [AccountId(item.pk.removeprefix("ACCOUNT#")) for item in found]

    @staticmethod
    def _item(account_id: AccountId) -> ProfileItem | None:
        with translated():
            try:
                return ProfileItem.get(account_key(account_id), _PROFILE, consistent_read=True)
            except ProfileItem.DoesNotExist:
                return None


def _unchanged(before: Profile) -> Condition:
    return ProfileItem.pk.does_not_exist() if before.version == 1 else ProfileItem.version == before.version
