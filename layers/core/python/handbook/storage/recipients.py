"""What is known of an account as a recipient: written to today, its dead number, its apps; and providers' breakers."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    VersionAttribute,
)

from handbook.domain.calendar import from_iso_utc, iso_utc
from handbook.domain.errors import ConflictError
from handbook.domain.ids import AccountId, HandbookId, PhoneIndex
from handbook.domain.reminders.delivery import Breaker
from handbook.domain.reminders.devices import DeviceId
from handbook.domain.reminders.recipients import Recipient
from handbook.storage.devices import DEVICES, devices_from, forget_device
from handbook.storage.pages import fetched
from handbook.storage.reminders import RemindersTableItem
from handbook.storage.tables import translated, versioned
from handbook.storage.texts import day_key

_HANDBOOKS, _NUMBER, _BREAKER = "HANDBOOKS", "NUMBER", "BREAKER"


class RecipientItem(RemindersTableItem):
    """An account's marker of a day, its devices, its handbooks or its dead number; which of them its sort key says."""

    devices = JSONAttribute(null=True)
    released = BooleanAttribute(null=True)
    number = UnicodeAttribute(null=True)
    handbooks = UnicodeSetAttribute(null=True)
    since = UnicodeAttribute(null=True)


class NumberItem(RemindersTableItem):
    """A number of an account that takes no messages."""

    number = UnicodeAttribute()
    since = UnicodeAttribute()
    cause = UnicodeAttribute()


class BreakerItem(RemindersTableItem):
    """How a provider has been doing."""

    failures = NumberAttribute()
    shut_at = UnicodeAttribute(null=True)
    probed_at = UnicodeAttribute(null=True)
    version = VersionAttribute()


def _recipient(items: Mapping[str, RecipientItem], marker: str) -> Recipient:
    day, devices, books, number = (items.get(sk) for sk in (marker, DEVICES, _HANDBOOKS, _NUMBER))
    return Recipient(
        written_today=day is not None and not day.released,
        devices=devices_from(devices.devices or ()) if devices else (),
        dead_number=PhoneIndex(number.number) if number and number.number else None,
        handbooks=_books_of(books) if books else None,
        dead_since=from_iso_utc(number.since) if number and number.since else None,
    )


def _books_of(item: RecipientItem) -> tuple[HandbookId, ...]:
    return tuple(sorted(map(HandbookId, item.handbooks or ())))


class Recipients:
    """Accounts as recipients."""

    def get(self, account_id: AccountId, today: date) -> Recipient:
        """Read what is known, in one query (AP-62)."""
        partition, marker = day_key(account_id, today)
        with translated():
            found = RecipientItem.query(partition, RecipientItem.sk.between(marker, _NUMBER))
            items = {item.sk: item for item in found}
        return _recipient(items, marker)

    def get_many(self, account_ids: Sequence[AccountId], today: date) -> dict[AccountId, Recipient]:
        """Read what is known of several accounts, twenty-five in a request (AP-76)."""
        wanted = [(*day_key(one, today), one) for one in account_ids]
        keys = [(partition, sk) for partition, day, _ in wanted for sk in (day, DEVICES, _HANDBOOKS, _NUMBER)]
        found: dict[str, dict[str, RecipientItem]] = {}
        with translated():
            for item in RecipientItem.batch_get(keys):
                found.setdefault(item.pk, {})[item.sk] = item
        return {one: _recipient(found.get(partition, {}), marker) for partition, marker, one in wanted}

    def guarded(self, account_ids: Sequence[AccountId]) -> dict[AccountId, tuple[HandbookId, ...]]:
        """Read which handbooks accounts are known to guard, a hundred in a request (AP-78)."""
        with translated():
            found = fetched(RecipientItem, [f"ACCOUNT#{one}" for one in account_ids], _HANDBOOKS)
        return {AccountId(item.pk.removeprefix("ACCOUNT#")): _books_of(item) for item in found}

    def guards(self, account_id: AccountId, handbook_id: HandbookId, *, still: bool) -> None:
        """Note that an account guards a handbook, or does so no longer. Doing it again changes nothing."""
        item = RecipientItem(f"ACCOUNT#{account_id}", _HANDBOOKS)
        mine = {str(handbook_id)}
        with translated():
            item.update(actions=[RecipientItem.handbooks.add(mine) if still else RecipientItem.handbooks.delete(mine)])

    def bury(self, account_id: AccountId, number: PhoneIndex, at: datetime, cause: str) -> None:
        """Mark a number that takes no messages for good; another number of the account is not touched by it."""
        with translated():
            NumberItem(f"ACCOUNT#{account_id}", _NUMBER, number=number, since=iso_utc(at), cause=cause).save()

    def forget_device(self, account_id: AccountId, device_id: DeviceId) -> bool:
        """Forget an installation that is gone; false when somebody else did, or changed the list meanwhile."""
        try:
            return forget_device(account_id, device_id)
        except ConflictError:
            return False


class Breakers:
    """The breaker of each provider, which all workers share."""

    def get(self, provider: str) -> Breaker:
        """Read a breaker (AP-63); of a provider that never failed there is none, and it is open to all."""
        with translated():
            try:
                item = BreakerItem.get(f"PROVIDER#{provider}", _BREAKER, consistent_read=True)
            except BreakerItem.DoesNotExist:
                return Breaker(provider)
        return Breaker(
            provider,
            int(item.failures),
            from_iso_utc(item.shut_at) if item.shut_at else None,
            from_iso_utc(item.probed_at) if item.probed_at else None,
            int(item.version),
        )

    def save(self, breaker: Breaker) -> Breaker | None:
        """Store a breaker that was read before; None when another worker was faster."""
        item = BreakerItem(
            f"PROVIDER#{breaker.provider}",
            _BREAKER,
            failures=breaker.failures,
            shut_at=iso_utc(breaker.shut_at) if breaker.shut_at else None,
            probed_at=iso_utc(breaker.probed_at) if breaker.probed_at else None,
            **versioned(breaker.version),
        )
        try:
            with translated():
                item.save()
        except ConflictError:
            return None
        return Breaker(breaker.provider, breaker.failures, breaker.shut_at, breaker.probed_at, int(item.version))
