"""What /v1/me/devices takes and gives."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import StringConstraints

from handbook.domain.reminders.devices import Device
from handbook.web.schemas import Body, PageBody

_Token = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_:.=+/-]{32,2048}$")]


class DeviceBody(Body):
    """An installation of the app: its platform's push service, and the token that the service gave it."""

    platform: Literal["apns", "fcm"]
    token: _Token


class DeviceAnswer(Body):
    """An installation that messages are pushed to, when it was registered and when it last came forward."""

    device_id: str
    platform: str
    registered_at: datetime
    seen_at: datetime


class DevicePage(PageBody):
    """All installations of an account, the last seen first: messages go to the first."""

    items: list[DeviceAnswer]


def device_answer(device: Device) -> DeviceAnswer:
    """Write an installation as JSON; neither token nor endpoint is shown."""
    return DeviceAnswer(
        device_id=device.device_id,
        platform=device.platform,
        registered_at=device.registered_at,
        seen_at=device.seen_at,
    )
