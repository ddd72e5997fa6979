"""What use cases need to know of installations of the app, and of the platforms that push to them."""

from typing import Protocol

from handbook.domain.ids import AccountId
from handbook.domain.reminders.devices import Device, DeviceId, Platform


class Devices(Protocol):
    """See storage.devices.Devices."""

    def of_account(self, account_id: AccountId) -> tuple[Device, ...]: ...
    def save(self, account_id: AccountId, device: Device, token: str) -> None: ...
    def forget(self, account_id: AccountId, device_id: DeviceId) -> bool: ...


class Platforms(Protocol):
    """See gateways.platforms."""

    def endpoint(self, platform: Platform, token: str) -> str: ...
    def remove(self, endpoint: str) -> None: ...
