"""Make the adapters of a channel from the settings of its providers."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from handbook.gateways.providers.settings import ProviderSettings, ProviderSettingsError

if TYPE_CHECKING:
    from handbook.gateways.platforms import NoPlatforms, SnsPlatforms
    from handbook.gateways.providers.console import Console
    from handbook.gateways.providers.http_gateway import HttpGateway
    from handbook.gateways.providers.sns import SnsApp, SnsTexts

type Adapter = "Console | HttpGateway | SnsApp | SnsTexts"


def platforms(settings: Sequence[ProviderSettings], *, is_local: bool) -> "NoPlatforms | SnsPlatforms":
    """Make what registers installations of the app, as the first provider of messages to it says."""
    from handbook.gateways.platforms import NoPlatforms, SnsPlatforms  # noqa: PLC0415

    first = next((one for one in settings if one.channel == "app"), None)
    if first is not None and first.kind == "console" and is_local:
        return NoPlatforms()
    return SnsPlatforms(first.platforms if first is not None else {})


def adapters(settings: Sequence[ProviderSettings], sender_id: str, *, is_local: bool) -> list[Adapter]:
    """Make an adapter for each provider, in the order in which they are tried. Raises: ProviderSettingsError."""
    return [_adapter(one, sender_id, is_local) for one in settings]


# What no provider of this stage needs is not imported.
def _adapter(one: ProviderSettings, sender_id: str, is_local: bool) -> Adapter:
    if one.kind == "http":
        from handbook.gateways.providers.http_gateway import HttpGateway  # noqa: PLC0415

        return HttpGateway(one)
    if one.kind == "sns":
        from handbook.gateways.providers.sns import SnsApp, SnsTexts  # noqa: PLC0415

        return SnsApp(one.name) if one.channel == "app" else SnsTexts(one.name, sender_id)
    if not is_local:  # it would show telephone numbers in a log
        raise ProviderSettingsError("kind")
    from handbook.gateways.providers.console import Console  # noqa: PLC0415

    return Console(one.name)
