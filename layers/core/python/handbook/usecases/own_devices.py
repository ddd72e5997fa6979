"""A family member's installations of the app: come forward, look at them, take one away."""

from handbook.domain.access import Action, by_role
from handbook.domain.errors import ForbiddenError, NotFoundError
from handbook.domain.ids import AccountId
from handbook.domain.reminders.devices import MOST_DEVICES, Device, DeviceId, Platform
from handbook.usecases.context import Context
from handbook.usecases.device_ports import Devices, Platforms
from handbook.usecases.retry import on_conflict


def _own(context: Context) -> AccountId:
    if by_role(context.actor, Action.OWN_DEVICES) is None:
        raise ForbiddenError
    return AccountId(context.actor.id)


def list_devices(context: Context, *, devices: Devices) -> tuple[Device, ...]:
    """List the actor's installations, the last seen first. Raises: ForbiddenError for staff."""
    return devices.of_account(_own(context))


def register_device(
    context: Context, device_id: DeviceId, platform: Platform, token: str, *, devices: Devices, platforms: Platforms
) -> Device:
    """Keep an installation that came forward; the same token again is the same installation, seen now.

    A token belongs to the account that came with it last. The eleventh installation pushes out the one that was seen
    longest ago. Raises: ForbiddenError for staff, InvalidFieldError by platform or token, UnavailableError.
    """
    account_id = _own(context)
    mine = devices.of_account(account_id)
    before = next((one for one in mine if one.device_id == device_id), None)
    endpoint = platforms.endpoint(platform, token)
    device = Device(device_id, platform, endpoint, before.registered_at if before else context.now, context.now)
    on_conflict(lambda: devices.save(account_id, device, token))
    others = [one for one in mine if one.device_id != device_id]
    for old in others[MOST_DEVICES - 1 :]:
        _forget(account_id, old, devices, platforms)
    return device


def forget_device(context: Context, device_id: DeviceId, *, devices: Devices, platforms: Platforms) -> None:
    """Take one of the actor's installations away; nothing is pushed to it any more.

    Raises: ForbiddenError for staff, NotFoundError, UnavailableError.
    """
    account_id = _own(context)
    found = next((one for one in devices.of_account(account_id) if one.device_id == device_id), None)
    if found is None:
        raise NotFoundError
    _forget(account_id, found, devices, platforms)


def _forget(account_id: AccountId, device: Device, devices: Devices, platforms: Platforms) -> None:
    # Ours first: whoever lost the token to another account meanwhile takes no endpoint away from it.
    if on_conflict(lambda: devices.forget(account_id, device.device_id)):
        platforms.remove(device.endpoint)
