"""The adapters of what sends messages.

Each is imported and made when it is first asked for.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from handbook.config import config

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from handbook.domain.reminders.delivery import Said
    from handbook.domain.reminders.devices import DeviceId
    from handbook.gateways.pace import Pace
    from handbook.gateways.platforms import NoPlatforms, SnsPlatforms
    from handbook.gateways.providers.making import Adapter
    from handbook.gateways.providers.settings import ProviderSettings
    from handbook.gateways.vault import Vault
    from handbook.storage.closing import Closings
    from handbook.storage.devices import Devices
    from handbook.storage.recipients import Breakers, Recipients
    from handbook.storage.texts import Texts
    from handbook.storage.worklist import Worklist


@cache
def texts() -> Texts:
    """Give the claims of texts."""
    from handbook.storage.texts import Texts

    return Texts()


@cache
def closings() -> Closings:
    """Give where a run writes down what it did."""
    from handbook import bootstrap
    from handbook.storage.closing import Closings

    return Closings(texts(), bootstrap.reminders())


@cache
def worklist() -> Worklist:
    """Give what units have to see to."""
    from handbook.storage.worklist import Worklist

    return Worklist()


@cache
def recipients() -> Recipients:
    """Give accounts as recipients of messages."""
    from handbook.storage.recipients import Recipients

    return Recipients()


@cache
def _token_vault() -> Vault:
    from handbook.gateways.vault import Vault

    return Vault(config().phone_secret, "push-token")


@cache
def devices() -> Devices:
    """Give accounts' installations of the app."""
    from handbook.storage.devices import Devices

    return Devices(seal=_token_vault().seal)


def device_id_of(token: str) -> DeviceId:
    """Name an installation by its token: 128 bits of the token's keyed hash, as it is named where it is known."""
    from handbook.domain.marks import shortened
    from handbook.storage.devices import known_name

    return known_name(shortened(_token_vault().mark(token), 32))


def platforms() -> NoPlatforms | SnsPlatforms:
    """Give what registers installations with Apple and Google."""
    from handbook.gateways.providers.making import platforms

    return platforms(providers(), is_local=config().is_local)


def providers() -> tuple[ProviderSettings, ...]:
    """Give the settings of this stage's providers, as they stand in their secret now."""
    from handbook.gateways.providers.settings import provider_settings

    return provider_settings(config().provider_secret)


def read_receipt(provider: str, body: bytes, headers: Mapping[str, str]) -> tuple[str, str, Said]:
    """Read a receipt that is authentic. Raises: NotFoundError, SignedOutError, InvalidFieldError, UnavailableError."""
    from handbook.gateways.providers.receiving import read_receipt

    return read_receipt(providers(), provider, body, headers)


def read_reply(provider: str, body: bytes, headers: Mapping[str, str]) -> tuple[str, str]:
    """Read an answer that is authentic: number and words. Raises: as `read_receipt` does."""
    from handbook.gateways.providers.replying import read_reply

    return read_reply(providers(), provider, body, headers)


def adapters(settings: Sequence[ProviderSettings]) -> list[Adapter]:
    """Make the adapters of some providers."""
    from handbook.gateways.providers.making import adapters

    return adapters(settings, config().sms_sender_id, is_local=config().is_local)


def pace(per_second: float) -> Pace:
    """Give what holds this worker to a rate."""
    from handbook.gateways.pace import Pace

    return Pace(per_second)


@cache
def breakers() -> Breakers:
    """Give the breakers of providers."""
    from handbook.storage.recipients import Breakers

    return Breakers()
