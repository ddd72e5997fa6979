"""An account as a recipient of messages."""

from dataclasses import dataclass, replace
from datetime import datetime

from handbook.domain.ids import HandbookId, PhoneIndex
from handbook.domain.reminders.devices import Device


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whether an account was written to today, its apps with the last seen first, and which number of it is dead.

    `handbooks` are those that it guards, None where that was never written down.
    """

    written_today: bool = False
    devices: tuple[Device, ...] = ()
    dead_number: PhoneIndex | None = None
    handbooks: tuple[HandbookId, ...] | None = None
    dead_since: datetime | None = None

    @property
    def device(self) -> Device | None:
        """Give the installation that is told: the one that came forward last."""
        return self.devices[0] if self.devices else None

    def without_device(self) -> "Recipient":
        """Leave out the installation that was told, since it is gone."""
        return replace(self, devices=self.devices[1:])
