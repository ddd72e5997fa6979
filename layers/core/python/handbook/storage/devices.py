"""Installations of the app: a list under their account, and their token as a keyed hash that leads to one account."""

from collections.abc import Callable, Sequence
from typing import Any

from pynamodb.attributes import JSONAttribute, UnicodeAttribute, VersionAttribute

from handbook.domain.calendar import from_iso_utc, iso_utc
from handbook.domain.ids import AccountId
from handbook.domain.marks import marks_of
from handbook.domain.reminders.devices import Device, DeviceId
from handbook.storage.reminders import RemindersTableItem
from handbook.storage.tables import transaction, translated, versioned

type Seal = Callable[[str, str], str]
"""Encrypts a token for one place; the second argument names the place."""
type Form = dict[str, str]

DEVICES = "DEVICES"
_OWNER = "OWNER"


class DevicesItem(RemindersTableItem):
    """An account's installations. Their tokens are sealed: only a move to other platform applications needs them."""

    devices = JSONAttribute()
    version = VersionAttribute()


class OwnerItem(RemindersTableItem):
    """Which account an installation's token belongs to: the one that registered it last, none once it is forgotten."""

    account_id = UnicodeAttribute(null=True)


def devices_from(forms: Sequence[Any]) -> tuple[Device, ...]:
    """Read what an account's item lists, the last seen first."""
    found = [
        Device(
            device_id=DeviceId(form["device_id"]),
            platform="apns" if form["platform"] == "apns" else "fcm",
            endpoint=form["endpoint"],
            registered_at=from_iso_utc(form["registered_at"]),
            seen_at=from_iso_utc(form["seen_at"]),
        )
        for form in forms
    ]
    return tuple(sorted(found, key=lambda one: one.seen_at, reverse=True))


def forget_device(account_id: AccountId, device_id: DeviceId) -> bool:
    """Forget an installation and whose its token was; false when the account has no such one. Raises ConflictError."""
    forms, version = _read(account_id)
    rest = _without(forms, device_id)
    if len(rest) == len(forms):
        return False
    with transaction() as writes:
        writes.save(_item(account_id, rest, version))
        gone = OwnerItem.account_id.remove()
        writes.update(_owner(device_id), actions=[gone], condition=OwnerItem.account_id == account_id)
    return True


def known_name(mark: str) -> DeviceId:
    """Give the one of a token's names by which it is registered; while keys are rotated it may be the one before."""
    names = marks_of(mark)
    if len(names) > 1:
        with translated():
            found = {
                item.pk: item.account_id for item in OwnerItem.batch_get([(f"TOKEN#{one}", _OWNER) for one in names])
            }
        names = tuple(one for one in names if found.get(f"TOKEN#{one}")) or names
    return DeviceId(names[0])


class Devices:
    """Accounts' installations. `seal` guards the tokens."""

    def __init__(self, seal: Seal) -> None:
        self._seal = seal

    def of_account(self, account_id: AccountId) -> tuple[Device, ...]:
        """List an account's installations, the last seen first (AP-68)."""
        return devices_from(_read(account_id)[0])

    def save(self, account_id: AccountId, device: Device, token: str) -> None:
        """Keep an installation, and take it from the account that had it before (AP-69).

        Raises ConflictError when somebody else changed either list or the token changed hands meanwhile.
        """
        before = self._owner_of(device.device_id)
        forms, version = _read(account_id)
        form = _form(device, self._seal(token, f"ACCOUNT#{account_id}#{device.device_id}"))
        free = OwnerItem.account_id.does_not_exist() if before is None else OwnerItem.account_id == before
        with transaction() as writes:
            writes.save(_item(account_id, [*_without(forms, device.device_id), form], version))
            writes.save(_owner(device.device_id, account_id), condition=free)
            if before is not None and before != account_id:
                theirs, version = _read(before)
                writes.save(_item(before, _without(theirs, device.device_id), version))

    def forget(self, account_id: AccountId, device_id: DeviceId) -> bool:
        """Forget an installation; false when the account has no such one. Raises ConflictError."""
        return forget_device(account_id, device_id)

    @staticmethod
    def _owner_of(device_id: str) -> str | None:
        with translated():
            try:
                return OwnerItem.get(f"TOKEN#{device_id}", _OWNER, consistent_read=True).account_id
            except OwnerItem.DoesNotExist:
                return None


def _read(account_id: str) -> tuple[list[Form], int | None]:
    with translated():
        try:
            item = DevicesItem.get(f"ACCOUNT#{account_id}", DEVICES, consistent_read=True)
        except DevicesItem.DoesNotExist:
            return [], None
    return list(item.devices), int(item.version)


def _item(account_id: str, forms: Sequence[Form], version: int | None) -> DevicesItem:
    return DevicesItem(f"ACCOUNT#{account_id}", DEVICES, devices=list(forms), **versioned(version))


def _owner(device_id: str, account_id: str | None = None) -> OwnerItem:
    return OwnerItem(f"TOKEN#{device_id}", _OWNER, account_id=account_id)


def _without(forms: Sequence[Form], device_id: str) -> list[Form]:
    return [form for form in forms if form["device_id"] != device_id]


def _form(device: Device, sealed: str) -> Form:
    return {
        "device_id": device.device_id,
        "platform": device.platform,
        "endpoint": device.endpoint,
        "token": sealed,
        "registered_at": iso_utc(device.registered_at),
        "seen_at": iso_utc(device.seen_at),
    }
