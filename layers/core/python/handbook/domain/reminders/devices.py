"""Installations of the app, as what messages are pushed to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NewType

type Platform = Literal["apns", "fcm"]
DeviceId = NewType("DeviceId", str)
"""Keyed hash of the installation's token: the same for the same token, useless without the key."""

MOST_DEVICES = 10
"""Of one account; another pushes out the one that was seen longest ago."""


@dataclass(frozen=True, slots=True)
class Device:
    """One installation. `endpoint` is where the platform's gateway reaches it; `seen_at` when it last came forward."""

    device_id: DeviceId
    platform: Platform
    endpoint: str
    registered_at: datetime
    seen_at: datetime
